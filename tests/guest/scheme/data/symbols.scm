; Symbols and how they are written.
(write '|foo bar|) (newline)                          ;=> |foo bar|
(display '|foo bar|) (newline)                        ;=> foo bar
(write (string->symbol "Hello")) (newline)            ;=> Hello
(write (symbol->string 'flying-fish)) (newline)       ;=> "flying-fish"
(write (eq? 'bitBlt (string->symbol "bitBlt"))) (newline)   ;=> #t
(write (eq? 'abc 'ABC)) (newline)                     ;=> #f
(write '(+ - ... ->x a->b <=? !x$%&*/:<=>?^_~ x.y)) (newline)   ;=> (+ - ... ->x a->b <=? !x$%&*/:<=>?^_~ x.y)
(write (map symbol? '(foo nil () "bar" #f))) (newline)      ;=> (#t #t #f #f #f)
(write (symbol->string (string->symbol ""))) (newline)      ;=> ""
(write (eq? '|a b| (string->symbol "a b"))) (newline)       ;=> #t
(write (eq? '|abc| 'abc)) (newline)                         ;=> #t
(write (eq? '|\x61;bc| 'abc)) (newline)                     ;=> #t
(write (string->symbol "1")) (newline)                      ;=> |1|
(write (list (string->symbol "+1") (string->symbol ".")))   ;=> (|+1| |.|)
(newline)
