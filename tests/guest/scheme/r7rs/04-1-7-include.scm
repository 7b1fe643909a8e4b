;;; Section 4.1.7: include and include-ci.
(import (scheme base) (scheme eval) (scheme write))
(include "check.scm")

(define (evaluate form) (eval form (environment '(scheme base))))

(include "included/definitions.scm")
(check first-included => one)
(check (second-included) => (one two))

;; Inside a body, several files at once, and as an expression.
(check (let ()
         (include "included/definitions.scm")
         (set! first-included 'inner)
         (second-included))
       => (inner two))
(check first-included => one)
(check (let ((trace '())) (include "included/expressions.scm")) => (a b))
(check (let ((trace '())) (include "included/expressions.scm" "included/expressions.scm")) => (a b a b))

;; A file that includes another names it from where it is itself.
(check (let () (include "included/nested.scm") third-included) => (one two))
(check (let () (include "included/empty.scm") 'nothing) => nothing)

;; include-ci reads as if #!fold-case stood at the head of the file.
(include-ci "included/upper.scm")
(check from-upper => quoted)
(check text => "Stays")

;; Its forms see the variables around them.
(check (let ((trace '(given))) (include "included/expressions.scm")) => (given a b))

(check (evaluate '(include)) error "include: expected at least 1 part after `include`, got 0, in (include)")
(check (evaluate '(include name)) error "include: expected the name of a file as a string, got `name`, in (include name)")
(check (evaluate '(include "no-such-file.scm")) error "include: there is no file no-such-file.scm, in (include \"no-such-file.scm\")")
(check (evaluate '(include "included/unfinished.txt")) error "the list opened at included/unfinished.txt:1:9 is never closed: expected )")
(check (evaluate '(include-ci 5)) error "include-ci: expected the name of a file as a string, got `5`, in (include-ci 5)")
(end-of-checks)
;=> 16 checks
