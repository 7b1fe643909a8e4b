;; In an environment that goes on, a declaration holds from then on; the value that is there is checked at once.
(import (scheme base) (scheme write) (scheme eval) (scheme repl))
(define here (interaction-environment))
(define (try form)
  (guard (problem (#t (display (error-object-message problem)) (write (error-object-irritants problem)) (newline)))
    (write (eval form here)) (newline)))
(eval '(define n 1) here)
(eval '(declare (type fixnum n)) here)
(try '(begin (set! n 2) n))              ;=> 2
(try '(set! n "a"))                      ;=> declared type of n is fixnum, got("a")
(try '(define n 'b))                     ;=> declared type of n is fixnum, got(b)
(try '(declare (type string n)))         ;=> declared type of n is string, got(2)
(eval '(declare (type fixnum m)) here)
(try '(define m 1.5))                    ;=> declared type of m is fixnum, got(1.5)
(try '(begin (define m 5) m))            ;=> 5
