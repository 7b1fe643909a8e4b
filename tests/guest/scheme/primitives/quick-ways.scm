; Primitives with a quick way for what comes most: beside it, every other case must do as it says.
;peer: none, error texts are ours
(import (scheme base) (scheme char) (scheme write) (only (ouro base) memv assv))
(define-syntax show
  (syntax-rules () ((_ expression ...) (begin (begin (write expression) (display " ")) ... (newline)))))
(define (fails thunk) (guard (e (#t (display (condition-text e)) (newline))) (thunk)))
(define (condition-text e) (let ((port (open-output-string))) (display (error-object-message e) port) (get-output-string port)))
(define (texts . characters) (let ((port (open-output-string))) (for-each (lambda (c) (write-char c port)) characters) (get-output-string port)))

; Characters of one, two and four bytes, into one port and out of one.
(show (texts #\a #\é #\λ #\𝄞 #\b))                      ;=> "aéλ𝄞b"
(show (string-length (texts #\𝄞 #\a)))                  ;=> 2
(define in (open-input-string "a𝄞λ\nlast"))
(show (peek-char in) (read-char in) (peek-char in) (read-char in) (read-char in) (read-line in) (read-line in) (eof-object? (read-char in)))   ;=> #\a #\a #\𝄞 #\𝄞 #\λ "" "last" #t
(show (read-line (open-input-string "one\r\ntwo")) (read-line (open-input-string "\r\n")) (read-line (open-input-string "λ𝄞\nx")))            ;=> "one" "" "λ𝄞"

; Closed ports, and no ports.
(define closed (open-output-string))
(write-char #\x closed)
(close-port closed)
(fails (lambda () (write-char #\y closed)))             ;=> write-char: argument 2 must be an open port, got
(fails (lambda () (newline closed)))                    ;=> newline: argument 1 must be an open port, got
(fails (lambda () (write-char "x" (open-output-string))))   ;=> write-char: argument 1 must be a character, got
(fails (lambda () (write-char #\x 5)))                  ;=> write-char: argument 2 must be a textual output port, got
(fails (lambda () (newline 5)))                         ;=> newline: argument 1 must be a textual output port, got
(fails (lambda () (read-char 5)))                       ;=> read-char: argument 1 must be a textual input port, got

; Comparisons: one argument, two, more; long strings; arguments that cannot be compared.
(define less <)
(define text-less string<?)
(show (less 1) (less 1 2) (less 2 1) (less 1 2 3) (less 1 3 2) (less 1 2.5) (less 1/2 2) (< (expt 10 30) 1))   ;=> #t #t #f #t #f #t #t #f
(show (text-less "a") (text-less "a" "b") (text-less "b" "a") (text-less "a" "b" "c") (text-less "a" "c" "b"))   ;=> #t #t #f #t #f
(define long (make-string 100 #\x))
(show (text-less long (string-append long "y")) (string=? long (string-copy long)) (string>=? long (string-append long "λ")))   ;=> #t #t #f
(fails (lambda () (less 1 'x)))                         ;=> <: argument 2 must be a real number, got
(fails (lambda () (text-less 1 "x")))                   ;=> string<?: argument 1 must be a string, got
(fails (lambda () (text-less "x" 1)))                   ;=> string<?: argument 2 must be a string, got
(fails (lambda () (text-less "x" "y" 1)))               ;=> string<?: argument 3 must be a string, got

; Searches by eqv?, of what is the same only as itself and of numbers.
(show (memv 'b '(a b c)) (memv 1.5 '(1 1.5 2)) (memv (expt 10 30) (list 1 (expt 10 30))) (memv #\b '(#\a #\b)) (memv 1 '(1.0)))   ;=> (b c) (1.5 2) (1000000000000000000000000000000) (#\b) #f
(show (assv 'b '((a . 1) (b . 2))) (assv 1/2 '((1 . 1) (1/2 . 2))) (assv 2 '((1 . 1))))   ;=> (b . 2) (1/2 . 2) #f
(fails (lambda () (memv 'x '(a . b))))                  ;=> memv: argument 2 must be a list, got
(fails (lambda () (assv 'x '(a))))                      ;=> assv: argument 2 must be a list of pairs, got

; Symbols by their names, new and known, wide and long.
(define name (make-string 60 #\n))
(show (eq? (string->symbol "known") 'known) (eq? (string->symbol "λ") 'λ) (eq? (string->symbol name) (string->symbol (string-copy name))) (string->symbol "new-to-all"))   ;=> #t #t #t new-to-all
(show (equal? '(1 (2 #(3 "x")) y) (list 1 (list 2 (vector 3 (string #\x))) 'y)) (equal? '(1 (2)) '(1 (3))))   ;=> #t #f
