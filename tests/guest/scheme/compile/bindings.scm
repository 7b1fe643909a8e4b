;; simplify: copies, single uses, order of evaluation.

;pass: simplify
(define (f a) (let ((b a)) (let ((c b)) (cons c b))))

;; of an assigned variable a copy is a copy
;pass: simplify
(define (f a) (let ((b a)) (set! a (g a)) (cons a b)))

;; a constant goes where its name was
;pass: simplify
(define (f) (let ((a 1) (b 'x) (c car)) (g a b (c a))))

;; a literal with an identity goes only to a single use
;pass: simplify
(define (f) (let ((a "x") (b '(1))) (g a a b)))

;; a single use that comes next
;pass: simplify
(define (f a) (let ((b (g a))) (h b 1)))

;pass: simplify
(define (f a) (let* ((b (g a)) (c (g b)) (d (car c))) (h a d)))

;; two of them, in their order
;pass: simplify
(define (f a) (let* ((b (g a)) (c (h a))) (k b c)))

;; not in the other order
;pass: simplify
(define (f a) (let* ((b (g a)) (c (h a))) (k c b)))

;; not past what may have an effect or fail
;pass: simplify
(define (f a) (let ((b (g a))) (h (car a) b)))

;; not into a branch, a procedure, or a place that could give more than one value
;pass: simplify
(define (f a) (let ((b (g a))) (if a b 1)))

;pass: simplify
(define (f a) (let ((b (g a))) (lambda () b)))

;pass: simplify
(define (f a) (let ((b (g a))) b))

;; a primitive gives one
;pass: simplify
(define (f a) (let ((b (car a))) b))

;; as a test
;pass: simplify
(define (f a) (let ((b (null? a))) (if b 1 2)))

;; a variable is the operator: it is read after the arguments
;pass: simplify
(define (f a) (let ((b (g a))) (b 1)))
