;;; The heart of the expander: expressions, calls, procedures and bodies.
;;;
;;; Input: a datum, the span of the expression (used where the source map has none, as in the output of a macro), the
;;; scope and the context of the expansion. Output: a node of the core language (ast.scm).
;;; Core forms live in files of their own and are found through their bindings; forms.scm is the table.

(define-library (ouro compiler expand)
  (import (ouro base) (ouro compiler ast) (ouro compiler host) (ouro compiler environment)
          (ouro compiler syntax-problem) (ouro compiler syntax-rules) (ouro compiler procedural) (ouro compiler target)
          (ouro compiler declare))
  (export expand expand-car expand-list expand-named name-lambda expand-sequence
    expand-body expand-lambda-body expand-procedure
    unspecified-node run-time-call resolve-reference unbound-global home-toplevel
    declare! scan-form! scan-forms! items->nodes declare-syntax! macro-of
    formals? make-formals parse-formals formals-identifiers formals-required formals-rest formals-required-spans
    formals-variables formals-scope)
  (begin
    ;; --- expressions

    (define (expand form span scope context)
      (cond ((pair? form)
             (let ((span (or (source-map-form (context-map context) form) span)))
               (if (context-path context)
                   (expand-guarded form span scope context)
                   (expand-pair form span scope context))))
            ((identifier? form) (expand-reference form span scope context))
            ((null? form)
             (syntax-problem form span context "() is not an expression; the empty list is written '()"))
            (else (make-const span (strip form)))))

    (define (expand-pair form span scope context)
      (let ((head (car form)))
        (if (identifier? head)
            (let ((binding (lookup head scope)))
              (cond ((core? binding) (expand-core binding form span scope context))
                    ((macro? binding) (expand-expansion binding form span scope context))
                    ((primitive? binding) (expand-primitive-application binding form span scope context))
                    (else (expand-call binding form span scope context))))
            (expand-call #f form span scope context))))

    (define (expand-expansion macro form span scope context)
      ;; First the span: a transformer may change the form.
      (let ((new-span (expansion-span macro form span)))
        (expand (transcribe macro form span scope context) new-span scope context)))

    ;; The span of what a macro makes of a form. Macros of the language are told by the form itself.
    (define (expansion-span macro form span)
      (if (and span (not (procedure? (macro-rules macro))))
          (span-expanded-from span (identifier-symbol (car form)))
          span))

    ;; In a source with cycles: a form inside itself is an error.
    (define (expand-guarded form span scope context)
      (let ((path (context-path context)))
        (if (memq form path) (syntax-problem #f span context "this form contains itself"))
        (set-context-path! context (cons form path))
        (let ((node (expand-pair form span scope context)))
          (set-context-path! context path)
          node)))

    (define (expand-core core form span scope context)
      (case (core-kind core)
        ((expression) ((core-expander core) form span scope context))
        ((splicing) ((core-expander core) form span scope context #f))
        ((declaration)
         (syntax-problem form span context (form-name form)
           ": a declaration is not allowed here; declarations stand at the head of a body, a library or a program"))
        ((definition)
         (syntax-problem form span context (form-name form)
           ": a definition is not allowed here, expected an expression; definitions go at the start of a body"))
        (else (misplaced (car form) form span context))))

    (define (misplaced identifier form span context)
      (syntax-problem form span context "`" (symbol->string (identifier-symbol identifier))
        "` is a keyword that has no meaning here; it belongs inside another form"))

    ;; The expression in the car of the pair.
    (define (expand-car pair span scope context)
      (let ((form (car pair)))
        (if (pair? form)
            (expand form span scope context)
            (expand form (or (source-map-element (context-map context) pair) span) scope context))))

    ;; All expressions of a proper list, left to right.
    (define (expand-list pair span scope context)
      (if (pair? pair)
          (let ((node (expand-car pair span scope context)))
            (cons node (expand-list (cdr pair) span scope context)))
          '()))

    ;; An expression whose value gets a name: a procedure made there is called so.
    (define (expand-named pair identifier span scope context)
      (name-lambda (expand-car pair span scope context) identifier))

    (define (name-lambda node identifier)
      (if (and (lambda? node) (not (lambda-name node)))
          (let ((named (make-lambda (lambda-span node) (identifier-symbol identifier) (lambda-required node)
                         (lambda-optional node) (lambda-rest node) (lambda-keywords node) (lambda-body node))))
            (set-lambda-declarations! named (lambda-declarations node))
            (set-lambda-info! named (lambda-info node))
            named)
          node))

    ;; One or more expressions, the last gives the value.
    (define (expand-sequence pair span scope context)
      (if (null? (cdr pair))
          (expand-car pair span scope context)
          (make-seq span (expand-list pair span scope context))))

    (define (unspecified-node span) (make-const span (void)))

    ;; --- references

    (define (expand-reference identifier span scope context)
      (resolve-reference (lookup identifier scope) identifier span scope context))

    (define (resolve-reference binding identifier span scope context)
      (cond ((variable? binding) (make-local-ref span binding))
            ((global? binding) (make-global-ref span binding))
            ((primitive? binding) (make-primitive-ref span (primitive-name binding)))
            ((not binding)
             (if (keyword-symbol? identifier)
                 (begin
                   (set-context-keywords?! context #t)
                   (make-const span (identifier-symbol identifier)))
                 (make-global-ref span (unbound-global identifier span scope context))))
            ((conflict? binding)
             (syntax-problem #f span context identifier " is imported from " (conflict-first binding) " and from "
               (conflict-second binding) " with different meanings; use only, except, rename or prefix"))
            ((pattern-variable? binding)
             (syntax-problem #f span context identifier " is a pattern variable and has a meaning only in a template: (syntax "
               (symbol->string (identifier-symbol identifier)) ")"))
            ((absent-variable? binding)
             (syntax-problem #f span context identifier
               " is a variable of the program around the macro; it has no value when the transformer runs"))
            ((and (macro? binding) (eq? (macro-kind binding) 'procedure))
             (expand (transcribe binding identifier span scope context) span scope context))
            (else
             (syntax-problem #f span context identifier
               (if (macro? binding) " is a macro" " is a keyword")
               " and cannot be used as a value"))))

    ;; #:name evaluates to itself.
    (define (keyword-symbol? identifier)
      (let ((text (symbol->string (identifier-symbol identifier))))
        (and (> (string-length text) 2) (char=? (string-ref text 0) #\#) (char=? (string-ref text 1) #\:))))

    ;; The global that an identifier without a binding refers to: in a program or REPL it may be defined later, in a
    ;; library all definitions are known.
    (define (unbound-global identifier span scope context)
      (let* ((home (home-toplevel identifier scope)) (symbol (identifier-symbol identifier)))
        (if (eq? (toplevel-kind home) 'library)
            (let ((near (nearest-name symbol (append (table-keys (toplevel-definitions home))
                                                     (filter symbol? (map car (scope-bindings scope)))
                                                     (toplevel-import-names home)))))
              (if near
                  (syntax-problem #f span context "unbound variable " symbol " in library " (toplevel-name home)
                    "; did you mean " near "?")
                  (syntax-problem #f span context "unbound variable " symbol " in library " (toplevel-name home))))
            (make-global (toplevel-module home) symbol))))

    (define (home-toplevel identifier scope)
      (if (symbol? identifier)
          (scope-toplevel scope)
          (home-toplevel (alias-name identifier) (alias-scope identifier))))

    ;; --- calls

    (define (expand-primitive-application primitive form span scope context)
      (check-call form span context)
      (if (and (eq? (primitive-name primitive) 'call-with-values)
               (primitive-accepts? primitive (- (length form) 1))
               (lambda-form? (caddr form) scope))
          (expand-receiving-call form span scope context)
          (let ((arguments (expand-list (cdr form) span scope context)))
            (cond ((call-keyword form context)
                   => (lambda (pair)
                        (syntax-problem form (element-span pair span context) context (primitive-name primitive)
                          " takes no keyword arguments; the keyword itself is written '"
                          (symbol->string (identifier-symbol (car pair))))))
                  ((primitive-accepts? primitive (length arguments))
                   (make-primitive-call span (primitive-name primitive) arguments))
                  (else
                   (make-call span (make-primitive-ref (element-span form span context) (primitive-name primitive))
                     arguments))))))

    ;; binding: of the operator when it is an identifier.
    (define (expand-call binding form span scope context)
      (check-call form span context)
      (cond ((and (global? binding) (receiving-call? binding form scope))
             (expand-receiving-call form span scope context))
            ((and (pair? (car form)) (lambda-form? (car form) scope) (not (any keyword-form? (cdr form)))
                  (expand-direct-call form span scope context)))
            (else
             (let* ((operator (if (identifier? (car form))
                                  (resolve-reference binding (car form) (element-span form span context) scope context)
                                  (expand-car form span scope context)))
                    (arguments (expand-list (cdr form) span scope context))
                    (first (call-keyword form context)))
               (if first
                   (keyword-call operator arguments form first span context)
                   (make-call span operator arguments))))))

    ;; (f argument ... #:name argument ...): the primitive that takes names and arguments; the generator knows it.

    (define (keyword-form? form) (and (identifier? form) (keyword-symbol? form)))

    ;; The pair of a call form whose car is the first keyword, or #f. Its arguments are expanded already: until a
    ;; keyword was met somewhere nobody has to look.
    (define (call-keyword form context)
      (and (context-keywords? context)
           (let loop ((pair (cdr form)))
             (and (pair? pair)
                  (if (keyword-form? (car pair)) pair (loop (cdr pair)))))))

    ;; arguments: a node for each part of the form after the operator; first: the pair of the first keyword.
    (define (keyword-call operator arguments form first span context)
      (let ((positional (- (length form) (length first) 1)))
        (let loop ((pair first) (nodes (list-tail arguments positional)) (names '()) (values '()))
          (cond ((null? pair)
                 (make-primitive-call span 'call-with-keywords
                   (append (list operator (make-const span (list->vector (reverse names))))
                           (first-items arguments positional) (reverse values))))
                ((not (keyword-form? (car pair)))
                 (syntax-problem form (element-span pair span context) context
                   "an argument without a keyword comes before those with one, got " (describe (car pair))))
                ((or (null? (cdr pair)) (keyword-form? (cadr pair)))
                 (syntax-problem form (element-span pair span context) context
                   "expected a value after the keyword " (car pair)))
                ((memq (keyword-name (car pair)) names)
                 (syntax-problem form (element-span pair span context) context
                   "the keyword argument " (car pair) " is given twice"))
                (else
                 (loop (cddr pair) (cddr nodes) (cons (keyword-name (car pair)) names)
                   (cons (cadr nodes) values)))))))

    ;; #:size -> size
    (define (keyword-name identifier)
      (let ((text (symbol->string (identifier-symbol identifier))))
        (string->symbol (substring text 2 (string-length text)))))

    (define (check-call form span context)
      (if (not (list? form))
          (syntax-problem form span context "a call must be a proper list, got a form that ends in a dot: " form)))

    ;; A lambda expression that may be taken apart: one that declares something stays a procedure.
    (define (lambda-form? form scope)
      (and (pair? form) (list? form) (>= (length form) 3)
           (identifier? (car form))
           (core-named? (lookup (car form) scope) 'lambda)
           (not (declaration-form? (caddr form) scope))))

    (define (declaration-form? form scope)
      (and (pair? form) (identifier? (car form)) (core-named? (lookup (car form) scope) 'declare)))

    ;; call-with-values of the library, with a consumer that is written out.
    (define (receiving-call? global form scope)
      (and (eq? (global-name global) 'call-with-values)
           (library-module? (global-module global))
           (= (length form) 3)
           (lambda-form? (caddr form) scope)))

    (define (library-module? module)
      (let ((name (symbol->string module)))
        (and (> (string-length name) 5) (string=? (substring name 0 5) "ouro "))))

    ;; (call-with-values producer (lambda formals body ...)) -> receive
    (define (expand-receiving-call form span scope context)
      (let* ((producer (cadr form))
             (producer-node
               (if (and (lambda-form? producer scope) (null? (cadr producer)))
                   (let ((producer-span (element-span (cdr form) span context)))
                     (expand-body (cddr producer) producer producer-span scope scope context))
                   (make-call span (expand-car (cdr form) span scope context) '())))
             (consumer (caddr form))
             (consumer-span (element-span (cddr form) span context))
             (formals (parse-formals (cdr consumer) consumer consumer-span context))
             (variables (formals-variables formals context)))
        (make-receive span (car variables) (cdr variables) producer-node
          (expand-body (cddr consumer) consumer consumer-span scope (formals-scope formals variables scope) context))))

    ;; ((lambda formals body ...) argument ...) -> let; #f if the number of arguments does not fit.
    (define (expand-direct-call form span scope context)
      (let* ((procedure (car form))
             (procedure-span (element-span form span context))
             (formals (parse-formals (cdr procedure) procedure procedure-span context))
             (required (length (formals-required formals)))
             (count (- (length form) 1)))
        (and (if (formals-rest formals) (>= count required) (= count required))
             (let* ((arguments (expand-list (cdr form) span scope context))
                    (variables (formals-variables formals context))
                    (body (expand-body (cddr procedure) procedure procedure-span scope
                            (formals-scope formals variables scope) context)))
               (cond ((= count 0) (if (cdr variables)
                                      (make-let span (list (cdr variables)) (list (make-const span '())) body)
                                      body))
                     ((cdr variables)
                      (make-let span (append (car variables) (list (cdr variables)))
                        (append (first-items arguments required)
                                (list (run-time-call 'list span (list-tail arguments required))))
                        body))
                     (else (make-let span (car variables) arguments body)))))))

    (define (first-items list count)
      (if (= count 0) '() (cons (car list) (first-items (cdr list) (- count 1)))))

    ;; A call of a procedure of the run time by name: a primitive, or a variable of the library (ouro runtime).
    (define (run-time-call name span arguments)
      (let ((primitive (primitive-binding name)))
        (if (and primitive (primitive-accepts? primitive (length arguments)))
            (make-primitive-call span name arguments)
            (make-call span (make-global-ref span (make-global '|ouro runtime| name)) arguments))))

    ;; --- parameters

    ;; Of an ordinary procedure. rest: identifier or #f. Each identifier has a span beside it.
    (define-record-type <formals> (make-formals required required-spans rest rest-span) formals?
      (required formals-required) (required-spans formals-required-spans)
      (rest formals-rest) (rest-span formals-rest-span))

    ;; pair: its car is the list of parameters.
    (define (parse-formals pair form span context)
      (let ((list-span (element-span pair span context)))
        (if (endless-list? (car pair))
            (syntax-problem form list-span context (form-name form) ": expected a list of parameters, got " (describe (car pair))))
        (let loop ((rest (car pair)) (identifiers '()) (spans '()))
          (cond ((pair? rest)
                 (let ((where (element-span rest list-span context)))
                   (if (not (identifier? (car rest)))
                       (syntax-problem form where context (form-name form) ": expected the name of a parameter, got "
                         (car rest)))
                   (loop (cdr rest) (cons (car rest) identifiers) (cons where spans))))
                ((or (null? rest) (identifier? rest))
                 (check-distinct
                   (reverse (if (null? rest) identifiers (cons rest identifiers)))
                   (reverse (if (null? rest) spans (cons list-span spans)))
                   form "parameter" list-span context)
                 (make-formals (reverse identifiers) (reverse spans) (if (null? rest) #f rest) list-span))
                (else
                 (syntax-problem form list-span context (form-name form) ": expected a list of parameters, got "
                   (describe (car pair))))))))

    (define (formals-identifiers formals)
      (if (formals-rest formals)
          (append (formals-required formals) (list (formals-rest formals)))
          (formals-required formals)))

    ;; Fresh variables: (required . rest-or-#f).
    (define (formals-variables formals context)
      (let ((required (map (lambda (identifier span) (new-variable identifier span context))
                           (formals-required formals) (formals-required-spans formals))))
        (cons required
          (and (formals-rest formals) (new-variable (formals-rest formals) (formals-rest-span formals) context)))))

    (define (formals-scope formals variables scope)
      (let ((scope (extend-scope scope (formals-required formals) (car variables))))
        (if (cdr variables) (extend-scope scope (list (formals-rest formals)) (list (cdr variables))) scope)))

    ;; formals-pair: its car is the parameters, its cdr the body. name: identifier or #f.
    (define (expand-procedure name formals-pair form span scope context)
      (with-origin scope
        (lambda ()
          (let* ((formals (parse-formals formals-pair form span context))
                 (variables (formals-variables formals context)))
            (expand-lambda-body
              (make-lambda span (and name (identifier-symbol name)) (car variables) '() (cdr variables) '() #f)
              (cdr formals-pair) form span scope (formals-scope formals variables scope) context)))))

    ;; --- bodies and other places where definitions may stand

    ;; Makes the identifier name a new variable or global.
    (define (declare! target identifier form span)
      (if (eq? (target-mode target) 'body)
          (let ((variable (new-variable identifier span (target-context target))))
            (check-new-in-body target identifier form span)
            (scope-bind! (target-scope target) identifier variable)
            variable)
          (declare-global! target identifier form span)))

    (define (check-new-in-body target identifier form span)
      (if (scope-binds? (target-scope target) (target-outer target) identifier)
          (syntax-problem form span (target-context target)
            (form-name form) ": " identifier " is defined twice in the same body")))

    (define (declare-global! target identifier form span)
      (let* ((toplevel (scope-toplevel (target-scope target)))
             (global (lambda (name) (make-global (toplevel-module toplevel) name))))
        (if (symbol? identifier)
            (let ((known (table-ref (toplevel-definitions toplevel) identifier #f)))
              (toplevel-note-write! toplevel identifier)
              (cond ((eq? (toplevel-kind toplevel) 'library)
                     (check-new-in-library toplevel identifier form span (target-context target))
                     (toplevel-set-definition-span! toplevel identifier span)
                     (bind-global! toplevel identifier (global identifier)))
                    ((global? known) known)
                    ((and (not known) (toplevel-import-lookup toplevel identifier))
                     (toplevel-own! toplevel identifier))
                    (else (bind-global! toplevel identifier (global identifier)))))
            (let ((known (toplevel-alias-definition toplevel identifier)))
              (if (global? known)
                  known
                  (let* ((name (toplevel-fresh-name! toplevel (identifier-symbol identifier))) (place (global name)))
                    (bind-global! toplevel name place)
                    (toplevel-define-alias! toplevel identifier place)
                    place))))))

    (define (bind-global! toplevel symbol binding)
      (toplevel-define! toplevel symbol binding)
      binding)

    (define (check-new-in-library toplevel symbol form span context)
      (if (table-contains? (toplevel-definitions toplevel) symbol)
          (let ((first (toplevel-definition-span toplevel symbol)))
            (if first
                (syntax-problem form span context (form-name form) ": " symbol
                  " is defined twice in library " (toplevel-name toplevel) ", first at line "
                  (number->string (span-line first)))
                (syntax-problem form span context (form-name form) ": " symbol
                  " is defined twice in library " (toplevel-name toplevel))))))

    ;; Makes the identifier a keyword. make-binding: (lambda (name) binding), name: the symbol it gets.
    (define (declare-syntax! target identifier form span make-binding)
      (if (eq? (target-mode target) 'body)
          (begin
            (check-new-in-body target identifier form span)
            (scope-bind! (target-scope target) identifier (make-binding (identifier-symbol identifier))))
          (let ((toplevel (scope-toplevel (target-scope target))))
            (if (symbol? identifier)
                (begin
                  (if (eq? (toplevel-kind toplevel) 'library)
                      (begin
                        (check-new-in-library toplevel identifier form span (target-context target))
                        (toplevel-set-definition-span! toplevel identifier span)))
                  (toplevel-define! toplevel identifier (make-binding identifier)))
                (let* ((name (toplevel-fresh-name! toplevel (identifier-symbol identifier)))
                       (binding (make-binding name)))
                  (toplevel-define! toplevel name binding)
                  (toplevel-define-alias! toplevel identifier binding))))))

    ;; The macro that a transformer expression stands for.
    (define (macro-of pair name span scope context)
      (let* ((form (car pair)) (span (element-span pair span context)))
        (cond ((identifier? form)
               (let ((binding (lookup form scope)))
                 (if (or (macro? binding) (core? binding))
                     binding
                     (syntax-problem form span context "expected syntax-rules or a keyword, got " (describe form)))))
              ((and (pair? form) (identifier? (car form)))
               (let ((binding (lookup (car form) scope)))
                 (cond ((core-named? binding 'syntax-rules) (parse-syntax-rules form name span scope context))
                       ((core-named? binding 'er-macro-transformer)
                        (transformer-macro 'explicit form name span scope context))
                       ((core-named? binding 'ir-macro-transformer)
                        (transformer-macro 'implicit form name span scope context))
                       ((macro? binding)
                        (macro-of (list (transcribe binding form span scope context)) name span scope context))
                       ((or (global? binding) (and (core? binding) (memq (core-kind binding) '(expression splicing))))
                        (make-procedural-macro 'procedure name pair span scope context))
                       (else (syntax-problem form span context "expected (syntax-rules ...), got " (describe form))))))
              (else (syntax-problem form span context "expected (syntax-rules ...), got " (describe form))))))

    ;; (er-macro-transformer expression)
    (define (transformer-macro kind form name span scope context)
      (check-parts form 1 1 span context)
      (make-procedural-macro kind name (cdr form) span scope context))

    ;; Adds what the form defines, or the expression that it is.
    (define (scan-form! form span target)
      (let* ((scope (target-scope target))
             (context (target-context target))
             (span (form-span form span context))
             (binding (and (pair? form) (identifier? (car form)) (lookup (car form) scope))))
        (cond ((macro? binding)
               (let ((new-span (expansion-span binding form span)))
                 (scan-form! (transcribe binding form span scope context) new-span target)))
              ((and (core? binding) (memq (core-kind binding) '(definition splicing declaration)))
               (if (context-path context)
                   (scan-guarded binding form span target)
                   ((core-expander binding) form span scope context target)))
              (else (add-item! target #f span (lambda () (expand form span scope context)))))))

    (define (scan-guarded core form span target)
      (let* ((context (target-context target)) (path (context-path context)))
        (if (memq form path) (syntax-problem #f span context "this form contains itself"))
        (set-context-path! context (cons form path))
        ((core-expander core) form span (target-scope target) context target)
        (set-context-path! context path)))

    (define (scan-forms! pair span target)
      (if (pair? pair)
          (begin
            (scan-form! (car pair) (element-span pair span (target-context target)) target)
            (scan-forms! (cdr pair) span target))))

    ;; forms: a list. form: the whole form, for messages. outer: the scope around the form; what lies between it and
    ;; the scope of the body is what the form binds, and what the body may declare.
    (define (expand-body forms form span outer scope context)
      (body-of forms form span outer scope context #f))

    ;; The body of a procedure; node: the procedure, whose body it becomes.
    (define (expand-lambda-body node forms form span outer scope context)
      (set-lambda-body! node (body-of forms form span outer scope context node))
      node)

    (define (body-of forms form span outer scope context node)
      (cond ((null? forms)
             (syntax-problem form span context (form-name form) ": expected an expression in the body, got an empty body"))
            ((and (null? (cdr forms)) (not (pair? (car forms)))) (expand-car forms span scope context))
            (else
             (let* ((inner (nested-scope scope))
                    (target (make-body-target inner scope context (if node 'procedure 'body))))
               (scan-forms! forms span target)
               (if (null? (target-declarations target))
                   (body-node (take-items! target) form span context)
                   (declared-body target node outer span
                     (lambda () (body-node (take-items! target) form span context))))))))

    ;; Definitions make a letrec* of everything up to the last one; expressions between them are initialisations
    ;; of variables that nothing refers to.
    (define (body-node items form span context)
      (let* ((last-definition (last-index item-place items))
             (expressions (list-tail items (+ last-definition 1))))
        (cond ((null? expressions)
               (syntax-problem form span context (form-name form)
                 ": expected an expression after the definitions of the body"))
              ((< last-definition 0) (sequence-node items span))
              (else
               (let loop ((items items) (count (+ last-definition 1)) (variables '()) (inits '()))
                 (if (= count 0)
                     (make-letrec span (reverse variables) (reverse inits) (sequence-node items span))
                     (loop (cdr items) (- count 1)
                       (cons (or (item-place (car items)) (new-temporary 'unused (item-span (car items)) context))
                             variables)
                       (cons ((item-make (car items))) inits))))))))

    ;; The index of the last item that satisfies the predicate, or -1.
    (define (last-index predicate items)
      (let loop ((items items) (index 0) (found -1))
        (if (null? items)
            found
            (loop (cdr items) (+ index 1) (if (predicate (car items)) index found)))))

    (define (sequence-node items span)
      (if (null? (cdr items))
          ((item-make (car items)))
          (make-seq span (map-in-order (lambda (item) ((item-make item))) items))))

    (define (map-in-order procedure list)
      (if (null? list)
          '()
          (let ((first (procedure (car list)))) (cons first (map-in-order procedure (cdr list))))))

    ;; The nodes of top-level items.
    (define (items->nodes items)
      (map-in-order
        (lambda (item)
          (let ((node ((item-make item))) (place (item-place item)))
            (if place (make-global-define (item-span item) place node) node)))
        items))))
