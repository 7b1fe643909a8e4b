; A program that defines + and car itself: until it does, they are what they always are; from then on its own, also in procedures above.
(define plus +)
(define (next x) (+ x 1))
(define (first-of list) (car list))
(write (next 1)) (newline)                                      ;=> 2
(define (+ . numbers) (apply plus 1000 numbers))
(define (car x) (list 'mine x))
(write (next 1)) (newline)                                      ;=> 1002
(write (first-of '(1 2))) (newline)                             ;=> (mine (1 2))
(write (map car '(1 (2)))) (newline)                            ;=> ((mine 1) (mine (2)))
(define (run n)
  (let loop ((i 0) (sum 0))
    (if (= i n)
        sum
        (begin
          (if (= i 6000) (set! + plus))
          (loop (plus i 1) (+ sum 1))))))
(write (run 12000)) (newline)                                   ;=> 6012000
(write (next 1)) (newline)                                      ;=> 2
