; The body of a library is run by the host, before the program: when it has ended it cannot be returned to.
;peer: none, the standard leaves open how libraries are run
(define-library (kept)
  (export back)
  (import (scheme base))
  (begin
    (define back #f)
    (call-with-current-continuation (lambda (k) (set! back k)))))
(import (scheme base) (scheme write) (kept))
(write (procedure? back))
(newline)
;=> #t
(back 5)
;error: a continuation returned to a call from the host that has ended
