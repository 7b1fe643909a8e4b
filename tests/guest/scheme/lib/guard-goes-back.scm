; When no clause of a guard applies, the object is raised again where it was raised first: the winders run in, and out again.
;peer: none, Guile raises it again from the guard
(import (scheme base) (scheme write))
(define (show . values) (write values) (newline))
(define trace '())
(define (note x) (set! trace (cons x trace)))
(show
  (guard (e ((symbol? e) (note 'outer) e))
    (dynamic-wind
      (lambda () (note 'in))
      (lambda ()
        (guard (e ((string? e) 'wrong))
          (dynamic-wind (lambda () (note 'inner-in)) (lambda () (raise 'sym)) (lambda () (note 'inner-out)))))
      (lambda () (note 'out)))))                                            ;=> (sym)
(show (reverse trace))                ;=> ((in inner-in inner-out inner-in inner-out out outer))
