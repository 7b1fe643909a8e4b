;;; What the host asks of the evaluator.

(define-library (ouro eval session)
  (import (ouro base) (ouro compiler driver) (ouro eval unit))
  (export interpret-session!)
  (begin
    ;; From now on the session's programs, and libraries that come from source, are interpreted and stay so.
    (define (interpret-session! session)
      (set-session-interpreter! session program-code))))
