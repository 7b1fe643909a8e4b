(define-library (shelf broken)
  (export missing)
  (import (scheme base)))
