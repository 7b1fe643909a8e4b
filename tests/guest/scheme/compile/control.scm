;; simplify: conditionals, sequences, dead code.

;pass: simplify
(define (f a) (if #t a (g a)))

;pass: simplify
(define (f a) (if '() a (g a)))

;; a test that is an or needs no variable
;pass: simplify
(define (f a b) (if (or (g a) (g b)) 1 2))

;; for its value the first is kept
;pass: simplify
(define (f a b) (or (g a) (g b)))

;pass: simplify
(define (f a b) (if (and (g a) (not (g b))) 1 2))

;; a boolean test chosen between true and false is the test
;pass: simplify
(define (f a) (if (null? a) #t #f))

;; any other is not
;pass: simplify
(define (f a) (if (g a) #t #f))

;pass: simplify
(define (f a) (if (g a) #f #t))

;; a sequence in a test comes before it
;pass: simplify
(define (f a) (if (begin (g a) (h a)) 1 2))

;; what has no effect is dropped
;pass: simplify
(define (f a) 1 a car (lambda () a) (null? a) (cons a (g a)) 'end)

;; what may fail is not
;pass: simplify
(define (f a) (car a) (vector-ref a 0) unknown 'end)

;pass: simplify
(define (f a) (let ((unused (car a))) 1))

;pass: simplify
(define (f a) (let ((unused (null? a)) (b (g a))) (h b b)))

;; a branch without effect
;pass: simplify
(define (f a) (if (g a) 1 2) 3)

;pass: simplify
(define (f a) (begin (begin (g 1) (g 2)) (begin (g 3))))

;; an assignment that nobody reads keeps what it evaluates
;pass: simplify
(define (f a) (let ((b 1)) (set! b (g a)) a))

;; multiple values without a consumer in between
;pass: simplify
(define (f a) (receive (x y) (values (g a) (h a)) (cons x y)))

;pass: simplify
(define (f a) (receive (x . rest) (values (g a) (h a)) (cons x rest)))

;pass: simplify
(define (f a) (receive (x) (car a) (cons x x)))

;; a call may give several values, or none
;pass: simplify
(define (f a) (receive (x) (g a) (cons x x)))
