;;; R7RS (scheme inexact).

(define-library (scheme inexact)
  (import (ouro base))
  (export acos asin atan cos exp finite? infinite? log nan? sin sqrt tan))
