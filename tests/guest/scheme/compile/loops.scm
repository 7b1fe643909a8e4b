;; loops: procedures that become labels.

;pass: loops
(let loop ((i 0)) (if (< i 10) (loop (+ i 1))))

;pass: loops
(do ((i 0 (+ i 1)) (l '() (cons i l))) ((= i 10) l) (g i))

;; tail calls among several
;pass: loops
(define (f a)
  (define (even n) (if (= n 0) (g n) (odd (- n 1))))
  (define (odd n) (if (= n 0) (h n) (if (k n) (even (- n 1)) (odd (- n 2)))))
  (even a))

;; the value of the loop is an argument: the loop stands there
;pass: loops
(define (f a) (+ 1 (let loop ((i a)) (if (g i) i (loop (h i))))))

;; the fix is outside of the only place that calls it
;pass: loops
(define (f a)
  (define (loop i) (if (g i) i (loop (h i))))
  (k 1)
  (+ 1 (loop a)))

;; or inside of a procedure that is handed out
;pass: loops
(define (f a)
  (define (loop i) (if (g i) i (loop (h i))))
  (lambda (x) (loop x)))

;; called from two places: it stays a procedure
;pass: loops
(define (f a)
  (define (loop i) (if (g i) i (loop (h i))))
  (+ (loop a) (loop 1)))

;; called from two branches of one place
;pass: loops
(define (f a)
  (define (loop i) (if (g i) i (loop (h i))))
  (if (k a) (loop a) (loop 1)))

;; a call that is not in tail position: it stays a procedure
;pass: loops
(define (f a) (let loop ((i a)) (if (g i) 0 (+ 1 (loop (h i))))))

;; a procedure that escapes stays one
;pass: loops
(define (f a) (let loop ((i a)) (if (g i) (h loop) (loop (h i)))))

;; a loop in a loop, each in tail position
;pass: loops
(define (f n)
  (let outer ((i 0))
    (if (< i n)
        (let inner ((j 0))
          (if (< j n)
              (begin (g i j) (inner (+ j 1)))
              (outer (+ i 1)))))))

;; the inner loop for its effect
;pass: loops
(define (f n)
  (do ((i 0 (+ i 1))) ((= i n))
    (do ((j 0 (+ j 1))) ((= j n))
      (g i j))))

;; a loop as a test
;pass: loops
(define (f l) (if (let any ((l l)) (if (null? l) #f (or (g (car l)) (any (cdr l))))) 1 2))

;; a procedure with two uses that return to one place
;pass: loops
(define (f a)
  (define (done x) (g1 x (g2 x (g3 x (g4 x (g5 x (g6 x (g7 x))))))))
  (cond ((h1 a) (done 1)) ((h2 a) (k a)) (else (done 2))))

;; a call with the wrong number of arguments
;pass: loops
(define (f a) (let loop ((i a)) (if (g i) (loop) (loop (h i)))))
