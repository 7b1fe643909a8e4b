;;; syntax-case and its templates: expressions that take data apart by patterns and put data together.
;;;
;;;   (syntax-case E (literal ...) (pattern [fender] E) ...)
;;;   (syntax template), (quasisyntax template), (with-syntax ((pattern E) ...) body ...)
;;;
;;; A pattern variable is bound to a hidden variable that holds what was matched, in the form that syntax-rules.scm has
;;; for its slots. Matching and building are calls of procedures. In a transformer, which runs now, these are made here
;;; and are constants; in code that may be kept, patterns and templates are data, and compiled when they are used.

(define-library (ouro compiler syntax-case)
  (import (ouro base) (ouro compiler ast) (ouro compiler environment) (ouro compiler syntax-problem)
          (ouro compiler registry) (ouro compiler syntax-rules) (ouro compiler procedural) (ouro compiler expand))
  (export expand-syntax-case expand-syntax expand-quasisyntax expand-with-syntax)
  (begin
    (define (expand-syntax-case form span scope context)
      (check-parts form 2 #f span context)
      (if (not (and (list? (caddr form)) (every identifier? (caddr form))))
          (syntax-problem form (element-span (cddr form) span context) context
            "syntax-case: expected a list of literals, got " (caddr form)))
      (matching (expand-car (cdr form) span scope context) (caddr form) (cdddr form) form span scope context))

    ;; Finds the first clause that fits the value of the node. clauses: a list of (pattern [fender] expression).
    (define (matching node literals clauses form span scope context)
      (let ((datum (new-temporary 'datum span context)))
        (make-let span (list datum) (list node)
          (let loop ((pair clauses))
            (if (null? pair)
                (make-call span (procedure-node 'no-syntax-clause no-syntax-clause span scope context)
                  (list (make-local-ref span datum)))
                (clause-node pair datum literals form span scope context (lambda () (loop (cdr pair)))))))))

    (define (clause-node pair datum literals form span scope context make-rest)
      (let ((clause (car pair)) (where (element-span pair span context)))
        (if (not (and (list? clause) (<= 2 (length clause) 3)))
            (syntax-problem form where context "syntax-case: expected a clause (pattern expression) or "
              "(pattern fender expression), got " (describe clause)))
        (let* ((compiled (compile-syntax-pattern (car clause) literals scope (problem-in form where context)))
               (variables (caddr compiled))
               (slots (new-temporary 'slots where context))
               (holders (map (lambda (entry) (new-temporary (identifier-symbol (car entry)) where context)) variables))
               (inner (extend-scope scope (map car variables)
                        (map (lambda (entry holder) (make-pattern-variable holder (cddr entry))) variables holders)))
               (fail (and (pair? (cddr clause)) (new-temporary 'next where context)))
               (rest (if fail (lambda () (make-call where (make-local-ref where fail) '())) make-rest))
               (test
                 (make-let where (list slots) (list (match-node (car clause) literals compiled datum where scope context))
                   (make-if where (make-local-ref where slots)
                     (binding where holders
                       (map (lambda (entry)
                              (make-primitive-call where 'vector-ref
                                (list (make-local-ref where slots) (make-const where (cadr entry)))))
                            variables)
                       (if fail
                           (make-if where (expand-car (cdr clause) where inner context)
                             (expand-car (cddr clause) where inner context)
                             (rest))
                           (expand-car (cdr clause) where inner context)))
                     (rest)))))
          (if fail
              (make-let where (list fail) (list (make-lambda where 'next '() '() #f '() (make-rest))) test)
              test))))

    (define (binding span variables inits body)
      (if (null? variables) body (make-let span variables inits body)))

    (define (problem-in form span context)
      (lambda (part . parts)
        (apply syntax-problem form (form-span part span context) context (form-name form) ": " parts)))

    (define (match-node pattern literals compiled datum span scope context)
      (let ((value (make-local-ref span datum)))
        (if (context-transformer? context)
            (let ((match (car compiled)))
              (make-call span (make-const span (lambda (datum) (match-here match datum))) (list value)))
            (make-call span (procedure-node 'syntax-match syntax-match span scope context)
              (list (make-const span (strip pattern)) (make-const span (strip literals)) (place-node span scope) value)))))

    ;; The scope of code that is kept is found by the module of its top level.
    (define (place-node span scope) (make-const span (toplevel-module (scope-toplevel scope))))

    ;; The procedure of procedural.scm; code that is kept refers to it by name.
    (define (procedure-node name procedure span scope context)
      (if (context-transformer? context)
          (make-const span procedure)
          (let* ((registry (toplevel-registry (scope-toplevel scope)))
                 (library (registry-library registry '(ouro compiler procedural))))
            (if library (registry-require! registry library))
            (make-global-ref span (make-global '|ouro compiler procedural| name)))))

    ;; --- templates

    (define (expand-syntax form span scope context)
      (check-parts form 1 1 span context)
      (template-node (cadr form) '() '() form span scope context))

    ;; extra: list of (identifier slot . depth) for what quasisyntax computes, with the nodes of their contents.
    (define (template-node template extra extra-nodes form span scope context)
      (let* ((used (pattern-variables template extra scope))
             (count (length used))
             (variables
               (append
                 (map (lambda (identifier index)
                        (cons identifier (cons index (pattern-variable-depth (lookup identifier scope)))))
                      used (iota count))
                 (map (lambda (entry) (cons (car entry) (cons (+ count (cadr entry)) (cddr entry)))) extra)))
             (contents
               (append
                 (map (lambda (identifier) (make-local-ref span (pattern-variable-variable (lookup identifier scope)))) used)
                 extra-nodes))
             (compiled (compile-syntax-template template variables scope (problem-in form span context))))
        (if (context-transformer? context)
            (make-call span (make-const span (lambda contents (template-in compiled scope contents))) contents)
            (make-call span (procedure-node 'syntax-build syntax-build span scope context)
              (append (list (make-const span (strip template))
                            (make-const span (map (lambda (entry) (cons (identifier-symbol (car entry)) (cdr entry))) variables))
                            (place-node span scope))
                      contents)))))

    ;; The pattern variables that occur in the template, each once.
    (define (pattern-variables template extra scope)
      (let ((found '()))
        (let walk ((datum template))
          (cond ((identifier? datum)
                 (if (and (not (memq datum found)) (not (assq datum extra)) (pattern-variable? (lookup datum scope)))
                     (set! found (cons datum found))))
                ((pair? datum) (walk (car datum)) (walk (cdr datum)))
                ((vector? datum) (walk (vector->list datum)))))
        (reverse found)))

    ;; (quasisyntax template): what unsyntax has takes the place of a pattern variable of its own. What has
    ;; unsyntax-splicing is a variable with an ellipsis.
    (define (expand-quasisyntax form span scope context)
      (check-parts form 1 1 span context)
      (let ((extra '()) (nodes '()) (dots (make-alias '... (core-scope scope))))
        (define (note! depth node)
          (let ((identifier (make-alias (string->symbol (string-append "unsyntax " (number->string (length extra)))) scope)))
            (set! extra (cons (cons identifier (cons (length extra) depth)) extra))
            (set! nodes (cons node nodes))
            identifier))
        (define (unsyntax? datum name)
          (and (pair? datum) (auxiliary? (car datum) name scope)))
        (define (walk datum level)
          (cond ((unsyntax? datum 'unsyntax)
                 (check-unsyntax datum form span context)
                 (if (= level 0)
                     (note! 0 (make-primitive-call span 'list (list (expand-car (cdr datum) span scope context))))
                     (list (car datum) (walk (cadr datum) (- level 1)))))
                ((and (pair? datum) (unsyntax? (car datum) 'unsyntax-splicing) (= level 0))
                 (check-unsyntax (car datum) form span context)
                 ;; A list of what is spliced, as cells: each element's pair is one.
                 (let* ((identifier (note! 1 (cells-node (expand-car (cdr (car datum)) span scope context) span scope context)))
                        (rest (walk (cdr datum) level)))
                   (cons identifier (cons dots rest))))
                ((and (pair? datum) (identifier? (car datum)) (core-named? (lookup (car datum) scope) 'quasisyntax)
                      (pair? (cdr datum)))
                 (list (car datum) (walk (cadr datum) (+ level 1))))
                ((pair? datum)
                 (let* ((first (walk (car datum) level)) (rest (walk (cdr datum) level)))
                   (if (and (eq? first (car datum)) (eq? rest (cdr datum))) datum (cons first rest))))
                ((vector? datum) (list->vector (walk (vector->list datum) level)))
                (else datum)))
        (let ((template (walk (cadr form) 0)))
          (template-node template (reverse extra) (reverse nodes) form span scope context))))

    ;; A scope in which `...` is the ellipsis, whatever the program calls so.
    (define (core-scope scope) (toplevel-root (scope-toplevel scope)))

    (define (check-unsyntax datum form span context)
      (if (not (and (list? datum) (= (length datum) 2)))
          (syntax-problem form span context "quasisyntax: expected 1 part after `" (form-name datum) "`, got " datum)))

    (define (cells-node node span scope context)
      (make-call span (procedure-node 'spliced-cells spliced-cells span scope context) (list node)))

    ;; (with-syntax ((pattern E) ...) body ...)
    (define (expand-with-syntax form span scope context)
      (check-parts form 2 #f span context)
      (let ((bindings (cadr form)) (where (element-span (cdr form) span context)))
        (if (not (and (list? bindings)
                      (every (lambda (binding) (and (list? binding) (= (length binding) 2))) bindings)))
            (syntax-problem form where context "with-syntax: expected a list of bindings (pattern expression), got " (describe bindings)))
        (let* ((nodes (map (lambda (binding) (expand-car (cdr binding) where scope context)) bindings))
               (pattern (map car bindings))
               (compiled (compile-syntax-pattern pattern '() scope (problem-in form where context)))
               (variables (caddr compiled))
               (datum (new-temporary 'datum where context))
               (slots (new-temporary 'slots where context))
               (holders (map (lambda (entry) (new-temporary (identifier-symbol (car entry)) where context)) variables))
               (inner (extend-scope scope (map car variables)
                        (map (lambda (entry holder) (make-pattern-variable holder (cddr entry))) variables holders))))
          (make-let where (list datum) (list (make-primitive-call where 'list nodes))
            (make-let where (list slots) (list (match-node pattern '() compiled datum where scope context))
              (make-if where (make-local-ref where slots)
                (binding where holders
                  (map (lambda (entry)
                         (make-primitive-call where 'vector-ref
                           (list (make-local-ref where slots) (make-const where (cadr entry)))))
                       variables)
                  (expand-body (cddr form) form span scope inner context))
                (make-call where (procedure-node 'no-syntax-clause no-syntax-clause where scope context)
                  (list (make-local-ref where datum)))))))))))
