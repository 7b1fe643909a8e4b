;;; Section 4.2.5: delay, delay-force, force, make-promise, promise?.
(import (scheme base) (scheme lazy) (scheme eval) (scheme write))
(include "check.scm")

(check (force (delay (+ 1 2))) => 3)
(check (let ((p (delay (+ 1 2)))) (list (force p) (force p))) => (3 3))
(define integers
  (letrec ((next (lambda (n) (delay (cons n (next (+ n 1))))))) (next 0)))
(define (head stream) (car (force stream)))
(define (tail stream) (cdr (force stream)))
(check (head (tail (tail integers))) => 2)

;; A chain of delay-force takes no space.
(define (stream-filter p? s)
  (delay-force
    (if (null? (force s))
        (delay '())
        (let ((h (car (force s))) (t (cdr (force s))))
          (if (p? h) (delay (cons h (stream-filter p? t))) (stream-filter p? t))))))
(check (head (tail (tail (stream-filter odd? integers)))) => 5)
(define (count-down n) (delay-force (if (= n 0) (delay 'bottom) (count-down (- n 1)))))
(check (force (count-down 100000)) => bottom)

;; The value is computed once, and the first value stays.
(define count 0)
(define p (delay (begin (set! count (+ count 1)) (if (> count x) count (force p)))))
(define x 5)
(check (promise? p) => #t)
(check (force p) => 6)
(check (begin (set! x 10) (force p)) => 6)
(check count => 6)
(define r (delay (begin (display "") 'once)))
(check (eq? (force r) (force r)) => #t)
(define s
  (let ((first? #t))
    (delay (if first? (begin (set! first? #f) (force s) 'outer) 'inner))))
(check (force s) => inner)
(check (force s) => inner)

;; A promise whose evaluation raised can be forced again.
(define tries 0)
(define shaky (delay (begin (set! tries (+ tries 1)) (if (< tries 3) (raise 'not-yet) tries))))
(check (force shaky) raises not-yet)
(check (force shaky) raises not-yet)
(check (force shaky) => 3)
(check (force shaky) => 3)

;; What is no promise is its own value.
(check (force 5) => 5)
(check (force '(a)) => (a))

;; make-promise
(check (promise? (make-promise 1)) => #t)
(check (force (make-promise (+ 1 2))) => 3)
(check (let ((p (delay 1))) (eq? p (make-promise p))) => #t)
(check (let ((p (make-promise 1))) (eq? p (make-promise p))) => #t)
(check (force (make-promise '(a))) => (a))
(check (promise? (force (delay (delay 1)))) => #t)
(check (force (force (delay (delay 1)))) => 1)
(check (force (delay-force (make-promise 5))) => 5)
(check (force (delay-force (delay-force (delay 6)))) => 6)
(check (map promise? (list 1 'a (lambda () 1) (delay 1) (delay-force (delay 1)))) => (#f #f #f #t #t))
(check (procedure? (delay 1)) => #f)

;; Parameters have the values of the place that forces; continuations of a promise can be left.
(define q (make-parameter 'outer))
(define in-q (delay (q)))
(check (parameterize ((q 'inner)) (force in-q)) => inner)
(check (q) => outer)
(check (call/cc (lambda (k) (force (delay (k 'left))))) => left)

(check (force (delay-force 5)) error "delay-force: the expression must give a promise, got 5")
(check (force) error "force takes 1 argument, got 0")
(check (make-promise) error "make-promise takes 1 argument, got 0")
(check (eval '(delay) (environment '(scheme lazy))) error "delay: expected 1 part after `delay`, got 0, in (delay)")
(check (eval '(delay 1 2) (environment '(scheme lazy))) error "delay: expected 1 part after `delay`, got 2, in (delay 1 2)")
(check (eval '(delay-force) (environment '(scheme lazy))) error "delay-force: expected 1 part after `delay-force`, got 0, in (delay-force)")
(end-of-checks)
;=> 38 checks
