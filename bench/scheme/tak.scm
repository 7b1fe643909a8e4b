; Calls of three arguments.
(define (tak x y z)
  (if (< y x)
      (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y))
      z))
(measure 9 (lambda () (tak 24 16 7) (tak 24 16 8)))
