; Floating point: points of a grid that stay bounded.
(define (escapes? cr ci limit)
  (let loop ((zr 0.0) (zi 0.0) (n 0))
    (if (= n limit)
        #f
        (let ((rr (* zr zr)) (ii (* zi zi)))
          (if (> (+ rr ii) 4.0)
              #t
              (loop (+ (- rr ii) cr) (+ (* 2.0 (* zr zi)) ci) (+ n 1)))))))
(define (count size limit)
  (let rows ((y 0) (inside 0))
    (if (= y size)
        inside
        (rows (+ y 1)
              (let columns ((x 0) (inside inside))
                (if (= x size)
                    inside
                    (columns (+ x 1)
                             (if (escapes? (- (/ (* 3.0 x) size) 2.0) (- (/ (* 2.0 y) size) 1.0) limit)
                                 inside
                                 (+ inside 1)))))))))
(measure 23275 (lambda () (count 300 100)))
