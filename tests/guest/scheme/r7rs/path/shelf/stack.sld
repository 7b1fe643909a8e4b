(define-library (shelf stack)
  (export make-stack push! pop! (rename internal-empty? empty?))
  (import (scheme base))
  (include "stack-body.scm"))
