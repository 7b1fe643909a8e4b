;; The policy debug: every call of the source, with its own arguments.

;pass: generate debug
(define (f a) (let ((g (lambda (x) (h x)))) (g (+ 1 2))))

;pass: generate debug
(let loop ((i 0)) (if (< i 10) (loop (+ i 1))))

;pass: generate debug
(define (f a b) (+ a b 1))

;pass: loops debug
(define (f a) (if #t (let ((b a)) b) 2))

;pass: closures debug
(define (f a) (define (g x) (if (null? x) a (g (cdr x)))) (g a))
