;;; R7RS (scheme case-lambda).

(define-library (scheme case-lambda)
  (import (ouro base))
  (export case-lambda))
