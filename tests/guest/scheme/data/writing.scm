; write, display, write-shared, write-simple: shared and circular structure.
;peer: none, Guile writes and reads no labels
(write (list 1 1.5 -0.5 "s" #\c 'sym #t #f '() #(1) #u8(2))) (newline)    ;=> (1 1.5 -0.5 "s" #\c sym #t #f () #(1) #u8(2))
(display (list 1 "s" #\c (list "t" #\d))) (newline)                       ;=> (1 s c (t d))
(define circle (list 'a 'b 'c))
(set-cdr! (cddr circle) circle)
(write circle) (newline)                                                  ;=> #0=(a b c . #0#)
(display circle) (newline)                                                ;=> #0=(a b c . #0#)
(define shared (let ((x (list 1 2))) (list x x)))
(write shared) (newline)                                                  ;=> ((1 2) (1 2))
(write-shared shared) (newline)                                           ;=> (#0=(1 2) #0#)
(write-simple shared) (newline)                                           ;=> ((1 2) (1 2))
(define v (vector 1 2 3))
(vector-set! v 1 v)
(write v) (newline)                                                       ;=> #0=#(1 #0# 3)
; What write gives, read takes.
(define (round-trip x) (read (open-input-string (call-with-port (open-output-string) (lambda (p) (write x p) (get-output-string p))))))
(define data '(1 -2/3 1.5e10 "a\nb" #\x #\space |odd symbol| (nested (list . tail)) #(v "w") #u8(1 2)))
(write (equal? data (round-trip data))) (newline)                         ;=> #t
(define again (round-trip circle))
(write (list (car again) (eq? again (cdddr again)))) (newline)            ;=> (a #t)
