; An inlined procedure that is redefined while its caller's loop runs, from outside and by itself.
(define (step x) (+ x 1))
(define (walk n)
  (let loop ((i 0) (sum 0))
    (if (= i n)
        sum
        (begin
          (if (= i 70000) (set! step (lambda (x) (+ x 1000))))
          (loop (+ i 1) (+ (step sum) (step 0)))))))
(write (walk 100000)) (newline)                                 ;=> 60140000
(define changes 0)
(define (shy x)
  (if (= x 60000)
      (begin (set! changes (+ changes 1)) (set! shy (lambda (x) (- x))) x)
      x))
(define (ask n) (let loop ((i 0) (last #f)) (if (= i n) last (loop (+ i 1) (car (list (shy i)))))))
(write (list (ask 60001) (ask 100000) changes)) (newline)       ;=> (60000 -99999 1)
; To something that is no procedure of one parameter, or no procedure.
(define (narrow x) (* 2 x))
(define (use n) (let loop ((i 0) (result 0)) (if (= i n) result (loop (+ i 1) (+ 1 (narrow i))))))
(write (use 100000)) (newline)                                  ;=> 199999
(set! narrow (lambda (x . more) (length more)))
(write (use 10)) (newline)                                      ;=> 1
(set! narrow 5)
(write (call-with-current-continuation
        (lambda (k) (with-exception-handler (lambda (c) (k 'not-a-procedure)) (lambda () (use 10)))))) (newline) ;=> not-a-procedure
