;;; The passes after expansion, in order, and the two ways to run them.
;;;
;;; A policy is a symbol: optimise, or debug, which leaves out every pass that would hide a call of the source or
;;; change its arguments. A pass takes a tree and gives a tree; closures gives the unit of the whole program, from
;;; which generate makes assembly.

(define-library (ouro compiler passes)
  (import (ouro base) (ouro compiler ast) (ouro compiler ir) (ouro compiler analyse) (ouro compiler letrec)
          (ouro compiler simplify) (ouro compiler check) (ouro compiler loops) (ouro compiler closures) (ouro compiler generate)
          (ouro compiler print-ir))
  (export compile-nodes compile-trace pass-names)
  (begin
    (define-record-type <pass> (make-pass name policies procedure gives) pass?
      (name pass-name)
      (policies pass-policies)
      (procedure pass-procedure)
      (gives pass-gives))               ; those of letrec, fix, labels that may occur afterwards

    (define tree-passes
      (list (make-pass 'analyse '(optimise debug) analyse '(letrec))
            (make-pass 'letrec '(optimise debug) convert-letrec '(fix))
            (make-pass 'simplify '(optimise) simplify '(fix))
            (make-pass 'analyse-again '(optimise) analyse '(fix))
            (make-pass 'simplify-again '(optimise) simplify '(fix))
            (make-pass 'loops '(optimise) convert-loops '(fix labels))))

    (define (pass-names) (append (map pass-name tree-passes) '(closures generate)))

    ;; The tree after the last pass, or after the named one. check?: look at it after each pass.
    (define (run-passes node policy last check?)
      (let loop ((passes tree-passes) (node node))
        (if (null? passes)
            node
            (let* ((pass (car passes))
                   (run? (memq policy (pass-policies pass)))
                   (result (if run? ((pass-procedure pass) node) node)))
              (if (and run? check?) (check-tree result (pass-name pass) (pass-gives pass)))
              (if (eq? (pass-name pass) last)
                  result
                  (loop (cdr passes) result))))))

    (define (program nodes)
      (cond ((null? nodes) (void-node #f))
            ((null? (cdr nodes)) (car nodes))
            (else (make-seq (node-span (car nodes)) nodes))))

    (define (generate-unit unit name nodes marks)
      (generate-program unit name (if (null? nodes) #f (node-span (car nodes))) marks))

    ;; The assembly of a procedure of no arguments that evaluates the nodes in order and gives the last value.
    ;; marks: for those who read backtraces, see CodeMarks in the machine.
    (define (compile-nodes nodes policy name marks)
      (generate-unit (convert-closures (run-passes (program nodes) policy #f #f)) name nodes marks))

    ;; The text of what the named pass makes of the nodes, checked after each pass.
    (define (compile-trace nodes policy pass-name)
      (case pass-name
        ((closures generate)
         (let* ((node (run-passes (program nodes) policy #f #t))
                (unit (convert-closures node)))
           (if (eq? pass-name 'closures)
               (node->text node)
               (assembly->text (generate-unit unit 'program nodes 0)))))
        (else (node->text (run-passes (program nodes) policy pass-name #t)))))))
