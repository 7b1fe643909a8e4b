;; A program's own variable wins over an import, everywhere, and starts with the imported value.

(define (car x) (f x))
(car 1)
;=> (define program:car car)
;=> (define program:car (lambda (x) (f x)))
;=> (program:car 1)

(f (car x))
(define (car y) y)
;=> (define program:car car)
;=> (f (program:car x))
;=> (define program:car (lambda (y) y))

(define old-car car)
(define (car x) (old-car x))
;=> (define program:car car)
;=> (define old-car program:car)
;=> (define program:car (lambda (x) (old-car x)))

(define (f x) (set! car x))
(car 1)
;=> (define program:car car)
;=> (define f (lambda (x) (set! program:car x)))
;=> (program:car 1)

(define (f x) (car x))
(define-syntax def (syntax-rules () ((_ n v) (define n v))))
(def car cdr)
;=> (define program:car car)
;=> (define f (lambda (x) (program:car x)))
;=> (define program:car cdr)

(define-values (car cdr) (f))
(cons car cdr)
;=> (define program:car car)
;=> (define program:cdr cdr)
;=> (receive (car.1 cdr.1) (f) (define program:car car.1) (define program:cdr cdr.1))
;=> (cons program:car program:cdr)

(define-record-type pair (cons a b) pair? (a car) (b second))
(cons 1 2)
;=> (define program:cons cons)
;=> (define program:pair? pair?)
;=> (define program:car car)
;=> (define pair (make-record-type 'pair '#(a b) '#(car second)))
;=> (define program:cons (lambda (a b) (record pair a b)))
;=> (define program:pair? (lambda (object) (record? object pair)))
;=> (define program:car (lambda (record.1) (record-ref record.1 pair 0)))
;=> (define second (lambda (record.2) (record-ref record.2 pair 1)))
;=> (program:cons 1 2)

;; A keyword can be redefined as a procedure.
(define (assert x) (f x))
(assert 1)
;=> (define assert (lambda (x) (f x)))
;=> (assert 1)

(define (f x) (if x 1 2))
(define-syntax if (syntax-rules () ((_ a b c) (list a b c))))
(if 1 2 3)
;=> (define f (lambda (x) (if x 1 2)))
;=> (list 1 2 3)

;; A local variable of that name changes nothing.
(lambda (car) (set! car 1))
(car x)
;=> (lambda (car.1) (set! car.1 1))
;=> (car x)

(define x 1)
(define x 2)
;=> (define x 1)
;=> (define x 2)

(import (only (ouro syntax) lambda))
(lambda (x) (car x))
;=> (lambda (x) (program:car x))

(import (ouro syntax) (rename (ouro primitives) (car first)))
(first (car x))
;=> (car (program:car x))

(import (ouro syntax) (prefix (only (ouro primitives) car cdr) list:))
(list:car (cdr x))
;=> (car (program:cdr x))

(import (ouro syntax) (except (ouro primitives) car))
(cdr (car x))
;=> (cdr (program:car x))
