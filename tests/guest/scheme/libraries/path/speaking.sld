(define-library (speaking)
  (export spoken)
  (import (scheme base) (scheme write))
  (begin
    (define spoken 0)
    (set! spoken (+ spoken 1))
    (display "speaking runs")
    (newline)))
