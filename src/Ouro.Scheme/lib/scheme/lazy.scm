;;; R7RS (scheme lazy).

(define-library (scheme lazy)
  (import (ouro base))
  (export delay delay-force force make-promise promise?))
