;; Closures with no captured variables to eleven, made in a hot loop, some of them referring to themselves, called as unknown procedures.
;; Up to eight variables lie in the closure, in classes by twos.
(import (scheme base) (scheme write))

(define (make n)
  (let ((a n) (b (+ n 1)) (c (+ n 2)) (d (list n)) (e (+ n 4)) (f (+ n 0.5)) (g (vector n)) (h (+ n 7)) (i #\i) (j (+ n 9)) (k "k"))
    (vector (lambda () 0)
            (lambda () a)
            (lambda () (+ a b))
            (lambda () (+ a b c))
            (lambda () (+ a b c (car d)))
            (lambda () (+ a b c (car d) e))
            (lambda () (+ a b c (car d) e f))
            (lambda () (+ a b c (car d) e f (vector-ref g 0)))
            (lambda () (+ a b c (car d) e f (vector-ref g 0) h))
            (lambda () (+ a b c (car d) e f (vector-ref g 0) h (char->integer i)))
            (lambda () (+ a b c (car d) e f (vector-ref g 0) h (char->integer i) j))
            (lambda () (+ a b c (car d) e f (vector-ref g 0) h (char->integer i) j (string-length k))))))

(define (sums closures)
  (let loop ((index 0) (result '()))
    (if (= index (vector-length closures))
        (reverse result)
        (loop (+ index 1) (cons ((vector-ref closures index)) result)))))

;; Closures that call themselves with what they captured, four and nine variables and themselves.
(define (counting a b c d)
  (define (go n) (if (= n 0) (list a b c d) (go (- n 1))))
  go)
(define (counting-far a b c d e f g h i)
  (define (go n) (if (= n 0) (list a b c d e f g h i) (go (- n 1))))
  go)

(define (run n)
  (let loop ((i 0) (kept #f) (last #f))
    (if (= i n)
        (begin
          (write (sums kept)) (newline)
          (write (sums last)) (newline)
          (write ((counting 1 "two" #\3 4.0) 5)) (newline)
          (write ((counting-far 1 2 3 4 5 6 7 8 9) 5)) (newline))
        (loop (+ i 1) (if (= i 1000) (make i) kept) (make i)))))

(run 3000)
;=> (0 1000 2001 3003 4003 5007 6007.5 7007.5 8014.5 8119.5 9128.5 9129.5)
;=> (0 2999 5999 9000 11999 15002 18001.5 21000.5 24006.5 24111.5 27119.5 27120.5)
;=> (1 "two" #\3 4.0)
;=> (1 2 3 4 5 6 7 8 9)
