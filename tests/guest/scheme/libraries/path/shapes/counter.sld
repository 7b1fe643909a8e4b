(define-library (shapes counter)
  (import (scheme base) (scheme write))
  (export next! current)
  (begin
    (display "counter loaded") (newline)
    (define n 0)
    (define (next!) (set! n (+ n 1)) n)
    (define (current) n)))
