; Ackermann's function: calls that nest deeply. Size: 3 11, 4 times.
(define (ack m n)
  (cond ((= m 0) (+ n 1))
        ((= n 0) (ack (- m 1) 1))
        (else (ack (- m 1) (ack m (- n 1))))))
(measure 4 (by-size 16381 509) (lambda () (ack (by-size 3 3) (by-size 11 6))))
