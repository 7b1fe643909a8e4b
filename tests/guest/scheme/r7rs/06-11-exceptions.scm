;;; Section 6.11: exceptions.
(import (scheme base) (scheme write) (scheme read) (scheme file))
(include "check.scm")

;; with-exception-handler, raise, raise-continuable
(check (call/cc (lambda (k) (with-exception-handler (lambda (e) (k (list 'condition e))) (lambda () (+ 1 (raise 'an-error)))))) => (condition an-error))
(check (with-exception-handler (lambda (con) (quote text)) (lambda () (+ (raise-continuable "should be a number") 23))) error "raise: a handler returned from a raise that cannot be continued: #<wrong-type-error \"argument 1 must be a number, got\" text>")
(check (with-exception-handler (lambda (con) 42) (lambda () (+ (raise-continuable "should be a number") 23))) => 65)
(check (with-exception-handler (lambda (e) 'ignored) (lambda () 5)) => 5)
(check (call-with-values (lambda () (with-exception-handler (lambda (e) 0) (lambda () (values 1 2)))) list) => (1 2))
(check (call-with-values (lambda () (with-exception-handler (lambda (e) (values e 2)) (lambda () (raise-continuable 1)))) list) => (1 2))
;; A handler that returns from raise is an error, raised in the handler around it.
(check (with-exception-handler (lambda (e) 'ignored) (lambda () (+ 1 (raise 'an-error)))) error "raise: a handler returned from a raise that cannot be continued: an-error")
(check (guard (e (#t (list 'second (error-object? e))))
         (with-exception-handler (lambda (e) 'returns) (lambda () (raise 'first))))
       => (second #t))
;; The handler runs with the handlers that were there before it.
(check (guard (e (#t (list 'outer e)))
         (with-exception-handler
           (lambda (e) (raise (list 'from-handler e)))
           (lambda () (raise 'x))))
       => (outer (from-handler x)))
(check (with-exception-handler
         (lambda (e) (list 'outer e))
         (lambda ()
           (with-exception-handler
             (lambda (e) (list 'inner (raise-continuable (list 'again e))))
             (lambda () (raise-continuable 'x)))))
       => (inner (outer (again x))))
(check (let ((depth 0))
         (with-exception-handler
           (lambda (e) (set! depth (+ depth 1)) (* e 10))
           (lambda () (list (raise-continuable 1) (raise-continuable 2) depth))))
       => (10 20 2))
;; Any object can be raised.
(check (map (lambda (object) (guard (e (#t (eqv? e object))) (raise object))) (list 1 'a "s" #f '() car (eof-object) (list 1))) => (#t #t #t #t #t #t #t #t))
(check (raise #f) raises #f)
(check (raise 42) raises 42)
(check (raise-continuable (list 1 2)) raises (1 2))
;; The handler is called in the dynamic environment of raise, but for the handler.
(define p (make-parameter 'outside))
(check (with-exception-handler (lambda (e) (p)) (lambda () (parameterize ((p 'inside)) (raise-continuable 'x)))) => inside)
(check (let ((trace '()))
         (call/cc (lambda (k)
           (with-exception-handler
             (lambda (e) (set! trace (cons 'handler trace)) (k #f))
             (lambda () (dynamic-wind (lambda () (set! trace (cons 'in trace))) (lambda () (raise 'x)) (lambda () (set! trace (cons 'out trace))))))))
         (reverse trace))
       => (in handler out))
(check (with-exception-handler 5 (lambda () 1)) error "with-exception-handler: argument 1 must be a procedure, got 5")
(check (with-exception-handler (lambda (e) 1) 5) error "raise: a handler returned from a raise that cannot be continued: #<not-a-procedure-error \"not a procedure:\" 5>")
(check (with-exception-handler (lambda () 1) (lambda () (raise-continuable 'x))) error "an anonymous procedure takes 0 arguments, got 1")
(check (with-exception-handler (lambda (e) 1)) error "with-exception-handler takes 2 arguments, got 1")
(check (raise) error "raise takes 1 argument, got 0")
(check (raise 1 2) error "raise takes 1 argument, got 2")

;; error and what it makes
(define (null-list? l) (cond ((pair? l) #f) ((null? l) #t) (else (error "null-list?: argument out of domain" l))))
(check (null-list? 5) error "null-list?: argument out of domain 5")
(define (caught thunk) (guard (e (#t e)) (thunk)))
(define an-error (caught (lambda () (error "Some words:" 1 "two" 'three))))
(check (error-object? an-error) => #t)
(check (error-object-message an-error) => "Some words:")
(check (error-object-irritants an-error) => (1 "two" three))
(check (error-object-irritants (caught (lambda () (error "alone")))) => ())
(check (error-object-message (caught (lambda () (error "")))) => "")
(check (map error-object? '(1 a "error" #f ())) => (#f #f #f #f #f))
(check (raise an-error) error "Some words: 1 \"two\" three")
(check (guard (e ((eq? e an-error) 'same)) (raise an-error)) => same)
(check (eq? an-error (caught (lambda () (raise-continuable an-error)))) => #t)
(check (error) error "error takes at least 1 argument, got 0")
(check (error-object-message 'a) error "error-object-message: argument 1 must be an error object, got a")
(check (error-object-irritants "e") error "error-object-irritants: argument 1 must be an error object, got \"e\"")

;; Errors of the standard procedures are such objects, too.
(check (map (lambda (thunk) (error-object? (caught thunk)))
            (list (lambda () (car 1)) (lambda () (vector-ref #(1) 1)) (lambda () (/ 1 0)) (lambda () (undefined-procedure)) (lambda () ("no")) (lambda () ((lambda (x) x)))))
       => (#t #t #t #t #t #t))
(check (let ((e (caught (lambda () (car 1))))) (list (error-object-message e) (error-object-irritants e))) => ("car: argument 1 must be a pair, got" (1)))

;; read-error?, file-error?
(define a-read-error (caught (lambda () (read (open-input-string "(1 . ")))))
(define a-file-error (caught (lambda () (open-input-file "/no/such/directory/or/file"))))
(check (list (read-error? a-read-error) (file-error? a-read-error)) => (#t #f))
(check (list (read-error? a-file-error) (file-error? a-file-error)) => (#f #t))
(check (list (read-error? an-error) (file-error? an-error)) => (#f #f))
(check (map read-error? '(1 a "x")) => (#f #f #f))
(check (map file-error? '(1 a "x")) => (#f #f #f))
(check (map (lambda (thunk) (file-error? (caught thunk)))
            (list (lambda () (open-output-file "/no/such/directory/file")) (lambda () (delete-file "/no/such/directory/file"))
                  (lambda () (open-binary-input-file "/no/such/file")) (lambda () (open-binary-output-file "/no/such/directory/file"))
                  (lambda () (with-input-from-file "/no/such/file" read)) (lambda () (call-with-input-file "/no/such/file" read))))
       => (#t #t #t #t #t #t))
(check (map (lambda (text) (read-error? (caught (lambda () (read (open-input-string text)))))) '(")" "#(1" "\"x" "#\\nonsense" "|a" "(1 . 2 3)")) => (#t #t #t #t #t #t))
(check (raise a-file-error) error "open-input-file: cannot open for reading, there is no such directory: \"/no/such/directory/or/file\"")
(end-of-checks)
;=> 46 checks
