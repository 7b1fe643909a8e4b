; Procedures that are redefined while a loop that calls them is running: the next turn sees the new ones.
(define (step x) (+ x 1))
(define (run n)
  (let loop ((i 0) (sum 0))
    (if (= i n)
        sum
        (begin
          (if (= i 50000) (set! step (lambda (x) (+ x 100))))
          (loop (+ i 1) (step sum))))))
(write (run 100000)) (newline)                                  ;=> 5050000
; A procedure that calls itself, and is another one half-way.
(define (down n)
  (if (= n 0)
      'first
      (begin
        (if (= n 500) (set! down (lambda (n) (list 'second n))))
        (car (list (down (- n 1)))))))
(write (down 100000)) (newline)                                 ;=> (second 499)
; A primitive's name that the program takes for itself.
(define car-calls 0)
(define old-car car)
(define (first-of x) (set! car-calls (+ car-calls 1)) (old-car x))
(define picked car)
(define (sum-cars list n)
  (let loop ((i 0) (sum 0))
    (if (= i n)
        sum
        (begin
          (if (= i 30000) (set! picked first-of))
          (loop (+ i 1) (+ sum (picked list)))))))
(write (list (sum-cars '(2 3) 60000) car-calls)) (newline)      ;=> (120000 30000)
