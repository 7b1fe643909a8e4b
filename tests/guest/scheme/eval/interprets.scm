;; A procedure that interprets may be interpreted itself: what it declares does nothing there.
(import (scheme base) (scheme write) (scheme eval) (scheme repl))
(eval '(define (describe view position) (list 'step #f view '() #f)) (interaction-environment))
(eval '(define (run view position)
         (declare (interprets describe view position))
         (if (= position 0) view (run (cons position view) (- position 1))))
  (interaction-environment))
(write (eval '(run '() 3) (interaction-environment)))   ;=> (1 2 3)
(newline)
