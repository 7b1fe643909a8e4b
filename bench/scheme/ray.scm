; A picture of spheres by following rays: floating point in records and vectors. Size: 100 by 100 points, 16 spheres, 85 times.
(define-record-type sphere (make-sphere x y z radius colour) sphere?
  (x sphere-x) (y sphere-y) (z sphere-z) (radius sphere-radius) (colour sphere-colour))
(define spheres
  (let loop ((i 0) (result '()))
    (if (= i 16)
        result
        (loop (+ i 1)
              (cons (make-sphere (* 2. (- (inexact (remainder i 4)) 1.5)) (* 2. (- (inexact (quotient i 4)) 1.5))
                                 (+ 8. (inexact (remainder (* 5 i) 7))) (+ .5 (* .05 (inexact i))) (+ .3 (* .04 (inexact i))))
                    result)))))
; The distance along the ray (from o in direction d, of length one) to the sphere, or #f.
(define (distance s ox oy oz dx dy dz)
  (let* ((cx (- (sphere-x s) ox)) (cy (- (sphere-y s) oy)) (cz (- (sphere-z s) oz))
         (along (+ (* cx dx) (* cy dy) (* cz dz)))
         (inside (+ (- (* along along) (+ (* cx cx) (* cy cy) (* cz cz))) (* (sphere-radius s) (sphere-radius s)))))
    (and (> inside 0.)
         (let* ((half (sqrt inside)) (near (- along half)))
           (if (> near 1e-6) near (let ((far (+ along half))) (and (> far 1e-6) far)))))))
; The nearest sphere that the ray meets goes to (found sphere distance), or (missed) is called.
(define (trace ox oy oz dx dy dz found missed)
  (let loop ((rest spheres) (best #f) (least 1e30))
    (if (null? rest)
        (if best (found best least) (missed))
        (let ((t (distance (car rest) ox oy oz dx dy dz)))
          (if (and t (< t least)) (loop (cdr rest) (car rest) t) (loop (cdr rest) best least))))))
; The light comes from the left above; a point that another sphere hides from it is dark.
(define light-x -.57735026918962576)
(define light-y .57735026918962576)
(define light-z -.57735026918962576)
(define (brightness ox oy oz dx dy dz depth)
  (trace ox oy oz dx dy dz
    (lambda (s t)
      (let* ((px (+ ox (* t dx))) (py (+ oy (* t dy))) (pz (+ oz (* t dz))) (r (sphere-radius s))
             (nx (/ (- px (sphere-x s)) r)) (ny (/ (- py (sphere-y s)) r)) (nz (/ (- pz (sphere-z s)) r))
             (facing (+ (* nx light-x) (* ny light-y) (* nz light-z)))
             (direct (if (> facing 0.) (trace px py pz light-x light-y light-z (lambda (s t) 0.) (lambda () facing)) 0.))
             (own (* (sphere-colour s) (+ .1 direct))))
        (if (= depth 0)
            own
            (let ((twice (* 2. (+ (* nx dx) (* ny dy) (* nz dz)))))
              (+ own (* .3 (brightness px py pz (- dx (* twice nx)) (- dy (* twice ny)) (- dz (* twice nz)) (- depth 1))))))))
    (lambda () .05)))
(define (picture size)
  (let rows ((y 0) (sum 0))
    (if (= y size)
        sum
        (rows (+ y 1)
              (let columns ((x 0) (sum sum))
                (if (= x size)
                    sum
                    (let* ((dx (- (/ (inexact x) (inexact size)) .5)) (dy (- (/ (inexact y) (inexact size)) .5))
                           (length (sqrt (+ (* dx dx) (* dy dy) 1.))))
                      (columns (+ x 1)
                               (+ sum (exact (floor (* 255. (brightness 0. 0. 0. (/ dx length) (/ dy length) (/ 1. length) 2)))))))))))))
(measure 85 (by-size 403637 63618) (lambda () (picture (by-size 100 40))))
