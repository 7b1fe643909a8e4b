; Takeuchi's function: calls of three small integers. Size: 18 12 6, 15000 times.
(define (tak x y z)
  (if (< y x)
      (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y))
      z))
(measure 15000 7 (lambda () (tak 18 12 6)))
