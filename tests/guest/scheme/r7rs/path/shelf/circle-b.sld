(define-library (shelf circle-b) (import (scheme base) (shelf circle-a)))
