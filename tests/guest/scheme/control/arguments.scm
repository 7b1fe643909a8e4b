; The command line: the program's name, then its own arguments.
;args: one "two words" --three
;peer: none, the name and the arguments are given by ours
(write (cdr (command-line))) (newline)   ;=> ("one" "two words" "--three")
(write (string? (car (command-line)))) (newline)  ;=> #t
