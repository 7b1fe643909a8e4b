;;; syntax-rules: a macro's rules become procedures, once; a use runs them.
;;;
;;;   rules   ::= (ellipsis (literal ...) ((keyword . pattern) template) ...)   ; the source form, kept for images
;;;   matcher ::= (lambda (datum cell slots scope) boolean)
;;;   builder ::= (const . datum) | (slot . index) | (lambda (slots use) datum)
;;;
;;; A pattern variable owns a slot of a vector. What it matched is stored as the pair whose car is the datum, so that
;;; the position of an atom is not lost; below an ellipsis as a list of those, and so on for each further ellipsis.
;;; A symbol that a template inserts becomes an alias, one for each use of the macro.
;;;
;;; A template may follow a variable with more ellipses than its pattern has. It then repeats at the levels that
;;; no other variable drives, and otherwise at the outermost: with x ... and y ... of depth one, ((x y ...) ...)
;;; gives all of y for each x, and with ((a b ...) ...) the template (((a b) ...) ...) gives each a with all its b.

(define-library (ouro compiler syntax-rules)
  (import (ouro base) (ouro compiler host) (ouro compiler environment) (ouro compiler syntax-problem))
  (export parse-syntax-rules transcribe-rules compile-syntax-pattern compile-syntax-template build-syntax)
  (begin
    ;; One rule, compiled. inserted: the vector of identifiers that get aliases.
    ;; copies: list of (slot . slot) to fill after matching, to from.
    (define-record-type <rule> (make-rule size match build inserted copies) rule?
      (size rule-size) (match rule-match) (build rule-build) (inserted rule-inserted) (copies rule-copies))

    ;; State while one rule is compiled. problem: (lambda (pair-or-#f part ...)) raises.
    (define-record-type <state> (make-state literals ellipsis scope variables size inserted copies problem) state?
      (literals state-literals) (ellipsis state-ellipsis) (scope state-scope)
      (variables state-variables set-state-variables!)     ; list of (identifier slot . depth)
      (size state-size set-state-size!)
      (inserted state-inserted set-state-inserted!)        ; list of (identifier . index)
      (copies state-copies set-state-copies!)
      (problem state-problem))

    (define (new-slot! state)
      (let ((slot (state-size state)))
        (set-state-size! state (+ slot 1))
        slot))

    ;; --- the definition

    ;; form: (syntax-rules [ellipsis] (literal ...) rule ...). Gives a macro.
    (define (parse-syntax-rules form name span scope context)
      (check-parts form 1 #f span context)
      (let* ((custom? (identifier? (cadr form)))
             (rest (if custom? (cddr form) (cdr form))))
        (if (not (and (pair? rest) (list? (car rest)) (every identifier? (car rest))))
            (syntax-problem form (if (pair? rest) (element-span rest span context) span) context
              "syntax-rules: expected a list of literals" (if (pair? rest) ", got " "") (if (pair? rest) (car rest) "")))
        (let* ((rules (cons (if custom? (cadr form) #f) rest))
               (macro (make-macro name scope 'syntax-rules rules #f)))
          (set-macro-compiled! macro (compile-rules rules scope form span context))
          macro)))

    (define (compile-rules rules scope form span context)
      (let ((ellipsis (car rules)) (literals (cadr rules)))
        (let loop ((pair (cddr rules)) (compiled '()))
          (if (null? pair)
              (reverse compiled)
              (loop (cdr pair)
                (cons (compile-rule (car pair) ellipsis literals scope form (element-span pair span context) context)
                      compiled))))))

    (define (compile-rule rule ellipsis literals scope form span context)
      (define (problem part . parts)
        (apply syntax-problem form (form-span part span context) context "syntax-rules: " parts))
      (if (not (and (list? rule) (= (length rule) 2)))
          (problem rule "expected a rule (pattern template), got " rule))
      (if (not (pair? (car rule)))
          (problem rule "expected a pattern that starts with the macro's name or _, got " (describe (car rule))))
      (if (and (context-path context) (cyclic? rule))
          (problem rule "a rule cannot contain itself: " rule))
      (let* ((state (make-state literals ellipsis scope '() 0 '() '() problem))
             (match (compile-pattern (cdr (car rule)) 0 state))
             (build (compile-template (cadr rule) '() #f state)))
        (make-rule (state-size state) match build (list->vector (reverse (map car (state-inserted state))))
          (state-copies state))))

    ;; --- patterns

    (define (literal? datum state) (and (identifier? datum) (memq datum (state-literals state)) #t))

    ;; `...` counts unless it is bound locally, the rules name another ellipsis, or it is a literal.
    (define (ellipsis? datum state)
      (and (identifier? datum)
           (if (state-ellipsis state)
               (eq? datum (state-ellipsis state))
               (or (and (eq? (identifier-symbol datum) '...)
                        (not (assq datum (scope-bindings (state-scope state)))))
                   (imported-as? datum '... state)))
           (not (literal? datum state))))

    (define (underscore? datum state)
      (and (identifier? datum)
           (or (eq? (identifier-symbol datum) '_)
               (imported-as? datum '_ state))))

    ;; Was the keyword imported under this name, with a prefix? Only names that look so are looked up: a name in a
    ;; pattern or template need not mean anything yet.
    (define (imported-as? identifier name state)
      (let ((symbol (identifier-symbol identifier)))
        (and (not (eq? symbol name))
             (string-suffix? (symbol->string name) (symbol->string symbol))
             (auxiliary? identifier name (state-scope state)))))

    (define (ellipsis-follows? pair state)
      (and (pair? (cdr pair)) (ellipsis? (cadr pair) state)))

    (define (compile-pattern pattern depth state)
      (cond ((identifier? pattern) (compile-identifier-pattern pattern depth state))
            ((null? pattern) (lambda (datum cell slots scope) (null? datum)))
            ((pair? pattern)
             (if (ellipsis-follows? pattern state)
                 (compile-ellipsis-pattern pattern depth state)
                 (let* ((first (compile-pattern (car pattern) depth state))
                        (rest (compile-pattern (cdr pattern) depth state)))
                   (lambda (datum cell slots scope)
                     (and (pair? datum)
                          (first (car datum) datum slots scope)
                          (rest (cdr datum) #f slots scope))))))
            ((vector? pattern)
             (let ((items (compile-pattern (vector->list pattern) depth state)))
               (lambda (datum cell slots scope)
                 (and (vector? datum) (items (vector->list datum) #f slots scope)))))
            (else (lambda (datum cell slots scope) (equal? datum pattern)))))

    (define (compile-identifier-pattern pattern depth state)
      (cond ((literal? pattern state)
             (let ((definition-scope (state-scope state)))
               (lambda (datum cell slots scope)
                 (and (identifier? datum) (same-identifier? datum scope pattern definition-scope)))))
            ((ellipsis? pattern state)
             (misplaced-ellipsis pattern state))
            ((underscore? pattern state) (lambda (datum cell slots scope) #t))
            ((assq pattern (state-variables state))
             ((state-problem state) #f "pattern variable " pattern " is named twice"))
            (else
             (let ((slot (new-slot! state)))
               (set-state-variables! state (cons (cons pattern (cons slot depth)) (state-variables state)))
               (lambda (datum cell slots scope)
                 (vector-set! slots slot (or cell (list datum)))
                 #t)))))

    ;; (item ... last ... . end)
    (define (compile-ellipsis-pattern pattern depth state)
      (let* ((before (state-size state))
             (simple? (and (identifier? (car pattern))
                           (not (literal? (car pattern) state))
                           (not (underscore? (car pattern) state))))
             (item (compile-pattern (car pattern) (+ depth 1) state))
             (slots-inside (iota (- (state-size state) before) before))
             (after (cddr pattern))
             (after-count (count-pairs after))
             (checked (check-one-ellipsis after state))
             (rest (compile-pattern after depth state)))
        (if simple?
            (lambda (datum cell slots scope)
              (let ((count (- (count-pairs datum) after-count)))
                (and (>= count 0)
                     (let loop ((count count) (datum datum) (cells '()))
                       (if (> count 0)
                           (loop (- count 1) (cdr datum) (cons datum cells))
                           (begin
                             (vector-set! slots before (reverse cells))
                             (rest datum #f slots scope)))))))
            (lambda (datum cell slots scope)
              (let ((count (- (count-pairs datum) after-count)))
                (and (>= count 0)
                     (let loop ((count count) (datum datum) (found (map (lambda (slot) '()) slots-inside)))
                       (if (> count 0)
                           (and (item (car datum) datum slots scope)
                                (loop (- count 1) (cdr datum)
                                  (map (lambda (slot cells) (cons (vector-ref slots slot) cells)) slots-inside found)))
                           (begin
                             (for-each (lambda (slot cells) (vector-set! slots slot (reverse cells))) slots-inside found)
                             (rest datum #f slots scope))))))))))

    (define (check-one-ellipsis after state)
      (if (pair? after)
          (begin
            (if (ellipsis? (car after) state) (misplaced-ellipsis (car after) state))
            (check-one-ellipsis (cdr after) state))))

    (define (misplaced-ellipsis identifier state)
      ((state-problem state) #f "`" (symbol->string (identifier-symbol identifier))
        "` must follow a pattern, and only once in a list"))

    ;; The pairs at the head of the datum; -1 for a circular list.
    (define (count-pairs datum)
      (let loop ((datum datum) (count 0) (mark #f) (renew 256))
        (cond ((not (pair? datum)) count)
              ((eq? datum mark) -1)
              ((= count renew) (loop (cdr datum) (+ count 1) datum (* 2 renew)))
              (else (loop (cdr datum) (+ count 1) mark renew)))))

    ;; --- templates

    ;; An ellipsis that surrounds the part of a template being compiled. drivers: the slots it repeats over.
    ;; driven?: some variable must repeat here because all ellipses over it count for it.
    (define-record-type <level> (make-level driven? drivers) level?
      (driven? level-driven?) (drivers level-drivers set-level-drivers!))

    ;; levels: innermost first. escaped?: below (... template), where an ellipsis is an ordinary identifier.
    (define (compile-template template levels escaped? state)
      (cond ((identifier? template)
             (let ((variable (assq template (state-variables state))))
               (cond (variable (cons 'slot (variable-slot variable levels state)))
                     ((and (not escaped?) (ellipsis? template state))
                      ((state-problem state) #f "`" (symbol->string (identifier-symbol template))
                        "` in a template must follow what it repeats"))
                     (else
                      (let ((index (inserted-index template state)))
                        (lambda (slots use) (vector-ref (use-aliases use) index)))))))
            ((pair? template)
             (cond ((and (not escaped?) (ellipsis? (car template) state))
                    (if (not (and (pair? (cdr template)) (null? (cddr template))))
                        ((state-problem state) template "expected one template after `...`, got " template))
                    (compile-template (cadr template) levels #t state))
                   ((and (not escaped?) (ellipsis-follows? template state))
                    (compile-ellipsis-template template levels state))
                   (else
                    (let* ((first (compile-template (car template) levels escaped? state))
                           (rest (compile-template (cdr template) levels escaped? state)))
                      (pair-builder first rest template)))))
            ((vector? template)
             (let ((items (compile-template (vector->list template) levels escaped? state)))
               (if (const-builder? items)
                   (cons 'const template)
                   (lambda (slots use) (list->vector (build items slots use))))))
            (else (cons 'const template))))

    (define (const-builder? builder) (and (pair? builder) (eq? (car builder) 'const)))
    (define (slot-builder? builder) (and (pair? builder) (eq? (car builder) 'slot)))

    (define (build builder slots use)
      (cond ((procedure? builder) (builder slots use))
            ((eq? (car builder) 'const) (cdr builder))
            (else (car (vector-ref slots (cdr builder))))))

    (define (pair-builder first rest template)
      (cond ((slot-builder? first)
             (let ((slot (cdr first)))
               (lambda (slots use) (cons-from (vector-ref slots slot) (build rest slots use) use))))
            ((and (const-builder? first) (const-builder? rest)) (cons 'const template))
            (else (lambda (slots use)
                    (let ((datum (build first slots use))) (cons datum (build rest slots use)))))))

    ;; A new pair with the datum of the cell, which keeps the position that the datum has in the source.
    (define (cons-from cell tail use)
      (let* ((datum (car cell)) (pair (cons datum tail)))
        (if (symbol? datum)
            (let ((span (source-map-element (use-map use) cell)))
              (if span (source-map-set-element! (use-map use) pair span))))
        pair))

    (define (inserted-index identifier state)
      (let ((entry (assq identifier (state-inserted state))))
        (if entry
            (cdr entry)
            (let ((index (length (state-inserted state))))
              (set-state-inserted! state (cons (cons identifier index) (state-inserted state)))
              index))))

    ;; The slot for one occurrence of a pattern variable; the levels it repeats at are told so.
    (define (variable-slot variable levels state)
      (let* ((slot (cadr variable)) (depth (cddr variable)) (count (length levels)))
        (cond ((= depth 0) slot)
              ((= depth count) (for-each (lambda (level) (add-driver! level slot)) levels) slot)
              ((> depth count)
               ((state-problem state) #f "pattern variable " (car variable) " is followed by "
                 (in-words depth depth "ellipsis") " in the pattern and needs as many in the template, got "
                 (number->string count)))
              (else
               (let ((copy (new-slot! state)))
                 (set-state-copies! state (cons (cons copy slot) (state-copies state)))
                 (for-each (lambda (level) (add-driver! level copy)) (choose-levels levels depth))
                 copy)))))

    (define (add-driver! level slot)
      (if (not (memv slot (level-drivers level)))
          (set-level-drivers! level (cons slot (level-drivers level)))))

    ;; The levels at which a variable with fewer ellipses than levels repeats: those that nothing else drives,
    ;; then from the outermost.
    (define (choose-levels levels depth)
      (let loop ((candidates (append (filter (lambda (level) (not (level-driven? level))) levels)
                                     (filter level-driven? (reverse levels))))
                 (depth depth))
        (if (= depth 0) '() (cons (car candidates) (loop (cdr candidates) (- depth 1))))))

    ;; (item ... ... . rest): a gatherer puts data in front of a list, last first; the list is reversed at the end.
    (define (compile-ellipsis-template template levels state)
      (let loop ((count 0) (rest (cdr template)))
        (if (and (pair? rest) (ellipsis? (car rest) state))
            (loop (+ count 1) (cdr rest))
            (let* ((nesting (+ (length levels) count))
                   (driven? (driver-inside? (car template) nesting state))
                   (new-levels (map (lambda (index) (make-level driven? '())) (iota count)))
                   (item (compile-template (car template) (append new-levels levels) #f state))
                   (gather (gather-levels (gather-item item) new-levels template state))
                   (rest (compile-template rest levels #f state)))
              (lambda (slots use)
                (append-reverse! (gather slots use '()) (build rest slots use)))))))

    (define (append-reverse! list tail)
      (if (null? list)
          tail
          (let ((next (cdr list)))
            (set-cdr! list tail)
            (append-reverse! next list))))

    ;; Is there a variable that needs all the ellipses around it?
    (define (driver-inside? template nesting state)
      (cond ((identifier? template)
             (let ((variable (assq template (state-variables state))))
               (and variable (= (cddr variable) nesting))))
            ((pair? template)
             (cond ((ellipsis? (car template) state) #f)
                   ((ellipsis-follows? template state)
                    (let loop ((count nesting) (rest (cdr template)))
                      (if (and (pair? rest) (ellipsis? (car rest) state))
                          (loop (+ count 1) (cdr rest))
                          (or (driver-inside? (car template) count state)
                              (driver-inside? rest nesting state)))))
                   (else (or (driver-inside? (car template) nesting state)
                             (driver-inside? (cdr template) nesting state)))))
            ((vector? template) (driver-inside? (vector->list template) nesting state))
            (else #f)))

    (define (gather-item item)
      (if (slot-builder? item)
          (let ((slot (cdr item)))
            (lambda (slots use gathered) (cons-from (vector-ref slots slot) gathered use)))
          (lambda (slots use gathered) (cons (build item slots use) gathered))))

    ;; levels: innermost first.
    (define (gather-levels gather levels template state)
      (cond ((null? levels) gather)
            ((null? (level-drivers (car levels)))
             ((state-problem state) (car template) "nothing in " (car template)
               " repeats: it has no pattern variable with an ellipsis"))
            (else (gather-levels (gather-level gather (level-drivers (car levels))) (cdr levels) template state))))

    (define (gather-level gather drivers)
      (if (null? (cdr drivers))
          (let ((slot (car drivers)))
            (lambda (slots use gathered)
              (let ((all (vector-ref slots slot)))
                (let loop ((cells all) (gathered gathered))
                  (if (pair? cells)
                      (begin
                        (vector-set! slots slot (car cells))
                        (loop (cdr cells) (gather slots use gathered)))
                      (begin
                        (vector-set! slots slot all)
                        gathered))))))
          (lambda (slots use gathered)
            (let ((all (map (lambda (slot) (vector-ref slots slot)) drivers)))
              (check-lengths all use)
              (let loop ((lists all) (gathered gathered))
                (if (pair? (car lists))
                    (begin
                      (for-each (lambda (slot cells) (vector-set! slots slot (car cells))) drivers lists)
                      (loop (map cdr lists) (gather slots use gathered)))
                    (begin
                      (for-each (lambda (slot cells) (vector-set! slots slot cells)) drivers all)
                      gathered)))))))

    (define (check-lengths lists use)
      (let ((length-first (length (car lists))))
        (for-each (lambda (cells)
                    (if (not (= (length cells) length-first))
                        (syntax-problem (use-form use) (use-span use) (use-context use) (form-name (use-form use))
                          ": parts that the macro repeats together have different lengths, "
                          (number->string (min length-first (length cells))) " and "
                          (number->string (max length-first (length cells))))))
                  (cdr lists))))

    ;; --- uses

    (define-record-type <use> (make-use aliases map form span context) use?
      (aliases use-aliases) (map use-map) (form use-form) (span use-span) (context use-context))

    ;; The expansion of a form whose car names the macro. scope: where the form is.
    (define (transcribe-rules macro form span scope context)
      (let loop ((rules (compiled-rules macro form span context)))
        (if (null? rules)
            (no-rule macro form span context)
            (let* ((rule (car rules)) (slots (make-vector (rule-size rule) #f)))
              (if ((rule-match rule) (cdr form) #f slots scope)
                  (begin
                    (for-each (lambda (copy) (vector-set! slots (car copy) (vector-ref slots (cdr copy))))
                              (rule-copies rule))
                    (build (rule-build rule) slots
                      (make-use (fresh-aliases (rule-inserted rule) (macro-scope macro)) (context-map context)
                        form span context)))
                  (loop (cdr rules)))))))

    ;; The rules of a macro from an image are made and compiled at its first use.
    (define (compiled-rules macro form span context)
      (or (macro-compiled macro)
          (let ((compiled (compile-rules ((macro-rules macro)) (macro-scope macro) form span context)))
            (set-macro-compiled! macro compiled)
            compiled)))

    (define (fresh-aliases identifiers scope)
      (let* ((count (vector-length identifiers)) (aliases (make-vector count #f)) (family (cons aliases '())))
        (do ((index 0 (+ index 1)))
            ((= index count) aliases)
          (vector-set! aliases index (make-family-alias (vector-ref identifiers index) scope family)))))

    ;; --- patterns and templates alone, for syntax-case
    ;;
    ;; scope: where the pattern or template stands. problem: (part-or-#f message ...) raises.

    ;; Gives (match size variables): match takes (datum scope) and gives a vector with what each variable matched, or #f;
    ;; variables: list of (identifier slot . depth).
    (define (compile-syntax-pattern pattern literals scope problem)
      (let* ((state (make-state literals #f scope '() 0 '() '() problem))
             (match (compile-pattern pattern 0 state))
             (size (state-size state)))
        (list (lambda (datum scope)
                (let ((slots (make-vector size #f)))
                  (and (match datum #f slots scope) slots)))
              size
              (reverse (state-variables state)))))

    ;; variables: list of (identifier slot . depth), slots from 0 on. Gives what build-syntax takes.
    (define (compile-syntax-template template variables scope problem)
      (let* ((state (make-state '() #f scope variables (length variables) '() '() problem))
             (build (compile-template template '() #f state)))
        (make-rule (state-size state) #f build (list->vector (reverse (map car (state-inserted state))))
          (state-copies state))))

    ;; contents: what the variables matched, in the order of their slots. aliases: (identifiers) -> vector of what is
    ;; inserted for them.
    (define (build-syntax rule contents aliases form span context)
      (let ((slots (make-vector (rule-size rule) #f)))
        (let fill ((contents contents) (index 0))
          (if (pair? contents)
              (begin
                (vector-set! slots index (car contents))
                (fill (cdr contents) (+ index 1)))))
        (for-each (lambda (copy) (vector-set! slots (car copy) (vector-ref slots (cdr copy)))) (rule-copies rule))
        (build (rule-build rule) slots
          (make-use (aliases (rule-inserted rule)) (context-map context) form span context))))

    (define (no-rule macro form span context)
      (let* ((rules (macro-rules macro))
             (patterns (map car (cddr (if (procedure? rules) (rules) rules))))
             (shown (if (> (length patterns) 3) (list (car patterns) (cadr patterns) (caddr patterns)) patterns)))
        (if (null? patterns)
            (syntax-problem form span context (form-name form) ": the macro has no rules, got " (describe form)))
        (syntax-problem form span context (form-name form) ": no pattern of the macro fits, expected "
          (string-join (map (lambda (pattern) (describe (cons (car form) (cdr pattern)))) shown) " or ")
          (if (> (length patterns) 3) " or another of its patterns" "")
          ", got " (describe form))))))
