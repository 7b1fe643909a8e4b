;; The let family, loops and multiple values.

(let () 1)
;=> 1

(let ((x 1) (y 2)) (f x y))
;=> (let ((x 1) (y 2)) (f x y))

(let ((x 1)) (let ((x x)) x))
;=> (let ((x 1)) (let ((x.1 x)) x.1))

;; The values are those of the outer x.
(lambda (x) (let ((x (f x)) (y x)) (g x y)))
;=> (lambda (x) (let ((x.1 (f x)) (y x)) (g x.1 y)))

(let* ((x 1) (y x) (x y)) x)
;=> (let ((x 1)) (let ((y x)) (let ((x.1 y)) x.1)))

(let* () 1)
;=> 1

(letrec ((even? (lambda (n) (if (zero? n) #t (odd? n)))) (odd? (lambda (n) (even? n)))) even?)
;=> (letrec* ((even? (lambda (n) (if (zero? n) #t (odd? n)))) (odd? (lambda (n.1) (even? n.1)))) even?)

(letrec* ((a 1) (b a)) b)
;=> (letrec* ((a 1) (b a)) b)

(let loop ((i 0) (j 1)) (if (< i j) (loop (+ i 1) j)))
;=> (letrec* ((loop (lambda (i j) (if (< i j) (loop (+ i 1) j) (void))))) (loop 0 1))

;; The name of a named let is not visible in the initial values.
(lambda (loop) (let loop ((x (loop 1))) (loop x)))
;=> (lambda (loop) (letrec* ((loop.1 (lambda (x) (loop.1 x)))) (loop.1 (loop 1))))

(let ((f (lambda (x) x)) (g (lambda (y) y))) (f g))
;=> (let ((f (lambda (x) x)) (g (lambda (y) y))) (f g))

(do ((i 0 (+ i 1)) (x 1)) ((= i 10) (f x) i) (display i) (newline))
;=> (letrec* ((loop (lambda (i x) (if (= i 10) (begin (f x) i) (begin (display i) (newline) (loop (+ i 1) x)))))) (loop 0 1))

(do ((i 0 (+ i 1))) ((= i 10)))
;=> (letrec* ((loop (lambda (i) (if (= i 10) (void) (loop (+ i 1)))))) (loop 0))

(let-values (((a b) (f)) ((c . d) (g)) (e (h))) (list a b c d e))
;=> (receive (a b) (f) (receive (c . d) (g) (receive e (h) (list a b c d e))))

(lambda (a b) (let-values (((a) (f b)) ((b) (g a))) (h a b)))
;=> (lambda (a b) (receive (a.1) (f b) (receive (b.1) (g a) (h a.1 b.1))))

(let*-values (((a) (f)) ((b) (g a))) (h a b))
;=> (receive (a) (f) (receive (b) (g a) (h a b)))

(receive (a b . c) (f) (g a b c))
;=> (receive (a b . c) (f) (g a b c))

(receive all (f) all)
;=> (receive all (f) all)

(case-lambda ((a) (f a)))
;=> (lambda (a) (f a))

(case-lambda ((a) (f a)) ((a b) (g a b)))
;=> (lambda (a #:optional b) (if (absent? b) (let ((a.1 a)) (f a.1)) (let ((a.2 a) (b.1 b)) (g a.2 b.1))))

(case-lambda (() 0) ((a . rest) (f a rest)))
;=> (lambda (#:optional a . rest) (if (absent? a) 0 (let ((a.1 a) (rest.1 rest)) (f a.1 rest.1))))

(case-lambda ((a) 1) ((a b c) 3) ((a b . rest) (f rest)))
;=> (lambda (a #:optional b c . rest) (if (absent? b) (let ((a.1 a)) 1) (if (if (if (absent? c) #f #t) (null? rest) #f) (let ((a.2 a) (b.1 b) (c.1 c)) 3) (let ((a.3 a) (b.2 b) (rest.1 (if (absent? c) '() (cons c rest)))) (f rest.1)))))

(case-lambda ((x) 1) ((x y z) 3))
;=> (lambda (#:optional x y z . rest) (if (if (if (absent? x) #f #t) (absent? y) #f) (let ((x.1 x)) 1) (if (if (if (absent? z) #f #t) (null? rest) #f) (let ((x.2 x) (y.1 y) (z.1 z)) 3) (no-matching-clause "1 or 3 arguments" "(case-lambda ((x) ...) ((x y z) ...))" rest x y z))))

(lambda* (a #:optional b (c (f a b))) (g a b c))
;=> (lambda (a #:optional b c) (let ((b.1 (if (absent? b) #f b))) (let ((c.1 (if (absent? c) (f a b.1) c))) (g a b.1 c.1))))

(lambda* (a #:key b (c 1) . rest) (g a b c rest))
;=> (lambda (a #:key (b b) (c c) . rest) (let ((b.1 (if (absent? b) #f b))) (let ((c.1 (if (absent? c) 1 c))) (g a b.1 c.1 rest))))

(define* (f a #:optional (b a) #:rest c) (g a b c))
;=> (define f (lambda (a #:optional b . c) (let ((b.1 (if (absent? b) a b))) (g a b.1 c))))

(let-syntax ((m (syntax-rules () ((_ x) (f x))))) (m 1) (m 2))
;=> (begin (f 1) (f 2))

(letrec-syntax ((a (syntax-rules () ((_ x) (b x)))) (b (syntax-rules () ((_ x) (f x))))) (a 1))
;=> (f 1)

(parameterize ((p 1)) (f) (g))
;=> (let ((parameter p) (value 1)) (let ((converted (convert-parameter parameter value))) (with-parameter parameter converted (lambda () (f) (g)))))

(parameterize ((p 1) (q 2)) (f))
;=> (let ((parameter p) (value 1) (parameter.1 q) (value.1 2)) (let ((converted (convert-parameter parameter value)) (converted.1 (convert-parameter parameter.1 value.1))) (with-parameter parameter converted (lambda () (with-parameter parameter.1 converted.1 (lambda () (f)))))))

(parameterize () (f))
;=> (f)
