; Numbers to text and back, in every radix.
(write (list (number->string 255 16) (number->string -255 2) (number->string 255 8) (number->string 10))) (newline) ;=> ("ff" "-11111111" "377" "10")
(write (list (string->number "100") (string->number "100" 16) (string->number "1e2") (string->number "#x1F") (string->number "#b101" 16))) (newline) ;=> (100 256 100.0 31 5)
(write (map string->number '("" "a" "1a" "+" "-" "." "1/0x" "1 2" "--1" "1/2/3" "#x" "e5"))) (newline) ;=> (#f #f #f #f #f #f #f #f #f #f #f #f)
(write (map string->number '("+5" "-0" "007" "1." ".5" "1/3" "-1.5e-3" "#e1e3" "#i5"))) (newline) ;=> (5 0 7 1.0 0.5 1/3 -0.0015 1000 5.0)
(write (string->number (number->string 123456789012345678901234567890123456789))) (newline) ;=> 123456789012345678901234567890123456789
(define (round-trips? x) (eqv? x (string->number (number->string x))))
(write (map round-trips? (list 0.1 1e23 9007199254740993.0 -1.7976931348623157e308 5e-324 2.2250738585072014e-308 3.141592653589793 1/3 (expt 7 77)))) (newline) ;=> (#t #t #t #t #t #t #t #t #t)
(write (number->string (expt 2 64) 16)) (newline)                                      ;=> "10000000000000000"
(write (string->number "ffffffffffffffffffff" 16)) (newline)                           ;=> 1208925819614629174706175
