; Sorting and what belongs to it.
;peer: none, the argument order differs
(define (show . values) (write values) (newline))
(show (sort '(3 1 2) <) (sort (vector 3 1 2) <) (list-sort > '(1 3 2)) (vector-sort < #(2 1)))   ;=> ((1 2 3) #(1 2 3) (3 2 1) #(1 2))
(show (sort '() <) (sort '(1) <) (sort #() <))      ;=> (() (1) #())
(define v (vector 5 4 3 2 1))
(vector-sort! < v 1 4)
(show v)                                            ;=> (#(5 2 3 4 1))
(sort! v <)
(show v)                                            ;=> (#(1 2 3 4 5))
; A pseudo-random vector of a good size: sorted, and a permutation of the input.
(define (randoms count)
  (let loop ((i 0) (seed 42) (result '()))
    (if (= i count)
        (list->vector result)
        (loop (+ i 1) (modulo (+ (* seed 1103515245) 12345) 2147483648) (cons (modulo seed 1000) result)))))
(define input (randoms 5000))
(define output (sort input <))
(show (sorted? output <) (= (vector-fold + 0 input) (vector-fold + 0 output)) (sorted? input <))   ;=> (#t #t #f)
; Stable: among equal keys the order of places is kept.
(define tagged (map cons (vector->list input) (iota 5000)))
(show (sorted? (sort tagged (lambda (x y) (< (car x) (car y))))
               (lambda (x y) (or (< (car x) (car y)) (and (= (car x) (car y)) (< (cdr x) (cdr y)))))))   ;=> (#t)
(show (vector-ref output (vector-binary-search output 500 -)) (vector-binary-search #(1 3 5) 4 -))   ;=> (500 #f)
