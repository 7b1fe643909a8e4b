; Data that contain themselves, and very deep data, through everything that walks data.
;peer: none, Guile runs out of stack
;limit-memory: 1G
(define (deep n) (let loop ((i 0) (x '())) (if (= i n) x (loop (+ i 1) (list x)))))
(define d (deep 300000))
(write (equal? d (deep 300000))) (newline)    ;=> #t
(write (string-length (call-with-port (open-output-string) (lambda (p) (write d p) (get-output-string p))))) (newline)   ;=> 600002
(define text (string-append (make-string 100000 #\() (make-string 100000 #\))))
(define back (read (open-input-string text)))
(write (let loop ((x back) (n 0)) (if (null? x) n (loop (car x) (+ n 1))))) (newline)   ;=> 99999
