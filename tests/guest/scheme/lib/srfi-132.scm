; SRFI 132 sorting.
;peer: none, Guile has no SRFI 132
(import (scheme base) (scheme write) (srfi 132))
(define (show . values) (write values) (newline))
(show (list-sort < '(3 1 2)) (list-stable-sort < '(2 1)) (vector-sort < #(3 1 2)) (vector-stable-sort < #(2 1)))   ;=> ((1 2 3) (1 2) #(1 2 3) #(1 2))
(show (list-sorted? < '(1 2)) (vector-sorted? < #(2 1)))   ;=> (#t #f)
(show (list-merge < '(1 3) '(2 4)) (vector-merge < #(1 4) #(2 3)))   ;=> ((1 2 3 4) #(1 2 3 4))
(define v (vector 3 2 1 0))
(vector-stable-sort! < v 0 2)
(show v)                                            ;=> (#(2 3 1 0))
(show (list-delete-neighbor-dups = '(1 1 2 1)))     ;=> ((1 2 1))
