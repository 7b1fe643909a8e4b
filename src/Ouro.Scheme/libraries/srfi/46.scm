;;; SRFI 46: syntax-rules with a custom ellipsis and tail patterns, which the language has.

(define-library (srfi 46)
  (import (ouro base))
  (export let-syntax letrec-syntax define-syntax syntax-rules _ ...))
