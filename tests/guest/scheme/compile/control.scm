;; simplify: conditionals, sequences, dead code.

;pass: simplify
(define (f a) (if #t a (g a)))
;=> (define f (lambda (a) a))

;pass: simplify
(define (f a) (if '() a (g a)))
;=> (define f (lambda (a) a))

;; a test that is an or needs no variable
;pass: simplify
(define (f a b) (if (or (g a) (g b)) 1 2))
;=> (define f (lambda (a b) (if (if (g a) #t (g b)) 1 2)))

;; for its value the first is kept
;pass: simplify
(define (f a b) (or (g a) (g b)))
;=> (define f (lambda (a b) (let ((t (g a))) (if t t (g b)))))

;pass: simplify
(define (f a b) (if (and (g a) (not (g b))) 1 2))
;=> (define f (lambda (a b) (if (if (g a) (%not (g b)) #f) 1 2)))

;; a boolean test chosen between true and false is the test
;pass: simplify
(define (f a) (if (null? a) #t #f))
;=> (define f (lambda (a) (%null? a)))

;; any other is not
;pass: simplify
(define (f a) (if (g a) #t #f))
;=> (define f (lambda (a) (if (g a) #t #f)))

;pass: simplify
(define (f a) (if (g a) #f #t))
;=> (define f (lambda (a) (%not (g a))))

;; a sequence in a test comes before it
;pass: simplify
(define (f a) (if (begin (g a) (h a)) 1 2))
;=> (define f (lambda (a) (begin (g a) (if (h a) 1 2))))

;; what has no effect is dropped
;pass: simplify
(define (f a) 1 a car (lambda () a) (null? a) (cons a (g a)) 'end)
;=> (define f (lambda (a) (begin (g a) 'end)))

;; what may fail is not
;pass: simplify
(define (f a) (car a) (vector-ref a 0) unknown 'end)
;=> (define f (lambda (a) (begin (%car a) (%vector-ref a 0) unknown 'end)))

;pass: simplify
(define (f a) (let ((unused (car a))) 1))
;=> (define f (lambda (a) (begin (%car a) 1)))

;pass: simplify
(define (f a) (let ((unused (null? a)) (b (g a))) (h b b)))
;=> (define f (lambda (a) (let ((b (g a))) (h b b))))

;; a branch without effect
;pass: simplify
(define (f a) (if (g a) 1 2) 3)
;=> (define f (lambda (a) (begin (g a) 3)))

;pass: simplify
(define (f a) (begin (begin (g 1) (g 2)) (begin (g 3))))
;=> (define f (lambda (a) (begin (g 1) (g 2) (g 3))))

;; an assignment that nobody reads keeps what it evaluates
;pass: simplify
(define (f a) (let ((b 1)) (set! b (g a)) a))
;=> (define f (lambda (a) (let ((b 1)) (begin (g a) a))))

;; multiple values without a consumer in between
;pass: simplify
(define (f a) (receive (x y) (values (g a) (h a)) (cons x y)))
;=> (define f (lambda (a) (%cons (g a) (h a))))

;pass: simplify
(define (f a) (receive (x . rest) (values (g a) (h a)) (cons x rest)))
;=> (define f (lambda (a) (receive (x . rest) (%values (g a) (h a)) (%cons x rest))))

;pass: simplify
(define (f a) (receive (x) (car a) (cons x x)))
;=> (define f (lambda (a) (let ((x (%car a))) (%cons x x))))

;; a call may give several values, or none
;pass: simplify
(define (f a) (receive (x) (g a) (cons x x)))
;=> (define f (lambda (a) (receive (x) (g a) (%cons x x))))

;; an or of what is true or false needs no variable
;pass: simplify
(define (f a) (or (null? a) (g a)))
;=> (define f (lambda (a) (if (%null? a) #t (g a))))
