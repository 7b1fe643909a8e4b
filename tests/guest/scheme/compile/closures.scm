;; closures: captured variables.

;; globals, constants and primitives are not captured
;pass: closures
(define (f a) (lambda () (g car 1 'x)))
;=> (define f (lambda (a) (lambda () (g %car 1 'x))))

;pass: closures
(define (f a b) (lambda (x) (g a x (lambda () b))))
;=> (define f (lambda (a b) (closure (a b) (x) (g a x (closure (b) () b)))))

;; a loop captures nothing
;pass: closures
(define (f a) (let loop ((i 0)) (if (< i a) (begin (g i a) (loop (+ i 1))))))
;=> (define f
;=>   (lambda (a)
;=>     (labels ((loop (i) (if (%< i a) (begin (g i a) (jump loop (%+ i 1))) (%void))))
;=>       (jump loop 0))))

;; a procedure finds itself
;pass: closures
(define (f a) (define (g x) (if (h x) a (+ 1 (g x)))) (+ (g 1) (g 2)))
;=> (define f (lambda (a) (fix ((g (closure (a) (x) (if (h x) a (%+ 1 (g x)))))) (%+ (g 1) (g 2)))))

;; mutual recursion captures the other
;pass: closures
(define (f a)
  (define (g x) (+ 1 (h x)))
  (define (h x) (if (k x) x (+ 2 (g x))))
  (cons (g 1) (h 1)))
;=> (define f
;=>   (lambda (a)
;=>     (fix ((g (closure (h) (x) (%+ 1 (h x))))
;=>           (h (closure (g) (x.1) (if (k x.1) x.1 (%+ 2 (g x.1))))))
;=>       (%cons (g 1) (h 1)))))
