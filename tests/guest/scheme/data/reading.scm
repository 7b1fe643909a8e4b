; Lexical syntax: comments, prefixes, labels, abbreviations.
(write '(1 #;(not this) 2 #| nor #| nested |# this |# 3 ; nor this
         4)) (newline)                                         ;=> (1 2 3 4)
(write (list #true #false #t #f)) (newline)                    ;=> (#t #f #t #f)
(write '(#xFF #b-101 #o17 #d10 #e1.5 #i1/2 1e3 .5 -.5e1 +5)) (newline)   ;=> (255 -5 15 10 3/2 0.5 1000.0 0.5 -5.0 5)
(write (equal? ''a '(quote a))) (newline)                      ;=> #t
(write (equal? '`(a ,b ,@c) '(quasiquote (a (unquote b) (unquote-splicing c))))) (newline) ;=> #t
(define (from text) (read (open-input-string text)))
(write (from "#!fold-case ABC")) (newline)                     ;=> abc
(write (eof-object? (from "  ; only a comment"))) (newline)    ;=> #t
(write (from "#;a b")) (newline)                               ;=> b
(write (from "(a . b)")) (newline)                             ;=> (a . b)
(write (from "#(1 #(2) \"x\")")) (newline)                     ;=> #(1 #(2) "x")
(write (from "#u8(1 #xFF)")) (newline)                         ;=> #u8(1 255)
(write (from "\"a\\x3bb;b\"")) (newline)                       ;=> "aλb"
(write (map (lambda (text) (guard (e ((read-error? e) 'read-error)) (from text))) '("(1 2" ")" "#(1" "\"abc" "(a . )" "#\\unknown-name"))) (newline)
;=> (read-error read-error read-error read-error read-error read-error)
