;; Constants, references, calls, conditionals and assignment.

42
;=> 42

"text"
;=> "text"

#t
;=> #t

#(a (b) "c")
;=> '#(a (b) "c")

'x
;=> 'x

'(1 . (2 "s" #\c))
;=> '(1 2 "s" #\c)

''x
;=> ''x

x
;=> x

#:key
;=> '#:key

(f)
;=> (f)

(f x "y" 3)
;=> (f x "y" 3)

((f 1) 2)
;=> ((f 1) 2)

(car x)
;=> (car x)

car
;=> car

;; A primitive with a wrong number of arguments is an ordinary call, which fails when it runs.
(car x y)
;=> (car x y)

(if a b c)
;=> (if a b c)

(if a b)
;=> (if a b (void))

(begin 1 2 3)
;=> 1
;=> 2
;=> 3

(begin)

(set! x 1)
;=> (set! x 1)

(lambda (x) (set! x (f x)) x)
;=> (lambda (x) (set! x (f x)) x)

(lambda () 1)
;=> (lambda () 1)

(lambda x x)
;=> (lambda x x)

(lambda (a b . c) (f a b c))
;=> (lambda (a b . c) (f a b c))

(define f (lambda (x) x))
;=> (define f (lambda (x) x))

(define (f x) x)
;=> (define f (lambda (x) x))

(define (f . rest) (g rest) rest)
;=> (define f (lambda rest (g rest) rest))

(define x (f 1))
;=> (define x (f 1))

(named-lambda (f x) (f x))
;=> (named-lambda (f x) (f x))

((lambda (a b) (f a b)) 1 2)
;=> (let ((a 1) (b 2)) (f a b))

((lambda (a . rest) (f a rest)) 1 2 3)
;=> (let ((a 1) (rest (list 2 3))) (f a rest))

((lambda rest rest))
;=> (let ((rest '())) rest)

((lambda () 1))
;=> 1

;; Too few arguments: a call that fails when it runs.
((lambda (a b) a) 1)
;=> ((lambda (a b) a) 1)

(call-with-values (lambda () (f 1) (g 2)) (lambda (a b) (h a b)))
;=> (receive (a b) (begin (f 1) (g 2)) (h a b))

(call-with-values producer (lambda all all))
;=> (receive all (producer) all)

(call-with-values producer consumer)
;=> (call-with-values producer consumer)

(call-with-values (lambda (x) x) (lambda (y) y))
;=> (receive (y) ((lambda (x) x)) y)

(%primitive cons 1 2)
;=> (cons 1 2)

(and)
;=> #t

(and a)
;=> a

(and a b c)
;=> (if a (if b c #f) #f)

(or)
;=> #f

(or a)
;=> a

(or a b c)
;=> (let ((t a)) (if t t (let ((t.1 b)) (if t.1 t.1 c))))

(when a b c)
;=> (if a (begin b c) (void))

(unless a b c)
;=> (if a (void) (begin b c))
