;;; What the passes after expansion add to the core language of ast.scm.
;;;
;;;   E ::= ...
;;;       | (fix span (variable ...) (lambda ...) E)  ; procedures that are never assigned; each sees all
;;;       | (labels span (label ...) E)               ; procedures that became places to jump to
;;;       | (jump span label (E ...))                 ; in tail position of the labels node
;;;
;;; The value of a labels node is the value of its body, or of the label's body that was jumped to last.
;;; Facts about a variable live in one record in its info field; it is made where the variable is bound.

(define-library (ouro compiler ir)
  (import (ouro base) (ouro compiler ast))
  (export
    make-fix fix? fix-span fix-variables fix-lambdas fix-body
    make-labels labels? labels-span labels-labels labels-body
    make-label label? label-name label-parameters label-body set-label-body!
    label-target set-label-target! label-registers set-label-registers!
    label-free set-label-free! label-constants set-label-constants! label-cyclic? set-label-cyclic?!
    make-jump jump? jump-span jump-label jump-arguments
    prepare-variable! variable-facts
    facts-state set-facts-state! facts-checked? set-facts-checked?! facts-boxed? set-facts-boxed?!
    facts-owner set-facts-owner! facts-register set-facts-register!
    add-references! fresh-variable
    for-each-child rebuild-node lambda-policy node-span void-node atom? fixnum-value? trivial?
    plain-lambda? lambda-parameters simple-arity? node-size-within? make-seq*)
  (begin
    (define-record-type <fix> (make-fix span variables lambdas body) fix?
      (span fix-span) (variables fix-variables) (lambdas fix-lambdas) (body fix-body))

    (define-record-type <labels> (make-labels span labels body) labels?
      (span labels-span) (labels labels-labels) (body labels-body))

    (define-record-type <label>
      (%make-label name parameters body target registers free constants cyclic?)
      label?
      (name label-name)
      (parameters label-parameters)
      (body label-body set-label-body!)
      (target label-target set-label-target!)          ; generate: where its code begins
      (registers label-registers set-label-registers!) ; generate: of its parameters
      (free label-free set-label-free!)                ; closures: captured variables read inside
      (constants label-constants set-label-constants!) ; closures: constants that are operands inside
      (cyclic? label-cyclic? set-label-cyclic?!))      ; closures: some jump to it is in its group's bodies

    (define (make-label name parameters body)
      (%make-label name parameters body #f '() '() '() #f))

    (define-record-type <jump> (make-jump span label arguments) jump?
      (span jump-span) (label jump-label) (arguments jump-arguments))

    ;; state: what the running pass knows of the variable's value. checked?: reading it must test that it has
    ;; been initialised. boxed?: its value is in a box. owner: the unit that binds it. register: where its value,
    ;; or its box, is.
    (define-record-type <facts> (make-facts state checked? boxed? owner register) facts?
      (state facts-state set-facts-state!)
      (checked? facts-checked? set-facts-checked?!)
      (boxed? facts-boxed? set-facts-boxed?!)
      (owner facts-owner set-facts-owner!)
      (register facts-register set-facts-register!))

    ;; At a binding: counts start at nothing; only checked? outlives a pass.
    (define (prepare-variable! variable)
      (let ((old (variable-info variable)))
        (set-variable-assigned?! variable #f)
        (set-variable-captured?! variable #f)
        (variable-references-set! variable 0)
        (if (facts? old)
            (set-facts-state! old #f)
            (set-variable-info! variable (make-facts #f #f #f #f #f)))))

    (define (variable-facts variable) (variable-info variable))

    (define (add-references! variable count)
      (variable-references-set! variable (+ (variable-references variable) count)))

    ;; A variable like another one, for a copy of its binding.
    (define (fresh-variable variable)
      (let ((copy (make-variable (variable-name variable) (variable-id variable) (variable-span variable))))
        (prepare-variable! copy)
        (set-variable-hidden?! copy (variable-hidden? variable))
        (set-variable-assigned?! copy (variable-assigned? variable))
        (set-variable-type! copy (variable-type variable))
        (set-facts-checked?! (variable-facts copy) (facts-checked? (variable-facts variable)))
        copy))

    (define (node-span node)
      (cond ((const? node) (const-span node))
            ((local-ref? node) (local-ref-span node))
            ((primitive-call? node) (primitive-call-span node))
            ((call? node) (call-span node))
            ((global-ref? node) (global-ref-span node))
            ((if? node) (if-span node))
            ((let? node) (let-span node))
            ((seq? node) (seq-span node))
            ((lambda? node) (lambda-span node))
            ((fix? node) (fix-span node))
            ((labels? node) (labels-span node))
            ((jump? node) (jump-span node))
            ((local-set? node) (local-set-span node))
            ((global-set? node) (global-set-span node))
            ((global-define? node) (global-define-span node))
            ((primitive-ref? node) (primitive-ref-span node))
            ((letrec? node) (letrec-span node))
            ((receive? node) (receive-span node))
            (else #f)))

    (define (for-each-child visit node)
      (cond ((or (const? node) (local-ref? node) (global-ref? node) (primitive-ref? node)) #f)
            ((primitive-call? node) (for-each visit (primitive-call-arguments node)))
            ((call? node)
             (visit (call-operator node))
             (for-each visit (call-arguments node)))
            ((if? node)
             (visit (if-test node))
             (visit (if-then node))
             (visit (if-else node)))
            ((let? node)
             (for-each visit (let-inits node))
             (visit (let-body node)))
            ((seq? node) (for-each visit (seq-expressions node)))
            ((lambda? node) (visit (lambda-body node)))
            ((fix? node)
             (for-each visit (fix-lambdas node))
             (visit (fix-body node)))
            ((labels? node)
             (visit (labels-body node))
             (for-each (lambda (label) (visit (label-body label))) (labels-labels node)))
            ((jump? node) (for-each visit (jump-arguments node)))
            ((local-set? node) (visit (local-set-value node)))
            ((global-set? node) (visit (global-set-value node)))
            ((global-define? node) (visit (global-define-value node)))
            ((letrec? node)
             (for-each visit (letrec-inits node))
             (visit (letrec-body node)))
            ((receive? node)
             (visit (receive-producer node))
             (visit (receive-body node)))
            (else (error "no such node:" node))))

    ;; The same node with other children; a lambda is changed, and is the same.
    (define (rebuild-node node visit)
      (cond ((or (const? node) (local-ref? node) (global-ref? node) (primitive-ref? node)) node)
            ((primitive-call? node)
             (make-primitive-call (primitive-call-span node) (primitive-call-name node)
               (map visit (primitive-call-arguments node))))
            ((call? node)
             (let ((operator (visit (call-operator node))))
               (make-call (call-span node) operator (map visit (call-arguments node)))))
            ((if? node)
             (let* ((test (visit (if-test node))) (then (visit (if-then node))))
               (make-if (if-span node) test then (visit (if-else node)))))
            ((let? node)
             (let ((inits (map visit (let-inits node))))
               (make-let (let-span node) (let-variables node) inits (visit (let-body node)))))
            ((seq? node) (make-seq (seq-span node) (map visit (seq-expressions node))))
            ((lambda? node)
             (set-lambda-body! node (visit (lambda-body node)))
             node)
            ((fix? node)
             (let ((lambdas (map visit (fix-lambdas node))))
               (make-fix (fix-span node) (fix-variables node) lambdas (visit (fix-body node)))))
            ((local-set? node)
             (make-local-set (local-set-span node) (local-set-variable node) (visit (local-set-value node))))
            ((global-set? node)
             (make-global-set (global-set-span node) (global-set-global node) (visit (global-set-value node))))
            ((global-define? node)
             (make-global-define (global-define-span node) (global-define-global node) (visit (global-define-value node))))
            ((receive? node)
             (let ((producer (visit (receive-producer node))))
               (make-receive (receive-span node) (receive-variables node) (receive-rest node) producer
                 (visit (receive-body node)))))
            (else (error "no such node:" node))))

    (define (void-node span) (make-const span (void)))

    ;; Values without an identity that a program could see: they may be copied, and eq? compares most of them.
    (define (atom? value)
      (or (number? value) (symbol? value) (boolean? value) (null? value) (char? value) (eq? value (void))))

    (define (fixnum-value? value)
      (and (number? value) (exact-integer? value)
           (<= -9223372036854775808 value 9223372036854775807)))

    ;; Evaluating it has no effect, cannot fail and gives the same now and later.
    (define (trivial? node)
      (or (const? node)
          (and (local-ref? node)
               (not (variable-assigned? (local-ref-variable node)))
               (not (facts-checked? (variable-facts (local-ref-variable node)))))
          (primitive-ref? node)
          (lambda? node)))

    ;; The policy that the procedure declares, otherwise the one given, which is that of the code around it.
    (define (lambda-policy node policy)
      (if (null? (lambda-declarations node))
          policy
          (lambda-declaration node 'policy policy)))

    ;; Whether its calls can be looked through: nothing but the number of arguments matters.
    (define (plain-lambda? node)
      (and (null? (lambda-optional node)) (null? (lambda-keywords node))
           (not (eq? (lambda-policy node #f) 'debug))))

    (define (simple-arity? node count)
      (and (plain-lambda? node)
           (not (lambda-rest node))
           (= count (length (lambda-required node)))))

    ;; In the order of their registers: required, optional, rest, keywords.
    (define (lambda-parameters node)
      (let ((positional (append (lambda-required node) (lambda-optional node)))
            (rest (if (lambda-rest node) (list (lambda-rest node)) '()))
            (keywords (map cdr (lambda-keywords node))))
        (if (and (null? rest) (null? keywords))
            positional
            (append positional rest keywords))))

    ;; A sequence without nesting, and without values that nobody sees.
    (define (make-seq* span expressions)
      (let loop ((rest expressions) (kept '()))
        (cond ((null? (cdr rest))
               (let ((all (if (seq? (car rest))
                              (append (reverse (seq-expressions (car rest))) kept)
                              (cons (car rest) kept))))
                 (if (null? (cdr all))
                     (car all)
                     (make-seq span (reverse all)))))
              ((trivial? (car rest)) (loop (cdr rest) kept))
              ((seq? (car rest)) (loop (append (seq-expressions (car rest)) (cdr rest)) kept))
              (else (loop (cdr rest) (cons (car rest) kept))))))

    ;; Whether a node has at most so many nodes; looks no further than that.
    (define (node-size-within? node limit)
      (>= (measure node limit) 0))

    ;; What is left of the budget after the node; negative as soon as it is spent.
    (define (measure node budget)
      (cond ((< budget 0) budget)
            ((or (const? node) (local-ref? node) (global-ref? node) (primitive-ref? node)) (- budget 1))
            ((primitive-call? node) (measure-all (primitive-call-arguments node) (- budget 1)))
            ((call? node) (measure-all (call-arguments node) (measure (call-operator node) (- budget 1))))
            ((if? node)
             (measure (if-else node) (measure (if-then node) (measure (if-test node) (- budget 1)))))
            ((let? node) (measure (let-body node) (measure-all (let-inits node) (- budget 1))))
            ((seq? node) (measure-all (seq-expressions node) budget))
            ((lambda? node) (measure (lambda-body node) (- budget 3)))
            ((fix? node) (measure (fix-body node) (measure-all (fix-lambdas node) (- budget 1))))
            ((local-set? node) (measure (local-set-value node) (- budget 1)))
            ((global-set? node) (measure (global-set-value node) (- budget 1)))
            ((global-define? node) (measure (global-define-value node) (- budget 1)))
            ((receive? node) (measure (receive-body node) (measure (receive-producer node) (- budget 2))))
            (else -1)))

    (define (measure-all nodes budget)
      (if (or (null? nodes) (< budget 0))
          budget
          (measure-all (cdr nodes) (measure (car nodes) budget))))))
