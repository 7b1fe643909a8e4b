;;; memoise: from the core language to memoised expressions.
;;;
;;; in:  a node of compiler/ast.scm, as the expander gives it
;;; out: a memoised expression, see evaluate.scm
;;;
;;; Every variable lives in a rib. Where a variable is, is known here: the frames, one for each rib around the node,
;;; innermost first. A lambda becomes a unit, whose body is memoised when it is first called.

(define-library (ouro eval memoise)
  (import (ouro base) (ouro compiler ast) (ouro compiler primitives) (ouro compiler plain-primitives) (ouro eval evaluate) (ouro eval frames)
          (only (ouro primitives) global-cell primitive-procedure constant-datum))
  (declare (internal))
  (export memoise-body)
  (begin
    ;; make-unit: (lambda node, frames) -> unit.
    (define (memoise-body node frames make-unit)
      (let ((body (lambda-body node)))
        (memoise body (cons (make-frame #f (lambda-variables node)) frames) #t make-unit)))

    ;; tail?: #t where the value of the procedure is computed, several where all values of a call are wanted.
    (define (memoise node frames tail? make-unit)
      (define (value node) (memoise node frames #f make-unit))
      (define (values-of nodes) (map-in-order value nodes))
      (define (in-tail node) (memoise node frames tail? make-unit))
      (define (inside frame node) (memoise node (cons frame frames) tail? make-unit))
      (cond
        ((const? node) (node-constant (const-span node) (constant-datum (const-value node))))
        ((local-ref? node)
         (find-variable (local-ref-variable node) frames
           (lambda (index depth checked?)
             (node-local (local-ref-span node) index depth
               (and checked? (variable-name (local-ref-variable node)))))))
        ((global-ref? node) (node-global (global-ref-span node) (cell (global-ref-global node))))
        ((primitive-call? node) (memoise-primitive-call node tail? value values-of))
        ((call? node)
         (memoise-call (call-span node) (value (call-operator node)) (call-arguments node) tail? values-of
           (not (or (local-ref? (call-operator node)) (global-ref? (call-operator node))))))
        ((if? node)
         (let* ((test (value (if-test node))) (then (in-tail (if-then node))))
           (node-if (if-span node) test then (in-tail (if-else node)))))
        ((seq? node)
         (node-seq (seq-span node)
           (let loop ((rest (seq-expressions node)))
             (if (null? (cdr rest))
                 (list (in-tail (car rest)))
                 (let ((first (value (car rest)))) (cons first (loop (cdr rest))))))))
        ((lambda? node) (node-lambda (lambda-span node) (make-unit node frames)))
        ((let? node)
         (let ((frame (make-frame #f (let-variables node))) (inits (values-of (let-inits node))))
           (node-let (let-span node) inits (inside frame (let-body node)) (frame-names frame))))
        ((letrec? node) (memoise-letrec node frames tail? make-unit))
        ((local-set? node)
         (let ((new (value (local-set-value node))))
           (find-variable (local-set-variable node) frames
             (lambda (index depth checked?) (node-set (local-set-span node) index depth new)))))
        ((global-set? node)
         (node-global-set (global-set-span node) (cell (global-set-global node)) (value (global-set-value node))))
        ((global-define? node)
         (node-define (global-define-span node) (cell (global-define-global node)) (value (global-define-value node))))
        ((primitive-ref? node)
         (node-constant (primitive-ref-span node) (primitive-procedure (primitive-ref-name node))))
        ((receive? node)
         (let* ((rest (receive-rest node))
                (count (length (receive-variables node)))
                (frame (make-frame #f (if rest (append (receive-variables node) (list rest)) (receive-variables node))))
                (producer (memoise (receive-producer node) frames 'several make-unit)))
           (node-receive (receive-span node) count (and rest #t) producer (inside frame (receive-body node))
             (frame-names frame))))
        (else (error "memoise: no such node:" node))))

    (define (map-in-order procedure list)
      (if (null? list)
          '()
          (let ((first (procedure (car list)))) (cons first (map-in-order procedure (cdr list))))))

    (define (cell global) (global-cell (global-module global) (global-name global)))

    (define (memoise-call span operator arguments tail? values-of first?)
      (node-call span tail? operator (values-of arguments) first?))

    (define (memoise-primitive-call node tail? value values-of)
      (let ((span (primitive-call-span node))
            (name (plain-name (primitive-call-name node)))
            (arguments (primitive-call-arguments node)))
        (cond
              ;; A note for compiled code: activations of the evaluator are described as its own.
              ((eq? name '%interprets) (node-constant span (void)))
              ((eq? name 'raise) (node-raise span (value (car arguments))))
              ((eq? name 'record) (node-primitive span (values-of arguments) (primitive-procedure 'make-record)))
              ((called-primitive? name)
               (memoise-call span (node-constant span (primitive-procedure name)) arguments tail? values-of #f))
              (else
               (let* ((operands (values-of arguments)) (count (length operands)) (procedure (primitive-procedure name)))
                 (cond ((= count 1) (node-unary span name (car operands) procedure))
                       ((= count 2) (node-binary span name (car operands) (cadr operands) procedure))
                       ((= count 3)
                        (node-ternary span name (car operands) (cadr operands) (caddr operands) procedure))
                       (else (node-primitive span operands procedure))))))))

    ;; Procedures that are never assigned come first, as in compiled code: they can be used by all initial values. The
    ;; others have their values in order, and reading one that has none yet is an error.
    (define (memoise-letrec node frames tail? make-unit)
      (let* ((variables (letrec-variables node))
             (inits (letrec-inits node))
             (procedure? (lambda (variable init) (and (lambda? init) (not (variable-assigned? variable)))))
             (checked? (not (every procedure? variables inits)))
             (frame (make-frame checked? variables))
             (inner (cons frame frames)))
        (define (initialised wanted)
          (let loop ((variables variables) (inits inits) (index first-index))
            (cond ((null? variables) '())
                  ((eq? wanted (and (procedure? (car variables) (car inits)) #t))
                   (let ((init (memoise (car inits) inner #f make-unit)))
                     (cons (cons index init) (loop (cdr variables) (cdr inits) (+ index 1)))))
                  (else (loop (cdr variables) (cdr inits) (+ index 1))))))
        (let* ((procedures (initialised #t)) (others (initialised #f)))
          (node-letrec (letrec-span node) (append procedures others)
            (memoise (letrec-body node) inner tail? make-unit)
            (length variables) (frame-names frame)))))))
