; Fixed, rest-only and dotted parameter lists; the rest list is fresh.
(define (none) 'none)
(define (rest . all) all)
(define (dotted a b . c) (list a b c))
(write (none)) (newline)                              ;=> none
(write (rest)) (newline)                              ;=> ()
(write (rest 1 2)) (newline)                          ;=> (1 2)
(write (dotted 1 2)) (newline)                        ;=> (1 2 ())
(write (dotted 1 2 3 4)) (newline)                    ;=> (1 2 (3 4))
(write ((lambda args args) 'a 'b)) (newline)          ;=> (a b)
(define given (list 1 2 3))
(define got (apply rest given))
(set-car! got 'changed)
(write given) (newline)                               ;=> (1 2 3)
(write (apply dotted 1 '(2 3))) (newline)             ;=> (1 2 (3))
(write (apply + 1 2 '(3 4 5))) (newline)              ;=> 15
(define many
  (case-lambda
    (() 'zero)
    ((x) (list 'one x))
    ((x y) (list 'two x y))
    ((x y . rest) (list 'more x y rest))))
(write (list (many) (many 1) (many 1 2) (many 1 2 3 4))) (newline)   ;=> (zero (one 1) (two 1 2) (more 1 2 (3 4)))
; More arguments than any call area is wide.
(define (count . all) (length all))
(write (apply count (make-list 3000 'x))) (newline)   ;=> 3000
