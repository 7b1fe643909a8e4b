; Continuations that outlive what they return to.
;skip-mode: interpreted because it counts the ticks of compiled code
;peer: none, escape continuations are ours
(import (scheme base) (scheme write) (only (ouro base) call-with-escape-continuation)
        (only (ouro primitives) generator? generator-done? generator-resume machine-ticks))
(define-syntax show
  (syntax-rules () ((_ expression ...) (begin (begin (write expression) (display " ")) ... (newline)))))
(define-syntax fails
  (syntax-rules ()
    ((_ expression)
     (begin
       (display
         (guard (problem ((error-object? problem)
                          (display (error-object-message problem))
                          (for-each (lambda (irritant) (display " ") (write irritant))
                            (error-object-irritants problem))
                          ""))
           expression
           "no error"))
       (newline)))))
; An escape continuation leaves with several values, through winders, and is gone afterwards.
(define kept #f)
(define trace '())
(define (note what) (set! trace (cons what trace)))
(show (call-with-values
        (lambda ()
          (call-with-escape-continuation
            (lambda (escape)
              (set! kept escape)
              (dynamic-wind
                (lambda () (note 'in))
                (lambda () (escape 1 2) (note 'never))
                (lambda () (note 'out))))))
        list)
      (reverse trace))                           ;=> (1 2) (in out)
(show (call-with-escape-continuation (lambda (escape) 'returned)))          ;=> returned
(fails (kept 3))                                 ;=> escape-continuation: an escape continuation was called after its extent ended
; Generators are made by code of other languages.
(show (generator? car) (generator? 5))           ;=> #f #f
(fails (generator-done? car))                    ;=> generator-done?: argument 1 must be a generator, got #<procedure car>
(fails (generator-resume 5 6))                   ;=> generator-resume: argument 1 must be a generator, got 5
; Ticks are counted by calls and turns of loops.
(define (spin n) (if (> n 0) (spin (- n 1)) (machine-ticks)))
(define before (machine-ticks))
(define after (spin 1000))
(show (<= 1000 (- after before) 1100))           ;=> #t
