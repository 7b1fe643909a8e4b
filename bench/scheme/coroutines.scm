; Two coroutines that pass control to each other, and a ring of them: every transfer is a captured continuation entered once.
; Size: 1000000 transfers between two, 300000 in a ring of 10, 16 times.
(define (make-coroutine body)
  (define resume-point #f)
  (define return-point #f)
  (define (yield value)
    (call/cc (lambda (here) (set! resume-point here) (return-point value))))
  (lambda (value)
    (call/cc
     (lambda (back)
       (set! return-point back)
       (if resume-point
           (resume-point value)
           (begin
             (body yield value)
             (return-point 'done)))))))
(define (ping-pong turns)
  (let ((double (make-coroutine (lambda (yield x) (let loop ((x x)) (loop (yield (* 2 x)))))))
        (shift (make-coroutine (lambda (yield x) (let loop ((x x)) (loop (yield (+ x 1))))))))
    (let loop ((i 0) (x 1))
      (if (< i turns) (loop (+ i 1) (remainder (shift (double x)) 1000003)) x))))
(define (ring size turns)
  (let ((members (make-vector size #f)))
    (let loop ((i 0))
      (if (< i size)
          (begin
            (vector-set! members i (make-coroutine (lambda (yield x) (let turn ((x x) (seen 0)) (turn (yield (+ x i seen)) (+ seen 1))))))
            (loop (+ i 1)))))
    (let loop ((i 0) (x 0))
      (if (< i turns) (loop (+ i 1) (remainder ((vector-ref members (remainder i size)) x) 1000003)) x))))
(measure 16 (by-size '(1000001 186497) '(182555 462000)) (lambda () (list (ping-pong (by-size 500000 5000)) (ring 10 (by-size 300000 3000)))))
