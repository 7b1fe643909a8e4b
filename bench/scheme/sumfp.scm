; Floating-point numbers added in a loop. Size: 1000000. down to 0., 60 times.
(define (sumfp n) (let loop ((i n) (total 0.)) (if (< i 0.) total (loop (- i 1.) (+ i total)))))
(measure 60 500000500000. (lambda () (sumfp (by-size 1e6 1e6))))
