; Libraries found through -A: renamed exports, prefix, only, except, rename; one instance whoever imports it.
;peer: none, Guile knows no renamed exports
;options: -A path
(import (scheme base) (scheme write)
        (shapes both)
        (rename (only (shapes area) area-of-square circle-area) (circle-area disk))
        (prefix (except (shapes area) circle-area evaluations area-of-square) shape:)
        (only (shapes counter) next! current))
;=> counter loaded
(write (list (disk 2) (area-of-square 3))) (newline)     ;=> (12 9)
(write (list (next!) (step) (next!) (current) (area))) (newline)   ;=> (1 2 3 3 27)
(define (private-helper . x) 'wrong)
(shape:define-shape dot 5)
(write dot) (newline)                                    ;=> (shape dot 5)
