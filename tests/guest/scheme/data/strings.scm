; Strings: construction, copies, comparison, conversion.
(write (string-append "foo" "" "bar" "!")) (newline)                      ;=> "foobar!"
(write (list (string-length "") (string-length "abc") (string-length "a\tb\\c\"\n") (string-length "λx→")))(newline) ;=> (0 3 7 3)
(write (list (substring "hello" 1 3) (string-copy "hello" 2) (string-copy "hello" 1 4) (string-copy ""))) (newline) ;=> ("el" "llo" "ell" "")
(define s (make-string 3 #\*))
(string-set! s 1 #\?)
(write s) (newline)                                                       ;=> "*?*"
(string-set! s 0 #\λ)
(string-set! s 2 #\x1F600)
(write (list (string-ref s 0) (string-ref s 1) (char->integer (string-ref s 2)) (string-length s))) (newline) ;=> (#\λ #\? 128512 3)
(define a (string-copy "12345"))
(define b (string-copy "abcde"))
(string-copy! b 1 a 0 2)
(write b) (newline)                                                       ;=> "a12de"
(string-copy! a 1 a 0 4)
(write a) (newline)                                                       ;=> "11234"
(define f (make-string 5 #\a))
(string-fill! f #\b 1 3)
(write f) (newline)                                                       ;=> "abbaa"
(write (list (string=? "a" "a" "a") (string=? "a" "b") (string<? "a" "ab" "b") (string<? "b" "a") (string>? "b" "a") (string<=? "a" "a") (string>=? "a" "b"))) (newline) ;=> (#t #f #t #f #t #t #f)
(write (list (string-ci=? "Straße" "STRASSE") (string-ci<? "abc" "ABD") (string-ci=? "AbC" "aBc"))) (newline) ;=> (#t #t #t)
(write (list (string-upcase "hello λ") (string-downcase "HELLO Λ") (string-foldcase "HeLLo"))) (newline) ;=> ("HELLO Λ" "hello λ" "hello")
(write (list (string->list "apple") (string->list "apple" 2) (string->list "apple" 2 4) (list->string '(#\a #\b)))) (newline) ;=> ((#\a #\p #\p #\l #\e) (#\p #\l #\e) (#\p #\l) "ab")
(write (list (string->vector "ABC") (vector->string #(#\1 #\2 #\3)) (vector->string #(#\1 #\2 #\3) 1))) (newline) ;=> (#(#\A #\B #\C) "123" "23")
(write (list (string #\a #\b) (string))) (newline)                        ;=> ("ab" "")
(write (string-map char-foldcase "AbdEgH")) (newline)                     ;=> "abdegh"
(write (string-map (lambda (c k) ((if (eqv? k #\u) char-upcase char-downcase) c)) "studlycaps xxx" "ululululul")) (newline) ;=> "StUdLyCaPs"
(write (let ((v '())) (string-for-each (lambda (c d) (set! v (cons (list c d) v))) "abcde" "xyz") v)) (newline) ;=> ((#\c #\z) (#\b #\y) (#\a #\x))
(write "escapes: \a\b\t\n\r\"\\\x41;|") (newline)                         ;=> "escapes: \a\b\t\n\r\"\\A|"
(write "a line \
        that goes on") (newline)                                          ;=> "a line that goes on"
(write (list (string? "x") (string? #\x) (string? 'x))) (newline)         ;=> (#t #f #f)
