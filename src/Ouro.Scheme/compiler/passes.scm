;;; The passes after expansion, in order, and the two ways to run them.
;;;
;;; A policy is a symbol: optimise, or debug, which leaves out every pass that would hide a call of the source or
;;; change its arguments. A pass takes a tree and gives a tree; closures gives the unit of the whole program, from
;;; which generate makes assembly.

(define-library (ouro compiler passes)
  (import (ouro base) (ouro compiler ast) (ouro compiler ir) (ouro compiler analyse) (ouro compiler letrec)
          (ouro compiler simplify) (ouro compiler loops) (ouro compiler closures) (ouro compiler generate)
          (ouro compiler print-ir))
  (export compile-nodes compile-trace pass-names)
  (begin
    (define-record-type <pass> (make-pass name policies procedure) pass?
      (name pass-name)
      (policies pass-policies)
      (procedure pass-procedure))

    (define tree-passes
      (list (make-pass 'analyse '(optimise debug) analyse)
            (make-pass 'letrec '(optimise debug) convert-letrec)
            (make-pass 'simplify '(optimise) simplify)
            (make-pass 'analyse-again '(optimise) analyse)
            (make-pass 'simplify-again '(optimise) simplify)
            (make-pass 'loops '(optimise) convert-loops)))

    (define (pass-names) (append (map pass-name tree-passes) '(closures generate)))

    ;; The tree after the last pass, or after the named one.
    (define (run-passes node policy last)
      (let loop ((passes tree-passes) (node node))
        (if (null? passes)
            node
            (let* ((pass (car passes))
                   (result (if (memq policy (pass-policies pass))
                               ((pass-procedure pass) node)
                               node)))
              (if (eq? (pass-name pass) last)
                  result
                  (loop (cdr passes) result))))))

    (define (program nodes)
      (cond ((null? nodes) (void-node #f))
            ((null? (cdr nodes)) (car nodes))
            (else (make-seq (node-span (car nodes)) nodes))))

    (define (generate-unit unit name nodes)
      (generate-program unit name (if (null? nodes) #f (node-span (car nodes)))))

    ;; The assembly of a procedure of no arguments that evaluates the nodes in order and gives the last value.
    (define (compile-nodes nodes policy name)
      (generate-unit (convert-closures (run-passes (program nodes) policy #f)) name nodes))

    ;; The text of what the named pass makes of the nodes.
    (define (compile-trace nodes policy pass-name)
      (case pass-name
        ((closures generate)
         (let* ((node (run-passes (program nodes) policy #f))
                (unit (convert-closures node)))
           (if (eq? pass-name 'closures)
               (node->text node)
               (assembly->text (generate-unit unit 'program nodes)))))
        (else (node->text (run-passes (program nodes) policy pass-name)))))))
