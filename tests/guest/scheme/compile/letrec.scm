;; letrec: bindings by what they refer to.

;; a procedure that does not refer to itself is bound by let
;pass: letrec
(define (f x) (define (g y) (h y)) (g x))
;=> (define f (lambda (x) (let ((g (lambda (y) (h y)))) (g x))))

;; one that does is bound by fix
;pass: letrec
(define (f x) (define (g y) (g (h y))) (g x))
;=> (define f (lambda (x) (fix ((g (lambda (y) (g (h y))))) (g x))))

;; procedures that refer to each other go together, others apart
;pass: letrec
(define (f x)
  (define (a y) (b y))
  (define (b y) (a y))
  (define (c y) (a y))
  (c x))
;=> (define f
;=>   (lambda (x)
;=>     (fix ((a (lambda (y) (b y))) (b (lambda (y.1) (a y.1))))
;=>       (let ((c (lambda (y.2) (a y.2)))) (c x)))))

;; initial values that run code keep their order, as let
;pass: letrec
(define (f x)
  (define a (g 1))
  (define b (g 2))
  (define c (cons a b))
  c)
;=> (define f (lambda (x) (let ((a (g 1))) (let ((b (g 2))) (let ((c (%cons a b))) c)))))

;; a procedure is there before the code that calls it
;pass: letrec
(define (f x)
  (define a (g 1))
  (define (g y) (h y))
  a)
;=> (define f (lambda (x) (let ((g (lambda (y) (h y)))) (let ((a (g 1))) a))))

;; a constant after code that runs keeps its place too
;pass: letrec
(define (f x)
  (define a (g 1))
  (define (g y) b)
  (define b 2)
  (define c (h))
  a)
;=> (define f
;=>   (lambda (x)
;=>     (let ((a (%unbound)) (b (%unbound)))
;=>       (fix ((g (lambda (y) (%checked b))))
;=>         (begin (set! a (g 1)) (set! b 2) (let ((c (h))) (%checked a)))))))

;; code that runs before a variable has its value: reading is checked
;pass: letrec
(define (f x)
  (define a (g 1))
  (define (g y) b)
  (define b (h))
  a)
;=> (define f
;=>   (lambda (x)
;=>     (let ((a (%unbound)) (b (%unbound)))
;=>       (fix ((g (lambda (y) (%checked b)))) (begin (set! a (g 1)) (set! b (h)) (%checked a))))))

;; an assigned procedure that refers to itself needs no check: making a procedure runs no code
;pass: letrec
(define (f x)
  (define (g y) (set! g y) g)
  (g x))
;=> (define f
;=>   (lambda (x) (let ((g (%unbound))) (begin (set! g (lambda (y) (begin (set! g y) g))) (g x)))))

;; an assigned variable with a constant is a plain let
;pass: letrec
(define (f x)
  (define n 0)
  (define (count!) (set! n (add n 1)))
  (count!)
  n)
;=> (define f
;=>   (lambda (x) (let ((n 0)) (let ((count! (lambda () (set! n (%add n 1))))) (begin (count!) n)))))

;; a value that refers to itself from inside a procedure
;pass: letrec
(define (f x)
  (define p (cons 1 (lambda () p)))
  p)
;=> (define f
;=>   (lambda (x)
;=>     (let ((p (%unbound))) (begin (set! p (%cons 1 (lambda () (%checked p)))) (%checked p)))))

;; letrec* and letrec are one
;pass: letrec
(letrec* ((a 1) (b (lambda () a))) (b))
;=> (let ((a 1)) (let ((b (lambda () a))) (b)))

;; dead procedures go
;pass: simplify
(define (f x)
  (define (a y) (b y))
  (define (b y) (a y))
  x)
;=> (define f (lambda (x) x))
