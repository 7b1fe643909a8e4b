; equal? ends on data that contain themselves.
;peer: none, Guile does not end
(define (circle . items) (let ((copy (list-copy items))) (set-cdr! (list-tail copy (- (length copy) 1)) copy) copy))
(write (equal? (circle 1 2) (circle 1 2 1 2))) (newline)   ;=> #t
(write (equal? (circle 1 2) (circle 1 3))) (newline)       ;=> #f
