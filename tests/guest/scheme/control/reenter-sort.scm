; A comparison that is entered again in the middle of a sort: every pass gives a whole result of its own.
;peer: none, sort of Guile cannot be entered again
(import (scheme base) (scheme write) (ouro base))
(define k #f)
(define passes 0)
(define results '())
(define (less a b)
  (call/cc (lambda (c) (if (and (= a 3) (not k)) (set! k c)) (if (and (= b 3) (not k)) (set! k c))))
  (< a b))
(define input (list 5 3 8 1 9 2))
(let ((result (sort input less)))
  (set! results (cons result results))
  (set! passes (+ passes 1))
  (if (< passes 3) (k #f)))
(write results) (newline)                          ;=> ((1 2 3 5 8 9) (1 2 3 5 8 9) (1 2 3 5 8 9))
(write input) (newline)                            ;=> (5 3 8 1 9 2)
; A generator out of the comparisons of a sort.
(define (comparisons items)
  (let ((n 0)) (sort items (lambda (a b) (set! n (+ n 1)) (< a b))) n))
(write (< 0 (comparisons '(3 1 2)) 10)) (newline)  ;=> #t
; Stable.
(write (sort '((1 . a) (0 . b) (1 . c) (0 . d) (1 . e)) (lambda (x y) (< (car x) (car y))))) (newline)
;=> ((0 . b) (0 . d) (1 . a) (1 . c) (1 . e))
(write (sort (vector 3 1 2) <)) (newline)          ;=> #(1 2 3)
; An escape out of it leaves the input as it was.
(write (call/cc (lambda (out) (sort input (lambda (a b) (out 'escaped)))))) (newline)  ;=> escaped
(write input) (newline)                            ;=> (5 3 8 1 9 2)
