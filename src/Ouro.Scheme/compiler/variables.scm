;;; generate, part: reading and writing variables, and delivering a value to its destination.

(define-library (ouro compiler variables)
  (import (ouro base) (ouro compiler ast) (ouro compiler ir) (ouro compiler closures) (ouro compiler emit))
  (export deliver deliver-constant result-register operand raw-operand local-register simple-operand?
          generate-local-ref generate-local-set bind-register! box-variable! show-source-variable!
          global-operand unpack-run)
  (begin
    ;; Where to compute a value for a destination: in it, if it is a register.
    (define (result-register e destination sp)
      (if (exact-integer? destination) destination (reserve e sp 1)))

    ;; The value is in the register; bring it where it is wanted.
    (define (deliver e register destination sp)
      (cond ((exact-integer? destination)
             (if (not (= register destination)) (emit e 'move destination register)))
            ((eq? destination 'effect) #f)
            ((eq? destination 'tail) (emit e 'return register))
            ((test? destination) (emit-branch e destination 'branch register))
            (else
             (if (and (= (run-count destination) 1) (not (run-rest? destination)))
                 (deliver e register (run-first destination) sp)
                 (unpack-run e register destination)))))

    (define (unpack-run e register run)
      (let ((count (run-count run)) (rest? (run-rest? run)))
        (emit-run e
                  (lambda (first) (list 'unpack-values register first count rest?))
                  #f (run-first run) (if rest? (+ count 1) count) #t)))

    (define (deliver-constant e value destination sp)
      (cond ((eq? destination 'effect) #f)
            ((test? destination)
             (jump-to e (if value (test-then destination) (test-else destination))))
            (else
             (let ((register (result-register e destination sp)))
               (emit-constant e register value)
               (deliver e register destination sp)))))

    (define (global-operand global)
      (list 'global (global-module global) (global-name global)))

    ;; The register that holds the variable or its box, or #f: it is captured and not loaded.
    (define (local-register e variable)
      (let ((facts (variable-facts variable)))
        (if (eq? (facts-owner facts) (emitter-unit e))
            (facts-register facts)
            (let ((loaded (assq variable (emitter-loaded e))))
              (and loaded (cdr loaded))))))

    ;; A register with the variable, or with its box.
    (define (raw-operand e variable sp)
      (or (local-register e variable)
          (let ((register (reserve e sp 1)))
            (load-captured e variable register)
            register)))

    (define (load-captured e variable register)
      (if (eq? variable (unit-self (emitter-unit e)))
          (emit e 'self register)
          (emit e 'free register (unit-free-index (emitter-unit e) variable))))

    ;; The variable's value: in its own register, or in the given one.
    (define (read-variable e variable register span)
      (let* ((facts (variable-facts variable))
             (local (local-register e variable))
             (result
               (cond ((facts-boxed? facts)
                      (if local
                          (emit e 'box-ref register local)
                          (begin
                            (load-captured e variable register)
                            (emit e 'box-ref register register)))
                      register)
                     (local local)
                     (else (load-captured e variable register) register))))
        (if (facts-checked? facts)
            (begin
              (at-span e span)
              (emit e 'check-bound result (list 'quote (variable-name variable)))))
        result))

    (define (generate-local-ref e node destination sp)
      (let ((variable (local-ref-variable node)))
        (if (not (and (eq? destination 'effect) (not (facts-checked? (variable-facts variable)))))
            (let ((register (result-register e destination sp)))
              (deliver e (read-variable e variable register (local-ref-span node)) destination sp)))))

    ;; A register that holds the node's value: a variable's own, one with the constant, or a new one at sp.
    (define (operand e node sp)
      (cond
        ((local-ref? node)
         (read-variable e (local-ref-variable node)
                        (if (in-register? e (local-ref-variable node)) 0 (reserve e sp 1))
                        (local-ref-span node)))
        ((and (const? node) (assv (const-value node) (emitter-constants e))) => cdr)
        (else
         (let ((register (reserve e sp 1)))
           (generate e node register register)
           register))))

    (define (in-register? e variable)
      (and (not (facts-boxed? (variable-facts variable)))
           (local-register e variable)))

    ;; Evaluating it later, or after other simple operands, makes no difference to them.
    (define (simple-operand? node)
      (or (const? node) (local-ref? node) (primitive-ref? node)))

    (define (generate-local-set e node destination sp)
      (let* ((variable (local-set-variable node)) (facts (variable-facts variable)))
        (if (facts-boxed? facts)
            (let* ((value (operand e (local-set-value node) sp))
                   (box (raw-operand e variable (next-sp value sp))))
              (emit e 'box-set box value))
            (generate e (local-set-value node) (facts-register facts) sp))
        (deliver-constant e (void) destination sp)))

    ;; The register holds the initial value.
    (define (bind-register! e variable register)
      (set-facts-register! (variable-facts variable) register)
      (box-variable! e variable)
      (show-source-variable! e variable))

    ;; It is in its register from here on.
    (define (show-source-variable! e variable)
      (if (not (variable-hidden? variable))
          (show-variable! e (variable-name variable) (and (facts-boxed? (variable-facts variable)) #t)
                          (facts-register (variable-facts variable)))))

    (define (box-variable! e variable)
      (let ((facts (variable-facts variable)))
        (if (facts-boxed? facts)
            (emit e 'box (facts-register facts) (facts-register facts)))))))
