; Hash functions and kinds of tables.
;peer: none, these are ours
(import (ouro base) (only (ouro primitives) eq-hash eqv-hash equal-hash table-kind))
(define (show . values) (write values) (newline))
(define x (list 1 2))
(show (= (eq-hash x) (eq-hash x)) (= (eqv-hash 1.5) (eqv-hash (/ 3.0 2))) (= (equal-hash '(1 "a")) (equal-hash (list 1 (string #\a)))))   ;=> (#t #t #t)
(show (table-kind (make-eq-table)) (table-kind (make-eqv-table)) (table-kind (make-equal-table)))   ;=> (eq? eqv? equal?)
