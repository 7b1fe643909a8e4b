; Which points of a grid lie in a polygon, by counting crossings: floating point and vectors. Size: 100 by 100 points, 20 corners, 390 times.
(define xs (vector 0. 1. 1. 0. 0. 1. -.5 -1. -1. -2. -2.5 -2. -1.5 -.5 1. 1. 0. -.5 -1. -.5))
(define ys (vector 0. 0. 1. 1. 2. 3. 2. 3. 0. -.5 -1. -1.5 -2. -2. -1.5 -1. -.5 -1. -1. -.5))
(define (inside? x y)
  (let ((n (vector-length xs)))
    (let loop ((i 0) (j (- n 1)) (in #f))
      (if (= i n)
          in
          (let ((xi (vector-ref xs i)) (yi (vector-ref ys i)) (xj (vector-ref xs j)) (yj (vector-ref ys j)))
            (loop (+ i 1) i
                  (if (and (or (and (<= yi y) (< y yj)) (and (<= yj y) (< y yi)))
                           (< x (+ xi (/ (* (- xj xi) (- y yi)) (- yj yi)))))
                      (not in)
                      in)))))))
(define (count size)
  (let rows ((y 0) (found 0))
    (if (= y size)
        found
        (rows (+ y 1)
              (let columns ((x 0) (found found))
                (if (= x size)
                    found
                    (columns (+ x 1)
                             (if (inside? (- (/ (inexact x) 20.) 2.51) (- (/ (inexact y) 20.) 2.01)) (+ found 1) found))))))))
(measure 390 3139 (lambda () (count 100)))
