;;; SRFI 6: basic string ports, which the language has.

(define-library (srfi 6)
  (import (ouro base))
  (export open-input-string open-output-string get-output-string))
