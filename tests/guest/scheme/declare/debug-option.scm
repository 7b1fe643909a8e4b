;; --debug: every call of the source, with its own arguments.
;skip-mode: interpreted, which shows its own activations in backtraces
;options: --debug
(define (small x) (car x))
(define (report x)
  (define (once y) (+ 1 (small y)))
  (+ 1 (let loop ((i 0)) (if (< i 2) (+ 1 (loop (+ i 1))) (+ 1 (once x))))))
(+ 1 (report 'oops))
;error: car: argument 1 must be a pair, got oops
;error: in small (debug-option.scm:4:19)
;error: in once (debug-option.scm:6:25)
;error: in loop (debug-option.scm:7:
;error: in report (debug-option.scm:
;error: in program (debug-option.scm:8:6)
