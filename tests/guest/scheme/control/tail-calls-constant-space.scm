; Mutual tail calls through every procedure that calls its argument in tail position, in little memory.
;options: --memory 256M --allocate 4G
(define (even-by-apply n) (if (= n 0) 'even (apply odd-by-call/cc (list (- n 1)))))
(define (odd-by-call/cc n) (if (= n 0) 'odd (call/cc (lambda (k) (even-by-values (- n 1))))))
(define (even-by-values n) (if (= n 0) 'even (call-with-values (lambda () (values (- n 1) n)) (lambda (m old) (odd-by-apply m)))))
(define (odd-by-apply n) (if (= n 0) 'odd (apply apply (list even-by-apply (list (- n 1))))))
(write (even-by-apply 200000)) (newline)                               ;=> even
(write (odd-by-call/cc 200002)) (newline)                              ;=> odd
(define (by-continuation n) (if (= n 0) 'done (by-continuation ((call/cc (lambda (k) (k (lambda () (- n 1)))))))))
(write (by-continuation 200000)) (newline)                             ;=> done
; What a dynamic-wind gives is returned to it, so its thunk is no tail call; leaving it by a continuation is constant space.
(define left 100000)
(define (leave) (call/cc (lambda (k) (dynamic-wind (lambda () #f) (lambda () (k left)) (lambda () (set! left (- left 1)))))))
(let loop () (if (> (leave) 1) (loop)))
(write left) (newline)                                                 ;=> 0
