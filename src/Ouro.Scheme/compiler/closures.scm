;;; closures: which variables each remaining lambda captures. The tree stays as it is.
;;;
;;; in:  the language of ir.scm
;;; out: the same; the info of each lambda is its unit; of every variable: owner, assigned?, captured?, boxed?
;;;
;;; A variable that is assigned lives in a box if it is captured, and also if there are calls in its scope: a
;;; continuation that is entered again restores registers, and must see the variable as it was left. A fix
;;; procedure that refers to itself finds itself in the activation ("self") and captures nothing for that. A label
;;; keeps lists of the captured variables and of the constants that its loop needs in registers, so that they can be
;;; loaded before the loop.

(define-library (ouro compiler closures)
  (import (ouro base) (ouro compiler ast) (ouro compiler ir) (ouro compiler primitives) (ouro compiler switch))
  (export convert-closures
          unit? unit-lambda unit-parent unit-self unit-free unit-free-count unit-free-index
          unit-code set-unit-code!)
  (begin
    ;; What becomes one code object. free: captured variables, last first.
    (define-record-type <unit> (%make-unit lambda parent self free free-count indices loops calls code) unit?
      (lambda unit-lambda)
      (parent unit-parent)
      (self unit-self)                  ; the variable that is bound to the lambda by fix, or #f
      (free unit-free-reversed set-unit-free-reversed!)
      (free-count unit-free-count set-unit-free-count!)
      (indices unit-indices set-unit-indices!)  ; table from variable to index, or #f while there is none
      (loops unit-loops set-unit-loops!)        ; labels around what is being walked
      (calls unit-calls set-unit-calls!)        ; how many calls were seen
      (code unit-code set-unit-code!))          ; its assembly, once it is generated

    (define (make-unit node parent self) (%make-unit node parent self '() 0 #f '() 0 #f))

    (define (unit-free unit) (reverse (unit-free-reversed unit)))

    (define (unit-free-index unit variable)
      (and (unit-indices unit) (table-ref (unit-indices unit) variable #f)))

    ;; The unit of a whole program: nothing around it.
    (define (convert-closures node)
      (let ((unit (make-unit node #f #f)))
        (walk node unit)
        unit))

    ;; Walks the scope of variables.
    (define (walk-scope variables node unit)
      (let ((calls (unit-calls unit)))
        (for-each (lambda (variable)
                    (set-variable-captured?! variable #f)
                    (set-variable-assigned?! variable #f)
                    (set-facts-owner! (variable-facts variable) unit))
                  variables)
        (walk node unit)
        (let ((calls? (> (unit-calls unit) calls)))
          (for-each (lambda (variable)
                      (set-facts-boxed?! (variable-facts variable)
                                         (and (variable-assigned? variable)
                                              (or calls? (variable-captured? variable)))))
                    variables))))

    (define (count-call! unit) (set-unit-calls! unit (+ (unit-calls unit) 1)))

    (define (use! variable unit)
      (let ((owner (facts-owner (variable-facts variable))))
        (if (not (eq? owner unit))
            (begin
              (capture! variable unit owner)
              (for-each (lambda (label) (note-free! label variable)) (unit-loops unit))))))

    ;; How many captured variables, and how many constants, a loop may keep in registers.
    (define most-loaded 16)
    (define most-constants 6)

    (define (note-free! label variable)
      (if (not (or (memq variable (label-free label))
                   (>= (length (label-free label)) most-loaded)))
          (set-label-free! label (cons variable (label-free label)))))

    (define (note-constant! label value)
      (if (not (or (memv value (label-constants label))
                   (>= (length (label-constants label)) most-constants)))
          (set-label-constants! label (cons value (label-constants label)))))

    ;; Constants that the instruction for this call takes from registers. More than two arguments are mostly
    ;; evaluated into registers of their own.
    (define (note-constants! node unit)
      (let ((arguments (primitive-call-arguments node)) (name (primitive-call-name node)))
        (if (or (null? arguments) (null? (cdr arguments)) (null? (cddr arguments)) (eq? name 'vector-set!))
            (for-each
              (lambda (argument)
                (if (and (const? argument)
                         (not (and (memq name '(+ - < > = vector-ref)) (small-integer? (const-value argument)))))
                    (for-each (lambda (label) (note-constant! label (const-value argument)))
                              (unit-loops unit))))
              arguments))))

    (define (small-integer? value)
      (and (number? value) (exact-integer? value) (<= -128 value 127)))

    ;; Adds the variable to every unit from here to its owner.
    (define (capture! variable unit owner)
      (set-variable-captured?! variable #t)
      (if (not (or (eq? unit owner)
                   (eq? variable (unit-self unit))
                   (unit-free-index unit variable)))
          (begin
            (if (not (unit-indices unit)) (set-unit-indices! unit (make-eq-table)))
            (table-set! (unit-indices unit) variable (unit-free-count unit))
            (set-unit-free-count! unit (+ (unit-free-count unit) 1))
            (set-unit-free-reversed! unit (cons variable (unit-free-reversed unit)))
            (use! variable (unit-parent unit)))))

    (define (walk-all nodes unit)
      (for-each (lambda (node) (walk node unit)) nodes))

    (define (walk node unit)
      (cond
        ((const? node) #f)
        ((local-ref? node) (use! (local-ref-variable node) unit))
        ((primitive-call? node)
         (if (called-primitive? (primitive-call-name node)) (count-call! unit))
         (if (pair? (unit-loops unit)) (note-constants! node unit))
         (walk-all (primitive-call-arguments node) unit))
        ((call? node)
         (count-call! unit)
         (walk (call-operator node) unit)
         (walk-all (call-arguments node) unit))
        ((global-ref? node) #f)
        ((and (if? node) (switch-variable node))
         ;; The keys are no operands.
         => (lambda (variable)
              (use! variable unit)
              (for-each (lambda (each) (walk (cdr each) unit)) (switch-cases node))
              (walk (switch-default node) unit)))
        ((if? node)
         (walk (if-test node) unit)
         (walk (if-then node) unit)
         (walk (if-else node) unit))
        ((let? node)
         (walk-all (let-inits node) unit)
         (walk-scope (let-variables node) (let-body node) unit))
        ((seq? node) (walk-all (seq-expressions node) unit))
        ((lambda? node) (walk-lambda node unit #f))
        ((fix? node)
         (for-each (lambda (variable) (set-facts-owner! (variable-facts variable) unit)) (fix-variables node))
         (for-each (lambda (variable procedure) (walk-lambda procedure unit variable))
                   (fix-variables node) (fix-lambdas node))
         (walk (fix-body node) unit))
        ((labels? node) (walk-labels node unit))
        ((jump? node)
         (if (memq (jump-label node) (unit-loops unit)) (set-label-cyclic?! (jump-label node) #t))
         (walk-all (jump-arguments node) unit))
        ((local-set? node)
         (let ((variable (local-set-variable node)))
           (set-variable-assigned?! variable #t)
           (use! variable unit)
           (walk (local-set-value node) unit)))
        ((global-set? node) (walk (global-set-value node) unit))
        ((global-define? node) (walk (global-define-value node) unit))
        ((primitive-ref? node) #f)
        ((receive? node)
         (walk (receive-producer node) unit)
         (walk-scope (if (receive-rest node)
                         (cons (receive-rest node) (receive-variables node))
                         (receive-variables node))
                     (receive-body node) unit))
        (else (error "closures: no such node:" node))))

    (define (walk-lambda node parent self)
      (let ((unit (make-unit node parent self)))
        (set-lambda-info! node unit)
        (walk-scope (lambda-parameters node) (lambda-body node) unit)))

    (define (walk-labels node unit)
      (let ((outer (unit-loops unit)))
        (walk (labels-body node) unit)
        (set-unit-loops! unit (append (labels-labels node) outer))
        (for-each (lambda (label) (walk-scope (label-parameters label) (label-body label) unit))
                  (labels-labels node))
        (set-unit-loops! unit outer)))))
