; All arguments have their values before the procedure is called, also of one that the compiler takes apart.
(define (f x y) (+ x y (begin (display "third ") 3) (begin (display "fourth ") 4)))
(write (f 1 2))
(newline)                                                                           ;=> third fourth 10
(write (guard (e (#t 'caught)) (f 1 'a)))
(newline)                                                                           ;=> third fourth caught
(define (g x y) (- x y (call/cc (lambda (k) (k 3))) 1))
(write (list (g 10 1) (guard (e ((symbol? e) e)) (* 1 'a (raise 'third)))))
(newline)                                                                           ;=> (5 third)
(define (h x) (let ((y 1)) (+ x y (begin (set! y 10) y) (begin (set! x 100) x) y x)))
(write (h 5))
(newline)                                                                           ;=> 226
