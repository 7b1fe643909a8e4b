; Continuations as escapes.
;peer: none, Guile continues a top-level form with what is left to read
(write (+ 1 (call/cc (lambda (k) (+ 10 (k 1)))))) (newline)                     ;=> 2
(write (call-with-current-continuation (lambda (k) (for-each (lambda (x) (if (negative? x) (k x))) '(54 0 37 -3 245 19)) #t))) (newline) ;=> -3
(define (list-length obj)
  (call/cc (lambda (return)
    (letrec ((r (lambda (obj) (cond ((null? obj) 0) ((pair? obj) (+ (r (cdr obj)) 1)) (else (return #f))))))
      (r obj)))))
(write (list (list-length '(1 2 3 4)) (list-length '(a b . c)))) (newline)      ;=> (4 #f)
; Not called at all, called with its own result, nested.
(write (call/cc (lambda (k) 'plain))) (newline)                                 ;=> plain
(write (call/cc (lambda (outer) (+ 1 (call/cc (lambda (inner) (outer (inner 5)))))))) (newline) ;=> 6
(write (call/cc procedure?)) (newline)                                          ;=> #t
; An escape out of several kinds of primitive that call back.
(define (leave-from walk) (call/cc (lambda (k) (walk k) 'stayed)))
(write (list
  (leave-from (lambda (k) (map (lambda (x) (k (list 'map x))) '(1 2))))
  (leave-from (lambda (k) (vector-for-each (lambda (x) (k (list 'vector-for-each x))) #(3))))
  (leave-from (lambda (k) (string-for-each (lambda (c) (k (list 'string-for-each c))) "ab")))
  (leave-from (lambda (k) (apply k '((apply)))))
  (leave-from (lambda (k) (dynamic-wind (lambda () #f) (lambda () (k '(wind))) (lambda () #f))))
  (leave-from (lambda (k) (call-with-values (lambda () (k '(producer))) list)))
  (leave-from (lambda (k) (with-exception-handler (lambda (e) (k (list 'handler e))) (lambda () (raise 'x)))))
  (leave-from (lambda (k) (call-with-port (open-input-string "x") (lambda (p) (k (list (read-char p))))))))) (newline)
;=> ((map 1) (vector-for-each 3) (string-for-each #\a) (apply) (wind) (producer) (handler x) (#\x))
; Values through a continuation.
(write (call-with-values (lambda () (call/cc (lambda (k) (k 1 2 3)))) list)) (newline)   ;=> (1 2 3)
(write (call-with-values (lambda () (call/cc (lambda (k) (k)))) list)) (newline)         ;=> ()
; A continuation used long after: the rest of a top-level form runs again.
(define saved #f)
(define times 0)
(write (list 'value (call/cc (lambda (k) (set! saved k) 0)))) (newline)
(set! times (+ times 1))
(if (< times 3) (saved times))
(write 'end) (newline)
;=> (value 0)
;=> (value 1)
;=> (value 2)
;=> end
