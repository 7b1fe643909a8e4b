;;; From a text to tokens.
;;;
;;;   number    ::= 0 | [+ | -] [1-9][0-9]*
;;;   name      ::= [A-Za-z_][A-Za-z0-9_]*           ; if, else, while, def and object are keywords
;;;   primitive ::= $ name
;;;   string    ::= " anything but " and the line's end "
;;;   special   ::= : = , ( ) [ ] { }
;;;   newline, indent, dedent                        ; from the lines and their indentation
;;;   end                                            ; always the last
;;;
;;; A token's value: the integer; the name as a symbol (that of a primitive with its $); the string; the special's character.
;;; A tab goes on to the next multiple of 4 columns of indentation. Empty lines, and lines with nothing but a comment, have
;;; no indentation and no newline. Inside brackets a newline is white space.

(define-library (slf lexer)
  (import (ouro base) (slf problem))
  (declare (internal))
  (export text->tokens make-token token-kind token-value token-place)
  (begin
    (define-record-type <token> (make-token kind value place) token?
      (kind token-kind)
      (value token-value)
      (place token-place))

    (define keywords '(if else while def object))

    (define (letter? character)
      (or (and (char>=? character #\a) (char<=? character #\z))
          (and (char>=? character #\A) (char<=? character #\Z))
          (char=? character #\_)))

    (define (digit? character) (and (char>=? character #\0) (char<=? character #\9)))

    (define (name-character? character) (or (letter? character) (digit? character)))

    (define (blank? character)
      (or (char=? character #\space) (char=? character #\tab) (char=? character #\return)))

    (define (closer-of opener)
      (case opener ((#\() #\)) ((#\[) #\]) (else #\})))

    (define (quoted character)
      (let ((code (char->integer character)))
        (if (or (< code 32) (= code 127))
            (string-append "the character with the number " (number->string code))
            (string #\' character #\'))))

    ;; All tokens of the text, a list that ends with the token `end`.
    (define (text->tokens text file)
      (define end (string-length text))
      (define index 0)
      (define line 1)
      (define line-start 0)                ; index of the line's first character
      (define tokens '())                  ; the last first
      (define indents '(0))                ; widths of the open blocks, the innermost first
      (define brackets '())                ; tokens of the open brackets, the innermost first

      (define (here) (if (< index end) (string-ref text index) #\nul))
      (define (at? offset) (< (+ index offset) end))
      (define (ahead offset) (if (at? offset) (string-ref text (+ index offset)) #\nul))
      (define (column) (+ 1 (- index line-start)))
      (define (next-line!)
        (set! index (+ index 1))
        (set! line (+ line 1))
        (set! line-start index))

      ;; The place from a column of this line to where we are.
      (define (place-from start) (place line start line (column)))
      (define (place-of count) (place line (column) line (+ (column) count)))

      (define (add! kind value place)
        (set! tokens (cons (make-token kind value place) tokens)))

      (define (skip-while! wanted?)
        (if (and (< index end) (wanted? (here)))
            (begin
              (set! index (+ index 1))
              (skip-while! wanted?))))

      (define (skip-comment!)
        (skip-while! (lambda (character) (not (char=? character #\newline)))))

      ;; The width of the blanks at the start of a line.
      (define (skip-indentation!)
        (let loop ((width 0))
          (let ((character (here)))
            (cond ((char=? character #\space) (set! index (+ index 1)) (loop (+ width 1)))
                  ((char=? character #\tab) (set! index (+ index 1)) (loop (* 4 (+ 1 (quotient width 4)))))
                  (else width)))))

      (define (line-is-empty?)
        (let loop ((offset 0))
          (cond ((not (at? offset)) #t)
                ((char=? (ahead offset) #\newline) #t)
                ((char=? (ahead offset) #\#) #t)
                ((char=? (ahead offset) #\return) (loop (+ offset 1)))
                (else #f))))

      (define (take-indentation! width)
        (let ((where (place line 1 line (max 2 (column)))))
          (cond
            ((> width (car indents))
             (set! indents (cons width indents))
             (add! 'indent #f where))
            (else
             (let loop ()
               (if (< width (car indents))
                   (begin
                     (set! indents (cdr indents))
                     (add! 'dedent #f where)
                     (loop))))
             (if (> width (car indents))
                 (syntax-problem file where
                   "the line is indented by " (number->string width)
                   ", which fits no block around it; the nearest begins at " (number->string (car indents))))))))

      (define (take-lines!)
        (if (< index end)
            (let ((width (skip-indentation!)))
              (if (line-is-empty?)
                  (begin
                    (skip-while! (lambda (character) (not (char=? character #\newline))))
                    (if (< index end) (next-line!)))
                  (begin
                    (take-indentation! width)
                    (take-tokens!)))
              (take-lines!))))

      ;; The tokens up to a newline that ends the statement.
      (define (take-tokens!)
        (if (>= index end)
            (if (null? brackets) (add! 'newline #f (place-of 1)))
            (let ((character (here)))
              (cond
                ((char=? character #\newline)
                 (if (null? brackets)
                     (begin
                       (add! 'newline #f (place-of 1))
                       (next-line!))
                     (begin
                       (next-line!)
                       (take-tokens!))))
                ((blank? character) (set! index (+ index 1)) (take-tokens!))
                ((char=? character #\#) (skip-comment!) (take-tokens!))
                ((char=? character #\\) (join-lines!) (take-tokens!))
                (else
                 (take-token! character)
                 (take-tokens!))))))

      (define (join-lines!)
        (let ((count (if (char=? (ahead 1) #\return) 2 1)))
          (if (not (char=? (ahead count) #\newline))
              (syntax-problem file (place-of 1) "a \\ joins two lines, so nothing may stand after it"))
          (set! index (+ index count))
          (next-line!)))

      (define (take-token! character)
        (cond
          ((letter? character) (take-name!))
          ((char=? character #\$) (take-primitive!))
          ((digit? character) (take-number!))
          ((or (char=? character #\-) (char=? character #\+)) (take-signed!))
          ((char=? character #\") (take-string!))
          ((or (char=? character #\:) (char=? character #\=) (char=? character #\,)) (take-special!))
          ((or (char=? character #\() (char=? character #\[) (char=? character #\{))
           (take-special!)
           (set! brackets (cons (car tokens) brackets)))
          ((or (char=? character #\)) (char=? character #\]) (char=? character #\}))
           (close-bracket! character)
           (take-special!))
          (else
           (syntax-problem file (place-of 1) (quoted character) " has no meaning in slf"))))

      (define (take-special!)
        (let ((start (column)) (character (here)))
          (set! index (+ index 1))
          (add! 'special character (place-from start))))

      (define (close-bracket! character)
        (cond
          ((null? brackets)
           (syntax-problem file (place-of 1) "there is no open bracket that " (quoted character) " could close"))
          ((not (char=? character (closer-of (token-value (car brackets)))))
           (let ((opener (car brackets)))
             (syntax-problem file (place-of 1) "expected " (quoted (closer-of (token-value opener)))
               " for the " (quoted (token-value opener)) " in line " (number->string (vector-ref (token-place opener) 0))
               ", got " (quoted character)))))
        (set! brackets (cdr brackets)))

      (define (take-name!)
        (let ((start (column)) (from index))
          (skip-while! name-character?)
          (let ((name (string->symbol (substring text from index))))
            (add! (if (memq name keywords) 'keyword 'name) name (place-from start)))))

      (define (take-primitive!)
        (let ((start (column)) (from index))
          (set! index (+ index 1))
          (if (not (letter? (here)))
              (syntax-problem file (place-from start) "expected the name of a primitive after $, like $int_add"))
          (skip-while! name-character?)
          (add! 'primitive (string->symbol (substring text from index)) (place-from start))))

      ;; From where the number began, sign included.
      (define (add-number! start from)
        (add! 'number (string->number (substring text from index)) (place-from start)))

      (define (take-number!)
        (let ((start (column)) (from index) (first (here)))
          (skip-while! digit?)
          (if (and (char=? first #\0) (> (- index from) 1))
              (syntax-problem file (place-from start) "a number other than 0 does not begin with the digit 0"))
          (add-number! start from)))

      (define (take-signed!)
        (let ((start (column)) (from index) (sign (here)))
          (set! index (+ index 1))
          (cond
            ((not (digit? (here)))
             (syntax-problem file (place-from start) (quoted sign) " is the sign of a number and must stand before its digits;"
               " numbers have " (if (char=? sign #\-) "sub" "add") " for calculating: a "
               (if (char=? sign #\-) "sub" "add") "(b)"))
            ((char=? (here) #\0)
             (skip-while! digit?)
             (syntax-problem file (place-from start)
               (if (= (- index from) 2)
                   "0 has no sign"
                   "a number other than 0 does not begin with the digit 0"))))
          (skip-while! digit?)
          (add-number! start from)))

      (define (take-string!)
        (let ((start (column)) (from (+ index 1)))
          (set! index from)
          (skip-while! (lambda (character) (not (or (char=? character #\") (char=? character #\newline)))))
          (if (not (char=? (here) #\"))
              (syntax-problem file (place-from start) "the string is not closed: expected \" before the end of the line"))
          (set! index (+ index 1))
          (add! 'string (substring text from (- index 1)) (place-from start))))

      (take-lines!)
      (if (pair? brackets)
          (syntax-problem file (token-place (car brackets))
            "the " (quoted (token-value (car brackets))) " is not closed: expected "
            (quoted (closer-of (token-value (car brackets)))) " before the end of the text"))
      (let ((where (place line (column) line (+ 1 (column)))))
        (for-each (lambda (indent) (if (> indent 0) (add! 'dedent #f where))) indents)
        (add! 'end #f where))
      (reverse tokens))))
