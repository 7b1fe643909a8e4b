; Case: the -ci comparisons of characters and strings, and conversions by Unicode.
;peer: none, Guile folds a final sigma otherwise
(import (scheme base) (scheme char) (scheme write))
(define (show . values) (write values) (newline))
(show (char-ci=? #\a #\A #\a) (char-ci<? #\a #\B #\c) (char-ci>? #\C #\b #\A) (char-ci<=? #\a #\A #\b) (char-ci>=? #\b #\B #\a) (char-ci<? #\a #\A))   ;=> (#t #t #t #t #t #f)
(show (string-ci=? "aBc" "AbC") (string-ci<? "a" "B" "c") (string-ci>? "C" "b" "A") (string-ci<=? "a" "A" "b") (string-ci>=? "b" "B" "c"))   ;=> (#t #t #t #t #f)
(show (char-upcase #\i) (char-downcase #\I) (char-foldcase #\Σ) (char-upcase #\ß) (char-upcase #\ÿ))   ;=> (#\I #\i #\σ #\ß #\Ÿ)
(show (string-upcase "Straße ŉ") (string-downcase "ΧΑΟΣ ΧΑΟΣΣ") (string-foldcase "Straße ΧΑΟΣ"))   ;=> ("STRASSE ʼN" "χαος χαοσς" "strasse χαοσ")
(show (string-ci=? "ΧΑΟΣ" "χαος") (string-ci=? "Straße" "STRASSE"))   ;=> (#t #t)
(show (map char-alphabetic? '(#\a #\λ #\1 #\space)) (map char-numeric? '(#\1 #\٣ #\a)) (map char-whitespace? '(#\space #\newline #\a)))   ;=> ((#t #t #f #f) (#t #t #f) (#t #t #f))
(show (map char-upper-case? '(#\A #\a #\Σ)) (map char-lower-case? '(#\A #\a #\σ)))   ;=> ((#t #f #t) (#f #t #t))
(show (map digit-value '(#\3 #\٣ #\a)))             ;=> ((3 3 #f))
