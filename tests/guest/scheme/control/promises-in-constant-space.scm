; Iterative lazy algorithms run in constant space with delay-force.
;limit-memory: 256M
(define (loop n) (if (= n 0) (delay 'done) (delay-force (loop (- n 1)))))
(write (force (loop 300000))) (newline)                      ;=> done
(define (stream-from n) (delay (cons n (stream-from (+ n 1)))))
(define (stream-filter keep? s)
  (delay-force
    (let ((pair (force s)))
      (if (keep? (car pair))
          (delay (cons (car pair) (stream-filter keep? (cdr pair))))
          (stream-filter keep? (cdr pair))))))
(write (car (force (stream-filter (lambda (n) (= n 100000)) (stream-from 0))))) (newline)   ;=> 100000
