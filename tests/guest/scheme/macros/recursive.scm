; Macros as small programs.
(define-syntax my-let*
  (syntax-rules () ((_ () body ...) (let () body ...)) ((_ ((x v) rest ...) body ...) (let ((x v)) (my-let* (rest ...) body ...)))))
(write (my-let* ((a 1) (b (+ a 1)) (c (* b 10))) (list a b c))) (newline)              ;=> (1 2 20)
(define-syntax my-do
  (syntax-rules ()
    ((_ ((var init step ...) ...) (test expr ...) command ...)
     (let loop ((var init) ...)
       (if test (begin #f expr ...) (begin command ... (loop (my-do "step" var step ...) ...)))))
    ((_ "step" x) x)
    ((_ "step" x y) y)))
(write (my-do ((vec (make-vector 5)) (i 0 (+ i 1))) ((= i 5) vec) (vector-set! vec i i))) (newline) ;=> #(0 1 2 3 4)
(define-syntax reverse-list
  (syntax-rules () ((_ "go" () (out ...)) '(out ...)) ((_ "go" (x rest ...) (out ...)) (reverse-list "go" (rest ...) (x out ...))) ((_ x ...) (reverse-list "go" (x ...) ()))))
(write (reverse-list 1 2 3 4 5)) (newline)                                             ;=> (5 4 3 2 1)
(define-syntax count-of (syntax-rules () ((_) 0) ((_ x . rest) (+ 1 (count-of . rest)))))
(write (count-of a b c d)) (newline)                                                   ;=> 4
(define-syntax my-case-lambda*
  (syntax-rules () ((_ (formals body ...) ...) (list (lambda formals body ...) ...))))
(write (map (lambda (f) (f 1 2)) (my-case-lambda* ((a b) (+ a b)) (all all) ((a . r) r)))) (newline)  ;=> (3 (1 2) (2))
(define-syntax stream-cons (syntax-rules () ((_ a b) (cons a (delay b)))))
(define (from n) (stream-cons n (from (+ n 1))))
(write (let loop ((s (from 1)) (i 0)) (if (= i 100) (car s) (loop (force (cdr s)) (+ i 1))))) (newline) ;=> 101
; A thousand steps of expansion.
(define-syntax nest (syntax-rules () ((_ x) x) ((_ x y ...) (let ((t x)) (nest y ...)))))
(define-syntax ten (syntax-rules () ((_ k (x ...) e ...) (k (x ... x ... x ... x ... x ... x ... x ... x ... x ... x ...) e ...))))
(define-syntax run (syntax-rules () ((_ (x ...) last) (nest x ... last))))
(define-syntax hundred (syntax-rules () ((_ (x ...) last) (ten run (x ...) last))))
(write (ten hundred (1) 'end)) (newline)                                               ;=> end
