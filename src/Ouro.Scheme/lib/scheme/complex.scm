;;; R7RS (scheme complex).

(define-library (scheme complex)
  (import (ouro base))
  (export angle imag-part magnitude make-polar make-rectangular real-part))
