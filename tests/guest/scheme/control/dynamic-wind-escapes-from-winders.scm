; A jump out of a before or an after thunk.
(define trace '())
(define (note x) (set! trace (cons x trace)))
(define (show) (write (reverse trace)) (newline) (set! trace '()))
; Out of before: the body never runs, nor does its after.
(call/cc (lambda (k) (dynamic-wind (lambda () (note 'before) (k #f)) (lambda () (note 'body)) (lambda () (note 'after)))))
(show)                                                    ;=> (before)
; Out of after.
(call/cc (lambda (k) (dynamic-wind (lambda () (note 'before)) (lambda () (note 'body)) (lambda () (note 'after) (k #f)))))
(show)                                                    ;=> (before body after)
; An escape inside an escape: the after thunk redirects the jump.
(write (call/cc (lambda (first)
  (call/cc (lambda (second)
    (dynamic-wind (lambda () #f) (lambda () (first 'first)) (lambda () (second 'second)))))
  'went-on))) (newline)                                   ;=> went-on
; A raise in the body runs the after thunk once, on the way to the guard.
(write (guard (e (#t (note 'clause) e))
  (dynamic-wind (lambda () (note 'in)) (lambda () (raise 'oops)) (lambda () (note 'out))))) (newline) ;=> oops
(show)                                                    ;=> (in out clause)
; Generators whose loop is inside a dynamic-wind: each switch leaves and enters.
(define return #f)
(define resume #f)
(define (next) (call/cc (lambda (r) (set! return r) (if resume (resume #f)
  (dynamic-wind (lambda () (note 'enter))
    (lambda () (for-each (lambda (x) (call/cc (lambda (k) (set! resume k) (return x)))) '(1 2)) (return 'end))
    (lambda () (note 'leave)))))))
(note (next)) (note (next)) (note (next))
(show)                                                    ;=> (enter leave 1 enter leave 2 enter leave end)
