;;; Units: the lambda expressions of interpreted code, and what happens to them.
;;;
;;; A unit counts its calls down, and when none is left it is attended to: at its first call it is memoised; after
;;; `calls-before-conversion` more it is compiled, and the compiled code takes the place of the code that enters the
;;; evaluator. When a name that it was expanded with means something else it becomes stale: the compiled code is taken
;;; back, the memoised body dropped, and the next call expands the source again, in its own scope.
;;;
;;;   state ::= new          ; never called
;;;           | memoised
;;;           | compiled
;;;           | fixed        ; memoised, and will not be compiled: that failed
;;;           | stale        ; to be expanded again at its next call
;;;
;;; Activations of a unit that are in progress go on as they began, whatever happens to it.

(define-library (ouro eval unit)
  (import (ouro base) (ouro compiler ast) (only (ouro compiler ir) node-span) (only (ouro compiler environment) origin?)
          (ouro compiler program) (only (ouro compiler driver) run-pending)
          (ouro eval evaluate) (ouro eval entry) (ouro eval memoise) (ouro eval convert) (ouro eval dependents)
          (ouro eval frames) (only (ouro eval describe) describe-activation)
          (only (ouro primitives) procedure-code code-owner set-code-owner! replace-code! code->procedure
            expired? expiry-set-code!))
  (declare (internal))
  (export program-code eval-policy set-eval-policy! set-calls-before-conversion! procedure-unit interpreted? convert!)
  (begin
    ;; Compiling a procedure costs about as much as this many calls save, see docs/design-notes.md.
    (define calls-before-conversion 500)
    ;; For tests that mix both kinds of procedure.
    (define (set-calls-before-conversion! calls) (set! calls-before-conversion calls))

    ;; Where nothing is to be compiled, how often it is looked whether that is still so.
    (define calls-before-doubt 1000000)

    ;; interpret: nothing is compiled; compile: everything is, before it is first called; automatic: what is called enough.
    (define policy 'automatic)
    (define (eval-policy) policy)

    (define (set-eval-policy! new)
      (if (not (memq new '(interpret compile automatic)))
          (error "set-eval-policy!: expected interpret, compile or automatic, got" new))
      (set! policy new))

    (define (set-calls! unit)
      (set-unit-left! unit
        (cond ((or (eq? policy 'interpret) (eq? (unit-state unit) 'fixed)) calls-before-doubt)
              ((eq? policy 'compile) 0)
              (else calls-before-conversion))))

    ;; The unit of a lambda node, made when the node is first met, compiled or interpreted.
    (define (node-unit node frames)
      (let ((info (lambda-info node)))
        (if (unit? info)
            info
            (let ((unit (make-unit node frames (and (origin? info) info))))
              (set-lambda-info! node unit)
              (if (and (unit-origin unit) (not (depend! unit))) (expire! unit))
              unit))))

    ;; --- attending

    (define (attend unit)
      (notice! unit)
      (if (eq? (unit-state unit) 'stale) (renew! unit))
      (cond ((not (unit-body unit)) (memoise! unit))
            ((eq? policy 'interpret) #f)
            ((eq? (unit-state unit) 'memoised) (try-to-compile! unit)))
      (set-calls! unit)
      (unit-body unit))

    (define (memoise! unit)
      (set-unit-body! unit (memoise-body (unit-lambda unit) (unit-frames unit) node-unit))
      (set-unit-state! unit 'memoised))

    (set-unit-attendant! attend)

    ;; When the first closure of a unit is made.
    (define (start unit)
      (let ((code (if (> (length (lambda-variables (unit-lambda unit))) most-parameters)
                      (converted-code unit)
                      (make-entry-code unit (unit-lambda unit) enter-node (pair? (unit-frames unit))))))
        (set-code-owner! code unit)
        (set-unit-code! unit code)
        (if (and (eq? policy 'compile) (pair? (unit-frames unit)) (eq? (unit-state unit) 'new)) (try-to-compile! unit))
        code))

    (set-unit-starter! start)

    ;; --- compiling

    (define (converted-code unit)
      (let ((code (convert-lambda (unit-lambda unit) (unit-frames unit) node-unit)))
        (set-code-owner! code unit)
        code))

    (define (compile! unit)
      (let ((code (converted-code unit)))
        (replace-code! (unit-code unit) code)
        (set-unit-compiled! unit code)
        (if (unit-expiry unit) (expiry-set-code! (unit-expiry unit) (unit-code unit) code))
        (set-unit-conversions! unit (+ (unit-conversions unit) 1))
        (set-unit-state! unit 'compiled)))

    ;; A program that runs as it is must not fail because its compiled form cannot be made.
    (define (try-to-compile! unit)
      (if (not (call-with-escape-continuation
                 (lambda (escape)
                   (with-exception-handler
                     (lambda (problem) (escape #f))
                     (lambda () (compile! unit) #t)))))
          (set-unit-state! unit 'fixed)))

    ;; --- staleness

    ;; The expiry was told when a name's meaning changed; the unit takes note when something is wanted of it.
    (define (notice! unit)
      (if (and (not (eq? (unit-state unit) 'stale)) (expired? (unit-expiry unit))) (expire! unit)))

    (define (expire! unit)
      (if (unit-compiled unit)
          (begin
            (replace-code! (unit-code unit) #f)
            (replace-code! (unit-compiled unit) (unit-code unit))
            (set-unit-compiled! unit #f)))
      (set-unit-body! unit #f)
      (set-unit-left! unit 0)
      (set-unit-state! unit 'stale))

    ;; A mistake in the source is raised here, and the unit stays as it is.
    (define (renew! unit)
      (expand-again (unit-origin unit)
        (lambda (node before)
          (let ((named (make-lambda (lambda-span node) (lambda-name (unit-lambda unit)) (lambda-required node)
                         (lambda-optional node) (lambda-rest node) (lambda-keywords node) (lambda-body node))))
            (set-lambda-declarations! named (lambda-declarations node))
            (run-pending)
            (if (pair? before) ((code->procedure (program-code before 'definitions))))
            (set-unit-origin! unit (lambda-info node))
            (set-lambda-info! named unit)
            (set-unit-lambda! unit named)
            (set-unit-state! unit 'new)
            (if (not (depend! unit)) (expire! unit))))))

    ;; --- from outside

    ;; Code without parameters that evaluates the nodes in order.
    (define (program-code nodes name)
      (let* ((span (and (pair? nodes) (node-span (car nodes))))
             (body (cond ((null? nodes) (make-const #f (void)))
                         ((null? (cdr nodes)) (car nodes))
                         (else (make-seq span nodes)))))
        (unit-entry (make-unit (make-lambda span name '() '() #f '() body) '() #f))))

    ;; The unit that the procedure is of, or #f.
    (define (procedure-unit procedure)
      (let* ((code (procedure-code procedure)) (owner (and code (code-owner code))))
        (and (unit? owner) owner)))

    ;; Whether a call of the unit's procedures enters the evaluator.
    (define (interpreted? unit)
      (notice! unit)
      (not (unit-compiled unit)))

    ;; Compiles the unit now, unless it is.
    (define (convert! unit)
      (notice! unit)
      (if (eq? (unit-state unit) 'stale) (renew! unit))
      (if (not (unit-compiled unit)) (compile! unit)))))
