;; simplify: copies, single uses, order of evaluation.

;pass: simplify
(define (f a) (let ((b a)) (let ((c b)) (cons c b))))
;=> (define f (lambda (a) (%cons a a)))

;; of an assigned variable a copy is a copy
;pass: simplify
(define (f a) (let ((b a)) (set! a (g a)) (cons a b)))
;=> (define f (lambda (a) (let ((b a)) (begin (set! a (g a)) (%cons a b)))))

;; a constant goes where its name was
;pass: simplify
(define (f) (let ((a 1) (b 'x) (c car)) (g a b (c a))))
;=> (define f (lambda () (g 1 'x (%car 1))))

;; a literal with an identity goes only to a single use
;pass: simplify
(define (f) (let ((a "x") (b '(1))) (g a a b)))
;=> (define f (lambda () (let ((a "x")) (g a a '(1)))))

;; a single use that comes next
;pass: simplify
(define (f a) (let ((b (g a))) (h b 1)))
;=> (define f (lambda (a) (h (g a) 1)))

;pass: simplify
(define (f a) (let* ((b (g a)) (c (g b)) (d (car c))) (h a d)))
;=> (define f (lambda (a) (h a (%car (g (g a))))))

;; two of them, in their order
;pass: simplify
(define (f a) (let* ((b (g a)) (c (h a))) (k b c)))
;=> (define f (lambda (a) (k (g a) (h a))))

;; not in the other order
;pass: simplify
(define (f a) (let* ((b (g a)) (c (h a))) (k c b)))
;=> (define f (lambda (a) (let ((b (g a))) (k (h a) b))))

;; not past what may have an effect or fail
;pass: simplify
(define (f a) (let ((b (g a))) (h (car a) b)))
;=> (define f (lambda (a) (let ((b (g a))) (h (%car a) b))))

;; not into a branch, a procedure, or a place that could give more than one value
;pass: simplify
(define (f a) (let ((b (g a))) (if a b 1)))
;=> (define f (lambda (a) (let ((b (g a))) (if a b 1))))

;pass: simplify
(define (f a) (let ((b (g a))) (lambda () b)))
;=> (define f (lambda (a) (let ((b (g a))) (lambda () b))))

;pass: simplify
(define (f a) (let ((b (g a))) b))
;=> (define f (lambda (a) (let ((b (g a))) b)))

;; a primitive gives one
;pass: simplify
(define (f a) (let ((b (car a))) b))
;=> (define f (lambda (a) (%car a)))

;; as a test
;pass: simplify
(define (f a) (let ((b (null? a))) (if b 1 2)))
;=> (define f (lambda (a) (if (%null? a) 1 2)))

;; a variable is the operator: it is read after the arguments
;pass: simplify
(define (f a) (let ((b (g a))) (b 1)))
;=> (define f (lambda (a) ((g a) 1)))
