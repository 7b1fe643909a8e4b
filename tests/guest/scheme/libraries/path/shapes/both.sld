(define-library (shapes both)
  (import (scheme base) (prefix (shapes counter) counter-) (only (shapes area) circle-area))
  (export step area)
  (include "both-body.scm"))
