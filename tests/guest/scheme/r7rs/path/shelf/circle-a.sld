(define-library (shelf circle-a) (import (scheme base) (shelf circle-b)))
