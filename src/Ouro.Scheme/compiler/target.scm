;;; What the forms of a body, a library or a program define, as they are scanned one after another; and the checks of
;;; values given to variables whose type is declared.
;;;
;;; in:  places (variables and globals) with what makes the nodes of their values
;;; out: items, in order

(define-library (ouro compiler target)
  (import (ouro base) (ouro compiler ast) (ouro compiler environment) (ouro compiler declared-types))
  (export make-target make-body-target target? target-scope target-outer target-context target-mode target-items target-place
    target-declarations set-target-declarations!
    add-item! add-variable! take-items! item-place item-span item-make
    place-set assign-variable assign-global check-assignments! type-in-words)
  (begin
    ;; mode: body, library (items are expanded when all are known) or program (at once, in order).
    (define-record-type <target> (%make-target mode scope outer context items place declarations) target?
      (mode target-mode) (scope target-scope)
      (outer target-outer)              ; the scope around a body
      (context target-context)
      (items target-items set-target-items!) ; last first
      (place target-place)              ; where declarations stand, for declarations.scm
      (declarations target-declarations set-target-declarations!)) ; of a body or library, last first

    ;; Of a library or program.
    (define (make-target mode scope outer context)
      (%make-target mode scope outer context '() (if (eq? mode 'program) (toplevel-kind (scope-toplevel scope)) mode) '()))

    ;; place: procedure or body.
    (define (make-body-target scope outer context place)
      (%make-target 'body scope outer context '() place '()))

    ;; place: the variable or global to initialise, or #f for an expression. make: () -> node.
    (define-record-type <item> (make-item place span make) item?
      (place item-place) (span item-span) (make item-make))

    (define (add-item! target place span make)
      (add-variable! target place span
        (if place
            (lambda () (checked-for place (make) span target))
            make)))

    ;; The same, for an initial value that is no value yet.
    (define (add-variable! target place span make)
      (let ((make (if (eq? (target-mode target) 'program)
                      (let ((node (make))) (lambda () node))
                      make)))
        (set-target-items! target (cons (make-item place span make) (target-items target)))))

    (define (take-items! target)
      (let ((items (reverse (target-items target))))
        (set-target-items! target '())
        items))

    ;; --- values of variables whose type is declared

    ;; The value of a definition, checked if the type of what is defined is declared.
    (define (checked-for place value span target)
      (let ((type (place-type place target)))
        (if type
            (checked-node type (string-append "type of " (symbol->string (place-name place))) value span
              (target-context target))
            value)))

    (define (place-name place) (if (variable? place) (variable-name place) (global-name place)))

    (define (place-type place target)
      (if (variable? place)
          (variable-type place)
          (let ((type (toplevel-type (scope-toplevel (target-scope target)) (global-name place)))) (and type (type)))))

    ;; Gives a declared place its value: defines a global, assigns a variable.
    (define (place-set place span value target)
      (if (global? place)
          (make-global-define span place (checked-for place value span target))
          (assign-variable place span value (target-context target))))

    (define (type-in-words variable) (string-append "type of " (symbol->string (variable-name variable))))

    ;; The assignment of a variable. Those made before its type is known are kept in its info, to be checked then.
    (define (assign-variable variable span value context)
      (let* ((type (variable-type variable))
             (node (make-local-set span variable
                     (if type (checked-node type (type-in-words variable) value span context) value))))
        (set-variable-assigned?! variable #t)
        (if (not type) (set-variable-info! variable (cons node (or (variable-info variable) '()))))
        node))

    (define (check-assignments! variable target)
      (for-each
        (lambda (node)
          (set-local-set-value! node
            (checked-node (variable-type variable) (type-in-words variable) (local-set-value node) (local-set-span node)
              (target-context target))))
        (or (variable-info variable) '()))
      (set-variable-info! variable #f))

    ;; toplevel: that of the global.
    (define (assign-global global span value toplevel context)
      (toplevel-note-write! toplevel (global-name global))
      (let ((type (toplevel-type toplevel (global-name global))))
        (make-global-set span global
          (if type
              (checked-node (type) (string-append "type of " (symbol->string (global-name global))) value span context)
              value))))))
