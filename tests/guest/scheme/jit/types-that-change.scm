; Loops whose numbers become something else half-way: guesses about types are wrong, and the results are right.
(define (add-up n start change)
  (let loop ((i 0) (sum start))
    (if (= i n) sum (loop (+ i 1) (if (= i 20000) (+ sum change) (+ sum 1))))))
(write (add-up 40000 0 1/2)) (newline)                          ;=> 79999/2
(write (add-up 40000 0 0.5)) (newline)                          ;=> 39999.5
(write (add-up 40000 0.0 1)) (newline)                          ;=> 40000.0
(write (add-up 40000 0 9223372036854775807)) (newline)          ;=> 9223372036854815806
(define (grow n) (let loop ((i 0) (x 1)) (if (= i n) x (loop (+ i 1) (if (> x 1000000000000000000000) (quotient x 3) (* x 7))))))
(write (grow 30000)) (newline)                                  ;=> 348122922313900677129
(define (half x) (if (< x 2) x (half (/ x 2))))
(write (map half '(7 7.0 1000000000000000000000000 8/3 2))) (newline)   ;=> (7/4 1.75 59604644775390625/36028797018963968 4/3 1)
(define (mixed n) (let loop ((i 0) (a 0) (b 0.0)) (if (= i n) (list a b) (loop (+ i 1) (+ a 2) (+ b a)))))
(write (mixed 20000)) (newline)                                 ;=> (40000 399980000.0)
(define v (vector 1 2.5 'x 3))
(define (count-numbers n) (let loop ((i 0) (k 0)) (if (= i n) k (loop (+ i 1) (if (number? (vector-ref v (remainder i 4))) (+ k 1) k)))))
(write (count-numbers 40000)) (newline)                         ;=> 30000
