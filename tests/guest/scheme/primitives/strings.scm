; Strings and characters: what no program of the other folders calls.
;peer: none, the searching procedures are ours
(import (scheme base) (scheme write) (scheme char)
        (only (ouro base) string-join string-split subvector reverse-list->string)
        (only (ouro primitives) strings-at display-to-string write-to-string write-to-short-string
              string->uninterned-symbol gensym symbol-append eq-hash eqv-hash equal-hash))
(define-syntax show
  (syntax-rules () ((_ expression ...) (begin (begin (write expression) (display " ")) ... (newline)))))
(define-syntax fails
  (syntax-rules ()
    ((_ expression)
     (begin
       (display
         (guard (problem ((error-object? problem)
                          (display (error-object-message problem))
                          (for-each (lambda (irritant) (display " ") (write irritant))
                            (error-object-irritants problem))
                          ""))
           expression
           "no error"))
       (newline)))))
; Case-insensitive comparisons of any number.
(show (char-ci<=? #\a #\A #\b) (char-ci<=? #\b #\A) (char-ci>=? #\B #\b #\a) (char-ci>=? #\a #\B))   ;=> #t #f #t #f
(show (string-ci<=? "abc" "ABC" "abd") (string-ci<=? "b" "A"))              ;=> #t #f
(show (string-ci>=? "abd" "ABC" "abc") (string-ci>=? "a" "B"))              ;=> #t #f
(show (string-ci>? "B" "a" "A") (string-ci>? "C" "b" "A"))                  ;=> #f #t
(fails (apply char-ci<=? '(#\a "b")))            ;=> char-ci<=?: argument 2 must be a character, got "b"
(fails (apply string-ci>? '("b" #\a)))           ;=> string-ci>?: argument 2 must be a string, got #\a
(fails (string-ci>=? 'b "a"))                    ;=> string-ci>=?: argument 1 must be a string, got b
; What must be characters, or strings.
(fails (list->string '(#\a b #\c)))              ;=> list->string: element 1 must be a character, got b
(fails (reverse-list->string '(#\a #\b 3)))      ;=> reverse-list->string: element 0 must be a character, got 3
(fails (vector->string '#(#\a "b") 1))           ;=> vector->string: element 1 of the vector must be a character, got "b"
(fails (string #\a 'b))                          ;=> string: argument 2 must be a character, got b
(fails (string-append "a" #\b))                  ;=> string-append: argument 2 must be a string, got #\b
(fails (strings-at '("ab" cd) 0))                ;=> strings-at: argument 1 must be a string, got cd
(show (strings-at '("ab" "cd") 1))               ;=> (#\b #\d)
(fails (string-join '("a" b)))                   ;=> string-join: argument 1 must be a list of strings, got ("a" b)
(show (string-join '("a" "b") ", ") (string-split "a, b,c" ", ") (string-split "a,b" #\,))   ;=> "a, b" ("a" "b,c") ("a" "b")
(fails (string-split "a b" ""))                  ;=> string-split: argument 2 must be a character, or a string that is not empty, got ""
(fails (string-split "a b" 'b))                  ;=> string-split: argument 2 must be a character, or a string that is not empty, got b
(fails (integer->char (expt 2 64)))              ;=> integer->char: argument 1 must be an exact integer of at most 64 bits, got 18446744073709551616
; Ranges.
(fails (substring "abc" 2 4))                    ;=> substring: argument 3 must be at most 3, the length, got 4
(fails (substring "abc" 3 2))                    ;=> substring: argument 2 must be at most 2, the end of the range, got 3
(fails (string-copy! (make-string 3) 2 "abc" 1)) ;=> string-copy!: argument 2 must be at most 1, so that 2 elements fit into a length of 3, got 2
(fails (string-copy! (make-string 3) 0 "abcd"))  ;=> string-copy!: 4 elements do not fit into a length of 3
(fails (vector-copy! (make-vector 1) 0 #(1 2)))  ;=> vector-copy!: 2 elements do not fit into a length of 1
; Results that no string can hold: the pieces exist once, and are not copied.
(define piece (make-string 9000000 #\x))
(define pieces (make-list 60 piece))
(fails (apply string-append pieces))             ;=> string-append: a string of 540000000 characters is too long; the most is 536870895
(fails (string-join pieces ""))                  ;=> string-join: a string of 540000000 characters is too long; the most is 536870895
(fails (write-to-string (make-bytevector 140000000 100)))                   ;=> write-to-string: the printed form is too long for a string
; The printed form of an object as a string.
(show (write-to-string '(1 "two" #\3)) (display-to-string '(1 "two" #\3)))  ;=> "(1 \"two\" #\\3)" "(1 two 3)"
(define line (string #\a))
(show (display-to-string line) (eq? line (display-to-string line)))         ;=> "a" #f
(show (write-to-short-string '(1 2) 10) (string-length (write-to-short-string (make-list 100 'long) 20)))   ;=> "(1 2)" 20
(fails (write-to-short-string '(1 2) 2))         ;=> write-to-short-string: argument 2 must be 3 or more, got 2
; Symbols.
(define new (string->uninterned-symbol "name"))
(show (symbol->string new) (symbol? new) (eq? new 'name) (eq? new (string->uninterned-symbol "name")))      ;=> "name" #t #f #f
(fails (string->uninterned-symbol 'name))        ;=> string->uninterned-symbol: argument 1 must be a string, got name
(show (symbol? (gensym)) (symbol? (gensym 'a)) (eq? (gensym "a") (gensym "a")))       ;=> #t #t #f
(fails (gensym 5))                               ;=> gensym: argument 1 must be a string or a symbol, got 5
(show (symbol-append 'a 'b 'c))                  ;=> abc
(fails (symbol-append 'a "b"))                   ;=> symbol-append: argument 2 must be a symbol, got "b"
(fails (symbol=? 'a 'a "a"))                     ;=> symbol=?: argument 3 must be a symbol, got "a"
(show (boolean=? #t #t #t) (boolean=? #f #f #t)) ;=> #t #f
(fails (boolean=? 1 #t))                         ;=> boolean=?: argument 1 must be a boolean, got 1
(fails (boolean=? #f #t 'no))                    ;=> boolean=?: argument 3 must be a boolean, got no
; Hashes: the same for the same object; by value, for the same number; by content, for equal ones.
(define object (list 1))
(show (= (eq-hash object) (eq-hash object)) (= (eq-hash 'a) (eq-hash 'a)))  ;=> #t #t
(show (= (eqv-hash (expt 10 30)) (eqv-hash (expt 10 30))) (= (eqv-hash 1.5) (eqv-hash 1.5)) (= (eqv-hash object) (eqv-hash object)))   ;=> #t #t #t
(show (= (equal-hash (list 1 "a")) (equal-hash (list 1 (string #\a)))))     ;=> #t
(show (exact-integer? (eq-hash '())) (negative? (eqv-hash -1)))             ;=> #t #f
