; The same in loops that are compiled while they run, entered at their heads: + and car and a procedure get another meaning after that.
;options: --jit-threshold 1
;skip-mode: hostile because it takes a minute there
;skip-mode: compiled-hostile because it takes a minute there
;skip-mode: interpreted because nothing of it is compiled there
(define plus +)
(define first car)
(define (step x) (plus x 1))
(define (run n change!)
  (let loop ((i 0) (sum 0) (list '(1)))
    (if (= i n)
        sum
        (begin
          (if (= i 300000) (change!))
          (loop (- i -1) (+ sum (car list) (step 1)) list)))))
(write (run 200000 (lambda () #f))) (newline)                               ;=> 600000
(write (run 400000 (lambda () (set! + (lambda (a b c) (- a b c)))))) (newline)   ;=> 600000
(set! + plus)
(write (run 400000 (lambda () (set! car (lambda (x) (plus 1 (first x))))))) (newline)   ;=> 1300000
(set! car first)
(write (run 400000 (lambda () (set! step (lambda (x) 100))))) (newline)     ;=> 11000000
