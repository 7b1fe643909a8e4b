; A counting loop with an accumulator.
(define (count n)
  (let loop ((i 0) (sum 0))
    (if (< i n) (loop (+ i 1) (+ sum i)) sum)))
(measure 49999995000000 (lambda () (count 10000000)))
