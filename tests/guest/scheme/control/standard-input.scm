; What is on standard input, as lines, data and characters.
;input: first line
;input: (a datum) 42
;input: rest
(write (read-line)) (newline)        ;=> "first line"
(write (read)) (newline)             ;=> (a datum)
(write (read)) (newline)             ;=> 42
(write (read-char)) (newline)        ;=> #\newline
(write (peek-char)) (newline)        ;=> #\r
(write (read-string 100)) (newline)  ;=> "rest\n"
(write (eof-object? (read-char))) (newline)   ;=> #t
