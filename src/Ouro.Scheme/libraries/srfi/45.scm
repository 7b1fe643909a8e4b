;;; SRFI 45: promises whose chains run in constant space. They are those of R7RS.

(define-library (srfi 45)
  (import (ouro base))
  (export delay lazy force eager)
  (begin
    (define-syntax lazy
      (syntax-rules ()
        ((_ expression) (delay-force expression))))

    ;; A promise of the object, also if that is a promise itself.
    (define (eager object)
      (let ((promise (delay object)))
        (force promise)
        promise))))
