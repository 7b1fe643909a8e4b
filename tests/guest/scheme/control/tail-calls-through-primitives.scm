; apply, call/cc, call-with-values and dynamic procedures call their argument in tail position.
;limit-memory: 256M
(define n 300000)
(define (by-apply i) (if (= i 0) 'apply (apply by-apply (list (- i 1)))))
(define (by-apply-rest i . rest) (if (= i 0) 'apply-rest (apply by-apply-rest (- i 1) rest)))
(define (by-call/cc i) (if (= i 0) 'call/cc (call/cc (lambda (k) (by-call/cc (- i 1))))))
(define (by-call/cc-escape i)
  (if (= i 0) 'call/cc-escape (by-call/cc-escape (call/cc (lambda (k) (k (- i 1)))))))
(define (by-consumer i)
  (if (= i 0) 'consumer (call-with-values (lambda () (values i 1)) (lambda (a b) (by-consumer (- a b))))))
(define (by-consumer-variable i step) (if (= i 0) 'consumer-variable (call-with-values (lambda () (values (- i step) step)) by-consumer-variable)))
(define (by-eval-free f) (f))
(define (by-map-free i) (if (= i 0) 'thunk (by-eval-free (lambda () (by-map-free (- i 1))))))
(define (apply-of-apply i) (if (= i 0) 'apply-of-apply (apply apply (list apply-of-apply (list (- i 1))))))
(write (by-apply n)) (newline)                   ;=> apply
(write (by-apply-rest n 'a 'b 'c)) (newline)     ;=> apply-rest
(write (by-call/cc n)) (newline)                 ;=> call/cc
(write (by-call/cc-escape n)) (newline)          ;=> call/cc-escape
(write (by-consumer n)) (newline)                ;=> consumer
(write (by-consumer-variable n 1)) (newline)     ;=> consumer-variable
(write (by-map-free n)) (newline)                ;=> thunk
(write (apply-of-apply n)) (newline)             ;=> apply-of-apply
