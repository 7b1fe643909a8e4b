; values and what receives them.
(write (call-with-values (lambda () (values 4 5)) (lambda (a b) b))) (newline)      ;=> 5
(write (call-with-values * -)) (newline)                                            ;=> -1
(write (call-with-values (lambda () (values)) list)) (newline)                      ;=> ()
(write (call-with-values (lambda () 1) list)) (newline)                             ;=> (1)
(write (let-values (((root rem) (exact-integer-sqrt 32))) (* root rem))) (newline)  ;=> 35
(write (let ((a 'a) (b 'b) (x 'x) (y 'y)) (let*-values (((a b) (values x y)) ((x y) (values a b))) (list a b x y)))) (newline) ;=> (x y x y)
(write (let-values (((a . rest) (values 1 2 3)) (all (values 4 5))) (list a rest all))) (newline) ;=> (1 (2 3) (4 5))
(define (through f) (f))
(write (call-with-values (lambda () (through (lambda () (values 1 2 3)))) +)) (newline)   ;=> 6
(write (call-with-values (lambda () (if #t (values 1 2) 3)) cons)) (newline)        ;=> (1 . 2)
(write (call-with-values (lambda () (let loop ((i 0)) (if (= i 10) (values i 'done) (loop (+ i 1))))) list)) (newline) ;=> (10 done)
(write (call-with-values (lambda () (apply values '(a b c))) list)) (newline)       ;=> (a b c)
(write (+ 1 (values 2))) (newline)                                                  ;=> 3
(define-values (x y) (values 1 2))
(define-values (h . t) (values 'h 't1 't2))
(write (list x y h t)) (newline)                                                    ;=> (1 2 h (t1 t2))
(write (call-with-values (lambda () (apply values (make-list 300 0))) (lambda all (length all)))) (newline) ;=> 300
; Values that nobody asked for.
(begin (values 1 2 3) (write 'effect) (newline))                                    ;=> effect
(for-each (lambda (x) (values x x)) '(1 2))
