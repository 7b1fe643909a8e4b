; A counting loop with an accumulator. Size: 300 million turns, 5 times.
(define (count n)
  (let loop ((i 0) (sum 0))
    (if (< i n) (loop (+ i 1) (+ sum i)) sum)))
(measure 5 (by-size 44999999850000000 499999500000) (lambda () (count (by-size 300000000 1000000))))
