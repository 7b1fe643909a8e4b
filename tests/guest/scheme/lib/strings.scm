; Strings beyond R7RS.
;peer: none, the names differ
(define (show . values) (write values) (newline))
(show (string-join '("a" "b" "c")) (string-join '("a" "b") ", ") (string-join '()))   ;=> ("a b c" "a, b" "")
(show (string-split "2024-01-31" #\-) (string-split "a::b" "::") (string-split "" #\,))   ;=> (("2024" "01" "31") ("a" "b") (""))
(show (string-search "lo" "hello lo") (string-search "lo" "hello lo" 4) (string-contains "hello" "x"))   ;=> (3 6 #f)
(show (string-prefix? "he" "hello") (string-suffix? "lo" "hello") (string-prefix? "hello" "he"))   ;=> (#t #t #f)
(show (string-trim "  a b \t\n") (string-trim-left "  a ") (string-trim-right " a  "))   ;=> ("a b" "a " " a")
(show (string-pad-left "42" 5) (string-pad-left "42" 5 #\0) (string-pad-left "12345" 3) (string-pad-right "ab" 4 #\.))   ;=> ("   42" "00042" "345" "ab..")
(show (string-index "hello" #\l) (string-index "hello" char-upper-case?) (string-index "a1b2" char-numeric? 2))   ;=> (2 #f 3)
(show (string-count "banana" #\a) (string-any char-numeric? "ab1") (string-every char-alphabetic? "ab1") (string-filter char-numeric? "a1b2"))   ;=> (3 #t #f "12")
(show (string-reverse "abλ") (string-null? "") (reverse-list->string '(#\a #\b)))   ;=> ("λba" #t "ba")
(show (symbol-append 'foo 'bar) (symbol<? 'a 'b) (symbol? (gensym)) (eq? (gensym "x") (gensym "x")))   ;=> (foobar #t #t #f)
