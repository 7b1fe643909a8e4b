;;; Section 5.7 and (scheme repl), (scheme load): the environment of the REPL.
(import (scheme base) (scheme repl) (scheme eval) (scheme load) (scheme write))
(include "check.scm")

(define here (interaction-environment))
(check (eval '(+ 1 2) here) => 3)
(check (begin (eval '(define repl-variable 5) here) (eval 'repl-variable here)) => 5)
(check (eval 'repl-variable (interaction-environment)) => 5)
(check (begin (eval '(set! repl-variable 6) here) (eval '(* repl-variable 2) here)) => 12)
(check (begin (eval '(define-syntax twice (syntax-rules () ((_ x) (begin x x)))) here) (eval '(twice 7) here)) => 7)
(check (begin (eval '(define (car x) 'redefined) here) (list (eval '(car 1) here) (car '(1)))) => (redefined 1))
(check (interaction-environment 1) error "interaction-environment takes 0 arguments, got 1")

;; load evaluates the forms of a file, in the environment of the REPL or in one that is given.
(check (begin (load "included/definitions.scm") (eval '(second-included) here)) => (one two))
(check (let ((inside (environment '(scheme base))))
         (load "included/definitions.scm" inside)
         (eval '(set! first-included 'changed) inside)
         (list (eval '(second-included) inside) (eval '(second-included) here)))
       => ((changed two) (one two)))
(check (load "no-such-file.scm") error "load: there is no file no-such-file.scm")
(check (load "included/definitions.scm" 5) error "load: expected an environment, got 5")
(check (load "included/unfinished.txt") error "the list opened at included/unfinished.txt:1:9 is never closed: expected )")
(check (load 5) error "load: argument 1 must be a string, got 5")
(check (load) error "load takes 1 to 2 arguments, got 0")
(check (load "included/empty.scm" here here) error "load takes 1 to 2 arguments, got 3")
(check (guard (e ((file-error? e) 'file-error)) (load "no-such-file.scm")) => file-error)
;; Its variables are those of the program: what is loaded defines names for it, and sees its own.
(define mine '(of the program))
(load "included/definitions.scm")
(check (second-included) => (one two))
(check (eval '(list mine) here) => ((of the program)))
(end-of-checks)
;=> 18 checks
