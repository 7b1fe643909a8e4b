;; define-library.

(define-library (a) (export f) (import (ouro syntax)) (begin (define (f x) x)))
(import (ouro syntax) (a))
(f 1)
;=> (library (a) (define a:f (lambda (x) x)))
;=> (a:f 1)

;; Names inside a library do not meet those of the program, also through macros.
(define-library (a b)
  (export (rename f g) m)
  (import (ouro syntax) (ouro primitives))
  (begin
    (define hidden 5)
    (define (f x) (+ x hidden))
    (define-syntax m (syntax-rules () ((_ x) (list hidden (f x)))))))
(import (ouro syntax) (prefix (a b) ab:))
(define hidden 1)
(ab:m (ab:g hidden))
;=> (library (a b) (define a.b:hidden 5) (define a.b:f (lambda (x) (+ x a.b:hidden))))
;=> (define hidden 1)
;=> (list a.b:hidden (a.b:f (a.b:f hidden)))

;; Forms of a library may use macros and procedures that come later.
(define-library (a)
  (export f)
  (import (ouro syntax) (ouro primitives))
  (begin
    (define (f) (twice (g)))
    (define-syntax twice (syntax-rules () ((_ x) (+ x x))))
    (define (g) 21)))
;=> (library (a) (define a:f (lambda () (+ (a:g) (a:g)))) (define a:g (lambda () 21)))

;; A library may export what it imports.
(define-library (a) (export (rename car first) my-if) (import (rename (ouro syntax) (if my-if)) (ouro primitives)))
(import (a))
(my-if 1 (first 2))
;=> (library (a))
;=> (if 1 (car 2) (void))

;; A macro may change a variable of its library.
(define-library (a)
  (export next!)
  (import (ouro syntax) (ouro primitives))
  (begin
    (define count 0)
    (define-syntax next! (syntax-rules () ((_) (begin (set! count (+ count 1)) count))))))
(import (a))
(next!)
;=> (library (a) (define a:count 0))
;=> (set! a:count (+ a:count 1))
;=> a:count

;; Its own definition wins over an import.
(define-library (a) (export car) (import (ouro syntax) (ouro primitives)) (begin (define (car x) (cdr x))))
;=> (library (a) (define a:car (lambda (x) (cdr x))))

(define-library (a)
  (cond-expand (r7rs (import (ouro syntax))) (else (import (no such))))
  (export x)
  (cond-expand ((library (ouro primitives)) (begin (define x 1))) (else (begin (define x 2)))))
;=> (library (a) (define a:x 1))
