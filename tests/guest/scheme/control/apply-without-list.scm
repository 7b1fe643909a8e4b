; apply with a procedure alone calls it without arguments, wherever it is compiled.
(define (f) 'called)
(define (tail) (apply f))
(write (list (apply f) (tail) (call-with-values (lambda () (apply f)) list)))  ;=> (called called (called))
(newline)
(write (guard (e ((error-object? e) 'error)) (+ 1 (apply "text"))))           ;=> error
(newline)
