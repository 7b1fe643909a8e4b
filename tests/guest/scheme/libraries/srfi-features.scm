; srfi-N is a feature when there is a library (srfi N).
(import (scheme base) (scheme write))
(define (show x) (write x) (newline))
(show (cond-expand (srfi-1 'lists) (else 'none)))                             ;=> lists
(show (cond-expand ((and srfi-64 (not srfi-999)) 'tests) (else 'none)))       ;=> tests
(show (cond-expand (srfi-x 'x) ((or srfi- srfi--1) 'odd) (else 'none)))       ;=> none
(define-library (mine)
  (import (scheme base))
  (export number)
  (cond-expand (srfi-18 (begin (define number 18))) (else (begin (define number 0)))))
(import (mine))
(show number)                                                                 ;=> 18
