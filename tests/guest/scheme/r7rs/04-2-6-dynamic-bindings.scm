;;; Section 4.2.6: make-parameter and parameterize.
(import (scheme base) (scheme eval) (scheme write))
(include "check.scm")

(define (evaluate form) (eval form (environment '(scheme base))))

(define radix
  (make-parameter 10
    (lambda (x) (if (and (exact-integer? x) (<= 2 x 16)) x (error "invalid radix" x)))))
(define (f n) (number->string n (radix)))
(check (f 12) => "12")
(check (parameterize ((radix 2)) (f 12)) => "1100")
(check (f 12) => "12")
(check (parameterize ((radix 0)) (f 12)) error "invalid radix 0")
(check (radix) => 10)
(check (procedure? radix) => #t)

;; The converter is called for the first value and for those of parameterize, but not when one is restored.
(define calls 0)
(define counted (make-parameter 1 (lambda (x) (set! calls (+ calls 1)) (* x 10))))
(check (list (counted) calls) => (10 1))
(check (parameterize ((counted 2)) (list (counted) calls)) => (20 2))
(check (list (counted) calls) => (10 2))
(check (make-parameter 'bad (lambda (x) (error "refused" x))) error "refused bad")

;; All values are converted before any parameter changes; bindings nest, and last as long as the body runs.
(define a (make-parameter 1))
(define b (make-parameter 2))
(check (parameterize ((a (b)) (b (a))) (list (a) (b))) => (2 1))
(check (parameterize () (a)) => 1)
(check (parameterize ((a 10)) (parameterize ((a 20) (b 30)) (list (a) (b)))) => (20 30))
(check (parameterize ((a 10)) (parameterize ((a 20)) (a)) (a)) => 10)
(check (parameterize ((a 5)) (define local (a)) (+ local 1)) => 6)
(check (let ((get (parameterize ((a 10)) (lambda () (a))))) (get)) => 1)
(check (call-with-values (lambda () (parameterize ((a 1)) (values (a) 2))) list) => (1 2))

;; The expression for the parameter is evaluated.
(check (parameterize (((if #t a b) 'chosen)) (list (a) (b))) => (chosen 2))

;; Continuations leave and enter bindings.
(check (begin (call/cc (lambda (leave) (parameterize ((a 'inside)) (leave #t)))) (a)) => 1)
(check (let ((again #f) (seen '()))
         (parameterize ((a 'inside))
           (call/cc (lambda (k) (set! again k)))
           (set! seen (cons (a) seen)))
         (set! seen (cons (a) seen))
         (if (< (length seen) 4) (again #f))
         (reverse seen))
       => (inside 1 inside 1))
(check (begin (call/cc (lambda (k) (with-exception-handler (lambda (e) (k #f)) (lambda () (parameterize ((a 2)) (raise 'out)))))) (a)) => 1)
;; A handler runs in the bindings of raise.
(check (call/cc (lambda (k) (with-exception-handler (lambda (e) (k (a))) (lambda () (parameterize ((a 'at-raise)) (raise 'x))))))
       => at-raise)
;; The standard ports are parameters.
(check (let ((port (open-output-string)))
         (parameterize ((current-output-port port)) (write 'text))
         (get-output-string port))
       => "text")

(check (parameterize ((5 1)) 2) error "parameterize: expected a parameter, got 5")
(check (parameterize ((car 1)) 2) error "parameterize: expected a parameter, got #<procedure car>")
(check (make-parameter) error "make-parameter takes at least 1 argument, got 0")
(check (a 1) error "a parameter takes 0 arguments, got 1")
(check (evaluate '(parameterize)) error "parameterize: expected at least 2 parts after `parameterize`, got 0, in (parameterize)")
(check (evaluate '(parameterize ((x)) 1)) error "parameterize: expected a binding (parameter value), got `(x)`, in (parameterize ((x)) 1)")
(check (evaluate '(parameterize ())) error "parameterize: expected at least 2 parts after `parameterize`, got 1, in (parameterize ())")
(end-of-checks)
;=> 30 checks
