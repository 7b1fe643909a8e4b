;;; (ouro json): JSON (RFC 8259).
;;;
;;;   (json-read [port])                      the next value of a text port, or an end-of-file object
;;;   (string->json string)                   the one value that the string has
;;;   (json-write object [port] [indent])     indent: how many blanks a level is to the right; without it, all on one line
;;;   (json->string object [indent])
;;;
;;;   JSON       data
;;;   object     an association list with symbols as keys, in order; of the same keys the last counts
;;;   array      a vector
;;;   string     a string
;;;   number     an exact integer; with a point or exponent a flonum
;;;   true, false, null    #t, #f, the symbol null
;;;
;;; What is written may also be a table, whose keys are symbols or strings.

(define-library (ouro json)
  (import (ouro base) (ouro library check))
  (export json-read string->json json-write json->string)
  (begin
    ;; --- reading

    ;; The port with the place of the next character, for errors.
    (define-record-type reader (make-reader port line column) reader?
      (port reader-port) (line line set-line!) (column column set-column!))

    (define (peek reader) (peek-char (reader-port reader)))

    (define (next! reader)
      (let ((character (read-char (reader-port reader))))
        (if (eqv? character #\newline)
            (begin
              (set-line! reader (+ (line reader) 1))
              (set-column! reader 1))
            (set-column! reader (+ (column reader) 1)))
        character))

    (define (problem reader expected got)
      (let ((message (string-append "json: line " (number->string (line reader)) ", column " (number->string (column reader))
                       ": expected " expected ", got")))
        (if (eof-object? got)
            (error (string-append message " the end of the text"))
            (error message got))))

    (define (skip-blanks! reader)
      (if (memv (peek reader) '(#\space #\tab #\newline #\return))
          (begin
            (next! reader)
            (skip-blanks! reader))))

    (define (read-value reader)
      (skip-blanks! reader)
      (let ((character (peek reader)))
        (cond
          ((eof-object? character) (problem reader "a value" character))
          ((char=? character #\{) (next! reader) (read-object reader))
          ((char=? character #\[) (next! reader) (read-array reader))
          ((char=? character #\") (next! reader) (read-text reader))
          ((or (char<=? #\0 character #\9) (char=? character #\-)) (read-number reader))
          ((char=? character #\t) (read-word reader "true" #t))
          ((char=? character #\f) (read-word reader "false" #f))
          ((char=? character #\n) (read-word reader "null" 'null))
          (else (problem reader "a value" character)))))

    (define (read-word reader word value)
      (let loop ((index 0))
        (if (= index (string-length word))
            value
            (let ((character (peek reader)))
              (if (eqv? character (string-ref word index))
                  (begin
                    (next! reader)
                    (loop (+ index 1)))
                  (problem reader word character))))))

    ;; After the opening bracket.
    (define (read-array reader)
      (skip-blanks! reader)
      (if (eqv? (peek reader) #\])
          (begin
            (next! reader)
            (vector))
          (let loop ((elements '()))
            (let ((elements (cons (read-value reader) elements)))
              (if (separated? reader #\] "a comma or ]")
                  (loop elements)
                  (reverse-list->vector elements))))))

    ;; Whether a comma comes; otherwise the closing bracket, or it is an error.
    (define (separated? reader closing expected)
      (skip-blanks! reader)
      (let ((character (peek reader)))
        (cond
          ((eqv? character #\,) (next! reader) #t)
          ((eqv? character closing) (next! reader) #f)
          (else (problem reader expected character)))))

    (define (read-object reader)
      (skip-blanks! reader)
      (if (eqv? (peek reader) #\})
          (begin
            (next! reader)
            '())
          (let ((table (make-eq-table)))
            (let loop ()
              (skip-blanks! reader)
              (if (not (eqv? (peek reader) #\")) (problem reader "a string as a key" (peek reader)))
              (next! reader)
              (let ((key (string->symbol (read-text reader))))
                (skip-blanks! reader)
                (if (not (eqv? (peek reader) #\:)) (problem reader "a colon" (peek reader)))
                (next! reader)
                (table-set! table key (read-value reader)))
              (if (separated? reader #\} "a comma or }")
                  (loop)
                  (table->alist table))))))

    ;; After the opening quotation mark.
    (define (read-text reader)
      (let loop ((characters '()))
        (let ((character (peek reader)))
          (cond
            ((eof-object? character) (problem reader "the end of the string" character))
            ((char=? character #\") (next! reader) (reverse-list->string characters))
            ((char=? character #\\) (next! reader) (loop (cons (read-escape reader) characters)))
            ((char<? character #\space) (problem reader "an escape for the control character" character))
            (else (loop (cons (next! reader) characters)))))))

    (define (read-escape reader)
      (let ((character (peek reader)))
        (case character
          ((#\" #\\ #\/) (next! reader))
          ((#\b) (next! reader) #\backspace)
          ((#\f) (next! reader) #\x0C)
          ((#\n) (next! reader) #\newline)
          ((#\r) (next! reader) #\return)
          ((#\t) (next! reader) #\tab)
          ((#\u)
           (next! reader)
           (let ((code (read-hex reader)))
             (if (<= #xD800 code #xDBFF)
                 (integer->char (+ #x10000 (* #x400 (- code #xD800)) (- (read-low-half reader) #xDC00)))
                 (if (<= #xDC00 code #xDFFF)
                     (problem reader "the first half of a pair of surrogates" code)
                     (integer->char code)))))
          (else (problem reader "an escape: one of \" \\ / b f n r t u" character)))))

    (define (read-low-half reader)
      (if (not (eqv? (peek reader) #\\)) (problem reader "the second half of a pair of surrogates" (peek reader)))
      (next! reader)
      (if (not (eqv? (peek reader) #\u)) (problem reader "the second half of a pair of surrogates" (peek reader)))
      (next! reader)
      (let ((code (read-hex reader)))
        (if (not (<= #xDC00 code #xDFFF)) (problem reader "the second half of a pair of surrogates" code))
        code))

    (define (read-hex reader)
      (let loop ((left 4) (code 0))
        (if (= left 0)
            code
            (let* ((character (peek reader))
                   (digit (and (char? character) (char<? character #\x80) (string->number (string character) 16))))
              (if (not digit) (problem reader "a hexadecimal digit" character))
              (next! reader)
              (loop (- left 1) (+ (* 16 code) digit))))))

    ;; -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
    (define (read-number reader)
      (let ((port (open-output-string)) (inexact? #f))
        (define (take!) (write-char (next! reader) port))
        (define (digit?) (let ((character (peek reader))) (and (char? character) (char<=? #\0 character #\9))))
        (define (digits!)
          (if (not (digit?)) (problem reader "a digit" (peek reader)))
          (let loop ()
            (if (digit?)
                (begin
                  (take!)
                  (loop)))))
        (if (eqv? (peek reader) #\-) (take!))
        (if (eqv? (peek reader) #\0)
            (begin
              (take!)
              (if (digit?) (problem reader "no digit after a leading 0" (peek reader))))
            (digits!))
        (if (eqv? (peek reader) #\.)
            (begin
              (set! inexact? #t)
              (take!)
              (digits!)))
        (if (memv (peek reader) '(#\e #\E))
            (begin
              (set! inexact? #t)
              (take!)
              (if (memv (peek reader) '(#\+ #\-)) (take!))
              (digits!)))
        (let ((number (string->number (get-output-string port))))
          (if inexact? (inexact number) number))))

    (define* (json-read #:optional (port (current-input-port)))
      (check 'json-read 1 port text-input? "a textual input port")
      (let ((reader (make-reader port 1 1)))
        (skip-blanks! reader)
        (if (eof-object? (peek reader)) (eof-object) (read-value reader))))

    (define (text-input? object) (and (input-port? object) (textual-port? object)))

    (define (string->json string)
      (check 'string->json 1 string string? "a string")
      (let* ((reader (make-reader (open-input-string string) 1 1)) (value (read-value reader)))
        (skip-blanks! reader)
        (if (not (eof-object? (peek reader))) (problem reader "the end of the text" (peek reader)))
        value))

    ;; --- writing

    (define (check-indent operation position indent)
      (if indent (check-count operation position indent)))

    (define* (json-write object #:optional (port (current-output-port)) indent)
      (check 'json-write 2 port text-output? "a textual output port")
      (check-indent 'json-write 3 indent)
      ;; All of it or nothing: an object that JSON has no notation for is found first.
      (write-string (json->string object indent) port))

    (define (text-output? object) (and (output-port? object) (textual-port? object)))

    (define* (json->string object #:optional indent)
      (check-indent 'json->string 2 indent)
      (call-with-output-string (lambda (port) (write-value object indent 0 '() port))))

    ;; around: the vectors, lists and tables around the object; one of them inside itself would have no end.
    (define (write-value object indent level around port)
      (define (inside) (if (memq object around) (error "json: an object that contains itself:" object) (cons object around)))
      (cond
        ((string? object) (write-text object port))
        ((eq? object #t) (write-string "true" port))
        ((eq? object #f) (write-string "false" port))
        ((eq? object 'null) (write-string "null" port))
        ((exact-integer? object) (write object port))
        ((real? object) (write-number object port))
        ((vector? object)
         (write-parts "[" "]" (vector->list object) indent level port
           (let ((around (inside))) (lambda (element) (write-value element indent (+ level 1) around port)))))
        ((or (table? object) (alist? object))
         (let ((around (inside)))
           (write-parts "{" "}" (if (table? object) (table->alist object) object) indent level port
             (lambda (entry)
               (write-text (key-text (car entry)) port)
               (write-string (if indent ": " ":") port)
               (write-value (cdr entry) indent (+ level 1) around port)))))
        (else (error "json: expected an association list, a table, a vector, a string, a real number, a boolean or null, got" object))))

    (define (alist? object) (and (list? object) (every pair? object)))

    (define (key-text key)
      (cond
        ((symbol? key) (symbol->string key))
        ((string? key) key)
        (else (error "json: expected a symbol or a string as a key, got" key))))

    (define (write-parts open close parts indent level port write-part)
      (define (break level)
        (if indent
            (begin
              (newline port)
              (write-string (make-string (* indent level) #\space) port))))
      (write-string open port)
      (let loop ((rest parts) (first? #t))
        (if (pair? rest)
            (begin
              (if (not first?) (write-string "," port))
              (break (+ level 1))
              (write-part (car rest))
              (loop (cdr rest) #f))))
      (if (pair? parts) (break level))
      (write-string close port))

    (define (write-number number port)
      (if (not (finite? number)) (error "json: there are no infinities and no NaN, got" number))
      (let ((text (number->string (inexact number))))
        ;; Scheme leaves out zeros beside the point.
        (write-string
          (let* ((text (if (string-suffix? "." text) (string-append text "0") text)))
            (cond
              ((string-prefix? "." text) (string-append "0" text))
              ((string-prefix? "-." text) (string-append "-0" (substring text 1 (string-length text))))
              (else text)))
          port)))

    (define (write-text string port)
      (write-char #\" port)
      (string-for-each
        (lambda (character)
          (case character
            ((#\") (write-string "\\\"" port))
            ((#\\) (write-string "\\\\" port))
            ((#\newline) (write-string "\\n" port))
            ((#\return) (write-string "\\r" port))
            ((#\tab) (write-string "\\t" port))
            (else
             (if (or (char<? character #\space) (<= #xD800 (char->integer character) #xDFFF))
                 (let ((digits (number->string (char->integer character) 16)))
                   (write-string "\\u" port)
                   (write-string (string-pad-left digits 4 #\0) port))
                 (write-char character port)))))
        string)
      (write-char #\" port))))
