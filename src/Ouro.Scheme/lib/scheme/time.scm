;;; R7RS (scheme time).

(define-library (scheme time)
  (import (ouro base))
  (export current-jiffy current-second jiffies-per-second))
