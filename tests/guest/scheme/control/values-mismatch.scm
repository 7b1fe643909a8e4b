; What a continuation of one value does with none or several: the first, or the unspecified value.
;peer: none, the standard leaves this open
(write (+ 1 (values 2 'ignored))) (newline)                                         ;=> 3
(define (two) (values 'first 'second))
(write (list (two))) (newline)                                                      ;=> (first)
(write (let ((x (two))) x)) (newline)                                               ;=> first
(write (pair? (list (values)))) (newline)                                           ;=> #t
(write (if (values #f #t) 'yes 'no)) (newline)                                      ;=> no
(define kept (two))
(write kept) (newline)                                                              ;=> first
; Any other mismatch is an error.
(write (guard (e ((error-object? e) 'mismatch)) (let-values (((a b) (values 1 2 3))) a))) (newline)     ;=> mismatch
(write (guard (e ((error-object? e) 'mismatch)) (let-values (((a b) (values 1))) a))) (newline)         ;=> mismatch
(write (guard (e ((error-object? e) 'mismatch)) (let-values (((a b . c) (values 1))) a))) (newline)     ;=> mismatch
(write (guard (e ((error-object? e) 'mismatch)) (call-with-values two (lambda (x) x)))) (newline)       ;=> mismatch
(write (guard (e ((error-object? e) 'mismatch)) (call-with-values (lambda () 5) cons))) (newline)       ;=> mismatch
