; What guard does around its clauses.
(import (scheme base) (scheme write))
(define (show . values) (write values) (newline))
(show (guard (e (#t (list 'caught e))) (raise 'x)))                        ;=> ((caught x))
(show (guard (e ((symbol? e) 'symbol) ((string? e) 'string)) (raise "s")))  ;=> (string)
(show (guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise '((a . 42)))))   ;=> (42)
(show (guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise '((b . 23)))))   ;=> ((b . 23))
; The body's values pass.
(call-with-values (lambda () (guard (e (#f 'never)) (values 1 2))) show)    ;=> (1 2)
(call-with-values (lambda () (guard (e (else 'never)) (values))) show)      ;=> ()
; No clause applies and the raise was continuable: the outer handler's value comes back to it.
(show (with-exception-handler
        (lambda (e) (+ e 1))
        (lambda () (guard (e ((string? e) 'wrong)) (* 10 (raise-continuable 4))))))   ;=> (50)
; A clause that raises is outside.
(show (guard (e (#t (list 'second e))) (guard (e (#t (raise (list 'again e)))) (raise 'first))))   ;=> ((second (again first)))
(show (guard (e ((error-object? e) (list (error-object-message e) (error-object-irritants e)))) (error "message:" 1 "two")))   ;=> (("message:" (1 "two")))
; In a loop nothing piles up.
(show (let loop ((i 0) (n 0)) (if (= i 10000) n (loop (+ i 1) (+ n (guard (e (#t e)) (raise 1)))))))   ;=> (10000)
; The variable may be called else, and then no clause is one that always applies.
(show (guard (e (#t (list 'again e))) (guard (else (#f 1) (else => list)) (raise #f))))   ;=> ((again #f))
(show (guard (else ((eq? else 'x) 1) (else else)) (raise 'y)))                            ;=> (y)
