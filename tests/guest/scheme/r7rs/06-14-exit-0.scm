;;; exit runs the after thunks of all dynamic-winds that are entered, the innermost first, and flushes what was written.
;exit: 0
(import (scheme base) (scheme write) (scheme process-context))
(define (say text) (display text) (newline))
(dynamic-wind
  (lambda () (say "in"))                    ;=> in
  (lambda ()
    (dynamic-wind
      (lambda () (say "in again"))          ;=> in again
      (lambda ()
        (display "then ")
        (guard (e (#t (say "never")))
          (with-exception-handler (lambda (e) (say "never")) (lambda () (exit)))))
      (lambda () (say "out first"))))       ;=> then out first
  (lambda () (say "out last")))             ;=> out last
(say "never")
