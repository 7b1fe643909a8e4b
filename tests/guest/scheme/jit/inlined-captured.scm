; Continuations that are captured in inlined procedures, left to, and entered again: the activations of both are on the stack.
(define saved #f)
(define entered 0)
(define (capture x) (+ x (call/cc (lambda (k) (if (= x 50000) (set! saved k)) 1))))
(define (outside x) (* 10 (capture x)))
(define (run n)
  (let loop ((i 0) (sum 0))
    (if (> i n) sum (loop (+ i 1) (+ sum (remainder (outside i) 7))))))
(define results '())
(define (again-and-again)
  (let ((result (run 50010)))
    (set! results (cons result results))
    (if (< entered 3) (begin (set! entered (+ entered 1)) (saved (* 2 entered))) results)))
(write (again-and-again)) (newline)                             ;=> (150036 150037 150038 150035)
; A generator by re-entry whose producer is a small procedure.
(define (make-generator walk)
  (define return #f)
  (define (yield x) (call/cc (lambda (rest) (set! resume (lambda () (rest #f))) (return x))))
  (define resume (lambda () (walk yield) (return 'done)))
  (lambda () (call/cc (lambda (k) (set! return k) (resume)))))
(define (each-digit yield) (let loop ((i 0)) (if (< i 3000) (begin (yield (remainder i 10)) (loop (+ i 1))))))
(define next (make-generator each-digit))
(write (let loop ((sum 0)) (let ((x (next))) (if (eq? x 'done) sum (loop (+ sum x)))))) (newline) ;=> 13500
; Captured once, entered many times from a deep recursion; each way back gives its own sum.
(define again #f)
(define times 0)
(define (deep n) (if (= n 0) (call/cc (lambda (k) (set! again k) 0)) (+ 1 (deep (- n 1)))))
(write (let ((result (deep 1000))) (set! times (+ times 1)) (if (< times 100) (again times) (list result times)))) (newline) ;=> (1099 100)
; Leaving many activations at once.
(define (leave k n) (if (= n 0) (k 'left) (+ 1 (leave k (- n 1)))))
(write (let loop ((i 0) (last #f)) (if (= i 3000) last (loop (+ i 1) (call/cc (lambda (k) (leave k 20))))))) (newline) ;=> left
; Winders on the way run, in compiled code too.
(define log '())
(define (wound k) (dynamic-wind (lambda () (set! log (cons 'in log))) (lambda () (k 1)) (lambda () (set! log (cons 'out log)))))
(write (let loop ((i 0)) (if (= i 2000) (length log) (begin (call/cc wound) (loop (+ i 1)))))) (newline) ;=> 4000
