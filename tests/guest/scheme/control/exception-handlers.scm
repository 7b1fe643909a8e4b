; with-exception-handler, raise, raise-continuable: the handler runs where the error was raised, under the outer handler.
(write (with-exception-handler (lambda (e) (* e 2)) (lambda () (+ 1 (raise-continuable 21))))) (newline)     ;=> 43
(write (call/cc (lambda (k) (with-exception-handler (lambda (e) (k (list 'caught e))) (lambda () (+ 1 (raise 'oops))))))) (newline) ;=> (caught oops)
; In a handler, the outer handler is in force.
(write (with-exception-handler
  (lambda (outer) (list 'outer outer))
  (lambda ()
    (with-exception-handler
      (lambda (inner) (raise-continuable (list 'inner inner)))
      (lambda () (raise-continuable 'x)))))) (newline)                                   ;=> (outer (inner x))
; After the handler returns, the same handler is in force again.
(define count 0)
(write (with-exception-handler
  (lambda (e) (set! count (+ count 1)) count)
  (lambda () (let* ((a (raise-continuable 'a)) (b (raise-continuable 'b))) (list a b))))) (newline)          ;=> (1 2)
; A handler that returns from raise: a second error, raised to the outer handler.
(write (guard (e ((symbol? e) (list 'original e)) (#t 'secondary))
  (with-exception-handler (lambda (e) 'ignored) (lambda () (raise 'boom))))) (newline)                       ;=> secondary
; Parameters seen in the handler are those of the raise.
(define p (make-parameter 'outside))
(write (with-exception-handler (lambda (e) (p)) (lambda () (parameterize ((p 'inside)) (raise-continuable 'q))))) (newline) ;=> inside
; Any object can be raised.
(write (map (lambda (x) (guard (e (#t (eq? e x))) (raise x))) (list 1 "s" 'a '() #f car))) (newline)         ;=> (#t #t #t #t #t #t)
; Predicates of error objects.
(define (classify thunk) (guard (e (#t (list (error-object? e) (file-error? e) (read-error? e)))) (thunk)))
(write (classify (lambda () (error "x")))) (newline)                                     ;=> (#t #f #f)
(write (cadr (classify (lambda () (open-input-file "/does/not/exist"))))) (newline)      ;=> #t
(write (car (cddr (classify (lambda () (read (open-input-string "(1 2"))))))) (newline)  ;=> #t
(write (classify (lambda () (raise 'not-an-error)))) (newline)                           ;=> (#f #f #f)
