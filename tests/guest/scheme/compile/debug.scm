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
;=> code f (2 0 #f ()) registers 5 free 0
;=>   (move 2 0)
;=>   (move 3 1)
;=>   (fixnum 4 1)
;=>   (primitive-n 2 2 3 (primitive +))
;=>   (return 2)

;pass: loops debug
(define (f a) (if #t (let ((b a)) b) 2))
;=> (define f (lambda (a) (if #t (let ((b a)) b) 2)))

;pass: closures debug
(define (f a) (define (g x) (if (null? x) a (g (cdr x)))) (g a))
;=> (define f (lambda (a) (fix ((g (closure (a) (x) (if (%null? x) a (g (%cdr x)))))) (g a))))
