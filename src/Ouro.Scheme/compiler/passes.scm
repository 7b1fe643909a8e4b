;;; The passes after expansion, in order, and the two ways to run them.
;;;
;;; A policy is a symbol: optimise, or debug, under which no pass hides a call of the source or changes its arguments.
;;; A unit has a policy, and a procedure may declare one for itself and the procedures in it. A pass takes a tree and
;;; the policy of the whole, and gives a tree; closures gives the unit of the whole program, from which generate makes
;;; assembly.

(define-library (ouro compiler passes)
  (import (ouro base) (ouro compiler ast) (ouro compiler ir) (ouro compiler analyse) (ouro compiler letrec)
          (ouro compiler simplify) (ouro compiler check) (ouro compiler loops) (ouro compiler closures) (ouro compiler generate)
          (ouro compiler print-ir))
  (export compile-nodes compile-trace pass-names)
  (begin
    ;; optional?: it changes nothing where the policy is debug.
    (define-record-type <pass> (make-pass name optional? procedure gives) pass?
      (name pass-name)
      (optional? pass-optional?)
      (procedure pass-procedure)
      (gives pass-gives))               ; those of letrec, fix, labels that may occur afterwards

    (define tree-passes
      (list (make-pass 'analyse #f (lambda (node policy) (analyse node)) '(letrec))
            (make-pass 'letrec #f (lambda (node policy) (convert-letrec node)) '(fix))
            (make-pass 'simplify #t simplify '(fix))
            (make-pass 'analyse-again #t (lambda (node policy) (analyse node)) '(fix))
            (make-pass 'simplify-again #t simplify '(fix))
            (make-pass 'loops #t convert-loops '(fix labels))))

    (define (pass-names) (append (map pass-name tree-passes) '(closures generate)))

    ;; The tree after the last pass, or after the named one. check?: look at it after each pass.
    (define (run-passes node policy last check?)
      (let loop ((passes tree-passes) (node node))
        (if (null? passes)
            node
            (let* ((pass (car passes))
                   (run? (or (not (pass-optional? pass)) (eq? policy 'optimise) (optimised-part? node)))
                   (result (if run? ((pass-procedure pass) node policy) node)))
              (if (and run? check?) (check-tree result (pass-name pass) (pass-gives pass)))
              (if (eq? (pass-name pass) last)
                  result
                  (loop (cdr passes) result))))))

    ;; Does a procedure in it declare that it is to be optimised?
    (define (optimised-part? node)
      (let ((found? #f))
        (let walk ((node node))
          (if (and (lambda? node) (eq? (lambda-policy node #f) 'optimise)) (set! found? #t))
          (if (not found?) (for-each-child walk node)))
        found?))

    (define (program nodes)
      (cond ((null? nodes) (void-node #f))
            ((null? (cdr nodes)) (car nodes))
            (else (make-seq (node-span (car nodes)) nodes))))

    ;; A code object has room for 65,536 constants. The forms of a long program become parts, each a procedure that is
    ;; called once; a form has no variables in common with others but global ones.
    (define most-forms 2000)
    (define most-constants 20000)

    (define (in-parts node)
      (if (and (seq? node) (> (length (seq-expressions node)) most-forms))
          (let loop ((rest (seq-expressions node)) (part '()) (constants 0) (parts '()))
            (cond ((null? rest)
                   (if (null? parts)
                       node
                       (make-seq (seq-span node) (reverse (cons (part-call (reverse part)) parts)))))
                  ((and (pair? part) (> constants most-constants))
                   (loop rest '() 0 (cons (part-call (reverse part)) parts)))
                  (else
                   (loop (cdr rest) (cons (car rest) part) (+ constants (constants-within (car rest))) parts))))
          node))

    (define (part-call expressions)
      (let ((span (node-span (car expressions))))
        (make-call span (make-lambda span 'part '() '() #f '() (make-seq* span expressions)) '())))

    ;; How many constants the node needs at most; those of a procedure in it are the procedure's.
    (define (constants-within node)
      (let ((count 0))
        (let walk ((node node))
          (if (not (local-ref? node)) (set! count (+ count 1)))
          (if (not (lambda? node)) (for-each-child walk node)))
        count))

    (define (generate-unit unit name nodes marks)
      (generate-program unit name (if (null? nodes) #f (node-span (car nodes))) marks))

    ;; The assembly of a procedure of no arguments that evaluates the nodes in order and gives the last value.
    ;; marks: for those who read backtraces, see CodeMarks in the machine.
    (define (compile-nodes nodes policy name marks)
      (generate-unit (convert-closures (in-parts (run-passes (program nodes) policy #f #f))) name nodes marks))

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
