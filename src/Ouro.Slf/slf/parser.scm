;;; From a text to its parse tree.
;;;
;;;   program    ::= { newline } { statement }
;;;   statement  ::= simple | if | while | def | object
;;;   simple     ::= expression [ "=" expression ] newline     ; left of = stands a call without arguments
;;;   if         ::= "if" expression ":" block [ "else" ":" block ]
;;;   while      ::= "while" expression ":" block
;;;   def        ::= "def" name [ "(" name { "," name } [","] ")" ] ":" block
;;;   object     ::= "object" name [ "(" parent { "," parent } [","] ")" ] ":" block
;;;   parent     ::= name "=" expression
;;;   block      ::= newline indent statement { statement } dedent
;;;   expression ::= ( number | send ) { send }                ; a b(1) c is ((a b(1)) c)
;;;   send       ::= ( name | primitive ) [ "(" expression { "," expression } [","] ")" ]
;;;
;;; A parser is its remaining tokens; each procedure below takes what its rule says.

(define-library (slf parser)
  (import (ouro base) (slf problem) (slf lexer) (slf tree))
  (declare (internal))
  (export parse)
  (begin
    (define-record-type <parser> (make-parser tokens file) parser?
      (tokens parser-tokens set-parser-tokens!)
      (file parser-file))

    ;; The statements of a text, as a list.
    (define (parse text file)
      (let ((parser (make-parser (text->tokens text file) file)))
        (let loop ((statements '()))
          (cond ((next? parser 'newline #f) (advance! parser) (loop statements))
                ((next? parser 'end #f) (reverse statements))
                (else (loop (cons (parse-statement parser) statements)))))))

    ;; --- tokens

    (define (next parser) (car (parser-tokens parser)))

    ;; Takes the next token. The last one stays.
    (define (advance! parser)
      (let ((token (next parser)))
        (if (pair? (cdr (parser-tokens parser)))
            (set-parser-tokens! parser (cdr (parser-tokens parser))))
        token))

    (define (next? parser kind value)
      (let ((token (next parser)))
        (and (eq? (token-kind token) kind)
             (or (not value) (eqv? (token-value token) value)))))

    (define (special? parser character) (next? parser 'special character))

    (define (take-special! parser character what)
      (if (special? parser character)
          (advance! parser)
          (expected parser what)))

    (define (expected parser what)
      (let ((token (next parser)))
        (syntax-problem (parser-file parser) (token-place token) "expected " what ", got " (token->words token))))

    (define (token->words token)
      (let ((value (token-value token)))
        (case (token-kind token)
          ((number) (string-append "the number " (shortened (number->string value))))
          ((name) (string-append "the name " (shortened (symbol->string value))))
          ((primitive) (string-append "the primitive " (shortened (symbol->string value))))
          ((keyword) (string-append "the word " (symbol->string value)))
          ((string) "a string, and slf has no strings yet")
          ((special) (string #\' value #\'))
          ((newline) "the end of the line")
          ((indent) "a line that is indented further")
          ((dedent) "the end of the block")
          (else "the end of the text"))))

    ;; From the start of one place to the end of another.
    (define (join first last)
      (place (vector-ref first 0) (vector-ref first 1) (vector-ref last 2) (vector-ref last 3)))

    ;; --- statements

    (define (parse-statement parser)
      (let ((token (next parser)))
        (if (eq? (token-kind token) 'keyword)
            (case (token-value token)
              ((if) (parse-if parser))
              ((while) (parse-while parser))
              ((def) (parse-def parser))
              ((object) (parse-object parser))
              (else
               (syntax-problem (parser-file parser) (token-place token)
                 "there is no if that this else could belong to: it stands right after the block of an if,"
                 " as far to the left as the if")))
            (parse-simple parser))))

    (define (parse-simple parser)
      (let ((left (parse-expression parser "a statement")))
        (if (special? parser #\=)
            (let ((sign (advance! parser)))
              (check-assignable left sign parser)
              (let ((value (parse-expression parser "the expression to assign")))
                (end-line! parser "a name, or the end of the line")
                (make-assignment (join (send-place left) (token-place sign)) (send-receiver left) (send-name left) value)))
            (begin
              (end-line! parser "a name, '=', or the end of the line")
              left))))

    (define (check-assignable left sign parser)
      (define (problem place . parts)
        (apply syntax-problem (parser-file parser) place parts))
      (cond
        ((number-node? left)
         (problem (number-place left) "a number cannot be assigned to: expected a name before '='"))
        ((primitive-call? left)
         (problem (primitive-call-place left) "a primitive cannot be assigned to: expected a name before '='"))
        ((pair? (send-arguments left))
         (problem (send-place left) "a call with arguments cannot be assigned to: expected only the name "
           (symbol->string (send-name left)) " before '='"))))

    (define (end-line! parser what)
      (if (next? parser 'newline #f)
          (advance! parser)
          (expected parser what)))

    (define (parse-if parser)
      (let* ((word (advance! parser))
             (test (parse-expression parser "the condition of the if"))
             (then (parse-block parser "the if")))
        (if (next? parser 'keyword 'else)
            (begin
              (advance! parser)
              (make-if (token-place word) test then (parse-block parser "the else")))
            (make-if (token-place word) test then #f))))

    (define (parse-while parser)
      (let* ((word (advance! parser))
             (test (parse-expression parser "the condition of the while")))
        (make-while (token-place word) test (parse-block parser "the while"))))

    (define (parse-def parser)
      (let* ((word (advance! parser))
             (name (take-name! parser "the name of the method"))
             (parameters (if (special? parser #\() (parse-parameters parser) '())))
        (make-def (join (token-place word) (token-place name)) (token-value name) parameters
          (parse-block parser "the method"))))

    (define (take-name! parser what)
      (if (next? parser 'name #f)
          (advance! parser)
          (expected parser what)))

    (define (parse-parameters parser)
      (parse-whole-list parser "the name of a parameter"
        (lambda (before)
          (let* ((token (take-name! parser "the name of a parameter")) (name (token-value token)))
            (if (memq name '(self __parent__))
                (syntax-problem (parser-file parser) (token-place token)
                  "no parameter can be called " (symbol->string name) ": every call has a slot of that name anyway"))
            (if (memq name before)
                (syntax-problem (parser-file parser) (token-place token)
                  "the parameter " (symbol->string name) " is there twice"))
            name))))

    (define (parse-object parser)
      (let* ((word (advance! parser))
             (name (take-name! parser "the name of the object"))
             (parents (if (special? parser #\() (parse-parents parser) '())))
        (make-object-statement (join (token-place word) (token-place name)) (token-value name) parents
          (parse-block parser "the object"))))

    (define (parse-parents parser)
      (parse-whole-list parser "a parent like name=expression"
        (lambda (before)
          (let* ((token (take-name! parser "a parent like name=expression")) (name (token-value token)))
            (if (eq? name '__parent__)
                (syntax-problem (parser-file parser) (token-place token)
                  "__parent__ is set by itself, to where the object is made; assign to it in the object's block"))
            (if (any (lambda (parent) (eq? (parent-name parent) name)) before)
                (syntax-problem (parser-file parser) (token-place token)
                  "the parent slot " (symbol->string name) " is there twice"))
            (take-special! parser #\= (string-append "'=' and the parent " (symbol->string name) " is to be"))
            (make-parent (token-place token) name (parse-expression parser "an expression for the parent"))))))

    (define (parse-block parser owner)
      (take-special! parser #\: (string-append "a name, or ':' and the block of " owner))
      (if (not (next? parser 'newline #f))
          (expected parser (string-append "the end of the line, and the block of " owner " in lines of its own")))
      (advance! parser)
      (if (not (next? parser 'indent #f))
          (expected parser (string-append "the block of " owner ", indented further")))
      (advance! parser)
      (let loop ((statements (list (parse-statement parser))))
        (if (next? parser 'dedent #f)
            (begin
              (advance! parser)
              (reverse statements))
            (loop (cons (parse-statement parser) statements)))))

    ;; "(" item { "," item } [","] ")". (parse-item before) takes one; it is told those before it, the last first.
    (define (parse-whole-list parser what parse-item)
      (let ((items (parse-list parser what parse-item)))
        (advance! parser)
        items))

    ;; The same up to the closing parenthesis, which is the next token.
    (define (parse-list parser what parse-item)
      (advance! parser)
      (if (special? parser #\))
          (syntax-problem (parser-file parser) (token-place (next parser))
            "expected " what ", got ')'; where there are none, there are no parentheses either"))
      (let loop ((items (list (parse-item '()))))
        (cond ((special? parser #\)) (reverse items))
              ((special? parser #\,)
               (advance! parser)
               (if (special? parser #\))
                   (reverse items)
                   (loop (cons (parse-item items) items))))
              (else (expected parser "',' or ')'")))))

    ;; --- expressions

    (define (parse-expression parser what)
      (let ((token (next parser)))
        (let loop ((left (case (token-kind token)
                           ((number) (advance! parser) (make-number (token-place token) (token-value token)))
                           ((name primitive) (parse-send parser #f))
                           (else (expected parser what)))))
          (if (or (next? parser 'name #f) (next? parser 'primitive #f))
              (loop (parse-send parser left))
              left))))

    (define (parse-send parser receiver)
      (let* ((token (advance! parser))
             (arguments (if (special? parser #\()
                            (parse-list parser "an argument" (lambda (before) (parse-expression parser "an argument")))
                            #f))
             (where (token-place token))
             (whole (if arguments (join where (token-place (advance! parser))) where)))
        ((if (eq? (token-kind token) 'primitive) make-primitive-call make-send)
         whole receiver (token-value token) (or arguments '()) where)))))
