; Text ports over strings.
(define out (open-output-string))
(write 'symbol out)
(write-char #\space out)
(write "quoted \"text\"" out)
(display " plain" out)
(newline out)
(write-string "abcdef" out 2 4)
(write (get-output-string out)) (newline)          ;=> "symbol \"quoted \\\"text\\\"\" plain\ncd"
(define in (open-input-string "hello (1 . 2) \"s\" rest\nsecond line\n\nlast"))
(let* ((a (peek-char in)) (b (read-char in)) (c (read in)) (d (read in)) (e (read in)) (f (read-line in)))
  (write (list a b c d e f)) (newline))            ;=> (#\h #\h ello (1 . 2) "s" " rest")
(let* ((a (read-line in)) (b (read-line in)) (c (read-string 2 in)) (d (char-ready? in)) (e (read-line in)) (f (read-line in)) (g (peek-char in)) (h (read in)))
  (write (list a b c d e (eof-object? f) (eof-object? g) (eof-object? h))) (newline)) ;=> ("second line" "" "la" #t "st" #t #t #t)
(write (list (input-port? in) (output-port? in) (textual-port? in) (binary-port? in) (port? in) (port? 5))) (newline) ;=> (#t #f #t #f #t #f)
(close-port in)
(write (list (input-port-open? in) (output-port-open? out))) (newline)              ;=> (#f #t)
(write (guard (e ((error-object? e) 'closed)) (read-char in))) (newline)            ;=> closed
(write (eof-object? (eof-object))) (newline)                                        ;=> #t
(write (call-with-port (open-output-string) (lambda (p) (display 3.5 p) (get-output-string p)))) (newline) ;=> "3.5"
; The current output is a parameter.
(define captured (open-output-string))
(parameterize ((current-output-port captured)) (display "not on the screen") (write-char #\!))
(write (get-output-string captured)) (newline)                                      ;=> "not on the screen!"
; Bytes.
(define bytes (open-output-bytevector))
(write-u8 1 bytes) (write-bytevector #u8(2 3 4) bytes) (write-bytevector #u8(5 6 7 8) bytes 1 3)
(write (get-output-bytevector bytes)) (newline)                                     ;=> #u8(1 2 3 4 6 7)
(define b (open-input-bytevector #u8(10 20 30 40)))
(let* ((p (peek-u8 b)) (q (read-u8 b)) (r (read-bytevector 2 b)) (s (u8-ready? b)) (t (read-bytevector 9 b)) (u (read-u8 b)))
  (write (list p q r s t (eof-object? u))) (newline))                               ;=> (10 10 #u8(20 30) #t #u8(40) #t)
(define target (make-bytevector 5 0))
(write (read-bytevector! target (open-input-bytevector #u8(1 2 3)) 1)) (newline)    ;=> 3
(write target) (newline)                                                            ;=> #u8(0 1 2 3 0)
