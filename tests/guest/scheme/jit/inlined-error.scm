(define (head x) (car x))
(define (double x) (* 2 (head x)))
(define (sum lists)
  (let loop ((rest lists) (sum 0))
    (if (null? rest) sum (loop (cdr rest) (+ sum (double (car rest)))))))
(define (repeat n x) (if (= n 0) '() (cons x (repeat (- n 1) x))))
(write (sum (repeat 50000 '(3)))) (newline)                     ;=> 300000
(sum (append (repeat 50000 '(3)) '(oops)))
;error: car: argument 1 must be a pair, got oops
;error: head
;error: double
;error: inlined-error.scm:1
;error: inlined-error.scm:2
;error: inlined-error.scm:5
