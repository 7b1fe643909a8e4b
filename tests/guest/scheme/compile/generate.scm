;; generate: instructions.

;pass: generate
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code fib))
;=>   (global-define 0 fib)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code fib (1 0 #f ()) registers 5 free 0
;=>   (branch-less-immediate 0 2 #f 2)
;=>   (return 0)
;=> 2:
;=>   (operation - 1 2)
;=>   (add-immediate 3 0 -1)
;=>   (call-global fib 1 1 1)
;=>   (operation - 1 2)
;=>   (add-immediate 4 0 -2)
;=>   (call-global fib 2 1 2)
;=>   (add 1 1 2)
;=>   (return 1)

;pass: generate
(let loop ((i 0)) (if (< i 100) (loop (+ i 1))))
;=> code program (0 0 #f ()) registers 2 free 0
;=>   (fixnum 0 0)
;=> 0:
;=>   (branch-less-immediate 0 100 #f 4)
;=>   (add-immediate 0 0 1)
;=>   (loop 0)
;=> 4:
;=>   (constant 1 (%void))
;=>   (return 1)

;; comparisons with small integers, either way round
;pass: generate
(define (f a) (g (if (< a 1) 1 2) (if (> a -128) 1 2) (if (= 127 a) 1 2) (if (< 1 a) 1 2) (if (<= a 1) 1 2)))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 8 free 0
;=>   (branch-less-immediate 0 1 #f 2)
;=>   (fixnum 3 1)
;=>   (jump 1)
;=> 2:
;=>   (fixnum 3 2)
;=> 1:
;=>   (branch-greater-immediate 0 -128 #f 5)
;=>   (fixnum 4 1)
;=>   (jump 4)
;=> 5:
;=>   (fixnum 4 2)
;=> 4:
;=>   (operation = 2 1)
;=>   (branch-equal-immediate 0 127 #f 8)
;=>   (fixnum 5 1)
;=>   (jump 7)
;=> 8:
;=>   (fixnum 5 2)
;=> 7:
;=>   (operation < 2 1)
;=>   (branch-greater-immediate 0 1 #f 11)
;=>   (fixnum 6 1)
;=>   (jump 10)
;=> 11:
;=>   (fixnum 6 2)
;=> 10:
;=>   (fixnum 7 1)
;=>   (branch-less-or-equal 0 7 #f 14)
;=>   (fixnum 7 1)
;=>   (jump 13)
;=> 14:
;=>   (fixnum 7 2)
;=> 13:
;=>   (global 2 g)
;=>   (tail-call 5 1)

;; and as values
;pass: generate
(define (f a b) (g (< a b) (> a b) (<= a b) (>= a b) (= a b)))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (2 0 #f ()) registers 9 free 0
;=>   (less 4 0 1)
;=>   (greater 5 0 1)
;=>   (less-or-equal 6 0 1)
;=>   (greater-or-equal 7 0 1)
;=>   (number-equal 8 0 1)
;=>   (global 3 g)
;=>   (tail-call 5 2)

;; a small integer fits the instruction; zero less is not zero more for a flonum
;pass: generate
(define (f a) (g (+ a 127) (+ 5 a) (- a 127) (- a 0) (+ a 128) (- 1 a)))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 9 free 0
;=>   (add-immediate 3 0 127)
;=>   (operation + 2 2)
;=>   (add-immediate 4 0 5)
;=>   (operation - 1 2)
;=>   (add-immediate 5 0 -127)
;=>   (fixnum 6 0)
;=>   (subtract 6 0 6)
;=>   (fixnum 7 128)
;=>   (add 7 0 7)
;=>   (fixnum 8 1)
;=>   (subtract 8 8 0)
;=>   (global 2 g)
;=>   (tail-call 6 1)

;; and, or and not are control flow
;pass: generate
(define (f a b) (if (and (pair? a) (not (null? b)) (or (eq? a b) (g a))) 1 2))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (2 0 #f ()) registers 5 free 0
;=>   (branch-pair 0 #f 2)
;=>   (branch-null 1 #t 2)
;=>   (branch-eq 0 1 #t 0)
;=>   (move 4 0)
;=>   (call-global g 2 1 2)
;=>   (branch 2 #f 2)
;=> 0:
;=>   (fixnum 2 1)
;=>   (return 2)
;=> 2:
;=>   (fixnum 2 2)
;=>   (return 2)

;; arguments are evaluated where the callee expects them
;pass: generate
(define (f a) (g (h a 1) (k (h a 2) 'x)))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 10 free 0
;=>   (move 5 0)
;=>   (fixnum 6 1)
;=>   (call-global h 3 2 3)
;=>   (move 8 0)
;=>   (fixnum 9 2)
;=>   (call-global h 6 2 6)
;=>   (constant 7 'x)
;=>   (call-global k 4 2 4)
;=>   (global 2 g)
;=>   (tail-call 2 1)

;; calls whose procedure is computed
;pass: generate
(define (f a) ((g a) (h a)))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 6 free 0
;=>   (move 5 0)
;=>   (call-global g 2 1 3)
;=>   (move 5 0)
;=>   (call-global h 3 1 3)
;=>   (tail-call 1 1)

;; arguments of a loop: in place, without copies where the order allows it
;pass: generate
(define (reverse-onto l acc) (let loop ((l l) (acc acc)) (if (null? l) acc (loop (cdr l) (cons (car l) acc)))))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code reverse-onto))
;=>   (global-define 0 reverse-onto)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code reverse-onto (2 0 #f ()) registers 5 free 0
;=>   (move 2 0)
;=>   (move 3 1)
;=> 0:
;=>   (branch-null 2 #f 4)
;=>   (return 3)
;=> 4:
;=>   (car 4 2)
;=>   (cons 3 4 3)
;=>   (cdr 2 2)
;=>   (loop 0)

;; an exchange needs one more register
;pass: generate
(define (f a b) (let loop ((x a) (y b)) (if (g x y) x (loop y x))))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (2 0 #f ()) registers 8 free 0
;=>   (move 2 0)
;=>   (move 3 1)
;=> 0:
;=>   (move 6 2)
;=>   (move 7 3)
;=>   (call-global g 4 2 4)
;=>   (branch 4 #f 4)
;=>   (return 2)
;=> 4:
;=>   (move 4 2)
;=>   (move 2 3)
;=>   (move 3 4)
;=>   (loop 0)

;; a rotation
;pass: generate
(define (f a b c) (let loop ((x a) (y b) (z c)) (if (g x y z) x (loop y z x))))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (3 0 #f ()) registers 11 free 0
;=>   (move 3 0)
;=>   (move 4 1)
;=>   (move 5 2)
;=> 0:
;=>   (move 8 3)
;=>   (move 9 4)
;=>   (move 10 5)
;=>   (call-global g 6 3 6)
;=>   (branch 6 #f 4)
;=>   (return 3)
;=> 4:
;=>   (move 6 3)
;=>   (move 3 4)
;=>   (move 4 5)
;=>   (move 5 6)
;=>   (loop 0)

;; calls among the arguments keep their order
;pass: generate
(define (f a b) (let loop ((x a) (y b)) (if (g x y) x (loop (g y) (g x)))))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (2 0 #f ()) registers 8 free 0
;=>   (move 2 0)
;=>   (move 3 1)
;=> 0:
;=>   (move 6 2)
;=>   (move 7 3)
;=>   (call-global g 4 2 4)
;=>   (branch 4 #f 4)
;=>   (return 2)
;=> 4:
;=>   (move 6 3)
;=>   (call-global g 4 1 4)
;=>   (move 7 2)
;=>   (call-global g 3 1 5)
;=>   (move 2 4)
;=>   (loop 0)

;; a variable that is assigned, with no call in its scope: a register
;pass: generate
(define (f a) (let ((n 0)) (set! n (+ n a)) (+ n n)))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 3 free 0
;=>   (fixnum 1 0)
;=>   (add 1 1 0)
;=>   (add 2 1 1)
;=>   (return 2)

;; with a call in its scope: a box, for continuations that are entered again
;pass: generate
(define (f a) (let ((n 0)) (g) (set! n (+ n a)) n))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 4 free 0
;=>   (fixnum 1 0)
;=>   (box 1 1)
;=>   (call-global g 2 0 2)
;=>   (box-ref 2 1)
;=>   (add 2 2 0)
;=>   (box-set 1 2)
;=>   (box-ref 2 1)
;=>   (return 2)

;; captured: a box
;pass: generate
(define (make-counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code make-counter))
;=>   (global-define 0 make-counter)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code make-counter (0 0 #f ()) registers 2 free 0
;=>   (fixnum 0 0)
;=>   (box 0 0)
;=>   (closure 1 (code #f))
;=>   (closure-set 1 0 0)
;=>   (return 1)
;=> code #f (0 0 #f ()) registers 2 free 1
;=>   (free 0 0)
;=>   (box-ref 0 0)
;=>   (add-immediate 0 0 1)
;=>   (free 1 0)
;=>   (box-set 1 0)
;=>   (free 0 0)
;=>   (box-ref 0 0)
;=>   (return 0)

;; closures that refer to each other
;pass: generate
(define (f a)
  (define (g x) (+ 1 (h x)))
  (define (h x) (if (k x) a (+ 2 (g x))))
  (cons g h))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 4 free 0
;=>   (closure 1 (code g))
;=>   (closure 2 (code h))
;=>   (closure-set 1 0 2)
;=>   (closure-set 2 0 0)
;=>   (closure-set 2 1 1)
;=>   (cons 3 1 2)
;=>   (return 3)
;=> code g (1 0 #f ()) registers 4 free 1
;=>   (move 3 0)
;=>   (free 2 0)
;=>   (call 1 1 1)
;=>   (operation + 2 2)
;=>   (add-immediate 1 1 1)
;=>   (return 1)
;=> code h (1 0 #f ()) registers 4 free 2
;=>   (move 3 0)
;=>   (call-global k 1 1 1)
;=>   (branch 1 #f 2)
;=>   (free 1 0)
;=>   (return 1)
;=> 2:
;=>   (move 3 0)
;=>   (free 2 1)
;=>   (call 1 1 1)
;=>   (operation + 2 2)
;=>   (add-immediate 1 1 2)
;=>   (return 1)

;; a captured variable that a loop reads is loaded once
;pass: generate
(define (f a) (lambda (n) (let loop ((i 0)) (if (< i n) (begin (vector-set! a i 0) (loop (+ i 1)))))))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 2 free 0
;=>   (closure 1 (code #f))
;=>   (closure-set 1 0 0)
;=>   (return 1)
;=> code #f (1 0 #f ()) registers 5 free 1
;=>   (free 2 0)
;=>   (fixnum 3 0)
;=>   (fixnum 1 0)
;=> 0:
;=>   (branch-less 1 0 #f 4)
;=>   (vector-set! 2 1 3)
;=>   (add-immediate 1 1 1)
;=>   (loop 0)
;=> 4:
;=>   (constant 4 (%void))
;=>   (return 4)

;; multiple values
;pass: generate
(define (f a) (receive (x y) (g a) (values y x)))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 6 free 0
;=>   (move 5 0)
;=>   (global 4 g)
;=>   (call-values 3 1 3)
;=>   (unpack-values 3 1 2 #f)
;=>   (move 3 2)
;=>   (move 4 1)
;=>   (return-values 3 2)

;pass: generate
(define (f a) (receive (x y) (if (g a) (values 1 2) (h a)) (cons x y)))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 6 free 0
;=>   (move 5 0)
;=>   (call-global g 3 1 3)
;=>   (branch 3 #f 2)
;=>   (fixnum 1 1)
;=>   (fixnum 2 2)
;=>   (jump 1)
;=> 2:
;=>   (move 5 0)
;=>   (global 4 h)
;=>   (call-values 3 1 3)
;=>   (unpack-values 3 1 2 #f)
;=> 1:
;=>   (cons 3 1 2)
;=>   (return 3)

;pass: generate
(define (f a) (receive (x . r) (g a) (cons x r)))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 6 free 0
;=>   (move 5 0)
;=>   (global 4 g)
;=>   (call-values 3 1 3)
;=>   (unpack-values 3 1 1 #t)
;=>   (cons 3 1 2)
;=>   (return 3)

;pass: generate
(define (f a) (begin (values) (g (values 1 2)) (values)))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 4 free 0
;=>   (fixnum 3 1)
;=>   (call-global g 1 1 1)
;=>   (return-values 1 0)

;; apply
;pass: generate
(define (f a) (cons (apply g a) 1))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 4 free 0
;=>   (global 2 g)
;=>   (move 3 0)
;=>   (call-apply 1 1 1)
;=>   (fixnum 2 1)
;=>   (cons 1 1 2)
;=>   (return 1)

;pass: generate
(define (f a) (apply g 1 a))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 5 free 0
;=>   (global 2 g)
;=>   (fixnum 3 1)
;=>   (move 4 0)
;=>   (tail-apply 2 1)

;; primitives without an opcode
;pass: generate
(define (f a) (g (string-length a) (string=? a "x") (substring a 1 2)))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 8 free 0
;=>   (primitive-1 3 0 (primitive string-length))
;=>   (constant 4 "x")
;=>   (primitive-2 4 0 4 (primitive string=?))
;=>   (move 5 0)
;=>   (fixnum 6 1)
;=>   (fixnum 7 2)
;=>   (primitive-n 5 5 3 (primitive substring))
;=>   (global 2 g)
;=>   (tail-call 3 1)

;; opcodes that give no value
;pass: generate
(define (f a) (set-car! a 1) (vector-set! a 0 1))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 3 free 0
;=>   (fixnum 1 1)
;=>   (set-car! 0 1)
;=>   (fixnum 1 0)
;=>   (fixnum 2 1)
;=>   (vector-set! 0 1 2)
;=>   (constant 1 (%void))
;=>   (return 1)

;; reading a variable too early
;pass: generate
(define (f) (define a (g)) (define (g) b) (define b (h)) a)
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (0 0 #f ()) registers 4 free 0
;=>   (unbound 0)
;=>   (box 0 0)
;=>   (unbound 1)
;=>   (box 1 1)
;=>   (box-ref 2 1)
;=>   (check-bound 2 'b)
;=>   (box-set 0 2)
;=>   (call-global h 2 0 2)
;=>   (box-set 1 2)
;=>   (box-ref 2 0)
;=>   (check-bound 2 'a)
;=>   (return 2)

;; parameters
;pass: generate
(define (f a . b) (g b a))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #t ()) registers 6 free 0
;=>   (move 4 1)
;=>   (move 5 0)
;=>   (global 3 g)
;=>   (tail-call 2 2)

;; the value of a loop goes where it is wanted
;pass: generate
(define (f l) (g (let loop ((l l) (n 0)) (if (pair? l) (loop (cdr l) (+ n 1)) n)) 1))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 5 free 0
;=>   (fixnum 4 0)
;=>   (move 3 0)
;=> 0:
;=>   (branch-pair 3 #f 4)
;=>   (cdr 3 3)
;=>   (add-immediate 4 4 1)
;=>   (loop 0)
;=> 4:
;=>   (move 3 4)
;=> 1:
;=>   (fixnum 4 1)
;=>   (global 2 g)
;=>   (tail-call 2 1)

;; a loop as a test
;pass: generate
(define (f l) (if (let loop ((l l)) (and (pair? l) (or (eq? (car l) 'x) (loop (cdr l))))) 1 2))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 4 free 0
;=>   (constant 2 'x)
;=>   (move 1 0)
;=> 3:
;=>   (branch-pair 1 #f 2)
;=>   (car 3 1)
;=>   (branch-eq 3 2 #t 0)
;=>   (cdr 1 1)
;=>   (loop 3)
;=> 0:
;=>   (fixnum 1 1)
;=>   (return 1)
;=> 2:
;=>   (fixnum 1 2)
;=>   (return 1)

;; the same name twice
;pass: generate
(define a 1)
(set! a (g a))
a
;=> code program (0 0 #f ()) registers 3 free 0
;=>   (fixnum 0 1)
;=>   (global-define 0 a)
;=>   (global 2 a)
;=>   (call-global g 0 1 0)
;=>   (global-set 0 a)
;=>   (global 0 a)
;=>   (return 0)

;; constants that are operands in a loop are loaded once, before it
;pass: generate
(let loop ((i 0) (x 0.5)) (if (< i 1000000) (loop (+ i 1) (* x 2.5)) x))
;=> code program (0 0 #f ()) registers 5 free 0
;=>   (constant 2 2.5)
;=>   (constant 3 1000000)
;=>   (fixnum 0 0)
;=>   (constant 1 0.5)
;=> 0:
;=>   (branch-less 0 3 #f 4)
;=>   (add-immediate 0 0 1)
;=>   (multiply 1 1 2)
;=>   (loop 0)
;=> 4:
;=>   (return 1)

;; not those that go to a call
;pass: generate
(let loop ((i 0)) (if (< i 10) (begin (g 1000) (loop (+ i 1)))))
;=> code program (0 0 #f ()) registers 4 free 0
;=>   (fixnum 0 0)
;=> 0:
;=>   (branch-less-immediate 0 10 #f 4)
;=>   (fixnum 3 1000)
;=>   (call-global g 1 1 1)
;=>   (add-immediate 0 0 1)
;=>   (loop 0)
;=> 4:
;=>   (constant 1 (%void))
;=>   (return 1)

;; a branch around a jump is one branch
;pass: generate
(define (f a) (let loop ((i a)) (or (g i) (loop (h i)))))
;=> code program (0 0 #f ()) registers 1 free 0
;=>   (closure 0 (code f))
;=>   (global-define 0 f)
;=>   (constant 0 (%void))
;=>   (return 0)
;=> code f (1 0 #f ()) registers 6 free 0
;=>   (move 1 0)
;=> 0:
;=>   (move 4 1)
;=>   (call-global g 2 1 2)
;=>   (branch 2 #f 4)
;=>   (return 2)
;=> 4:
;=>   (move 5 1)
;=>   (call-global h 1 1 3)
;=>   (loop 0)
