;;; Procedures that eval makes are interpreted first, and compiled when they are called enough, or when asked for.
(import (scheme base) (scheme write) (scheme eval) (scheme repl) (ouro eval))
(define here (interaction-environment))
(define (show . objects) (for-each (lambda (object) (write object) (display " ")) objects) (newline))
(define (repeat n thunk) (if (> n 0) (begin (thunk) (repeat (- n 1) thunk))))

(show (interpreted-procedure? car) (interpreted-procedure? 5))                      ;=> #f #f
(set-eval-policy! 'automatic)
(define add (eval '(lambda (a b) (+ a b)) here))
(show (interpreted-procedure? add) (add 1 2) (procedure-conversions add))           ;=> #t 3 0
(repeat 10000 (lambda () (add 1 2)))
(show (interpreted-procedure? add) (add 1 2) (procedure-conversions add))           ;=> #f 3 1

;; All closures of one lambda expression are compiled together; what they captured stays theirs.
(define counters
  (eval '(map (lambda (start) (lambda (by) (set! start (+ start by)) start)) '(10 20)) here))
(define first (car counters))
(define second (cadr counters))
(repeat 10000 (lambda () (first 1)))
(show (first 1) (second 1) (second 1) (interpreted-procedure? second))              ;=> 10011 21 22 #f

;; Asked for.
(define asked (eval '(let ((offset 5)) (lambda* (a #:optional (b 2) #:rest more) (list offset a b more))) here))
(show (interpreted-procedure? asked) (asked 1) (asked 1 3 4 5))                     ;=> #t (5 1 2 ()) (5 1 3 (4 5))
(show (eq? (compile asked) asked) (interpreted-procedure? asked) (asked 1) (asked 1 3 4 5))
;=> #t #f (5 1 2 ()) (5 1 3 (4 5))
(compile asked)
(show (procedure-conversions asked))                                                ;=> 1

;; Nothing is compiled, or everything.
(set-eval-policy! 'interpret)
(define slow (eval '(lambda (x) (let loop ((i 0)) (if (< i x) (loop (+ i 1)) i))) here))
(repeat 20 (lambda () (slow 1000)))
(show (interpreted-procedure? slow) (procedure-conversions slow) (eval-policy))     ;=> #t 0 interpret
(set-eval-policy! 'compile)
(define quick (eval '(lambda (x) (let loop ((i 0)) (if (< i x) (loop (+ i 1)) i))) here))
(show (interpreted-procedure? quick) (quick 10))                                    ;=> #f 10
(set-eval-policy! 'automatic)

;; Procedures print, and say what they take, as compiled ones do.
(eval '(define (greet name) (list 'hello name)) here)
(define greet (eval 'greet here))
(define (message thunk)
  (guard (problem (#t (error-object-message problem))) (thunk)))
(show greet (message (lambda () (greet))))                  ;=> #<procedure greet> "greet takes 1 argument, got 0"
(compile greet)
(show greet (message (lambda () (greet))))                  ;=> #<procedure greet> "greet takes 1 argument, got 0"

;; A procedure with very many parameters is compiled at once.
(define names (map (lambda (i) (string->symbol (string-append "p" (number->string i)))) (let loop ((i 0)) (if (< i 150) (cons i (loop (+ i 1))) '()))))
(define many (eval (list 'let '((k 3)) (list 'lambda names (list 'list 'k (car names) (list-ref names 149)))) here))
(show (apply many names))                                   ;=> (3 p0 p149)

(define (problem thunk)
  (guard (problem (#t (display (error-object-message problem))
                      (for-each (lambda (irritant) (display " ") (write irritant)) (error-object-irritants problem))
                      (newline)))
    (thunk)))
(problem (lambda () (compile car)))
;=> compile: expected a procedure that eval, load or the REPL made, got #<procedure car>
(problem (lambda () (procedure-conversions 'x)))
;=> procedure-conversions: expected a procedure that eval, load or the REPL made, got x
(problem (lambda () (set-eval-policy! 'fast)))
;=> set-eval-policy!: expected interpret, compile or automatic, got fast
