;; The policy debug: every call of the source, with its own arguments.

;pass: generate debug
(define (f a) (let ((g (lambda (x) (h x)))) (g (+ 1 2))))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 5 free 0
;=>   (closure 1 (code g))
;=>   (fixnum 4 1)
;=>   (add-immediate 4 4 2)
;=>   (move 3 1)
;=>   (tail-call 1 2)
;=> code g (1 0 #f ()) registers 4 free 0
;=>   (move 3 0)
;=>   (global 2 h)
;=>   (tail-call 1 1)

;pass: generate debug
(let loop ((i 0)) (if (< i 10) (loop (+ i 1))))
;=> code program (0 0 #f ()) registers 4 free 0
;=>   (closure 0 (code loop))
;=>   (fixnum 3 0)
;=>   (move 2 0)
;=>   (tail-call 1 1)
;=> code loop (1 0 #f ()) registers 4 free 0
;=>   (branch-less-immediate 0 10 #f 2)
;=>   (add-immediate 3 0 1)
;=>   (self 2)
;=>   (tail-call 1 1)
;=> 2:
;=>   (constant 1 (%void))
;=>   (return 1)

;pass: generate debug
(define (f a b) (+ a b 1))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (2 0 #f ()) registers 4 free 0
;=>   (fixnum 2 1)
;=>   (add 3 0 1)
;=>   (operation + 1 3)
;=>   (add 2 3 2)
;=>   (return 2)

;pass: loops debug
(define (f a) (if #t (let ((b a)) b) 2))
;=> (define f (lambda (a) (if #t (let ((b a)) b) 2)))

;pass: closures debug
(define (f a) (define (g x) (if (null? x) a (g (cdr x)))) (g a))
;=> (define f (lambda (a) (fix ((g (closure (a) (x) (if (%null? x) a (g (%cdr x)))))) (g a))))

;; A procedure may declare the policy, for itself and the procedures in it.

;; it is not put in the place of its call, and in it nothing is
;pass: loops
(define (f x)
  (define (small y) (declare (policy debug)) (car y))
  (define (large y) (declare (policy debug)) (let ((twice (lambda (z) (+ z z)))) (if #t (twice (small y)))))
  (large x))
;=> (define f
;=>   (lambda (x)
;=>     (fix ((small (lambda (y) (%car y))))
;=>       (fix ((large
;=>               (lambda (y.1)
;=>                 (let ((twice (lambda (z) (%+ z z)))) (if #t (twice (small y.1)) (%void))))))
;=>         (large x)))))

;; loops stay procedures in it, and elsewhere become labels
;pass: loops
(define (f n) (declare (policy debug)) (let loop ((i 0)) (if (< i n) (loop (+ i 1)))))
(define (g n) (let loop ((i 0)) (if (< i n) (loop (+ i 1)))))
(define (h n) (let loop ((i 0)) (declare (policy debug)) (if (< i n) (loop (+ i 1)))))
;=> (begin
;=>   (define f
;=>     (lambda (n) (fix ((loop (lambda (i) (if (%< i n) (loop (%+ i 1)) (%void))))) (loop 0))))
;=>   (define g
;=>     (lambda (n.1)
;=>       (labels ((loop (i.1) (if (%< i.1 n.1) (jump loop (%+ i.1 1)) (%void)))) (jump loop 0))))
;=>   (define h
;=>     (lambda (n.2)
;=>       (fix ((loop.1 (lambda (i.2) (if (%< i.2 n.2) (loop.1 (%+ i.2 1)) (%void))))) (loop.1 0)))))

;; what it refers to may have been simplified around it
;pass: simplify
(define (f x)
  (let ((constant 5) (same x) (procedure (lambda (a) (cons a same))))
    (lambda (y) (declare (policy debug)) (list constant same (procedure y) procedure))))
;=> (define f
;=>   (lambda (x)
;=>     (fix ((procedure (lambda (a) (%cons a same))))
;=>       (lambda (y) (%list 5 x (procedure y) procedure)))))

;; an optimised procedure in a debug one, in a program of either policy
;pass: loops
(define (f x)
  (declare (policy debug))
  (define (g y) (declare (policy optimise)) (let ((h (lambda (z) (+ z z)))) (h (h y))))
  (let ((h (lambda (z) (+ z z)))) (g (h x))))
;=> (define f
;=>   (lambda (x)
;=>     (let ((g (lambda (y) (let ((z (%+ y y))) (%+ z z)))))
;=>       (let ((h (lambda (z.1) (%+ z.1 z.1)))) (g (h x))))))

;pass: loops debug
(define (f x)
  (define (g y) (declare (policy optimise)) (let ((h (lambda (z) (+ z z)))) (h (h y))))
  (let ((h (lambda (z) (+ z z)))) (g (h x))))
;=> (define f
;=>   (lambda (x)
;=>     (let ((g (lambda (y) (let ((z (%+ y y))) (%+ z z)))))
;=>       (let ((h (lambda (z.1) (%+ z.1 z.1)))) (g (h x))))))

;; the outermost level decides for all that declares nothing else
;pass: loops
(declare (policy debug))
(define (f x) (let ((g (lambda (y) (+ y y)))) (g x)))
(define (k x) (declare (policy optimise)) (let ((g (lambda (y) (+ y y)))) (g x)))
;=> (begin
;=>   (define f (lambda (x) (let ((g (lambda (y) (%+ y y)))) (g x))))
;=>   (define k (lambda (x.1) (%+ x.1 x.1))))
