;peer: none, Guile words it otherwise
(define x 1)
(assert (= x 1))
(assert (= x 2))
;error: assertion failed: (= x 2)
