;options: -A path
; A library that was read for an expression with an error has not run: it does when it is really needed, once.
(import (scheme base) (scheme write) (scheme eval))
(define env (environment '(scheme base)))
(define (try form) (guard (e ((error-object? e) (write 'refused) (newline))) (eval form env)))
(try '(import (speaking) (speaking of nobody)))   ;=> refused
(write (eval ''quiet env))
(newline)                                         ;=> quiet
(try '(import (speaking)))                        ;=> speaking runs
(try '(import (speaking)))
(write (eval 'spoken env))
(newline)                                         ;=> 1
; A library that is defined again runs again.
(eval '(define-library (twice) (export x) (import (scheme base)) (begin (define x 'first))) env)
(eval '(import (twice)) env)
(write (eval 'x env))
(newline)                                         ;=> first
(eval '(define-library (twice) (export x) (import (scheme base)) (begin (define x 'second))) env)
(eval '(import (twice)) env)
(write (eval 'x env))
(newline)                                         ;=> second
