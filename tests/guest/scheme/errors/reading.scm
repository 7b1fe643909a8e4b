; What the reader says of text that is no datum, in words that say what was expected.
;peer: none, error texts are ours
(import (scheme base) (scheme read) (scheme write))
(define (try text)
  (write
    (guard (problem ((read-error? problem)
                     (display (error-object-message problem))
                     (if (pair? (error-object-irritants problem))
                         (begin (display " ") (write (error-object-irritants problem))))
                     (display " ")
                     'read-error))
      (let loop ((port (open-input-string text)) (data '()))
        (let ((datum (read port)))
          (if (eof-object? datum) (reverse data) (loop port (cons datum data)))))))
  (newline))
; Lists.
(try ")")                                        ;=> unexpected ): nothing is open here read-error
(try "(1 2]")                                    ;=> expected ) to close the list opened at string:1:1, got ] read-error
(try "(1 . )")                                   ;=> expected a datum after the dot, got ) read-error
(try "(1 . 2 3)")                                ;=> expected ) after the datum that follows the dot, got another datum read-error
(try "( . 1)")                                   ;=> expected a datum before the dot read-error
(try "(1 . 2 . 3)")                              ;=> a list can have only one dot read-error
(try "#(1 . 2)")                                 ;=> a dot can only stand before the last datum of a list read-error
(try "(1 ')")                                    ;=> expected a datum after ', got ) read-error
(try "#u8(1 256)")                               ;=> expected an exact integer from 0 to 255 in a bytevector, got (256) read-error
(try "{1}")                                      ;=> { has no meaning in Scheme; lists are written in ( ) or [ ] read-error
(try "a \x7; b")                                 ;=> the character U+0007 cannot stand here read-error
; Labels.
(try "#0=#0#")                                   ;=> the label #0= names nothing but itself read-error
(try "(#1=a #1=b)")                              ;=> the label #1= is defined twice in one datum read-error
(try "(a #2#)")                                  ;=> #2# refers to a label that has not been defined before it read-error
(try "#3a")                                      ;=> expected = or # after #3, got a read-error
(try "#3")                                       ;=> expected = or # after #3, got the end of the text read-error
; After a sharp sign.
(try "#")                                        ;=> expected more after #, got the end of the text read-error
(try "#u9(1)")
;=> #u9 is not a datum; after # can follow t, f, (, u8(, \, |, ;, a number's radix or exactness, or a label read-error
(try "#u8 (1)")                                  ;=> expected ( right after #u8 read-error
(try "#<procedure car>")                         ;=> an object that prints as #<...> cannot be read back read-error
(try "#xyz")                                     ;=> #xyz is not a number read-error
(try "#!fold-cas")                               ;=> #!fold-cas is not a directive; did you mean #!fold-case? read-error
(try "#| one #| two |# never closed")            ;=> the comment opened at string:1:1 is never closed: expected |# read-error
(try "#|")                                       ;=> the comment opened at string:1:1 is never closed: expected |# read-error
; Characters and text.
(try "#\\")                                      ;=> expected a character after #\, got the end of the text read-error
(try "#\\newlin")                                ;=> #\newlin is not a character name; did you mean #\newline? read-error
(try "#\\x110000")                               ;=> #\x110000 is not a character: code points end at x10FFFF read-error
(try "\"never closed")                           ;=> the string opened at string:1:1 is never closed: expected " read-error
(try "|never closed")                            ;=> the symbol opened at string:1:1 is never closed: expected | read-error
(try "\"ends in \\")                             ;=> the string opened at string:1:1 is never closed read-error
(try "\"ends in blanks \\   ")                   ;=> the string opened at string:1:1 is never closed read-error
(try "\"\\q\"")
;=> \q is not an escape; there are \a \b \t \n \r \" \\ \| \xHH; and \ at the end of a line read-error
(try "\"\\xZ;\"")                                ;=> expected hexadecimal digits and ; after \x, got Z read-error
(try "\"\\x41")                                  ;=> expected hexadecimal digits and ; after \x, got the end of the text read-error
(try "\"\\x110000;\"")                           ;=> \x110000; is not a character: code points end at x10FFFF read-error
; Text that is nearly one of these, and fine.
(try "(1 . (2 3)) [4] #0=(5 . 6) #u8(255) #\\x41 \"\\x41;\" #!eof")         ;=> ((1 2 3) (4) (5 . 6) #u8(255) #\A "A")
(try "#| one #| two |# |# a #;(b) c ; d")        ;=> (a c)
(try "#!fold-case ABC #!no-fold-case ABC")       ;=> (abc ABC)
