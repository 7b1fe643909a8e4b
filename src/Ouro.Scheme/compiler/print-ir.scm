;;; Trees and assembly as text, for golden tests and for people.
;;;
;;; A call of a primitive prints as (%name argument ...), a global variable as its name; variables of the same name
;;; are told apart by a number. Spans are left out.

(define-library (ouro compiler print-ir)
  (import (ouro base) (ouro compiler ast) (ouro compiler ir) (ouro compiler closures))
  (export node->text assembly->text)
  (begin
    ;;; Trees

    (define (node->text node)
      (pretty (node->datum node (make-eq-table) (make-equal-table)) 0))

    ;; names: from variable to symbol; used: from symbol to how many have it.
    (define (node->datum node names used)
      (define (name variable)
        (or (table-ref names variable #f)
            (let* ((base (variable-name variable))
                   (count (table-ref used base 0))
                   (symbol (if (= count 0)
                               base
                               (string->symbol (string-append (symbol->string base) "."
                                                              (number->string count))))))
              (table-set! used base (+ count 1))
              (table-set! names variable symbol)
              symbol)))
      (define (bindings variables nodes)
        (map (lambda (variable node) (list (name variable) (convert node))) variables nodes))
      (define (parameters node)
        (let ((required (map name (lambda-required node)))
              (optional (if (null? (lambda-optional node))
                            '()
                            (cons '|#:optional| (map name (lambda-optional node)))))
              (keywords (if (null? (lambda-keywords node))
                            '()
                            (cons '|#:key| (map (lambda (entry) (name (cdr entry))) (lambda-keywords node))))))
          (append required optional keywords (if (lambda-rest node) (name (lambda-rest node)) '()))))
      (define (convert node)
        (cond
          ((const? node) (constant->datum (const-value node)))
          ((local-ref? node)
           (if (facts-checked? (variable-facts (local-ref-variable node)))
               (list '%checked (name (local-ref-variable node)))
               (name (local-ref-variable node))))
          ((primitive-call? node)
           (cons (primitive-symbol (primitive-call-name node)) (map convert (primitive-call-arguments node))))
          ((call? node) (cons (convert (call-operator node)) (map convert (call-arguments node))))
          ((global-ref? node) (global-name (global-ref-global node)))
          ((if? node) (list 'if (convert (if-test node)) (convert (if-then node)) (convert (if-else node))))
          ((let? node) (list 'let (bindings (let-variables node) (let-inits node)) (convert (let-body node))))
          ((letrec? node)
           (list 'letrec (bindings (letrec-variables node) (letrec-inits node)) (convert (letrec-body node))))
          ((seq? node) (cons 'begin (map convert (seq-expressions node))))
          ((lambda? node)
           (let ((shape (parameters node)) (unit (lambda-info node)))
             (if (and (unit? unit) (pair? (unit-free unit)))
                 (list 'closure (map name (unit-free unit)) shape (convert (lambda-body node)))
                 (list 'lambda shape (convert (lambda-body node))))))
          ((fix? node) (list 'fix (bindings (fix-variables node) (fix-lambdas node)) (convert (fix-body node))))
          ((labels? node)
           (list 'labels
                 (map (lambda (label)
                        (list (label-name label) (map name (label-parameters label)) (convert (label-body label))))
                      (labels-labels node))
                 (convert (labels-body node))))
          ((jump? node) (cons 'jump (cons (label-name (jump-label node)) (map convert (jump-arguments node)))))
          ((local-set? node) (list 'set! (name (local-set-variable node)) (convert (local-set-value node))))
          ((global-set? node)
           (list 'set! (global-name (global-set-global node)) (convert (global-set-value node))))
          ((global-define? node)
           (list 'define (global-name (global-define-global node)) (convert (global-define-value node))))
          ((primitive-ref? node) (primitive-symbol (primitive-ref-name node)))
          ((receive? node)
           (let* ((producer (convert (receive-producer node)))
                  (shape (append (map name (receive-variables node))
                                 (if (receive-rest node) (name (receive-rest node)) '()))))
             (list 'receive shape producer (convert (receive-body node)))))
          (else (error "print: no such node:" node))))
      (convert node))

    (define (primitive-symbol name) (symbol-append '% name))

    (define (constant->datum value)
      (cond ((or (symbol? value) (null? value) (pair? value)) (list 'quote value))
            ((eq? value (void)) '(%void))
            (else value)))

    ;;; Assembly

    ;; One instruction a line, labels at the margin; nested code after the code that contains it.
    (define (assembly->text code)
      (let ((pending '()))
        (define (operand->datum operand)
          (cond ((not (pair? operand)) operand)
                ((eq? (car operand) 'code)
                 (set! pending (cons operand pending))
                 (list 'code (cadr (assq 'name (cdr operand)))))
                ((eq? (car operand) 'quote) (constant->datum (cadr operand)))
                ((eq? (car operand) 'global) (caddr operand))
                (else operand)))
        (define (item->line item)
          (cond ((not (pair? item)) (string-append (number->string item) ":\n"))
                ((memq (car item) '(span statement variable visible interprets)) "")
                (else (string-append "  " (written (cons (car item) (map operand->datum (cdr item)))) "\n"))))
        (define (field name code) (cdr (assq name (cdr code))))
        (let* ((lines (map item->line (field 'body code)))
               (text (string-append
                       "code " (written (car (field 'name code))) " "
                       (written (field 'parameters code))
                       " registers " (number->string (car (field 'registers code)))
                       " free " (number->string (car (field 'free code))) "\n"
                       (string-join lines ""))))
          (string-join (cons text (map assembly->text (reverse pending))) ""))))

    ;;; Layout

    (define page-width 96)

    (define (written datum)
      (let ((port (open-output-string)))
        (write datum port)
        (get-output-string port)))

    ;; A datum that begins at a column: on one line if it fits, else its parts below each other.
    (define (pretty datum column)
      (let ((flat (written datum)))
        (if (or (not (pair? datum)) (not (list? datum)) (eq? (car datum) 'quote)
                (<= (+ column (string-length flat)) page-width))
            flat
            (let* ((head (pretty (car datum) (+ column 1)))
                   (binding? (memq (car datum) '(let fix letrec labels lambda closure define)))
                   (inline (if (and binding? (pair? (cdr datum))) (list (cadr datum)) '()))
                   (rest (if (pair? inline) (cddr datum) (cdr datum)))
                   (indent (if (symbol? (car datum)) (+ column 2) (+ column 1)))
                   (start (+ column 2 (string-length head))))
              (string-append
                "(" head
                (string-join (map (lambda (part) (string-append " " (pretty part start))) inline) "")
                (string-join
                  (map (lambda (part)
                         (string-append "\n" (make-string indent #\space) (pretty part indent)))
                       rest)
                  "")
                ")")))))))
