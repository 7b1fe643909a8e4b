;;; Macros whose transformers are procedures.
;;;
;;;   kind ::= explicit    ; (er-macro-transformer (lambda (form rename compare) ...))
;;;          | implicit    ; (ir-macro-transformer (lambda (form inject compare) ...))
;;;          | procedure   ; an expression whose value is a procedure of one argument, as syntax-case is used
;;;
;;; A syntax object is a datum whose identifiers are symbols and aliases: what any expansion is. The aliases that one
;;; call of a transformer inserts are a family: a name in a scope has one alias in it, so that `rename` and templates
;;; give the same identifier for the same name, and each call gives its own.
;;;
;;; The transformer runs while the program is expanded, with the libraries that it imports: they run once, for the
;;; expansion and for the program. Its expression is expanded in the scope where it stands; variables of the program
;;; around it have no value then, which is an error that says so.

(define-library (ouro compiler procedural)
  (import (ouro base) (only (ouro runtime) call-with-guard) (only (ouro primitives) syntax-error?) (ouro compiler host) (ouro compiler environment)
          (ouro compiler registry) (ouro compiler syntax-problem) (ouro compiler syntax-rules))
  (export transcribe transcribe-assignment transformer-kind? make-procedural-macro transformer-scope
    make-variable-transformer syntax-match syntax-build no-syntax-clause match-here spliced-cells template-in
    datum->syntax syntax->datum free-identifier=? bound-identifier=? generate-temporaries syntax-violation)
  (begin
    ;; --- the call of a transformer that is in progress

    (define-record-type <invocation> (make-invocation macro form span scope context family outer) invocation?
      (macro invocation-macro)
      (form invocation-form)
      (span invocation-span)
      (scope invocation-scope)          ; where the form is
      (context invocation-context)
      (family invocation-family)
      (outer invocation-outer))         ; the one in which this one began, or #f

    (define *invocation* #f)

    (define (invocation-for operation)
      (or *invocation*
          (error (string-append operation ": expected to be called by the transformer of a macro, while it expands a form"))))

    ;; The alias of an identifier in a scope, the same each time.
    (define (family-alias family identifier scope)
      (define (it? alias) (and (eq? (alias-name alias) identifier) (eq? (alias-scope alias) scope)))
      (let ((first (car family)))
        (let loop ((index 0))
          (cond ((= index (vector-length first))
                 (or (find it? (cdr family))
                     (let ((alias (make-family-alias identifier scope family)))
                       (set-cdr! family (cons alias (cdr family)))
                       alias)))
                ((it? (vector-ref first index)) (vector-ref first index))
                (else (loop (+ index 1)))))))

    ;; --- macros

    (define (transformer-kind? kind) (memq kind '(explicit implicit procedure)))

    ;; The value of a transformer that sees assignments, too.
    (define-record-type <variable-transformer> (%make-variable-transformer procedure) variable-transformer?
      (procedure variable-transformer-procedure))

    (define (make-variable-transformer procedure)
      (if (not (procedure? procedure)) (raise-wrong-type 'make-variable-transformer 1 procedure "a procedure"))
      (%make-variable-transformer procedure))

    ;; pair: its car is the expression. evaluate: now, or at the first use.
    (define (make-procedural-macro kind name pair span scope context)
      (let ((macro (make-macro name scope kind (car pair) #f)))
        (set-macro-compiled! macro (evaluated macro pair span context))
        macro))

    (define (evaluated macro pair span context)
      (let* ((scope (macro-scope macro))
             (value ((registry-evaluator (toplevel-registry (scope-toplevel scope))) pair span scope context)))
        (if (not (or (procedure? value) (and (eq? (macro-kind macro) 'procedure) (variable-transformer? value))))
            (syntax-problem #f (element-span pair span context) context
              "expected a transformer, which is a procedure, got " (describe value)))
        value))

    (define (transformer macro span context)
      (or (macro-compiled macro)
          (let ((value (evaluated macro (list ((macro-rules macro))) span context)))
            (set-macro-compiled! macro value)
            value)))

    ;; The scope for the expression of a transformer: variables of the program are there, but cannot be used.
    (define (transformer-scope scope)
      (let loop ((entries (scope-bindings scope)) (kept '()) (changed? #f))
        (cond ((pair? entries)
               (let ((entry (car entries)))
                 (if (symbol-variable? (cdr entry))
                     (loop (cdr entries)
                       (cons (cons (car entry) (make-absent-variable (identifier-symbol (car entry)))) kept) #t)
                     (loop (cdr entries) (cons entry kept) changed?))))
              (changed? (make-scope (reverse kept) (scope-toplevel scope)))
              (else scope))))

    (define (symbol-variable? binding)
      (not (or (macro? binding) (core? binding) (primitive? binding) (conflict? binding) (absent-variable? binding))))

    ;; The expansion of a form whose car, or which itself, names the macro. scope: where the form is.
    (define (transcribe macro form span scope context)
      (if (eq? (macro-kind macro) 'syntax-rules)
          (transcribe-rules macro form span scope context)
          (call-transformer macro (transformer macro span context) form span scope context)))

    ;; (set! name value) where the name means the macro: its expansion, or #f if the macro takes none.
    (define (transcribe-assignment macro form span scope context)
      (and (eq? (macro-kind macro) 'procedure)
           (let ((value (transformer macro span context)))
             (and (variable-transformer? value)
                  (list (call-transformer macro value form span scope context))))))

    (define (call-transformer macro value form span scope context)
      (let* ((outer *invocation*)
             (invocation (make-invocation macro form span scope context (cons (vector) '()) outer))
             (result
               (call-with-guard
                 (lambda ()
                   (dynamic-wind
                     (lambda () (set! *invocation* invocation))
                     (lambda ()
                       (case (macro-kind macro)
                         ((explicit) (value form (renamer invocation) (comparer invocation)))
                         ((implicit) (call-implicit value invocation))
                         (else ((if (procedure? value) value (variable-transformer-procedure value)) form))))
                     (lambda () (set! *invocation* outer))))
                 (lambda (problem) (failed problem macro form span context)))))
        (if (cyclic? result)
            (syntax-problem form span context (symbol->string (macro-name macro))
              ": the transformer gave a form that contains itself"))
        result))

    ;; An error in a transformer is one of the form that it was to expand; what was said of a text is said as it is.
    (define (failed problem macro form span context)
      (cond ((syntax-error? problem) (raise problem))
            ((error-object? problem)
             (syntax-problem form span context (symbol->string (macro-name macro)) ": in the transformer: "
               (problem-text problem)))
            (else
             (syntax-problem form span context (symbol->string (macro-name macro)) ": the transformer raised " problem))))

    (define (problem-text problem)
      (call-with-output-string
        (lambda (port)
          (display (error-object-message problem) port)
          (for-each (lambda (irritant) (write-char #\space port) (write (strip irritant) port))
                    (error-object-irritants problem)))))

    (define (renamer invocation)
      (let ((scope (macro-scope (invocation-macro invocation))) (family (invocation-family invocation)))
        (lambda (identifier)
          (if (not (identifier? identifier)) (raise-wrong-type 'rename 1 identifier "an identifier"))
          (family-alias family identifier scope))))

    (define (comparer invocation)
      (let ((scope (invocation-scope invocation)))
        (lambda (a b)
          (if (and (identifier? a) (identifier? b))
              (same-identifier? a scope b scope)
              (eq? a b)))))

    ;; The form that the transformer gets has a stand-in for each of its symbols: what it gives back as a symbol it
    ;; inserted, and that is renamed.
    (define (call-implicit value invocation)
      (let* ((rename (renamer invocation)) (compare (comparer invocation))
             (scope (invocation-scope invocation))
             (stand-ins (make-eq-table)) (originals (make-eq-table)))
        (define (inject symbol)
          (if (symbol? symbol)
              (or (table-ref stand-ins symbol #f)
                  (let ((stand-in (make-alias symbol scope)))
                    (table-set! stand-ins symbol stand-in)
                    (table-set! originals stand-in symbol)
                    stand-in))
              symbol))
        (define (final identifier)
          (cond ((table-ref originals identifier #f))
                ((symbol? identifier) (rename identifier))
                (else identifier)))
        (map-identifiers final
          (value (map-identifiers inject (invocation-form invocation))
            inject
            (lambda (a b)
              (if (and (identifier? a) (identifier? b)) (compare (final a) (final b)) (eq? a b)))))))

    ;; The datum with something else for each identifier. It must be finite.
    (define (map-identifiers procedure datum)
      (cond ((identifier? datum) (procedure datum))
            ((pair? datum)
             (let ((first (map-identifiers procedure (car datum))))
               (cons first (map-identifiers procedure (cdr datum)))))
            ((vector? datum) (list->vector (map-identifiers procedure (vector->list datum))))
            (else datum)))

    ;; --- what syntax-case and syntax do when a transformer runs
    ;;
    ;; place: the scope where the pattern or template stands; in code that is kept the module of its top level.

    (define (scope-at place operation)
      (if (symbol? place)
          (let* ((registry (toplevel-registry (scope-toplevel (invocation-scope (invocation-for operation)))))
                 (toplevel (or (table-ref (registry-toplevels registry) place #f)
                               (let ((library (registry-module registry place)))
                                 (and library
                                      (begin
                                        (if (not (library-toplevel library)) ((library-internal library) '||))
                                        (library-toplevel library)))))))
            (if (not toplevel) (error (string-append operation ": the scope of this code is not known any more")))
            (toplevel-root toplevel))
          place))

    (define (run-time-problem operation)
      (lambda (part . parts)
        (error (string-append operation ": " (apply string-append (map (lambda (part) (if (string? part) part (describe part))) parts))))))

    ;; The vector of what the pattern's variables matched, or #f.
    (define (syntax-match pattern literals place datum)
      (let ((compiled (compile-syntax-pattern pattern literals (scope-at place "syntax-case") (run-time-problem "syntax-case"))))
        ((car compiled) datum (invocation-scope (invocation-for "syntax-case")))))

    ;; variables: list of (identifier slot . depth).
    (define (syntax-build template variables place . contents)
      (let ((scope (scope-at place "syntax")))
        (template-in (compile-syntax-template template variables scope (run-time-problem "syntax")) scope contents)))

    ;; The data of a compiled template.
    (define (template-in compiled scope contents)
      (let* ((invocation (invocation-for "syntax")) (family (invocation-family invocation)))
        (build-syntax compiled contents
          (lambda (identifiers)
            (vector-map (lambda (identifier) (family-alias family identifier scope)) identifiers))
          (invocation-form invocation) (invocation-span invocation) (invocation-context invocation))))

    (define (match-here match datum) (match datum (invocation-scope (invocation-for "syntax-case"))))

    ;; The elements of a list, each as the pair whose car it is: what a pattern variable with an ellipsis holds.
    (define (spliced-cells list)
      (if (not (list? list)) (error (string-append "unsyntax-splicing: expected a list, got " (describe list))))
      (map (lambda (element) (cons element '())) list))

    (define (no-syntax-clause datum)
      (error (string-append "syntax-case: no clause fits, got " (describe datum))))

    ;; --- procedures for transformers

    (define (check-identifier-argument operation position object)
      (if (not (identifier? object)) (raise-wrong-type operation position object "an identifier")))

    ;; The datum as if it were written where the identifier was: its symbols mean what they mean there.
    (define (datum->syntax identifier datum)
      (check-identifier-argument 'datum->syntax 1 identifier)
      (if (cyclic? datum) (error "datum->syntax: expected a datum that does not contain itself, got" datum))
      (if (symbol? identifier)
          datum
          (let ((family (or (alias-family identifier) (cons (vector identifier) '()))) (scope (alias-scope identifier)))
            (map-identifiers
              (lambda (symbol) (if (symbol? symbol) (family-alias family symbol scope) symbol))
              datum))))

    (define (syntax->datum syntax) (strip syntax))

    (define (free-identifier=? a b)
      (check-identifier-argument 'free-identifier=? 1 a)
      (check-identifier-argument 'free-identifier=? 2 b)
      (let ((scope (invocation-scope (invocation-for "free-identifier=?"))))
        (same-identifier? a scope b scope)))

    (define (bound-identifier=? a b)
      (check-identifier-argument 'bound-identifier=? 1 a)
      (check-identifier-argument 'bound-identifier=? 2 b)
      (eq? a b))

    ;; As many identifiers as the list has elements, all different from every other.
    (define (generate-temporaries list)
      (if (not (list? list)) (raise-wrong-type 'generate-temporaries 1 list "a list"))
      (let ((scope (macro-scope (invocation-macro (invocation-for "generate-temporaries")))))
        (map (lambda (element) (make-alias 'temporary scope)) list)))

    ;; (syntax-violation who message form [subform]): the form cannot be expanded.
    (define (syntax-violation who message form . subform)
      (if (not (string? message)) (raise-wrong-type 'syntax-violation 2 message "a string"))
      (let* ((invocation (invocation-for "syntax-violation"))
             (context (invocation-context invocation))
             (part (if (pair? subform) (car subform) form)))
        (syntax-problem (invocation-form invocation)
          (form-span part (form-span form (invocation-span invocation) context) context) context
          (if who
              (string-append (if (string? who) who (symbol->string (identifier-symbol who))) ": " message)
              message)
          (if (pair? subform) " " "") (if (pair? subform) (car subform) ""))))))
