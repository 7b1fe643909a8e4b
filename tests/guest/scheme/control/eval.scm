; eval in an environment of libraries.
(import (scheme base) (scheme write) (scheme eval))
(define base (environment '(scheme base)))
(write (eval '(* 7 3) base)) (newline)                                       ;=> 21
(write (let ((f (eval '(lambda (f x) (f x x)) base))) (f + 10))) (newline)   ;=> 20
(write (eval '(let loop ((i 0) (acc '())) (if (= i 3) acc (loop (+ i 1) (cons i acc)))) base)) (newline) ;=> (2 1 0)
(write (eval (list 'if #t ''yes ''no) base)) (newline)                       ;=> yes
(write ((eval '(let ((n 0)) (lambda () (set! n (+ n 1)) n)) base))) (newline)  ;=> 1
(write (eval '(let-syntax ((twice (syntax-rules () ((_ e) (begin e e))))) (let ((n 0)) (twice (set! n (+ n 1))) n)) base)) (newline) ;=> 2
(write (guard (e (#t 'no-such-variable)) (eval 'this-name-is-nowhere base))) (newline)   ;=> no-such-variable
(write (eval '(+ (call/cc (lambda (k) (k 1))) 1) base)) (newline)            ;=> 2
(write (call/cc (lambda (k) (eval `(begin (,k 'out) 'stayed) base)))) (newline) ;=> out
(write (eval '(guard (e (#t (list 'caught e))) (raise 'x)) base)) (newline)  ;=> (caught x)
