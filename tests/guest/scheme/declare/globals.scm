;; At the outermost level a type holds for the definition and every assignment.
(declare (type fixnum counter) (type (or string procedure) report))
(define counter 0)
(define (report) counter)
(define (bump! by) (set! counter (+ counter by)) counter)
(define (try thunk)
  (guard (problem (#t (display (error-object-message problem)) (display " ")
                      (write (error-object-irritants problem)) (newline)))
    (thunk)))
(display (bump! 2)) (newline)            ;=> 2
(try (lambda () (bump! 1.5)))            ;=> declared type of counter is fixnum, got (3.5)
(try (lambda () (set! report 'none)))    ;=> declared type of report is (or string procedure), got (none)
(set! report "none")
(display report) (newline)               ;=> none
(define counter 'x)
;error: globals.scm:15:1: error: declared type of counter is fixnum, got x
