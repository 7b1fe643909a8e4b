; tak on lists instead of numbers, with a comparison that has only one way to recur. Size: lists of 32, 18 and 10, 5 times.
(define (list-of n) (if (= n 0) '() (cons n (list-of (- n 1)))))
(define (shorter? a b)
  (cond ((null? b) #f)
        ((null? a) #t)
        (else (shorter? (cdr a) (cdr b)))))
(define (takl x y z)
  (if (not (shorter? y x))
      z
      (takl (takl (cdr x) y z) (takl (cdr y) z x) (takl (cdr z) x y))))
(define l18 (list-of (by-size 32 18)))
(define l12 (list-of (by-size 18 12)))
(define l6 (list-of (by-size 10 6)))
(measure 5 (by-size 11 7) (lambda () (length (takl l18 l12 l6))))
