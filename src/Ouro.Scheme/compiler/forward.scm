;;; forward: moves an initial value to the only use of its variable, where that is what is evaluated next anyway.
;;;
;;; in:  a body, a variable with one reference in it, the value, whether the body's values are returned as they are
;;;      and a predicate for globals that keep their value
;;; out: the body with the value in place of the reference, or #f
;;;
;;; The walk goes along the body's order of evaluation, through trivial expressions only, and gives up after a few
;;; nodes: long chains of bindings must not make it quadratic.

(define-library (ouro compiler forward)
  (import (ouro base) (ouro compiler ast) (ouro compiler ir) (ouro compiler primitives)
          (ouro compiler simplify-primitive))
  (export forward)
  (begin
    (define longest-walk 24)

    ;; The result of a step: the new node, or 'pass (nothing happened here, go on), or 'stop.
    (define (moved? result) (not (symbol? result)))

    (define (forward body variable value returned? fixed?)
      (let ((result (step body variable value fixed?
                          (and returned? (not (single-valued? value)))
                          longest-walk)))
        (and (moved? result) result)))

    ;; exact?: what stands here gives all its values, so a value of unknown count may not come here.
    (define (step node variable value fixed? exact? left)
      (define (first-of nodes rebuild otherwise)
        (let loop ((rest nodes) (before '()) (left left))
          (if (null? rest)
              (otherwise)
              (let ((result (step (car rest) variable value fixed? #f left)))
                (cond ((eq? result 'pass) (loop (cdr rest) (cons (car rest) before) (- left 1)))
                      ((eq? result 'stop) 'stop)
                      (else (rebuild (append (reverse before) (cons result (cdr rest))))))))))
      (define (within node exact? rebuild)
        (let ((result (step node variable value fixed? exact? (- left 1))))
          (cond ((eq? result 'pass) 'stop)
                ((eq? result 'stop) 'stop)
                (else (rebuild result)))))
      (cond
        ((<= left 0) 'stop)
        ((local-ref? node)
         (cond ((eq? (local-ref-variable node) variable) (if exact? 'stop value))
               ((trivial? node) 'pass)
               (else 'stop)))
        ((or (const? node) (primitive-ref? node) (lambda? node)) 'pass)
        ((global-ref? node) (if (fixed? (global-ref-global node)) 'pass 'stop))
        ((primitive-call? node)
         (first-of (primitive-call-arguments node)
                   (lambda (arguments)
                     (make-primitive-call (primitive-call-span node) (primitive-call-name node) arguments))
                   (lambda () (if (total-primitive? (primitive-call-name node)) 'pass 'stop))))
        ((call? node) (step-call node variable value fixed? left first-of))
        ((if? node)
         (within (if-test node) #f
                 (lambda (test) (make-if (if-span node) test (if-then node) (if-else node)))))
        ((let? node)
         (first-of (let-inits node)
                   (lambda (inits) (make-let (let-span node) (let-variables node) inits (let-body node)))
                   (lambda ()
                     (within (let-body node) exact?
                             (lambda (body)
                               (make-let (let-span node) (let-variables node) (let-inits node) body))))))
        ((seq? node)
         (if (null? (cdr (seq-expressions node)))
             'stop
             (within (car (seq-expressions node)) #f
                     (lambda (first) (make-seq* (seq-span node) (cons first (cdr (seq-expressions node))))))))
        ((fix? node)
         (within (fix-body node) exact?
                 (lambda (body) (make-fix (fix-span node) (fix-variables node) (fix-lambdas node) body))))
        ((local-set? node)
         (within (local-set-value node) #f
                 (lambda (new) (make-local-set (local-set-span node) (local-set-variable node) new))))
        ((global-set? node)
         (within (global-set-value node) #f
                 (lambda (new) (make-global-set (global-set-span node) (global-set-global node) new))))
        ((global-define? node)
         (within (global-define-value node) #f
                 (lambda (new) (make-global-define (global-define-span node) (global-define-global node) new))))
        ((receive? node)
         (within (receive-producer node) (not (single-valued? value))
                 (lambda (producer)
                   (make-receive (receive-span node) (receive-variables node) (receive-rest node)
                                 producer (receive-body node)))))
        (else 'stop)))

    ;; An operator that is a variable is read after the arguments.
    (define (step-call node variable value fixed? left first-of)
      (let ((operator (call-operator node)))
        (define (in-arguments)
          (first-of (call-arguments node)
                    (lambda (arguments) (make-call (call-span node) operator arguments))
                    (lambda ()
                      (if (and (local-ref? operator) (eq? (local-ref-variable operator) variable))
                          (make-call (call-span node) value (call-arguments node))
                          'stop))))
        (if (or (global-ref? operator) (trivial? operator))
            (in-arguments)
            (let ((result (step operator variable value fixed? #f (- left 1))))
              (cond ((eq? result 'stop) 'stop)
                    ((eq? result 'pass) (in-arguments))
                    (else (make-call (call-span node) result (call-arguments node))))))))))
