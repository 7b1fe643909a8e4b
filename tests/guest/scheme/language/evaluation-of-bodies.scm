; Internal definitions are letrec*: they see each other, and run in order.
(define (f x)
  (define a (+ x 1))
  (define b (* a 2))
  (define (even? n) (or (= n 0) (odd? (- n 1))))
  (define (odd? n) (and (not (= n 0)) (even? (- n 1))))
  (list a b (even? 100) (odd? 7)))
(write (f 4)) (newline)                               ;=> (5 10 #t #t)
(define (g)
  (define-values (q r) (floor/ 17 5))
  (define-values (head . tail) (values 1 2 3))
  (begin (define inner 'spliced))
  (list q r head tail inner))
(write (g)) (newline)                                 ;=> (3 2 1 (2 3) spliced)
(define (shadow list) (let ((car cdr)) (car list)))
(write (shadow '(1 2 3))) (newline)                   ;=> (2 3)
(define-values all (values 1 2))
(write all) (newline)                                 ;=> (1 2)
(write (let () (define x 1) (set! x (+ x 1)) x)) (newline)            ;=> 2
(write (letrec ((down (lambda (n) (if (= n 0) 'done (down (- n 1)))))) (down 10))) (newline)   ;=> done
(write (letrec* ((p (lambda (x) (+ 1 (q x)))) (q (lambda (x) (* 2 x))) (r (p 5))) r)) (newline) ;=> 11
(write (let* ((x 1) (x (+ x 1)) (x (* x 10))) x)) (newline)           ;=> 20
(write (let loop ((i 0) (acc '())) (if (= i 3) acc (loop (+ i 1) (cons i acc))))) (newline) ;=> (2 1 0)
