; guard: clauses, =>, else, falling through, dynamic state.
;peer: none, Guile does not go back in to the raise before it tries the next handler
(write (guard (e ((symbol? e) (list 'symbol e)) ((string? e) (list 'string e))) (raise 'boom))) (newline)    ;=> (symbol boom)
(write (guard (e ((symbol? e) (list 'symbol e)) ((string? e) (list 'string e))) (raise "boom"))) (newline)   ;=> (string "boom")
(write (guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise (list (cons 'a 42))))) (newline)                 ;=> 42
(write (guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise (list (cons 'b 23))))) (newline)                 ;=> (b . 23)
(write (guard (e (#f 'never) (else 'else e)) (raise 1))) (newline)                                           ;=> 1
(write (guard (e (else 'unused)) 1 2 'normal)) (newline)                                                     ;=> normal
; No clause fits: the next guard out.
(write (guard (outer ((number? outer) (list 'outer outer))) (guard (inner ((string? inner) 'inner)) (raise 5)))) (newline) ;=> (outer 5)
; A raise in a clause goes out.
(write (guard (e (#t (list 'again e))) (guard (e (#t (raise (list e 'more)))) (raise 'first)))) (newline)    ;=> (again (first more))
; Errors of the system are caught the same way.
(write (guard (e ((error-object? e) 'error-object) (else 'other)) (car 5))) (newline)                        ;=> error-object
(write (guard (e ((error-object? e) (list (error-object-message e) (error-object-irritants e)))) (error "bad thing:" 1 "two" 'three))) (newline)
;=> ("bad thing:" (1 "two" three))
; Out of it and, where no clause fits, back in: raise-continuable can then be continued.
(define trace '())
(define (note x) (set! trace (cons x trace)))
(write (with-exception-handler
  (lambda (e) (note 'handler) 10)
  (lambda ()
    (+ 1 (guard (e ((string? e) 'no))
      (dynamic-wind (lambda () (note 'in)) (lambda () (raise-continuable 'c)) (lambda () (note 'out)))))))) (newline) ;=> 11
(write (reverse trace)) (newline)                                       ;=> (in out in handler out)
; Bodies and clauses give several values.
(write (call-with-values (lambda () (guard (e (#t (values 'a 'b))) (raise 0))) list)) (newline)              ;=> (a b)
(write (call-with-values (lambda () (guard (e (#t #f)) (values 'c 'd))) list)) (newline)                     ;=> (c d)
; In a loop: a hundred thousand of them.
(write (let loop ((i 0) (caught 0)) (if (= i 20000) caught (loop (+ i 1) (guard (e (#t (+ caught e))) (raise 1)))))) (newline) ;=> 20000
; The variable is bound in the clauses alone.
(define e 'global)
(write (list (guard (e (#t e)) (raise 'local)) e)) (newline)            ;=> (local global)
