;;; SRFI 62: comments of data, which the reader knows: nothing has to be imported for them.

(define-library (srfi 62)
  (import (ouro base))
  (export))
