;peer: none, literals of Guile can be changed
(set-car! '(1 2) 3)
;error: constant
