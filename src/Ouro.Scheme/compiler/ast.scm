;;; The core language: what the expander gives and every later pass takes.
;;;
;;; Every node is a record with a source span (or #f). Passes build new nodes or change fields of nodes they own.
;;;
;;;   E ::= (const span value)
;;;       | (local-ref span variable)
;;;       | (local-set span variable E)
;;;       | (global-ref span global)            ; unbound variable error when it has no value
;;;       | (global-set span global E)          ; likewise
;;;       | (global-define span global E)
;;;       | (primitive-ref span name)           ; the primitive as a procedure
;;;       | (primitive-call span name (E ...))  ; name is a primitive or an opcode; arity already checked
;;;       | (if span E E E)
;;;       | (seq span (E E ...))                ; value of the last; never empty
;;;       | (lambda span name required optional rest keywords body)
;;;       | (let span (variable ...) (E ...) E) ; parallel
;;;       | (letrec span (variable ...) (E ...) E) ; letrec* : left to right
;;;       | (call span E (E ...))
;;;       | (receive span (variable ...) rest E E) ; values of the first E to the variables; rest is a variable or #f
;;;
;;; required, optional: lists of variables; rest: variable or #f; keywords: list of (symbol . variable).
;;; An optional or keyword variable that got no argument holds the absent object; (primitive-call absent? E) tests it.

(define-library (ouro compiler ast)
  (import (ouro base))
  (export
    make-variable variable? variable-name variable-id variable-span
    variable-hidden? set-variable-hidden?!
    variable-assigned? set-variable-assigned?! variable-captured? set-variable-captured?!
    variable-references variable-references-set! variable-info set-variable-info!
    variable-type set-variable-type!
    make-global global? global-module global-name
    make-const const? const-span const-value
    make-local-ref local-ref? local-ref-span local-ref-variable
    make-local-set local-set? local-set-span local-set-variable local-set-value set-local-set-value!
    make-global-ref global-ref? global-ref-span global-ref-global
    make-global-set global-set? global-set-span global-set-global global-set-value
    make-global-define global-define? global-define-span global-define-global global-define-value
    make-primitive-ref primitive-ref? primitive-ref-span primitive-ref-name
    make-primitive-call primitive-call? primitive-call-span primitive-call-name primitive-call-arguments
    make-if if? if-span if-test if-then if-else
    make-seq seq? seq-span seq-expressions
    make-lambda lambda? lambda-span lambda-name lambda-required lambda-optional lambda-rest lambda-keywords
    lambda-body set-lambda-body! lambda-info set-lambda-info!
    lambda-declarations set-lambda-declarations! lambda-declaration
    make-let let? let-span let-variables let-inits let-body
    make-letrec letrec? letrec-span letrec-variables letrec-inits letrec-body
    make-call call? call-span call-operator call-arguments
    make-receive receive? receive-span receive-variables receive-rest receive-producer receive-body)
  (begin
    ;; A local variable. Facts are filled in by analyse.scm; info is free for later passes.
    (define-record-type <variable>
      (%make-variable name id span hidden? assigned? captured? references info type)
      variable?
      (name variable-name)              ; symbol, as the source had it
      (id variable-id)                  ; integer, unique within a compilation
      (span variable-span)
      (hidden? variable-hidden? set-variable-hidden?!) ; a macro or the compiler made it: of no interest in a debugger
      (assigned? variable-assigned? set-variable-assigned?!)
      (captured? variable-captured? set-variable-captured?!)
      (references variable-references variable-references-set!)
      (info variable-info set-variable-info!)
      ;; The declared type (declared-types.scm) or #f. Whatever is assigned to it is checked, and so is its initial
      ;; value, before the body that declares it goes on.
      (type variable-type set-variable-type!))

    (define (make-variable name id span) (%make-variable name id span #f #f #f 0 #f #f))

    ;; A global variable: a module (symbol) and a name (symbol). Two records for the same one need not be eq.
    (define-record-type <global>
      (make-global module name)
      global?
      (module global-module)
      (name global-name))

    (define-record-type <const> (make-const span value) const? (span const-span) (value const-value))
    (define-record-type <local-ref> (make-local-ref span variable) local-ref?
      (span local-ref-span) (variable local-ref-variable))
    (define-record-type <local-set> (make-local-set span variable value) local-set?
      (span local-set-span) (variable local-set-variable) (value local-set-value set-local-set-value!))
    (define-record-type <global-ref> (make-global-ref span global) global-ref?
      (span global-ref-span) (global global-ref-global))
    (define-record-type <global-set> (make-global-set span global value) global-set?
      (span global-set-span) (global global-set-global) (value global-set-value))
    (define-record-type <global-define> (make-global-define span global value) global-define?
      (span global-define-span) (global global-define-global) (value global-define-value))
    (define-record-type <primitive-ref> (make-primitive-ref span name) primitive-ref?
      (span primitive-ref-span) (name primitive-ref-name))
    (define-record-type <primitive-call> (make-primitive-call span name arguments) primitive-call?
      (span primitive-call-span) (name primitive-call-name) (arguments primitive-call-arguments))
    (define-record-type <if> (make-if span test then else) if?
      (span if-span) (test if-test) (then if-then) (else if-else))
    (define-record-type <seq> (make-seq span expressions) seq?
      (span seq-span) (expressions seq-expressions))
    (define-record-type <lambda>
      (%make-lambda span name required optional rest keywords body info declarations)
      lambda?
      (span lambda-span)
      (name lambda-name)                ; symbol or #f
      (required lambda-required)
      (optional lambda-optional)
      (rest lambda-rest)
      (keywords lambda-keywords)
      (body lambda-body set-lambda-body!)
      (info lambda-info set-lambda-info!)
      ;; What was declared of the procedure: list of (clause name . value), see declarations.scm; also (form . #t): it stands
      ;; for a form at the outermost level.
      (declarations lambda-declarations set-lambda-declarations!))
    (define (make-lambda span name required optional rest keywords body)
      (%make-lambda span name required optional rest keywords body #f '()))

    ;; The value of the declaration, or the default.
    (define (lambda-declaration node name default)
      (let ((entry (assq name (lambda-declarations node))))
        (if entry (cdr entry) default)))
    (define-record-type <let> (make-let span variables inits body) let?
      (span let-span) (variables let-variables) (inits let-inits) (body let-body))
    (define-record-type <letrec> (make-letrec span variables inits body) letrec?
      (span letrec-span) (variables letrec-variables) (inits letrec-inits) (body letrec-body))
    (define-record-type <call> (make-call span operator arguments) call?
      (span call-span) (operator call-operator) (arguments call-arguments))
    (define-record-type <receive> (make-receive span variables rest producer body) receive?
      (span receive-span) (variables receive-variables) (rest receive-rest)
      (producer receive-producer) (body receive-body))))
