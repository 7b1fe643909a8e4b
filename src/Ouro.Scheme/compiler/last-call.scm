;;; The last form of a program or of what is typed is not called in tail position: its activation stays beneath, and so
;;; the place of the form is in every backtrace, whatever the form calls.
;;;
;;; in, out: the nodes of a text, in order

(define-library (ouro compiler last-call)
  (import (ouro base) (ouro compiler ast) (only (ouro compiler ir) node-span) (only (ouro compiler primitives) called-primitive?))
  (export keep-activation)
  (begin
    (define (keep-activation nodes)
      (cond ((null? nodes) '())
            ((null? (cdr nodes)) (list (if (calls-last? (car nodes)) (and-return (car nodes)) (car nodes))))
            (else (cons (car nodes) (keep-activation (cdr nodes))))))

    ;; Might the node's value be that of a call?
    (define (calls-last? node)
      (cond ((call? node) #t)
            ((primitive-call? node) (called-primitive? (primitive-call-name node)))
            ((if? node) (or (calls-last? (if-then node)) (calls-last? (if-else node))))
            ((seq? node) (last-calls-last? (seq-expressions node)))
            ((let? node) (calls-last? (let-body node)))
            ((letrec? node) (calls-last? (letrec-body node)))
            ((receive? node) (calls-last? (receive-body node)))
            (else #f)))

    (define (last-calls-last? nodes)
      (if (null? (cdr nodes)) (calls-last? (car nodes)) (last-calls-last? (cdr nodes))))

    ;; All values of the node, which is no longer the last thing that is done.
    (define (and-return node)
      (let* ((span (node-span node)) (values (make-variable 'values 0 span)))
        (set-variable-hidden?! values #t)
        (make-receive span '() values node
          (make-primitive-call span 'apply (list (make-primitive-ref span 'values) (make-local-ref span values))))))))
