(define-library (shelf declared)
  (include-library-declarations "declared-exports.scm")
  (import (scheme base))
  (include-ci "declared-upper.scm")
  (cond-expand
    ((library (no such library)) (begin (define kind 'strange)))
    ((and r7rs (not no-such-feature)) (begin (define kind 'standard)))
    (else (begin (define kind 'unknown)))))
