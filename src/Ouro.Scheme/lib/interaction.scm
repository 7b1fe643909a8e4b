;;; What a REPL asks of Scheme beyond evaluating: names and what they mean, code before it is generated, evaluation in
;;; the scope of a stopped activation, tracing. Loaded with the first question, so programs do not pay for it.
;;;
;;; The environment is that of (scheme repl), so that (interaction-environment) in a program and the REPL agree.

(define-library (ouro interaction)
  (import (ouro base) (scheme repl)
          (only (ouro primitives) assemble source-map-element make-source-map code->procedure with-parameter write-to-short-string)
          (ouro compiler ast) (ouro compiler environment) (ouro compiler program) (ouro compiler unparse)
          (only (ouro compiler passes) compile-nodes) (only (ouro compiler last-call) keep-activation)
          (prefix (only (ouro eval) eval-policy set-eval-policy!) %)
          (only (ouro eval) interpreted-procedure? compile) (only (ouro eval unit) program-code)
          (only (ouro compiler driver) run-pending)
          (only (ouro eval environment) make-environment))
  (declare (internal))
  (export compile-part compiled-part compiled-procedure expand-part definition-part? names-in-scope macros-in-scope meaning-of
          declare-variable! compile-in-scope make-tracer eval-policy set-eval-policy!)
  (begin
    ;; --- parts: the pair of a list of forms whose car is the form, with the list's source map

    (define (compile-part pair map)
      (form-code (car pair) (source-map-element map pair) map))

    ;; Code that evaluates a form when it is called without arguments.
    (define (form-code form span map)
      (nodes-code (expand-form form span map (interaction-environment))))

    (define (nodes-code nodes)
      (run-pending)
      (program-code (keep-activation nodes) 'input))

    ;; What the compiler would make of it.
    (define (compiled-part pair map)
      (let ((nodes (expand-form (car pair) (source-map-element map pair) map (interaction-environment))))
        (assemble (compile-nodes nodes 'optimise 'input 0))))

    ;; Sees to it that a procedure has code of its own to show, and not only what enters the evaluator.
    (define (compiled-procedure procedure)
      (if (interpreted-procedure? procedure) (compile procedure) procedure))

    (define (expand-part pair map)
      (unparse-all (expand-form (car pair) (source-map-element map pair) map (interaction-environment))))

    ;; Is the form one that only the outermost level takes?
    (define (definition-part? pair)
      (let ((form (car pair)))
        (and (pair? form)
             (symbol? (car form))
             (let ((binding (toplevel-lookup (interaction-environment) (car form))))
               (if binding
                   (and (core? binding) (eq? (core-kind binding) 'definition))
                   (memq (car form) '(import define-library))))
             #t)))

    ;; Variables of this library, where the host looks for what it calls.
    (define (eval-policy) (%eval-policy))
    (define (set-eval-policy! policy) (%set-eval-policy! policy))

    ;; --- names

    (define (names-in-scope)
      (let ((environment (interaction-environment)))
        (append (table-keys (toplevel-definitions environment)) (toplevel-import-names environment))))

    ;; The macros that the user defined.
    (define (macros-in-scope)
      (let ((definitions (toplevel-definitions (interaction-environment))))
        (filter (lambda (name) (macro? (table-ref definitions name #f))) (table-keys definitions))))

    ;; #f, or a list of what kind of thing the name means and more:
    ;;   (keyword) (macro) (conflict) (primitive name) (variable module name imported?)
    (define (meaning-of name)
      (let* ((environment (interaction-environment)) (binding (toplevel-lookup environment name)))
        (cond ((not binding) #f)
              ((core? binding) (list 'keyword))
              ((macro? binding) (list 'macro))
              ((conflict? binding) (list 'conflict))
              ((primitive? binding) (list 'primitive (primitive-name binding)))
              ((global? binding)
               (list 'variable (global-module binding) (global-name binding)
                     (not (eq? (global-module binding) (toplevel-module environment)))))
              (else #f))))

    ;; --- forms that are made here mean what they mean in R7RS, whatever the user has redefined

    (define *core* #f)
    (define (core-name symbol)
      (if (not *core*)
          (set! *core* (make-environment 'interaction '((ouro base)))))
      (make-alias symbol (toplevel-root *core*)))

    ;; Makes the name a variable of the REPL's own, without a value or with the imported one. The host gives it one.
    (define (declare-variable! name)
      (let* ((environment (interaction-environment)) (binding (toplevel-lookup environment name)))
        (cond ((not binding)
               (toplevel-define! environment name (make-global (toplevel-module environment) name)))
              ((and (global? binding) (eq? (global-module binding) (toplevel-module environment))) #t)
              (else
               ((code->procedure (form-code (list (core-name 'define) name #f) #f (make-source-map))))))))

    ;; Code of a procedure that takes values for the names and gives two procedures: one evaluates the form where the
    ;; names are variables with these values, the other gives the list of what the variables hold.
    (define (compile-in-scope pair map names)
      (let ((form (list (core-name 'lambda) names
                        (list (core-name 'cons)
                              (list (core-name 'named-lambda) '(input) (not-last (car pair)))
                              (list (core-name 'lambda) '() (cons (core-name 'list) names))))))
        (let ((nodes (expand-form form (source-map-element map pair) map (interaction-environment))))
          (for-each show-as-form! nodes)
          (nodes-code nodes))))

    ;; Of the node that compile-in-scope makes: the procedure that evaluates the form is shown as a form, not as a call.
    (define (show-as-form! node)
      (let* ((body (lambda-body node))
             (procedure (car (if (call? body) (call-arguments body) (primitive-call-arguments body)))))
        (set-lambda-declarations! procedure '((form . #t)))))

    ;; A form that gives the values of the form, which is not called in tail position.
    (define (not-last form)
      (let ((values (core-name 'all)))
        (list (core-name 'call-with-values)
              (list (core-name 'lambda) '() form)
              (list (core-name 'lambda) values (list (core-name 'apply) (core-name 'values) values)))))

    ;; --- tracing
    ;;
    ;; A traced variable holds a procedure around its own. A call that the program makes in tail position returns
    ;; through the tracer, so tail calls of traced procedures nest, and are shown as deep as they nest.

    (define traced-depth (make-parameter 0))

    ;; port: where lines go.
    (define (make-tracer name procedure port)
      (lambda arguments
        (let ((depth (traced-depth)) (state 'called))
          (show-line port depth (call-text name arguments))
          (dynamic-wind
            (lambda ()
              (if (not (eq? state 'called))
                  (show-line port depth (string-append (symbol->string name) " is entered again")))
              (set! state 'running))
            (lambda ()
              (call-with-values
                (lambda () (with-parameter traced-depth (+ depth 1) (lambda () (apply procedure arguments))))
                (lambda results
                  (set! state 'returned)
                  (show-line port depth (results-text results))
                  (apply values results))))
            (lambda ()
              (if (eq? state 'running)
                  (begin
                    (set! state 'left)
                    (show-line port depth (string-append (symbol->string name) " is left without a value")))))))))

    (define longest-value 60)
    (define most-bars 20)

    (define (show-line port depth text)
      (write-string
        (string-append "trace: " (bars depth) text "\n")
        port))

    (define (bars depth)
      (if (> depth most-bars)
          (string-append (bars most-bars) "[" (number->string depth) "] ")
          (let loop ((i 0) (text ""))
            (if (= i depth) text (loop (+ i 1) (string-append text "|  "))))))

    (define (value-text value) (write-to-short-string value longest-value))

    (define (call-text name arguments)
      (string-append "(" (string-join (cons (symbol->string name) (map value-text arguments)) " ") ")"))

    (define (results-text results)
      (cond ((null? results) "=> no values")
            ((null? (cdr results)) (string-append "=> " (value-text (car results))))
            (else (string-append "=> " (string-join (map value-text results) ", ")))))))
