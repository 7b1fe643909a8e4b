;; Bodies and top-level definitions.

(lambda () (define x 1) (define (f) x) (f))
;=> (lambda () (letrec* ((x 1) (f (lambda () x))) (f)))

;; Expressions between definitions keep their place.
(lambda () (define x 1) (f x) (define y 2) (g y))
;=> (lambda () (letrec* ((x 1) (unused (f x)) (y 2)) (g y)))

(lambda () (begin (define x 1) (define y 2)) (f x y))
;=> (lambda () (letrec* ((x 1) (y 2)) (f x y)))

(lambda () (begin) (f))
;=> (lambda () (f))

;; A definition may come after its use inside a procedure.
(lambda () (define (even? n) (odd? n)) (define (odd? n) (even? n)) (even? 1))
;=> (lambda () (letrec* ((even? (lambda (n) (odd? n))) (odd? (lambda (n.1) (even? n.1)))) (even? 1)))

;; It may shadow a parameter, and a keyword.
(lambda (x) (define x 1) x)
;=> (lambda (x) (letrec* ((x.1 1)) x.1))

(lambda () (define (if a b c) (f a b c)) (if 1 2 3))
;=> (lambda () (letrec* ((if.1 (lambda (a b c) (f a b c)))) (if.1 1 2 3)))

(lambda () (define-syntax m (syntax-rules () ((_ v) (f v)))) (m 1))
;=> (lambda () (f 1))

(lambda () (define-values (a b) (f)) (g a b))
;=> (lambda () (letrec* ((a (void)) (b (void))) (receive (a.1 b.1) (f) (set! a a.1) (set! b b.1)) (g a b)))

(lambda () (define-values (a . b) (f)) (define c a) (g c))
;=> (lambda () (letrec* ((a (void)) (b (void)) (unused (receive (a.1 . b.1) (f) (set! a a.1) (set! b b.1))) (c a)) (g c)))

(define-values (a b) (f))
;=> (receive (a.1 b.1) (f) (define a a.1) (define b b.1))

(define-values (a . b) (f))
;=> (receive (a.1 . b.1) (f) (define a a.1) (define b b.1))

(define-values () (f))
;=> (receive () (f) (void))

(begin (define x 1) (f x) (define y 2))
;=> (define x 1)
;=> (f x)
;=> (define y 2)

(lambda () (define-record-type <p> (make-p x) p? (x p-x)) (make-p 1))
;=> (lambda () (letrec* ((<p> (make-record-type 'p '#(x) '#(p-x))) (make-p (lambda (x) (record <p> x))) (p? (lambda (object) (record? object <p>))) (p-x (lambda (record.1) (record-ref record.1 <p> 0)))) (make-p 1)))

(define-syntax def (syntax-rules () ((_ name value) (define name value))))
(def x 1)
(lambda () (def y 2) (f y))
;=> (define x 1)
;=> (lambda () (letrec* ((y 2)) (f y)))

;; A keyword can have another name.
(define-syntax wenn if)
(wenn a b c)
;=> (if a b c)

(cond-expand (r7rs (define x 1) (f x)) (else (define x 2)))
;=> (define x 1)
;=> (f x)

(cond-expand ((and r7rs (not no-such-feature) (or no-such-feature (library (ouro syntax)))) 1) (else 2))
;=> 1

(cond-expand (no-such-feature 1) ((library (no such library)) 2) (else 3))
;=> 3

(f (cond-expand (no-such-feature 1)))
;=> (f (void))
