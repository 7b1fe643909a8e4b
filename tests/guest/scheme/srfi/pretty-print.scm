; (ouro pretty-print).
(import (scheme base) (scheme write) (prefix (only (ouro base) string-search) base:) (ouro pretty-print))
(pretty-print '(a b "c" #\d 1.5))   ;=> (a b "c" #\d 1.5)
(pretty-print '(define (fact n) (if (= n 0) 1 (* n (fact (- n 1))))) (current-output-port) 30)
;=> (define (fact n)
;=>   (if (= n 0)
;=>       1
;=>       (* n (fact (- n 1)))))
(pretty-print '(let loop ((i 0) (sum 0)) (if (< i 10) (loop (+ i 1) (+ sum i)) sum)) (current-output-port) 40)
;=> (let loop ((i 0) (sum 0))
;=>   (if (< i 10)
;=>       (loop (+ i 1) (+ sum i))
;=>       sum))
(pretty-print '(a-procedure-with-a-long-name first second) (current-output-port) 30)
;=> (a-procedure-with-a-long-name
;=>  first
;=>  second)
(pretty-print '(list 1 2 3 4 5 6 7 8 9) (current-output-port) 10)
;=> (list 1
;=>       2
;=>       3
;=>       4
;=>       5
;=>       6
;=>       7
;=>       8
;=>       9)
(pretty-print '#(alpha beta gamma) (current-output-port) 12)
;=> #(alpha
;=>   beta
;=>   gamma)
(pretty-print ''(alpha beta) (current-output-port) 8)
;=> '(alpha beta)
(pretty-print '(alpha . beta) (current-output-port) 8)
;=> (alpha
;=>  . beta)
(pretty-print '((a . 1) (b . 2) (c . 3)) (current-output-port) 12)
;=> ((a . 1)
;=>  (b . 2)
;=>  (c . 3))
(pretty-print '(begin (first-thing) (second-thing)) (current-output-port) 20)
;=> (begin
;=>   (first-thing)
;=>   (second-thing))
(pretty-print '`(a ,b ,@c))   ;=> `(a ,b ,@c)
(pretty-print '#())           ;=> #()
(pretty-print "a string that is longer than the line" (current-output-port) 10)   ;=> "a string that is longer than the line"
(let ((ring (list 1 2)))
  (set-cdr! (cdr ring) ring)
  (pretty-print ring))        ;=> #0=(1 2 . #0#)
(let ((shared (list 1)))
  (pretty-print (list shared shared (vector shared))))   ;=> ((1) (1) #((1)))
(write (pretty->string '(a b)))   ;=> "(a b)"
(newline)
(write (pretty->string '(aa bb) 5))   ;=> "(aa bb)"
(newline)
(include "check.scm")
(fails "pretty-print: argument 2 must be an output port, got 5" (pretty-print 1 5))
(fails "pretty-print: argument 3 must be an exact integer above 0, got 0" (pretty-print 1 (current-output-port) 0))
(fails "pretty->string: argument 2 must be an exact integer above 0, got x" (pretty->string 1 'x))
(end) ;=> 3 hold
