;;; R7RS-large: queues made of lists.

(define-library (scheme list-queue)
  (import (srfi 117))
  (include-library-declarations "../srfi/117-exports.scm"))
