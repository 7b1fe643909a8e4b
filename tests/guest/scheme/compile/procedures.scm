;; simplify: procedures at their calls.

;; called once
;pass: simplify
(define (f a) (let ((g (lambda (x) (h x x)))) (g (k a))))
;=> (define f (lambda (a) (let ((x (k a))) (h x x))))

;; small, called often
;pass: simplify
(define (f a b) (define (square x) (* x x)) (+ (square a) (square b)))
;=> (define f (lambda (a b) (%+ (%* a a) (%* b b))))

;; too large to be copied
;pass: simplify
(define (f a b)
  (define (g x) (h1 x (h2 x (h3 x (h4 x (h5 x (h6 x (h7 x))))))))
  (+ (g a) (g b)))
;=> (define f
;=>   (lambda (a b)
;=>     (fix ((g (lambda (x) (h1 x (h2 x (h3 x (h4 x (h5 x (h6 x (h7 x)))))))))) (%+ (g a) (g b)))))

;; with the wrong number of arguments the call stays, and is an error when it runs
;pass: simplify
(define (f a) (let ((g (lambda (x) x))) (g a a)))
;=> (define f (lambda (a) (fix ((g (lambda (x) x))) (g a a))))

;; a rest parameter is a list of what is left
;pass: simplify
(define (f a) (let ((g (lambda (x . rest) (h x rest)))) (g a (k 1) (k 2))))
;=> (define f (lambda (a) (h a (%cons (k 1) (%cons (k 2) '())))))

;; one that escapes stays
;pass: simplify
(define (f a) (let ((g (lambda (x) (h x)))) (k g) g))
;=> (define f (lambda (a) (fix ((g (lambda (x) (h x)))) (begin (k g) g))))

;; its only call is inside another one
;pass: simplify
(define (f a) (let ((g (lambda (x) (h x)))) (lambda (y) (g y))))
;=> (define f (lambda (a) (lambda (y) (h y))))

;; procedures that are handed on are followed
;pass: simplify
(define (f a) (define (twice p x) (p (p x))) (twice (lambda (x) (g x)) a))
;=> (define f (lambda (a) (fix ((p (lambda (x) (g x)))) (g (p a)))))

;; copying ends
;pass: simplify
(define (f a) (let ((w (lambda (x) (x x)))) (w w)))
;=> (define f (lambda (a) (fix ((w (lambda (x) (x x)))) (w w))))

;; recursion is not unrolled
;pass: simplify
(define (f a) (define (g x) (if (null? x) 0 (+ 1 (g (cdr x))))) (+ (g a) (g 1)))
;=> (define f
;=>   (lambda (a) (fix ((g (lambda (x) (if (%null? x) 0 (%+ 1 (g (%cdr x))))))) (%+ (g a) (g 1)))))

;; an argument is evaluated once, and in its place
;pass: simplify
(define (f a) (define (g x y) (h y x x)) (g (k 1) (k 2)) (g 1 2))
;=> (define f (lambda (a) (begin (let ((x (k 1))) (h (k 2) x x)) (h 2 1 1))))

;; a local procedure that only calls another one
;pass: simplify
(define (f a) (define (g x) (h x)) (define (k x) (g x)) (cons (k a) (k 1)))
;=> (define f (lambda (a) (%cons (h a) (h 1))))

;; a call of a lambda expression with a rest parameter
;pass: simplify
((lambda (a . b) (f a b)) 1 2 3)
;=> (f 1 (%cons 2 (%cons 3 '())))

;; operators that are sequences or bindings
;pass: simplify
(define (f a) ((begin (g a) (h a)) (k a)))
;=> (define f (lambda (a) (begin (g a) ((h a) (k a)))))

;; a global inside of an expression
;pass: simplify
(begin (define (g x) x) (g 1))
;=> (begin (define g (lambda (x) x)) 1)

;; after its definition, a global that the program defines once and never assigns: constants, and small procedures
;; that cannot fail
;pass: simplify
(define limit 10)
(define (double x) (cons x x))
(define (f a) (if (< a limit) (double a) double))
;=> (begin
;=>   (define limit 10)
;=>   (define double (lambda (x) (%cons x x)))
;=>   (define f (lambda (a) (if (%< a 10) (%cons a a) double))))

;; a procedure that can fail shows in backtraces
;pass: simplify
(define (double x) (+ x x))
(define (f a) (double a))
;=> (begin (define double (lambda (x) (%+ x x))) (define f (lambda (a) (double a))))

;; not before it
;pass: simplify
(define (f a) (double a))
(define (double x) (cons x x))
;=> (begin (define f (lambda (a) (double a))) (define double (lambda (x) (%cons x x))))

;; not if it is assigned or defined again
;pass: simplify
(define (double x) (cons x x))
(define limit 10)
(define (f a) (double limit))
(set! limit 11)
(define (double x) 1)
;=> (begin
;=>   (define double (lambda (x) (%cons x x)))
;=>   (define limit 10)
;=>   (define f (lambda (a) (double limit)))
;=>   (set! limit 11)
;=>   (define double (lambda (x.1) 1)))

;; not if it calls something, or is called with too few arguments
;pass: simplify
(define (g x) (h x))
(define (double x) (cons x x))
(define (f a) (g (double)))
;=> (begin
;=>   (define g (lambda (x) (h x)))
;=>   (define double (lambda (x.1) (%cons x.1 x.1)))
;=>   (define f (lambda (a) (g (double)))))

;; a record's procedures
;pass: simplify
(define-record-type <point> (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define (f p) (if (point? p) (set-point-x! p (point-y p)) (make-point 1 p)))
;=> (begin
;=>   (define <point> (%make-record-type 'point #(x y) #(point-x point-y) #(set-point-x! #f)))
;=>   (define make-point (lambda (x y) (%record <point> x y)))
;=>   (define point? (lambda (object) (%record? object <point>)))
;=>   (define point-x (lambda (record) (%record-ref record <point> 0)))
;=>   (define set-point-x! (lambda (record.1 value) (%record-set! record.1 <point> value 0)))
;=>   (define point-y (lambda (record.2) (%record-ref record.2 <point> 1)))
;=>   (define f
;=>     (lambda (p)
;=>       (if
;=>         (%record? p <point>)
;=>         (%record-set! p <point> (%record-ref p <point> 1) 0)
;=>         (%record <point> 1 p)))))
