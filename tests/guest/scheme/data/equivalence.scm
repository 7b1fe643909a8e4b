; eq?, eqv?, equal? where the standard says what they give.
(define (three a b) (map (lambda (same?) (same? a b)) (list eqv? equal?)))
(write (three 'a 'a)) (newline)                        ;=> (#t #t)
(write (three '() '())) (newline)                      ;=> (#t #t)
(write (three 100000000000000000000 100000000000000000000)) (newline)  ;=> (#t #t)
(write (three 2 2.0)) (newline)                        ;=> (#f #f)
(write (three 0.0 -0.0)) (newline)                     ;=> (#f #f)
(write (three 1/2 2/4)) (newline)                      ;=> (#t #t)
(write (three #\a #\a)) (newline)                      ;=> (#t #t)
(write (three (cons 1 2) (cons 1 2))) (newline)        ;=> (#f #t)
(write (three (string #\a) (string #\a))) (newline)    ;=> (#f #t)
(write (three (vector 1 '(2 "3")) (vector 1 '(2 "3")))) (newline)   ;=> (#f #t)
(write (three (bytevector 1 2) (bytevector 1 2))) (newline)         ;=> (#f #t)
(write (three (vector) (list))) (newline)              ;=> (#f #f)
(write (three #t 't)) (newline)                        ;=> (#f #f)
(write (three "" 'a)) (newline)                        ;=> (#f #f)
(write (three (lambda () 1) (lambda () 2))) (newline)  ;=> (#f #f)
(write (let ((p (lambda (x) x))) (list (eq? p p) (eqv? p p)))) (newline)   ;=> (#t #t)
(write (let ((x '(a))) (eq? x x))) (newline)           ;=> #t
(write (eq? 'abc (string->symbol "abc"))) (newline)    ;=> #t
(write (equal? '(a (b) #(c "d" #\e 1.5)) (list 'a (list 'b) (vector 'c (string #\d) #\e 1.5)))) (newline) ;=> #t
(write (equal? '(a (b) #(c "d" #\e 1.5)) (list 'a (list 'b) (vector 'c (string #\d) #\e 1.6)))) (newline) ;=> #f
(write (list (boolean=? #t #t) (boolean=? #t #f) (boolean=? #f #f #f) (symbol=? 'a 'a 'a) (symbol=? 'a 'b))) (newline) ;=> (#t #f #t #t #f)
(write (list (not #f) (not 0) (not '()) (boolean? #f) (boolean? 0) (boolean? '()))) (newline)   ;=> (#t #f #f #t #f #f)
