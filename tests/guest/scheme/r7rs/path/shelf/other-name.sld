(define-library (shelf something else)
  (import (scheme base)))
