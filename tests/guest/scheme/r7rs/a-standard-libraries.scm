;;; Appendix A: every standard library can be imported by its name, and the older report's has what that report had.
(import (scheme base) (scheme case-lambda) (scheme char) (scheme complex) (scheme cxr) (scheme eval) (scheme file)
        (scheme inexact) (scheme lazy) (scheme load) (scheme process-context) (scheme read) (scheme repl) (scheme time)
        (scheme write) (prefix (scheme r5rs) old:))
(include "check.scm")

(define (in library form) (eval form (environment library)))

(check (map (lambda (name) (environment (list 'scheme name)) name)
            '(base case-lambda char complex cxr eval file inexact lazy load process-context read repl time write r5rs))
       => (base case-lambda char complex cxr eval file inexact lazy load process-context read repl time write r5rs))

;; A name means the same wherever it comes from.
(check (eq? old:car car) => #t)
(check (eq? old:sqrt sqrt) => #t)
(check (eq? old:caddr caddr) => #t)
(check (eq? old:write write) => #t)
(check (old:exact->inexact 1/2) => 0.5)
(check (old:inexact->exact 0.5) => 1/2)
(check (old:exact->inexact 'a) error "exact->inexact: argument 1 must be a number, got a")
(check (old:inexact->exact +nan.0) error "inexact->exact: argument 1 must be a finite number, got +nan.0")

;; A program of the older report
(check (in '(scheme r5rs)
           '(let loop ((numbers '(3 -2 1 6 -5)) (nonneg '()) (neg '()))
              (cond ((null? numbers) (list nonneg neg))
                    ((>= (car numbers) 0) (loop (cdr numbers) (cons (car numbers) nonneg) neg))
                    (else (loop (cdr numbers) nonneg (cons (car numbers) neg))))))
       => ((6 1 3) (-5 -2)))
(check (in '(scheme r5rs) '(let ((p (delay (+ 1 2)))) (force p))) => 3)
(check (in '(scheme r5rs) '(letrec-syntax ((m (syntax-rules () ((_ x ...) (list 'x ...))))) (m a b))) => (a b))
(check (in '(scheme r5rs) '(call-with-current-continuation (lambda (k) (dynamic-wind (lambda () #f) (lambda () (k 5)) (lambda () #f))))) => 5)
(check (in '(scheme r5rs) '(string-map char-upcase "a")) error "unbound variable string-map")

;; What a library does not export is not there.
(check (in '(scheme lazy) '(car 1)) error "unbound variable car")
(check (in '(scheme complex) 'sqrt) error "unbound variable sqrt")
(check (in '(scheme base) 'caddr) error "unbound variable caddr")
(check (in '(scheme base) 'display) error "unbound variable display")
(check (in '(scheme base) 'exit) error "unbound variable exit")
(check (in '(scheme base) '(delay 1)) error "unbound variable delay")
(end-of-checks)
;=> 20 checks
