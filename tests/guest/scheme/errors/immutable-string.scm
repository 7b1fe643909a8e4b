;peer: none, literals of Guile can be changed
(define s "literal")
(string-set! s 0 #\x)
;error: argument 1 is a constant and cannot be changed: "literal"
