;;; Nodes as data that can be read: for golden tests and `ouro expand`.
;;;
;;; Local variables print under their own names; a name that is taken, by another variable, a global or primitive
;;; that occurs, or a keyword used here, gets a number: x, x.1, x.2. Globals of programs print as their names, others
;;; as module:name. A lambda prints as named-lambda if its name differs from what it is bound to.

(define-library (ouro compiler unparse)
  (import (ouro base) (ouro compiler ast) (ouro compiler host))
  (export unparse unparse-all)
  (begin
    (define (unparse node) (car (unparse-all (list node))))

    ;; Of several nodes, which share the names of globals.
    (define (unparse-all nodes)
      (let ((taken (make-eq-table)) (names (make-eq-table)))
        (for-each (lambda (name) (table-set! taken name #t))
                  '(if begin let letrec* lambda named-lambda set! define quote receive void))
        (for-each (lambda (node) (take-names! node taken)) nodes)
        (let loop ((nodes nodes))
          (if (null? nodes)
              '()
              (let ((first (datum (car nodes) taken names))) (cons first (loop (cdr nodes))))))))

    ;; --- names

    (define (global-symbol global)
      (let ((module (global-module global)) (name (global-name global)))
        (if (and (memq module '(program repl |ouro runtime|)) (or (eq? module '|ouro runtime|) (not (primitive-info name))))
            name
            (symbol-append (dotted module) ': name))))

    ;; |ouro compiler ast| -> ouro.compiler.ast
    (define (dotted symbol)
      (string->symbol
        (list->string (map (lambda (char) (if (char=? char #\space) #\. char)) (string->list (symbol->string symbol))))))

    (define (take-names! node taken)
      (define (take! name) (table-set! taken name #t))
      (define (walk node) (take-names! node taken))
      (cond ((local-set? node) (walk (local-set-value node)))
            ((global-ref? node) (take! (global-symbol (global-ref-global node))))
            ((global-set? node) (take! (global-symbol (global-set-global node))) (walk (global-set-value node)))
            ((global-define? node) (take! (global-symbol (global-define-global node))) (walk (global-define-value node)))
            ((primitive-ref? node) (take! (primitive-ref-name node)))
            ((primitive-call? node) (take! (primitive-call-name node)) (for-each walk (primitive-call-arguments node)))
            ((if? node) (walk (if-test node)) (walk (if-then node)) (walk (if-else node)))
            ((seq? node) (for-each walk (seq-expressions node)))
            ((lambda? node) (walk (lambda-body node)))
            ((let? node) (for-each walk (let-inits node)) (walk (let-body node)))
            ((letrec? node) (for-each walk (letrec-inits node)) (walk (letrec-body node)))
            ((call? node) (walk (call-operator node)) (for-each walk (call-arguments node)))
            ((receive? node) (walk (receive-producer node)) (walk (receive-body node)))
            (else #t)))

    (define (variable-symbol variable taken names)
      (or (table-ref names variable #f)
          (let* ((base (variable-name variable)) (name (free-name base taken)))
            (table-set! taken name #t)
            (table-set! names variable name)
            name)))

    ;; taken has for each name #t, or for a base the last number used, so that many variables of a name are no trouble.
    (define (free-name base taken)
      (if (not (table-ref taken base #f))
          base
          (let loop ((number (let ((last (table-ref taken base #f))) (if (eq? last #t) 1 (+ last 1)))))
            (let ((name (symbol-append base (string->symbol (string-append "." (number->string number))))))
              (table-set! taken base number)
              (if (table-ref taken name #f) (loop (+ number 1)) name)))))

    ;; --- data

    (define (datum node taken names)
      (define (name variable) (variable-symbol variable taken names))
      (define (show node) (datum node taken names))
      ;; Left to right, so that numbers are given in the order of the text.
      (define (show-all nodes)
        (if (null? nodes) '() (let ((first (show (car nodes)))) (cons first (show-all (cdr nodes))))))
      (define (name-all variables)
        (if (null? variables) '() (let ((first (name (car variables)))) (cons first (name-all (cdr variables))))))
      ;; A lambda bound to a variable or global of that name needs no name of its own.
      (define (show-bound node symbol)
        (if (and (lambda? node) (eq? (lambda-name node) symbol)) (show-lambda node #f) (show node)))
      (define (show-lambda node name)
        (let* ((formals (show-formals node)) (body (show-body (lambda-body node))))
          (if name (cons 'named-lambda (cons (cons name formals) body)) (cons 'lambda (cons formals body)))))
      (define (show-formals node)
        (let* ((required (name-all (lambda-required node)))
               (optional (name-all (lambda-optional node)))
               (keywords (map (lambda (entry) (list (car entry) (name (cdr entry)))) (lambda-keywords node)))
               (rest (if (lambda-rest node) (name (lambda-rest node)) '())))
          (append required
            (if (null? optional) '() (cons (string->symbol "#:optional") optional))
            (if (null? keywords) '() (cons (string->symbol "#:key") keywords))
            rest)))
      (define (show-body node)
        (if (seq? node) (show-all (seq-expressions node)) (list (show node))))
      (define (show-bindings variables inits)
        (if (null? variables)
            '()
            (let ((init (show-bound (car inits) (variable-name (car variables)))))
              (cons (list (name (car variables)) init) (show-bindings (cdr variables) (cdr inits))))))
      (cond ((const? node) (constant (const-value node)))
            ((local-ref? node) (name (local-ref-variable node)))
            ((local-set? node)
             (list 'set! (name (local-set-variable node))
               (show-bound (local-set-value node) (variable-name (local-set-variable node)))))
            ((global-ref? node) (global-symbol (global-ref-global node)))
            ((global-set? node)
             (list 'set! (global-symbol (global-set-global node))
               (show-bound (global-set-value node) (global-name (global-set-global node)))))
            ((global-define? node)
             (list 'define (global-symbol (global-define-global node))
               (show-bound (global-define-value node) (global-name (global-define-global node)))))
            ((primitive-ref? node) (primitive-ref-name node))
            ((primitive-call? node) (cons (primitive-call-name node) (show-all (primitive-call-arguments node))))
            ((if? node)
             (let* ((test (show (if-test node))) (then (show (if-then node))) (else (show (if-else node))))
               (list 'if test then else)))
            ((seq? node) (cons 'begin (show-all (seq-expressions node))))
            ((lambda? node) (show-lambda node (lambda-name node)))
            ((let? node)
             (let* ((bindings (show-bindings (let-variables node) (let-inits node))))
               (cons 'let (cons bindings (show-body (let-body node))))))
            ((letrec? node)
             (name-all (letrec-variables node))
             (let* ((bindings (show-bindings (letrec-variables node) (letrec-inits node))))
               (cons 'letrec* (cons bindings (show-body (letrec-body node))))))
            ((call? node)
             (let ((operator (show (call-operator node)))) (cons operator (show-all (call-arguments node)))))
            ((receive? node)
             (let* ((producer (show (receive-producer node)))
                    (formals (append (name-all (receive-variables node))
                               (if (receive-rest node) (name (receive-rest node)) '()))))
               (cons 'receive (cons formals (cons producer (show-body (receive-body node)))))))
            (else (error "not a node" node))))

    (define (constant value)
      (cond ((eq? value (void)) (list 'void))
            ((or (symbol? value) (pair? value) (null? value) (vector? value)) (list 'quote value))
            (else value)))))
