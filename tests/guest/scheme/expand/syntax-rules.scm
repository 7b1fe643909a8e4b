;; Patterns and templates.

(define-syntax m (syntax-rules () ((_) 0) ((_ a) 1) ((_ a b . c) '(a b c))))
(m)
(m x)
(m x y)
(m x y . z)
;=> 0
;=> 1
;=> '(x y ())
;=> '(x y z)

(define-syntax m (syntax-rules () ((_ (a b) ...) '((a ...) (b ...)))))
(m)
(m (1 2) (3 4))
;=> '(() ())
;=> '((1 3) (2 4))

;; Nested ellipses.
(define-syntax my-let*
  (syntax-rules ()
    ((_ () . body) (let () . body))
    ((_ ((n v) rest ...) . body) (let ((n v)) (my-let* (rest ...) . body)))))
(my-let* ((a 1) (b a)) (f a b))
;=> (let ((a 1)) (let ((b a)) (f a b)))

(define-syntax m (syntax-rules () ((_ (a b ...) ...) '((b ... a) ...))))
(m (1 2 3) (4))
;=> '((2 3 1) (4))

(define-syntax flat (syntax-rules () ((_ ((a ...) ...) ...) '(a ... ... ...))))
(flat ((1 2) (3)) () ((4)))
;=> '(1 2 3 4)

;; Patterns after an ellipsis.
(define-syntax m (syntax-rules () ((_ a ... b c) '(c b (a ...)))))
(m 1 2)
(m 1 2 3 4)
;=> '(2 1 ())
;=> '(4 3 (1 2))

(define-syntax m (syntax-rules () ((_ a ... b . c) '(c b (a ...)))))
(m 1 2 . 3)
(m 1)
;=> '(3 2 (1))
;=> '(() 1 ())

(define-syntax m (syntax-rules () ((_ (a ... b) ...) '(b ... (a ... ...)))))
(m (1 2 3) (4))
;=> '(3 4 (1 2))

;; Vectors.
(define-syntax m (syntax-rules () ((_ #(a b ...) #(c)) '#(c b ... a))))
(m #(1 2 3) #(4))
;=> '#(4 2 3 1)

;; Constants in patterns.
(define-syntax m (syntax-rules () ((_ 1) 'one) ((_ "s") 'string) ((_ #\c) 'char) ((_ #t) 'true) ((_ ()) 'empty) ((_ x) 'other)))
(list (m 1) (m "s") (m #\c) (m #t) (m ()) (m 2))
;=> (list 'one 'string 'char 'true 'empty 'other)

;; The first element of a pattern is not looked at.
(define-syntax m (syntax-rules () ((anything x) 'x)))
(m 1)
;=> 1

;; Underscores match without binding.
(define-syntax m (syntax-rules () ((_ _ (_ x)) 'x)))
(m 1 (2 3))
;=> 3

;; Another ellipsis, and one that is a literal.
(define-syntax m (syntax-rules ::: () ((_ a :::) '(a ::: ...))))
(m 1 2)
;=> '(1 2 ...)

(define-syntax m (syntax-rules (...) ((_ ...) 'dots) ((_ a) 'other)))
(list (m ...) (m 1))
;=> (list 'dots 'other)

(define-syntax m (syntax-rules (_) ((m _) 'underscore) ((m a) 'other)))
(list (m _) (m 1))
;=> (list 'underscore 'other)

;; (... ...) inserts an ellipsis.
(define-syntax m (syntax-rules () ((_ a) '(a (... ...)))))
(m 1)
;=> '(1 ...)

(define-syntax m (syntax-rules () ((_ a b) '(... (a ... b ...)))))
(m 1 2)
;=> '(1 ... 2 ...)

;; A macro that makes macros.
(define-syntax def-list
  (syntax-rules () ((_ name) (define-syntax name (syntax-rules () ((_ x (... ...)) (list x (... ...))))))))
(def-list l)
(l 1 2 3)
;=> (list 1 2 3)

(define-syntax def-pair
  (syntax-rules () ((_ name a) (define-syntax name (syntax-rules () ((_ b) (cons a b)))))))
(def-pair p x)
(p y)
;=> (cons x y)

(define-syntax be-like-begin
  (syntax-rules () ((_ name) (define-syntax name (... (syntax-rules () ((_ e ...) (begin e ...))))))))
(be-like-begin sequence)
(sequence 1 2)
;=> 1
;=> 2

;; Fewer ellipses in the pattern than in the template: the rest repeats with the others.
(define-syntax m (syntax-rules () ((_ (x ...) (y ...)) '((x y ...) ...))))
(m (1 2) (a b))
;=> '((1 a b) (2 a b))

(define-syntax m (syntax-rules () ((_ (a b ...) ...) '(((a b) ...) ...))))
(m (1 2 3) (4 5))
;=> '(((1 2) (1 3)) ((4 5)))

(define-syntax m (syntax-rules () ((_ x (y ...)) '((x y) ...))))
(m 1 (2 3))
;=> '((1 2) (1 3))

;; Expansion to definitions and splicing.
(define-syntax def2 (syntax-rules () ((_ a b v) (begin (define a v) (define b a)))))
(def2 x y 1)
(lambda () (def2 p q 2) (f p q))
;=> (define x 1)
;=> (define y x)
;=> (lambda () (letrec* ((p 2) (q p)) (f p q)))

;; A transformer can come from a macro.
(define-syntax rules (syntax-rules () ((_ p t) (syntax-rules () (p t)))))
(define-syntax m (rules (_ x) (f x)))
(m 1)
;=> (f 1)
