;;; R7RS (scheme read).

(define-library (scheme read)
  (import (ouro base))
  (export read))
