; Floating-point numbers added in a loop. Size: 1000000. down to 0., 250 times.
(define (sumfp n) (let loop ((i n) (total 0.)) (if (< i 0.) total (loop (- i 1.) (+ i total)))))
(measure 250 500000500000. (lambda () (sumfp (by-size 1e6 1e6))))
