;;; R7RS (scheme write).

(define-library (scheme write)
  (import (ouro base))
  (export display write write-shared write-simple))
