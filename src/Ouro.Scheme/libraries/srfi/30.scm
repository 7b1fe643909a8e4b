;;; SRFI 30: nested comments, which the reader knows: nothing has to be imported for them.

(define-library (srfi 30)
  (import (ouro base))
  (export))
