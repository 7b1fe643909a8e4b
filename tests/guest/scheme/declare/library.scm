;; In a library the order does not matter; a library's declarations stand among its other parts or in its body.
(define-library (box office)
  (import (scheme base) (only (ouro base) declare))
  (export sell! left refund!)
  (declare (type fixnum tickets))
  (begin
    (define tickets 10)
    (define (left) tickets)
    (define (sell! count) (set! tickets (- tickets count)))
    (define (refund! reason) (set! last-reason reason))
    (declare (type reason last-reason))
    (define-record-type reason (make-reason text) reason? (text reason-text))
    (define last-reason (make-reason "none"))))
(import (scheme base) (scheme write) (box office))
(sell! 3)
(display (left)) (newline)               ;=> 7
(guard (problem (#t (display (error-object-message problem)) (newline))) (sell! 0.5))
;=> declared type of tickets is fixnum, got
(refund! "late")
;error: library.scm:10:30: error: declared type of last-reason is reason, got "late"
