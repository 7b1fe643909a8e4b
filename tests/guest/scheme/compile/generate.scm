;; generate: instructions.

;pass: generate
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))

;pass: generate
(let loop ((i 0)) (if (< i 100) (loop (+ i 1))))

;; comparisons with small integers, either way round
;pass: generate
(define (f a) (g (if (< a 1) 1 2) (if (> a -128) 1 2) (if (= 127 a) 1 2) (if (< 1 a) 1 2) (if (<= a 1) 1 2)))

;; and as values
;pass: generate
(define (f a b) (g (< a b) (> a b) (<= a b) (>= a b) (= a b)))

;; a small integer fits the instruction; zero less is not zero more for a flonum
;pass: generate
(define (f a) (g (+ a 127) (+ 5 a) (- a 127) (- a 0) (+ a 128) (- 1 a)))

;; and, or and not are control flow
;pass: generate
(define (f a b) (if (and (pair? a) (not (null? b)) (or (eq? a b) (g a))) 1 2))

;; arguments are evaluated where the callee expects them
;pass: generate
(define (f a) (g (h a 1) (k (h a 2) 'x)))

;; calls whose procedure is computed
;pass: generate
(define (f a) ((g a) (h a)))

;; arguments of a loop: in place, without copies where the order allows it
;pass: generate
(define (reverse-onto l acc) (let loop ((l l) (acc acc)) (if (null? l) acc (loop (cdr l) (cons (car l) acc)))))

;; an exchange needs one more register
;pass: generate
(define (f a b) (let loop ((x a) (y b)) (if (g x y) x (loop y x))))

;; a rotation
;pass: generate
(define (f a b c) (let loop ((x a) (y b) (z c)) (if (g x y z) x (loop y z x))))

;; calls among the arguments keep their order
;pass: generate
(define (f a b) (let loop ((x a) (y b)) (if (g x y) x (loop (g y) (g x)))))

;; a variable that is assigned, with no call in its scope: a register
;pass: generate
(define (f a) (let ((n 0)) (set! n (+ n a)) (+ n n)))

;; with a call in its scope: a box, for continuations that are entered again
;pass: generate
(define (f a) (let ((n 0)) (g) (set! n (+ n a)) n))

;; captured: a box
;pass: generate
(define (make-counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n)))

;; closures that refer to each other
;pass: generate
(define (f a)
  (define (g x) (+ 1 (h x)))
  (define (h x) (if (k x) a (+ 2 (g x))))
  (cons g h))

;; a captured variable that a loop reads is loaded once
;pass: generate
(define (f a) (lambda (n) (let loop ((i 0)) (if (< i n) (begin (vector-set! a i 0) (loop (+ i 1)))))))

;; multiple values
;pass: generate
(define (f a) (receive (x y) (g a) (values y x)))

;pass: generate
(define (f a) (receive (x y) (if (g a) (values 1 2) (h a)) (cons x y)))

;pass: generate
(define (f a) (receive (x . r) (g a) (cons x r)))

;pass: generate
(define (f a) (begin (values) (g (values 1 2)) (values)))

;; apply
;pass: generate
(define (f a) (cons (apply g a) 1))

;pass: generate
(define (f a) (apply g 1 a))

;; primitives without an opcode
;pass: generate
(define (f a) (g (string-length a) (string=? a "x") (substring a 1 2)))

;; opcodes that give no value
;pass: generate
(define (f a) (set-car! a 1) (vector-set! a 0 1))

;; reading a variable too early
;pass: generate
(define (f) (define a (g)) (define (g) b) (define b (h)) a)

;; parameters
;pass: generate
(define (f a . b) (g b a))

;; the value of a loop goes where it is wanted
;pass: generate
(define (f l) (g (let loop ((l l) (n 0)) (if (pair? l) (loop (cdr l) (+ n 1)) n)) 1))

;; a loop as a test
;pass: generate
(define (f l) (if (let loop ((l l)) (and (pair? l) (or (eq? (car l) 'x) (loop (cdr l))))) 1 2))

;; the same name twice
;pass: generate
(define a 1)
(set! a (g a))
a
