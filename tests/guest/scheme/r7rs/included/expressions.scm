;library
(set! trace (cons 'a trace))
(set! trace (cons 'b trace))
(reverse trace)
