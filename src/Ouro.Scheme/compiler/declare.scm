;;; What declarations do where they stand: the core form declare, and the bodies and top levels that it belongs to.
;;;
;;; in:  declarations (declarations.scm), once all definitions of their place are known
;;; out: types of variables; checks at the head of a body; what is declared of a procedure, in its node, and of a library
;;;      or program, in its top level
;;;
;;; A variable has its type from the moment that the body is scanned. Assignments that were expanded before (in the
;;; initial values of letrec and let*) are kept by the variable, and checked as well.

(define-library (ouro compiler declare)
  (import (ouro base) (ouro compiler ast) (ouro compiler environment) (ouro compiler syntax-problem)
          (ouro compiler declarations) (ouro compiler declared-types) (ouro compiler target))
  (export expand-declare declared-body check-declared)
  (begin
    (define (expand-declare form span scope context target)
      (if (and (eq? (target-mode target) 'body) (pair? (target-items target)))
          (syntax-problem form span context
            "declare: declarations stand at the head of a body, before definitions and expressions"))
      (for-each (lambda (declaration) (declare-in! target declaration)) (read-declarations form span context (target-place target))))

    (define (declare-in! target declaration)
      (if (memq (target-place target) '(program repl library))
          (declare-toplevel! declaration target)
          (set-target-declarations! target (cons declaration (target-declarations target)))))

    ;; The body that make-body gives, with what it declares. node: the procedure that it belongs to, or #f. outer: the
    ;; scope around the form that it belongs to.
    (define (declared-body target node outer span make-body)
      (let* ((declarations (reverse (target-declarations target)))
             (context (target-context target))
             (checks (append-map (lambda (declaration) (declare-variables! declaration target outer)) declarations))
             (body (make-body))
             (checked (if (null? checks) body (make-seq span (append (map (lambda (check) (check)) checks) (list body))))))
        (if node (set-lambda-declarations! node (append-map (lambda (each) (about-procedure each target)) declarations)))
        (fold-left
          (lambda (body declaration)
            (if (eq? (declaration-kind declaration) 'values)
                (checked-result (types-of (declaration-parts declaration) target) (and node (lambda-name node)) body
                  (declaration-span declaration) context)
                (if (eq? (declaration-kind declaration) 'interprets)
                    (interpreting (declaration-parts declaration) body (declaration-span declaration) target)
                    body)))
          checked declarations)))

    (define (types-of parts target)
      (map (lambda (part) (parse-type (car part) (cdr part) (target-scope target) (target-context target))) parts))

    ;; Gives the variables their type. Gives a list of procedures that make the checks of those that have their
    ;; value already when the body begins.
    (define (declare-variables! declaration target outer)
      (if (not (eq? (declaration-kind declaration) 'type))
          '()
          (let* ((parts (declaration-parts declaration)) (type (car (types-of (list (car parts)) target))))
            (append-map
              (lambda (name)
                (let* ((identifier (car name)) (span (cdr name)) (variable (bound-variable identifier span target outer)))
                  (if (variable-type variable)
                      (syntax-problem #f span (target-context target) "declare: the type of " identifier " is declared twice"))
                  (set-variable-type! variable type)
                  (check-assignments! variable target)
                  (if (scope-binds? (target-scope target) (target-outer target) identifier)
                      '()
                      (list (lambda () (check-node type (type-in-words variable) variable span))))))
              (cdr parts)))))

    ;; The variable that the form around the body, or a definition in it, binds.
    (define (bound-variable identifier span target outer)
      (let ((binding (and (scope-binds? (target-scope target) outer identifier)
                          (lookup identifier (target-scope target)))))
        (if (variable? binding)
            binding
            (let ((near (nearest-name (identifier-symbol identifier) (names-between (target-scope target) outer))))
              (syntax-problem #f span (target-context target) "declare: " identifier
                " is no variable that is bound here: by the form around the body, or by a definition in it"
                (if near (string-append "; did you mean " (symbol->string near) "?") ""))))))

    (define (names-between scope outer)
      (let loop ((entries (scope-bindings scope)))
        (if (or (eq? entries (scope-bindings outer)) (null? entries))
            '()
            (cons (identifier-symbol (car (car entries))) (loop (cdr entries))))))

    ;; What the declaration says about the procedure itself: list of (kind . value), for its node.
    (define (about-procedure declaration target)
      (let ((parts (declaration-parts declaration)))
        (case (declaration-kind declaration)
          ((policy) (list (cons 'policy parts)))
          ((values) (list (cons 'values (types-of parts target))))
          (else '()))))

    ;; The body, at whose beginning the back end notes in which registers the two variables are: (%interprets DESCRIBE
    ;; VIEW POSITION).
    (define (interpreting parts body span target)
      (define (reference part right? what)
        (let ((binding (lookup (car part) (target-scope target))))
          (if (not (right? binding))
              (syntax-problem #f (cdr part) (target-context target) "declare: " (car part) " must be " what))
          (if (global? binding) (make-global-ref (cdr part) binding) (make-local-ref (cdr part) binding))))
      (make-seq span
        (list (make-primitive-call span '%interprets
                (list (reference (car parts) global? "a procedure of this library")
                      (reference (cadr parts) variable? "a variable of this procedure")
                      (reference (caddr parts) variable? "a variable of this procedure")))
              body)))

    ;; At the outermost level a type holds for definitions and assignments that are expanded after it.
    (define (declare-toplevel! declaration target)
      (let ((toplevel (scope-toplevel (target-scope target))) (parts (declaration-parts declaration)))
        (if (eq? (declaration-kind declaration) 'type)
            (let ((type (delay-type (car parts) target)))
              (for-each (lambda (name) (declare-global-type! (car name) (cdr name) type toplevel target)) (cdr parts)))
            (toplevel-declare! toplevel (declaration-kind declaration) parts))))

    ;; In a library the type may be defined below; elsewhere a type must be known.
    (define (delay-type part target)
      (if (eq? (target-mode target) 'library)
          (lambda () (car (types-of (list part) target)))
          (let ((type (car (types-of (list part) target)))) (lambda () type))))

    (define (declare-global-type! identifier span type toplevel target)
      (let* ((context (target-context target))
             (binding (lookup identifier (target-scope target)))
             (own? (and (global? binding) (eq? (global-module binding) (toplevel-module toplevel)))))
        (if (not (symbol? identifier))
            (syntax-problem #f span context "declare: " identifier " comes from a macro; only names of the source are declared"))
        (if (not (or own? (not binding) (eq? (target-mode target) 'library)))
            (syntax-problem #f span context "declare: " identifier
              " is not a variable of this program; define it, and declare it before"))
        (if (and own? (eq? (target-place target) 'program) (toplevel-written? toplevel identifier))
            (syntax-problem #f span context "declare: " identifier
              " is defined or assigned above; declare it before"))
        (if (and (toplevel-type toplevel identifier) (not (eq? (target-place target) 'repl)))
            (syntax-problem #f span context "declare: the type of " identifier " is declared twice"))
        (toplevel-declare-type! toplevel identifier type span)
        (if (and own? (eq? (target-place target) 'repl))
            (add-item! target #f span
              (lambda ()
                (make-seq span
                  (list (checked-node (type) (string-append "type of " (symbol->string identifier))
                          (make-global-ref span binding) span context)
                        (make-const span (void)))))))))

    ;; All variables whose types are declared at the outermost level must be there.
    (define (check-declared toplevel context)
      (for-each
        (lambda (entry)
          (let* ((definitions (toplevel-definitions toplevel)) (name (car entry)) (binding (table-ref definitions name #f)))
            (if (not (global? binding))
                (let ((near (nearest-name name (filter (lambda (other) (global? (table-ref definitions other #f)))
                                                       (table-keys definitions)))))
                  (syntax-problem #f (cdr entry) context "declare: " name
                    (if binding " is not a variable" " is not defined here")
                    (if near (string-append "; did you mean " (symbol->string near) "?") ""))))))
        (toplevel-declared-names toplevel)))))
