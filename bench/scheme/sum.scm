; Integers added in a loop. Size: 10000 down to 0, 150000 times.
(define (sum n) (let loop ((i n) (total 0)) (if (< i 0) total (loop (- i 1) (+ i total)))))
(measure 150000 50005000 (lambda () (sum (by-size 10000 10000))))
