; Bytevectors and UTF-8.
(write (list (bytevector 1 3 5 1 3 5) (bytevector) (make-bytevector 2 12) (bytevector-length #u8(1 2 3)))) (newline) ;=> (#u8(1 3 5 1 3 5) #u8() #u8(12 12) 3)
(write (bytevector-u8-ref '#u8(1 1 2 3 5 8 13 21) 5)) (newline)                       ;=> 8
(write (let ((bv (bytevector 1 2 3 4))) (bytevector-u8-set! bv 1 255) bv)) (newline)  ;=> #u8(1 255 3 4)
(define a #u8(1 2 3 4 5))
(write (list (bytevector-copy a 2 4) (bytevector-copy a 3) (bytevector-copy a))) (newline) ;=> (#u8(3 4) #u8(4 5) #u8(1 2 3 4 5))
(define b (bytevector 10 20 30 40 50))
(bytevector-copy! b 1 a 0 2)
(write b) (newline)                                                                   ;=> #u8(10 1 2 40 50)
(bytevector-copy! b 1 b 0 4)
(write b) (newline)                                                                   ;=> #u8(10 10 1 2 40)
(write (bytevector-append (bytevector 0 1 2) (bytevector) (bytevector 3 4))) (newline) ;=> #u8(0 1 2 3 4)
(write (utf8->string #u8(#x41))) (newline)                                            ;=> "A"
(write (string->utf8 "λ")) (newline)                                                  ;=> #u8(206 187)
(write (string->utf8 "aλ😀")) (newline)                                               ;=> #u8(97 206 187 240 159 152 128)
(write (utf8->string #u8(97 206 187 240 159 152 128))) (newline)                      ;=> "aλ😀"
(write (list (string->utf8 "abcde" 1 3) (utf8->string #u8(97 98 99 100) 1 3))) (newline) ;=> (#u8(98 99) "bc")
(write (list (bytevector? #u8()) (bytevector? #(1)) (equal? #u8(1 2) (bytevector 1 2)))) (newline) ;=> (#t #f #t)
