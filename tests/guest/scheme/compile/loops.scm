;; loops: procedures that become labels.

;pass: loops
(let loop ((i 0)) (if (< i 10) (loop (+ i 1))))
;=> (labels ((loop (i) (if (%< i 10) (jump loop (%+ i 1)) (%void)))) (jump loop 0))

;pass: loops
(do ((i 0 (+ i 1)) (l '() (cons i l))) ((= i 10) l) (g i))
;=> (labels ((loop (i l) (if (%= i 10) l (begin (g i) (jump loop (%+ i 1) (%cons i l))))))
;=>   (jump loop 0 '()))

;; tail calls among several
;pass: loops
(define (f a)
  (define (even n) (if (= n 0) (g n) (odd (- n 1))))
  (define (odd n) (if (= n 0) (h n) (if (k n) (even (- n 1)) (odd (- n 2)))))
  (even a))
;=> (define f
;=>   (lambda (a)
;=>     (labels ((even (n) (if (%= n 0) (g n) (jump odd (%- n 1))))
;=>              (odd
;=>                (n.1)
;=>                (if (%= n.1 0) (h n.1) (if (k n.1) (jump even (%- n.1 1)) (jump odd (%- n.1 2))))))
;=>       (jump even a))))

;; the value of the loop is an argument: the loop stands there
;pass: loops
(define (f a) (+ 1 (let loop ((i a)) (if (g i) i (loop (h i))))))
;=> (define f
;=>   (lambda (a) (%+ 1 (labels ((loop (i) (if (g i) i (jump loop (h i))))) (jump loop a)))))

;; the fix is outside of the only place that calls it
;pass: loops
(define (f a)
  (define (loop i) (if (g i) i (loop (h i))))
  (k 1)
  (+ 1 (loop a)))
;=> (define f
;=>   (lambda (a)
;=>     (begin (k 1) (%+ 1 (labels ((loop (i) (if (g i) i (jump loop (h i))))) (jump loop a))))))

;; or inside of a procedure that is handed out
;pass: loops
(define (f a)
  (define (loop i) (if (g i) i (loop (h i))))
  (lambda (x) (loop x)))
;=> (define f
;=>   (lambda (a) (lambda (x) (labels ((loop (i) (if (g i) i (jump loop (h i))))) (jump loop x)))))

;; called from two places: it stays a procedure
;pass: loops
(define (f a)
  (define (loop i) (if (g i) i (loop (h i))))
  (+ (loop a) (loop 1)))
;=> (define f
;=>   (lambda (a) (fix ((loop (lambda (i) (if (g i) i (loop (h i)))))) (%+ (loop a) (loop 1)))))

;; called from two branches of one place
;pass: loops
(define (f a)
  (define (loop i) (if (g i) i (loop (h i))))
  (if (k a) (loop a) (loop 1)))
;=> (define f
;=>   (lambda (a)
;=>     (labels ((loop (i) (if (g i) i (jump loop (h i))))) (if (k a) (jump loop a) (jump loop 1)))))

;; a call that is not in tail position: it stays a procedure
;pass: loops
(define (f a) (let loop ((i a)) (if (g i) 0 (+ 1 (loop (h i))))))
;=> (define f (lambda (a) (fix ((loop (lambda (i) (if (g i) 0 (%+ 1 (loop (h i))))))) (loop a))))

;; a procedure that escapes stays one
;pass: loops
(define (f a) (let loop ((i a)) (if (g i) (h loop) (loop (h i)))))
;=> (define f (lambda (a) (fix ((loop (lambda (i) (if (g i) (h loop) (loop (h i)))))) (loop a))))

;; a loop in a loop, each in tail position
;pass: loops
(define (f n)
  (let outer ((i 0))
    (if (< i n)
        (let inner ((j 0))
          (if (< j n)
              (begin (g i j) (inner (+ j 1)))
              (outer (+ i 1)))))))
;=> (define f
;=>   (lambda (n)
;=>     (labels ((outer
;=>                (i)
;=>                (if
;=>                  (%< i n)
;=>                  (labels ((inner
;=>                             (j)
;=>                             (if
;=>                               (%< j n)
;=>                               (begin (g i j) (jump inner (%+ j 1)))
;=>                               (jump outer (%+ i 1)))))
;=>                    (jump inner 0))
;=>                  (%void))))
;=>       (jump outer 0))))

;; the inner loop for its effect
;pass: loops
(define (f n)
  (do ((i 0 (+ i 1))) ((= i n))
    (do ((j 0 (+ j 1))) ((= j n))
      (g i j))))
;=> (define f
;=>   (lambda (n)
;=>     (labels ((loop
;=>                (i)
;=>                (if
;=>                  (%= i n)
;=>                  (%void)
;=>                  (begin
;=>                    (labels ((loop
;=>                               (j)
;=>                               (if (%= j n) (%void) (begin (g i j) (jump loop (%+ j 1))))))
;=>                      (jump loop 0))
;=>                    (jump loop (%+ i 1))))))
;=>       (jump loop 0))))

;; a loop as a test
;pass: loops
(define (f l) (if (let any ((l l)) (if (null? l) #f (or (g (car l)) (any (cdr l))))) 1 2))
;=> (define f
;=>   (lambda (l)
;=>     (if
;=>       (labels ((any
;=>                  (l.1)
;=>                  (if (%null? l.1) #f (let ((t (g (%car l.1)))) (if t t (jump any (%cdr l.1)))))))
;=>         (jump any l))
;=>       1
;=>       2)))

;; a procedure with two uses that return to one place
;pass: loops
(define (f a)
  (define (done x) (g1 x (g2 x (g3 x (g4 x (g5 x (g6 x (g7 x))))))))
  (cond ((h1 a) (done 1)) ((h2 a) (k a)) (else (done 2))))
;=> (define f
;=>   (lambda (a)
;=>     (labels ((done (x) (g1 x (g2 x (g3 x (g4 x (g5 x (g6 x (g7 x)))))))))
;=>       (if (h1 a) (jump done 1) (if (h2 a) (k a) (jump done 2))))))

;; a call with the wrong number of arguments
;pass: loops
(define (f a) (let loop ((i a)) (if (g i) (loop) (loop (h i)))))
;=> (define f (lambda (a) (fix ((loop (lambda (i) (if (g i) (loop) (loop (h i)))))) (loop a))))
