;;; Forms that compute: constants, conditionals, loops, and the forms around dynamic state.

(define-library (ouro compiler derived-forms)
  (import (ouro base) (ouro compiler ast) (ouro compiler host) (ouro compiler environment)
          (ouro compiler syntax-problem) (ouro compiler expand) (ouro compiler binding-forms))
  (export expand-quote expand-if expand-cond expand-case expand-and expand-or expand-when expand-unless expand-do
    expand-guard expand-parameterize expand-delay expand-delay-force expand-assert expand-syntax-error
    expand-primitive)
  (begin
    (define (expand-quote form span scope context)
      (check-parts form 1 1 span context)
      (make-const span (strip (cadr form))))

    (define (expand-if form span scope context)
      (check-parts form 2 3 span context)
      (let* ((test (expand-car (cdr form) span scope context))
             (then (expand-car (cddr form) span scope context)))
        (make-if span test then
          (if (pair? (cdddr form)) (expand-car (cdddr form) span scope context) (unspecified-node span)))))

    (define (expand-and form span scope context)
      (count-parts form span context)
      (if (null? (cdr form))
          (make-const span #t)
          (let loop ((pair (cdr form)))
            (let ((node (expand-car pair span scope context)))
              (if (null? (cdr pair)) node (make-if span node (loop (cdr pair)) (make-const span #f)))))))

    (define (expand-or form span scope context)
      (count-parts form span context)
      (if (null? (cdr form))
          (make-const span #f)
          (let loop ((pair (cdr form)))
            (let ((node (expand-car pair span scope context)))
              (if (null? (cdr pair)) node (or-node node span context (lambda () (loop (cdr pair)))))))))

    ;; The value of the node if it is true, otherwise that of what `otherwise` makes.
    (define (or-node node span context otherwise)
      (let ((variable (new-temporary 't span context)))
        (make-let span (list variable) (list node)
          (make-if span (make-local-ref span variable) (make-local-ref span variable) (otherwise)))))

    (define (expand-when form span scope context)
      (check-parts form 2 #f span context)
      (let ((test (expand-car (cdr form) span scope context)))
        (make-if span test (expand-sequence (cddr form) span scope context) (unspecified-node span))))

    (define (expand-unless form span scope context)
      (check-parts form 2 #f span context)
      (let ((test (expand-car (cdr form) span scope context)))
        (make-if span test (unspecified-node span) (expand-sequence (cddr form) span scope context))))

    ;; --- cond

    (define (expand-cond form span scope context)
      (check-parts form 1 #f span context)
      (cond-clauses (cdr form) form span scope context (lambda () (unspecified-node span))))

    ;; otherwise: makes the node for the case that no clause applies.
    (define (cond-clauses pair form span scope context otherwise)
      (if (null? pair)
          (otherwise)
          (let ((clause (car pair)) (where (element-span pair span context)))
            (if (not (and (pair? clause) (list? clause)))
                (syntax-problem form where context (form-name form) ": expected a clause (test expression ...), got " clause))
            (cond ((auxiliary? (car clause) 'else scope)
                   (check-last-clause pair form where context)
                   (if (null? (cdr clause))
                       (syntax-problem form where context (form-name form) ": expected an expression after else"))
                   (expand-sequence (cdr clause) where scope context))
                  ((null? (cdr clause))
                   (or-node (expand-car clause where scope context) where context
                     (lambda () (cond-clauses (cdr pair) form span scope context otherwise))))
                  ((auxiliary? (cadr clause) '=> scope)
                   (check-arrow (cdr clause) form where context)
                   (let ((test (expand-car clause where scope context))
                         (variable (new-temporary 't where context)))
                     (make-let where (list variable) (list test)
                       (make-if where (make-local-ref where variable)
                         (apply-receiver (cddr clause) variable where scope context)
                         (cond-clauses (cdr pair) form span scope context otherwise)))))
                  (else
                   (let* ((test (expand-car clause where scope context))
                          (then (expand-sequence (cdr clause) where scope context)))
                     (make-if where test then (cond-clauses (cdr pair) form span scope context otherwise))))))))

    (define (check-last-clause pair form where context)
      (if (pair? (cdr pair))
          (syntax-problem form where context (form-name form) ": else must be the last clause")))

    ;; pair: its car is the arrow.
    (define (check-arrow pair form where context)
      (if (not (and (pair? (cdr pair)) (null? (cddr pair))))
          (syntax-problem form where context (form-name form) ": expected one expression after =>")))

    (define (apply-receiver pair variable span scope context)
      (let ((receiver (expand-car pair span scope context)))
        (make-call span receiver (list (make-local-ref span variable)))))

    ;; --- case

    (define (expand-case form span scope context)
      (check-parts form 2 #f span context)
      (let* ((key (expand-car (cdr form) span scope context))
             (variable (new-temporary 'key span context)))
        (make-let span (list variable) (list key)
          (case-clauses (cddr form) variable form span scope context))))

    (define (case-clauses pair variable form span scope context)
      (if (null? pair)
          (unspecified-node span)
          (let ((clause (car pair)) (where (element-span pair span context)))
            (if (not (and (pair? clause) (list? clause) (pair? (cdr clause))))
                (syntax-problem form where context "case: expected a clause ((datum ...) expression ...), got " clause))
            (let ((else? (auxiliary? (car clause) 'else scope)))
              (if else?
                  (check-last-clause pair form where context)
                  (if (not (list? (car clause)))
                      (syntax-problem form (element-span clause where context) context
                        "case: expected a list of data, got " (describe (car clause)))))
              (let ((then (if (auxiliary? (cadr clause) '=> scope)
                              (begin
                                (check-arrow (cdr clause) form where context)
                                (apply-receiver (cddr clause) variable where scope context))
                              (expand-sequence (cdr clause) where scope context))))
                (if else?
                    then
                    (make-if where (member-node (strip (car clause)) variable where) then
                      (case-clauses (cdr pair) variable form span scope context))))))))

    ;; Is the variable's value one of the data? A few are compared one by one.
    (define (member-node data variable span)
      (define (same datum)
        (run-time-call 'eqv? span (list (make-local-ref span variable) (make-const span datum))))
      (cond ((null? data) (make-const span #f))
            ((null? (cdr data)) (same (car data)))
            ((> (length data) 4)
             (run-time-call 'memv span (list (make-local-ref span variable) (make-const span data))))
            (else (make-if span (same (car data)) (make-const span #t) (member-node (cdr data) variable span)))))

    ;; --- do

    ;; (do ((variable init [step]) ...) (test expression ...) command ...)
    (define (expand-do form span scope context)
      (check-parts form 2 #f span context)
      (let ((list-span (element-span (cdr form) span context))
            (end (caddr form))
            (end-span (element-span (cddr form) span context)))
        (if (not (list? (cadr form)))
            (syntax-problem form list-span context "do: expected a list of bindings (variable init step), got " (cadr form)))
        (let loop ((rest (cadr form)))
          (if (pair? rest)
              (begin
                (if (not (and (list? (car rest)) (memv (length (car rest)) '(2 3)) (identifier? (car (car rest)))))
                    (syntax-problem form (element-span rest list-span context) context
                      "do: expected a binding (variable init) or (variable init step), got " (describe (car rest))))
                (loop (cdr rest)))))
        (if (not (and (pair? end) (list? end)))
            (syntax-problem form end-span context "do: expected (test expression ...), got " end))
        (let* ((bindings (cadr form))
               (names (map car bindings))
               (spans (map (lambda (binding) (element-span binding list-span context)) bindings)))
          (check-distinct names spans form "variable" list-span context)
          (let* ((inits (expand-all (map cdr bindings) list-span scope context))
                 (loop (new-temporary 'loop span context)))
            (define (turn)
              (let* ((variables (new-variables names spans context))
                     (inner (extend-scope scope names variables))
                     (test (expand-car end end-span inner context))
                     (result (if (null? (cdr end))
                                 (unspecified-node end-span)
                                 (expand-sequence (cdr end) end-span inner context)))
                     (commands (expand-list (cdddr form) span inner context))
                     (steps (expand-all
                              (map (lambda (binding) (if (pair? (cddr binding)) (cddr binding) binding)) bindings)
                              list-span inner context))
                     (again (make-call span (make-local-ref span loop) steps)))
                (make-lambda span 'loop variables '() #f '()
                  (make-if span test result
                    (if (null? commands) again (make-seq span (append commands (list again))))))))
            (make-letrec span (list loop)
              (list (with-origin scope turn))
              (make-call span (make-local-ref span loop) inits))))))

    ;; The expressions in the cars of the pairs.
    (define (expand-all pairs span scope context)
      (if (null? pairs)
          '()
          (let ((node (expand-car (car pairs) span scope context)))
            (cons node (expand-all (cdr pairs) span scope context)))))

    ;; --- dynamic state

    ;; make-body: () -> node.
    (define (thunk-node make-body span scope)
      (with-origin scope (lambda () (make-lambda span #f '() '() #f '() (make-body)))))

    ;; (guard (variable clause ...) body ...): the clauses run in the dynamic environment of the guard; if none
    ;; applies, `reraise` returns to that of the raise and raises the object again, continuably.
    ;; Run time: (call-with-guard body handler), (call-with-reraising-guard body handler); the handler of the first
    ;; takes the object, that of the second also the procedure reraise.
    (define (expand-guard form span scope context)
      (check-parts form 2 #f span context)
      (let ((header (cadr form)) (where (element-span (cdr form) span context)))
        (if (not (and (pair? header) (list? header) (identifier? (car header))))
            (syntax-problem form where context "guard: expected (variable clause ...), got " header))
        (let* ((clauses (cdr header))
               (variable (new-variable (car header) (element-span header where context) context))
               ;; Asked where the clauses are expanded: the variable may be called else.
               (else? (and (pair? clauses)
                           (let ((clause (list-ref clauses (- (length clauses) 1))))
                             (and (pair? clause)
                                  (auxiliary? (car clause) 'else
                                    (extend-scope scope (list (car header)) (list variable)))))))
               (body (thunk-node (lambda () (expand-body (cddr form) form span scope scope context)) span scope)))
          (define (handler)
            (let* ((object (new-variable (car header) (element-span header where context) context))
                   (reraise (new-temporary 'reraise where context)))
              (make-lambda where #f (if else? (list object) (list object reraise)) '() #f '()
                (cond-clauses clauses form where (extend-scope scope (list (car header)) (list object)) context
                  (lambda () (make-call where (make-local-ref where reraise) '()))))))
          (run-time-call (if else? 'call-with-guard 'call-with-reraising-guard) span
            (list body (with-origin scope handler))))))

    ;; Parameters and values are computed before anything is bound. Run time: (with-parameter parameter value thunk).
    (define (expand-parameterize form span scope context)
      (check-parts form 2 #f span context)
      (let ((list-span (element-span (cdr form) span context)))
        (if (not (list? (cadr form)))
            (syntax-problem form list-span context "parameterize: expected a list of bindings (parameter value), got "
              (cadr form)))
        (let loop ((rest (cadr form)) (variables '()) (inits '()))
          (if (pair? rest)
              (let ((binding (car rest)) (where (element-span rest list-span context)))
                (if (not (and (list? binding) (= (length binding) 2)))
                    (syntax-problem form where context "parameterize: expected a binding (parameter value), got " binding))
                (let* ((parameter (expand-car binding where scope context))
                       (value (expand-car (cdr binding) where scope context)))
                  (loop (cdr rest)
                    (cons (new-temporary 'value where context) (cons (new-temporary 'parameter where context) variables))
                    (cons value (cons parameter inits)))))
              (let ((make-body (lambda () (expand-body (cddr form) form span scope scope context))))
                (if (null? variables)
                    (make-body)
                    (make-let span (reverse variables) (reverse inits)
                      (convert-parameters variables make-body span scope context))))))))

    ;; All values are converted before any parameter is bound.
    (define (convert-parameters variables make-body span scope context)
      (let loop ((rest variables) (converted '()) (inits '()))
        (if (pair? rest)
            (loop (cddr rest)
              (cons (cadr rest) (cons (new-temporary 'converted span context) converted))
              (cons (run-time-call 'convert-parameter span
                      (list (make-local-ref span (cadr rest)) (make-local-ref span (car rest))))
                    inits))
            (make-let span (every-other (cdr converted)) inits
              (bind-parameters converted make-body span scope)))))

    (define (every-other list)
      (cons (car list) (if (null? (cdr list)) '() (every-other (cddr list)))))

    ;; variables: parameter and converted value in turn, those of the outermost binding first.
    (define (bind-parameters variables make-body span scope)
      (if (null? variables)
          (make-body)
          (run-time-call 'with-parameter span
            (list (make-local-ref span (car variables)) (make-local-ref span (cadr variables))
                  (thunk-node (lambda () (bind-parameters (cddr variables) make-body span scope)) span scope)))))

    ;; Run time: (make-delayed-promise thunk), whose thunk gives the value; (make-lazy-promise thunk), whose thunk
    ;; gives another promise.
    (define (expand-delay form span scope context)
      (check-parts form 1 1 span context)
      (run-time-call 'make-delayed-promise span
        (list (thunk-node (lambda () (expand-car (cdr form) span scope context)) span scope))))

    (define (expand-delay-force form span scope context)
      (check-parts form 1 1 span context)
      (run-time-call 'make-lazy-promise span
        (list (thunk-node (lambda () (expand-car (cdr form) span scope context)) span scope))))

    ;; --- the rest

    ;; Run time: (assertion-failed expression).
    (define (expand-assert form span scope context)
      (check-parts form 1 1 span context)
      (make-if span (expand-car (cdr form) span scope context)
        (unspecified-node span)
        (run-time-call 'assertion-failed span (list (make-const span (strip (cadr form)))))))

    ;; (syntax-error "message" form ...): a macro's way to complain about its use.
    (define (expand-syntax-error form span scope context)
      (check-parts form 1 #f span context)
      (if (not (string? (cadr form)))
          (syntax-problem form span context "syntax-error: expected a message as a string, got " (cadr form)))
      (apply raise-syntax-error (cadr form) span (map strip (cddr form))))

    ;; (%primitive name argument ...)
    (define (expand-primitive form span scope context)
      (check-parts form 1 #f span context)
      (check-identifier (cdr form) form "the name of a primitive" span context)
      (let* ((name (identifier-symbol (cadr form)))
             (primitive (primitive-binding name))
             (count (length (cddr form))))
        (if (not primitive) (no-primitive name form (element-span (cdr form) span context) context))
        (if (not (primitive-accepts? primitive count))
            (syntax-problem form span context "%primitive: " name " takes "
              (in-words (primitive-minimum primitive)
                (and (>= (primitive-maximum primitive) 0) (primitive-maximum primitive)) "argument")
              ", got " (number->string count)))
        (make-primitive-call span name (expand-list (cddr form) span scope context))))

    ;; Instructions that no procedure can stand for are no primitives.
    (define (no-primitive name form where context)
      (let ((operands (opcode-info name)))
        (if operands
            (syntax-problem form where context "%primitive: " name " is an instruction that no procedure can stand for: it "
              (cond ((memq 'jump operands) "jumps")
                    ((memq 'area operands) "calls")
                    (else "works on registers, constants or the activation of the code that it stands in"))))
        (let ((near (nearest-name name (primitive-names))))
          (if near
              (syntax-problem form where context "%primitive: there is no primitive " name "; did you mean " near "?")
              (syntax-problem form where context "%primitive: there is no primitive " name)))))))
