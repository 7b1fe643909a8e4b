;;; Section 4.2.7: guard.
(import (scheme base) (scheme eval) (scheme write))
(include "check.scm")

(define (evaluate form) (eval form (environment '(scheme base))))

(check (guard (condition ((assq 'a condition) => cdr) ((assq 'b condition))) (raise (list (cons 'a 42)))) => 42)
(check (guard (condition ((assq 'a condition) => cdr) ((assq 'b condition))) (raise (list (cons 'b 23)))) => (b . 23))
(check (guard (e (#t 'caught)) 1 2 3) => 3)
(check (guard (e (else e)) (raise 'x)) => x)
(check (guard (e (else 1 2 (list e))) (raise 'x)) => (x))
(check (guard (e ((symbol? e) (list 'symbol e)) ((string? e) (list 'string e))) (raise "text")) => (string "text"))
(check (guard (e ((eq? e 'x) 'mine)) (+ 1 (raise 'x))) => mine)
(check (guard (e ((error-object? e) (error-object-message e))) (error "words" 1)) => "words")
(check (guard (e (#f 'never)) 'value) => value)
(check (call-with-values (lambda () (guard (e (#t (values 1 2))) (raise 'x))) list) => (1 2))
(check (call-with-values (lambda () (guard (e (#t 0)) (values 1 2))) list) => (1 2))
(check (call-with-values (lambda () (guard (e (#t 0)) (values))) list) => ())
(check (guard (e (5)) (raise 'x)) => 5)
(check (guard (e (#f) ((memq e '(a b))) (else 'none)) (raise 'b)) => (b))

;; Without a clause that applies, the object is raised again: to the handler around, in the dynamic environment of raise.
(check (guard (e ((eq? e 'other) 'wrong)) (raise 'x)) raises x)
(check (guard (outer (#t (list 'outer outer))) (guard (inner ((eq? inner 'other) 'wrong)) (raise 'x))) => (outer x))
(check (guard (outer (#t (list 'outer outer))) (guard (inner (#t (raise (list 'again inner)))) (raise 'x))) => (outer (again x)))
(define p (make-parameter 'outside))
(check (let ((trace '()))
         (call/cc
           (lambda (leave)
             (with-exception-handler
               (lambda (e) (leave (list e (p) (reverse trace))))
               (lambda ()
                 (guard (e ((begin (set! trace (cons (list 'clause (p)) trace)) #f) 'never))
                   (parameterize ((p 'inside))
                     (dynamic-wind
                       (lambda () (set! trace (cons 'in trace)))
                       (lambda () (raise 'x))
                       (lambda () (set! trace (cons 'out trace)))))))))))
       => (x inside (in out (clause outside) in)))
;; raise-continuable is used for that, so a handler around may answer.
(check (with-exception-handler
         (lambda (e) (list 'answer e))
         (lambda () (guard (e ((eq? e 'other) 'wrong)) (cons 'continued (raise-continuable 'x)))))
       => (continued answer x))
(check (with-exception-handler
         (lambda (e) 42)
         (lambda () (guard (e (#f 'never)) (+ 1 (raise-continuable 'x)))))
       => 43)

;; The body has been left when the clauses run, the handlers are those of guard.
(check (let ((trace '()))
         (guard (e (#t (set! trace (cons 'handled trace))))
           (dynamic-wind
             (lambda () (set! trace (cons 'in trace)))
             (lambda () (raise 'x))
             (lambda () (set! trace (cons 'out trace)))))
         (reverse trace))
       => (in out handled))
(check (guard (e ((string? e) 'second)) (guard (e ((number? e) (raise "from the clause"))) (raise 1))) => second)
(check (parameterize ((p 'here)) (guard (e (#t (p))) (parameterize ((p 'there)) (raise 'x)))) => here)

;; The variable is bound in the clauses only, and hides others.
(check (let ((e 'outer)) (guard (e (#t (set! e 'changed) e)) (raise 'x)) e) => outer)
(check (let ((e 'outer)) (guard (condition (#t e)) (raise 'x))) => outer)
(check (guard (e (#t (list 'car e))) (guard (e2 ((eq? e2 'no) 1)) (raise 'yes))) => (car yes))
(check (let loop ((i 0)) (if (< i 100) (guard (e (#t (loop (+ i 1)))) (raise i)) i)) => 100)
;; Errors of the machine, too.
(check (guard (e ((error-object? e) 'error)) (car 1)) => error)
(check (guard (e ((error-object? e) 'error)) (vector-ref (vector 1) 5)) => error)
(check (guard (e ((error-object? e) 'error)) undefined-variable) => error)
;; A body may begin with definitions.
(check (guard (e (#t 'caught)) (define a 1) (define b (+ a 1)) (list a b)) => (1 2))
(check (guard (e ((assq 'a e) => (lambda (entry) (cdr entry))) (else 'else)) (raise '((b . 1)))) => else)

(check (evaluate '(guard)) error "guard: expected at least 2 parts after `guard`, got 0, in (guard)")
(check (evaluate '(guard (e))) error "guard: expected at least 2 parts after `guard`, got 1, in (guard (e))")
(check (evaluate '(guard e 1)) error "guard: expected (variable clause ...), got `e`, in (guard e 1)")
(check (evaluate '(guard (5 (#t 1)) 1)) error "guard: expected (variable clause ...), got `(5 (#t 1))`, in (guard (5 (#t 1)) 1)")
(check (evaluate '(guard (e (else 1) (#t 2)) 1)) error "guard: else must be the last clause, in (guard (e (else 1) (#t 2)) 1)")
(end-of-checks)
;=> 37 checks
