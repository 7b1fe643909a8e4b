;;; One backtrace has interpreted and compiled procedures, each with its arguments and the place in its own source.
(import (scheme base) (scheme write) (scheme eval) (scheme repl) (ouro eval))
(define here (interaction-environment))
(set-eval-policy! 'interpret)
(define middle
  (evaluate-source "(define (innermost pair)\n  (list (car pair)))\n(lambda (y next)\n  (let ((z (+ y 1)))\n    (list 'middle (next z innermost))))" "middle.scm" here))
(define (inner z innermost) (list 'inner (innermost z)))
(define (start n) (let ((result (middle n inner))) (list 'started result)))
(write (list (start 5)))
;error: middle.scm:2:9: error: car: argument 1 must be a pair, got 6
;error: in (innermost 6) at middle.scm:2:9
;error: in (inner 6 #<procedure innermost>) at backtrace.scm:7:
;error: (#<procedure at middle.scm:3:1> 5 #<procedure inner>) at middle.scm:5:
;error: in (start 5) at backtrace.scm:8:
;error: in program at backtrace.scm:9:
