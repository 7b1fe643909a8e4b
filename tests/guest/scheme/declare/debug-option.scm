;; --debug: every call of the source, with its own arguments.
;options: --debug
(define (small x) (car x))
(define (report x)
  (define (once y) (+ 1 (small y)))
  (+ 1 (let loop ((i 0)) (if (< i 2) (+ 1 (loop (+ i 1))) (+ 1 (once x))))))
(+ 1 (report 'oops))
;error: car: argument 1 must be a pair, got oops
;error: in (small oops) at debug-option.scm:3:19
;error: in (once oops) at debug-option.scm:5:25
;error: in (loop 0) at debug-option.scm:6:
;error: in (report oops) at debug-option.scm:
;error: in program at debug-option.scm:7:6
