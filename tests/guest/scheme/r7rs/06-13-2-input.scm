;;; Section 6.13.2: input.
;input: first line
;input: (second datum) third
(import (scheme base) (scheme read) (scheme write) (scheme cxr))
(include "check.scm")

(define (on text) (open-input-string text))
(define (bytes . numbers) (open-input-bytevector (apply bytevector numbers)))
(define-syntax in-order (syntax-rules () ((_ port expression ...) (let* ((results '())) (set! results (cons expression results)) ... (reverse results)))))

;; read: data one after the other, then the end of the file.
(check (let ((p (on "(1 2) abc \"s\" #\\a 1.5"))) (in-order p (read p) (read p) (read p) (read p) (read p) (eof-object? (read p)) (eof-object? (read p))))
       => ((1 2) abc "s" #\a 1.5 #t #t))
(check (eof-object? (read (on ""))) => #t)
(check (eof-object? (read (on "  ; only a comment"))) => #t)
(check (let ((p (on "(a)b"))) (in-order p (read p) (read-char p))) => ((a) #\b))
(check (let ((p (on "a b"))) (in-order p (read p) (read-char p) (read-char p))) => (a #\space #\b))
(check (let ((p (on "'a `(b ,c ,@d)"))) (in-order p (read p) (read p))) => ('a `(b ,c ,@d)))
(check (read (on "#u8(1 2) rest")) => #u8(1 2))
(check (read (on "#(1 #(2))")) => #(1 #(2)))
(check (read (on "(1 . ")) error "the list opened at string:1:1 is never closed: expected )")
(check (read (on "(1 . 2 3)")) error "expected ) after the datum that follows the dot, got another datum")
(check (read (on ")")) error "unexpected ): nothing is open here")
(check (guard (e ((read-error? e) 'read-error)) (read (on "#("))) => read-error)
;; After an error, reading goes on behind it.
(check (let ((p (on ") next"))) (guard (e (#t #f)) (read p)) (read p)) => next)
(check (read 5) error "read: argument 1 must be a textual input port, got 5")
(check (read (bytes 1)) error "read: argument 1 must be a textual input port, got #<binary input port>")
(check (read (open-output-string)) error "read: argument 1 must be a textual input port, got #<textual output port>")

;; read-char, peek-char, char-ready?
(check (let ((p (on "aλ"))) (in-order p (peek-char p) (read-char p) (peek-char p) (read-char p) (eof-object? (peek-char p)) (eof-object? (read-char p)))) => (#\a #\a #\λ #\λ #t #t))
(check (let ((p (on "\x1F600;b"))) (in-order p (read-char p) (read-char p))) => (#\x1F600 #\b))
(check (char-ready? (on "a")) => #t)
(check (char-ready? (on "")) => #t)
(check (read-char (bytes 1)) error "read-char: argument 1 must be a textual input port, got #<binary input port>")
(check (peek-char 'a) error "peek-char: argument 1 must be a textual input port, got a")
(check (read-char (open-output-string)) error "read-char: argument 1 must be a textual input port, got #<textual output port>")
(check (char-ready? (open-output-string)) error "char-ready?: argument 1 must be a textual input port, got #<textual output port>")

;; read-line
(check (let ((p (on "one\n\nthree\r\nfour"))) (in-order p (read-line p) (read-line p) (read-line p) (read-line p) (eof-object? (read-line p)))) => ("one" "" "three" "four" #t))
(check (let ((p (on "\n"))) (in-order p (read-line p) (eof-object? (read-line p)))) => ("" #t))
(check (let ((p (on "ab\ncd"))) (in-order p (read-char p) (read-line p) (read-line p))) => (#\a "b" "cd"))
(check (eof-object? (read-line (on ""))) => #t)
(check (read-line (bytes 1)) error "read-line: argument 1 must be a textual input port, got #<binary input port>")

;; read-string
(check (let ((p (on "abcdef"))) (in-order p (read-string 2 p) (read-string 3 p) (read-string 5 p) (eof-object? (read-string 1 p)))) => ("ab" "cde" "f" #t))
(check (read-string 0 (on "abc")) => "")
(check (read-string 2 (on "λμν")) => "λμ")
(check (eof-object? (read-string 3 (on ""))) => #t)
(check (read-string -1 (on "abc")) error "read-string: argument 1 must be an index, 0 or more, got -1")
(check (read-string 'a (on "abc")) error "read-string: argument 1 must be an index, got a")
(check (read-string 1 (bytes 1)) error "read-string: argument 2 must be a textual input port, got #<binary input port>")

;; read-u8, peek-u8, u8-ready?
(check (let ((p (bytes 1 255))) (in-order p (peek-u8 p) (read-u8 p) (peek-u8 p) (read-u8 p) (eof-object? (peek-u8 p)) (eof-object? (read-u8 p)))) => (1 1 255 255 #t #t))
(check (u8-ready? (bytes 1)) => #t)
(check (u8-ready? (bytes)) => #t)
(check (read-u8 (on "a")) error "read-u8: argument 1 must be a binary input port, got #<textual input port>")
(check (peek-u8 (on "a")) error "peek-u8: argument 1 must be a binary input port, got #<textual input port>")
(check (u8-ready? (on "a")) error "u8-ready?: argument 1 must be a binary input port, got #<textual input port>")
(check (read-u8 5) error "read-u8: argument 1 must be a binary input port, got 5")

;; read-bytevector, read-bytevector!
(check (let ((p (bytes 1 2 3 4 5))) (in-order p (read-bytevector 2 p) (read-bytevector 2 p) (read-bytevector 2 p) (eof-object? (read-bytevector 2 p)))) => (#u8(1 2) #u8(3 4) #u8(5) #t))
(check (read-bytevector 0 (bytes 1)) => #u8())
(check (read-bytevector 1000000 (bytes 1 2)) => #u8(1 2))
(check (read-bytevector -1 (bytes 1)) error "read-bytevector: argument 1 must be an index, 0 or more, got -1")
(check (read-bytevector 1 (on "a")) error "read-bytevector: argument 2 must be a binary input port, got #<textual input port>")
(check (let ((p (bytes 1 2 3)) (into (make-bytevector 5 0))) (in-order p (read-bytevector! into p 1 3) into (read-bytevector! into p) into (eof-object? (read-bytevector! into p)))) => (2 #u8(3 1 2 0 0) 1 #u8(3 1 2 0 0) #t))
(check (let ((into (make-bytevector 3 9))) (list (read-bytevector! into (bytes 1 2 3 4) 1) into)) => (2 #u8(9 1 2)))
(check (let ((into (make-bytevector 2 9))) (list (read-bytevector! into (bytes 1 2) 1 1) into)) => (0 #u8(9 9)))
(check (read-bytevector! (make-bytevector 2 0) (bytes 1) 3) error "read-bytevector!: argument 3 must be at most 2, the end of the range, got 3")
(check (read-bytevector! (make-bytevector 2 0) (bytes 1) 1 0) error "read-bytevector!: argument 3 must be at most 0, the end of the range, got 1")
(check (read-bytevector! #u8(1 2) (bytes 1)) error "read-bytevector!: argument 1 is a constant and cannot be changed: #u8(1 2)")
(check (read-bytevector! "ab" (bytes 1)) error "read-bytevector!: argument 1 must be a bytevector, got \"ab\"")
(check (read-bytevector! (make-bytevector 1 0) (on "a")) error "read-bytevector!: argument 2 must be a binary input port, got #<textual input port>")

;; eof-object
(check (eof-object? (eof-object)) => #t)
(check (eq? (eof-object) (read-char (on ""))) => #t)
(check (map eof-object? (list 1 'eof "" '() #f)) => (#f #f #f #f #f))

;; Without a port: the current input.
(check (read-char) => #\f)
(check (peek-char) => #\i)
(check (read-string 4) => "irst")
(check (read-line) => " line")
(check (read) => (second datum))
(check (read) => third)
(check (boolean? (char-ready?)) => #t)
(check (read-line) => "")
(check (map eof-object? (list (read) (read-char) (peek-char) (read-line) (read-string 1))) => (#t #t #t #t #t))
(check (read-u8) error "read-u8: the current input port must be a binary input port, but is #<textual input port>")
(check (parameterize ((current-input-port (bytes 7 8 9))) (list (u8-ready?) (peek-u8) (read-u8) (read-bytevector 1) (let ((into (make-bytevector 1 0))) (read-bytevector! into) into))) => (#t 7 7 #u8(8) #u8(9)))
(end-of-checks)
;=> 70 checks
