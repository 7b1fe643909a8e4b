;peer: none, literals of Guile can be changed
(vector-set! #(1 2) 0 3)
;error: constant
