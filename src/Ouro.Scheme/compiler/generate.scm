;;; generate: from the tree to instructions over registers, one code object per remaining lambda.
;;;
;;; in:  the language of ir.scm, with units and facts by closures
;;; out: assembly as data: (code (name N) (span S) (parameters ...) (registers N) (free N) (sites 0) (body ITEM ...))
;;;
;;; Every expression is generated for a destination (see emit.scm), so values are made where they are wanted:
;;; arguments in their call area, tests as jumps, a loop's next values in its variables.

(define-library (ouro compiler generate)
  (import (ouro base) (only (ouro primitives) raise-syntax-error) (ouro compiler ast) (ouro compiler ir) (ouro compiler closures) (ouro compiler switch) (ouro compiler emit)
          (ouro compiler variables) (ouro compiler generate-call) (ouro compiler generate-primitive)
          (ouro compiler generate-jump))
  (export generate-program)
  (begin
    ;; The assembly of a procedure without arguments that evaluates the node.
    ;; marks: of all code objects, see CodeMarks in the machine.
    (define (generate-program unit name span marks)
      (assembly unit name span '() '(parameters 0 0 #f ()) (unit-lambda unit) marks mark-top-level))

    (define (generate-lambda node marks)
      (let ((unit (lambda-info node)))
        (or (unit-code unit)
            (let ((code (assembly unit (lambda-name node) (lambda-span node) (lambda-parameters node)
                                  (list 'parameters (length (lambda-required node)) (length (lambda-optional node))
                                        (and (lambda-rest node) #t) (map car (lambda-keywords node)))
                                  (lambda-body node) marks
                                  (if (lambda-declaration node 'form #f) mark-top-level 0))))
              (set-unit-code! unit code)
              code))))

    ;; Near mode first; far mode if it turns out that 256 registers are too few.
    (define (assembly unit name span variables parameters body marks own-marks)
      (let ((near (make-emitter unit generate-node #f 0 marks)))
        (generate-body near variables body)
        (let ((e (if (emitter-overflow? near)
                     (let ((far (make-emitter unit generate-node #t (emitter-longest-run near) marks)))
                       (generate-body far variables body)
                       far)
                     near)))
          (if (> (emitter-top e) highest-register)
              (raise-syntax-error "a procedure needs more variables at once than a code object can hold" span))
          (check-constants e span)
          (list 'code (list 'name name) (list 'span span) parameters
                (list 'registers (+ (emitter-top e) 1))
                (list 'free (unit-free-count unit))
                (list 'sites 0)
                (list 'marks (+ marks own-marks))
                (cons 'captured (captured-variables unit))
                (cons 'body (reverse (emitter-items e)))))))

    (define mark-top-level 1)

    (define (captured-variables unit)
      (map (lambda (variable)
             (list (and (not (variable-hidden? variable)) (variable-name variable))
                   (and (facts-boxed? (variable-facts variable)) #t)))
           (unit-free unit)))

    ;; Only code with very many instructions can have too many constants.
    (define (check-constants e span)
      (if (> (length (emitter-items e)) most-constants)
          (let ((seen (make-equal-table)))
            (for-each (lambda (item)
                        (if (pair? item)
                            (for-each (lambda (operand) (if (pair? operand) (table-set! seen operand #t))) (cdr item))))
                      (emitter-items e))
            (if (> (table-count seen) most-constants)
                (raise-syntax-error "a procedure has more constants and global variables than a code object can hold, which is 65536"
                  span)))))

    (define most-constants 65536)

    (define (generate-body e variables body)
      (let ((sp (bind-parameters e variables)))
        (statement e (node-span body))
        (generate e body 'tail sp)))

    ;; Arguments arrive in registers 0, 1, ... . In far mode those that are in the way move beyond all others.
    (define (bind-parameters e variables)
      (let ((count (length variables)))
        (if (> count 0) (reserve e 0 1))
        (let loop ((rest variables) (register 0) (sp (if (emitter-far? e) (reserve e count 1) count)))
          (if (null? rest)
              (begin
                (for-each (lambda (variable) (box-variable! e variable)) variables)
                (for-each (lambda (variable)
                            (show-variable! e (variable-name variable) (and (facts-boxed? (variable-facts variable)) #t)
                                            (facts-register (variable-facts variable))))
                          variables)
                sp)
              (begin
                (use-argument! e (car rest) register)
                (if (and (emitter-far? e) (>= register 240) (< register (reserve e 240 1)))
                    (let ((place (reserve e sp 1)))
                      (move-argument e register place)
                      (use-argument! e (car rest) place)
                      (loop (cdr rest) (+ register 1) (+ place 1)))
                    (loop (cdr rest) (+ register 1) (max sp (+ register 1)))))))))

    (define (use-argument! e variable register)
      (use-register! e register)
      (set-facts-register! (variable-facts variable) register))

    ;;; Nodes

    (define (generate-node e node destination sp)
      (cond
        ((const? node) (deliver-constant e (const-value node) destination sp))
        ((local-ref? node) (generate-local-ref e node destination sp))
        ((primitive-call? node) (generate-primitive-call e node destination sp))
        ((call? node) (generate-call e node destination sp))
        ((global-ref? node)
         (at-span e (global-ref-span node))
         (let ((register (result-register e destination sp)))
           (emit e 'global register (global-operand (global-ref-global node)))
           (deliver e register destination sp)))
        ((if? node) (generate-if e node destination sp))
        ((let? node) (generate-let e node destination sp))
        ((seq? node) (generate-seq e node destination sp))
        ((lambda? node)
         (if (not (eq? destination 'effect)) (generate-closure e node destination sp)))
        ((fix? node) (generate-fix e node destination sp))
        ((labels? node) (generate-labels e node destination sp))
        ((jump? node) (generate-jump e node sp))
        ((local-set? node) (generate-local-set e node destination sp))
        ((global-set? node)
         (generate-store e 'global-set (global-set-span node) (global-set-global node) (global-set-value node)
                         destination sp))
        ((global-define? node)
         (generate-store e 'global-define (global-define-span node) (global-define-global node)
                         (global-define-value node) destination sp))
        ((primitive-ref? node)
         (let ((register (result-register e destination sp)))
           (emit e 'constant register (list 'primitive (primitive-ref-name node)))
           (deliver e register destination sp)))
        ((receive? node) (generate-receive e node destination sp))
        (else (error "generate: no such node:" node))))

    (define (generate-store e name span global value destination sp)
      (let ((register (operand e value sp)))
        (at-span e span)
        (emit e name register (global-operand global))
        (deliver-constant e (void) destination sp)))

    ;; The parts after the first are statements of their own.
    (define (generate-seq e node destination sp)
      (let loop ((rest (seq-expressions node)))
        (if (null? (cdr rest))
            (begin
              (statement e (node-span (car rest)))
              (generate e (car rest) destination sp))
            (begin
              (statement e (node-span (car rest)))
              (generate e (car rest) 'effect sp)
              (loop (cdr rest))))))

    ;;; Conditions

    (define (generate-if e node destination sp)
      (cond
        ((test? destination) (generate-if-test e node destination sp))
        ((switch-variable node) => (lambda (variable) (generate-switch e node variable destination sp)))
        (else
         (let* ((then (new-target e)) (end (new-target e))
                (nothing? (and (eq? destination 'effect) (trivial? (if-else node))))
                (else (if nothing? end (new-target e))))
           (generate e (if-test node) (make-test then else then) sp)
           (place-target e then #f)
           (generate e (if-then node) destination sp)
           (if (not nothing?)
               (begin
                 (if (not (eq? destination 'tail)) (jump-to e end))
                 (place-target e else #f)
                 (generate e (if-else node) destination sp)))
           (place-target e end #f)))))

    (define (generate-switch e node variable destination sp)
      (let* ((cases (switch-cases node))
             (keys (append-map car cases))
             (register (operand e (make-local-ref (if-span node) variable) sp))
             (default (new-target e))
             (end (new-target e))
             (targets (map (lambda (each) (new-target e)) cases)))
        (define (target-of key)
          (let loop ((cases cases) (targets targets))
            (cond ((null? cases) default)
                  ((memv key (car (car cases))) (car targets))
                  (else (loop (cdr cases) (cdr targets))))))
        (emit-switch e register (map target-of (iota (+ (apply max keys) 1))))
        (place-target e default #f)
        (generate e (switch-default node) destination sp)
        (for-each (lambda (each target)
                    (if (not (eq? destination 'tail)) (jump-to e end))
                    (place-target e target #f)
                    (generate e (cdr each) destination sp))
                  cases targets)
        (place-target e end #f)))

    ;; A constant branch is the place that it leads to.
    (define (generate-if-test e node test sp)
      (define (outcome branch)
        (if (const? branch)
            (if (const-value branch) (test-then test) (test-else test))
            (new-target e)))
      (let* ((then-node (if-then node)) (else-node (if-else node))
             (then (outcome then-node)) (else (outcome else-node)))
        (generate e (if-test node)
                  (make-test then else
                             (cond ((not (const? then-node)) then)
                                   ((not (const? else-node)) else)
                                   (else (test-next test))))
                  sp)
        (if (not (const? then-node))
            (begin
              (place-target e then #f)
              (generate e then-node (if (const? else-node) test (test-without-next test)) sp)))
        (if (not (const? else-node))
            (begin
              (place-target e else #f)
              (generate e else-node test sp)))))

    ;;; Bindings

    (define (generate-let e node destination sp)
      (if (and (or (test? destination) (eq? destination 'effect)) (or-node? node))
          (let ((body (let-body node)))
            (generate-if e (make-if (if-span body) (car (let-inits node)) (make-const (if-span body) #t)
                                    (if-else body))
                         destination sp))
          (generate-bindings e node destination sp)))

    ;; (let ((x init)) (if x x else)): where only its truth matters, x need not be.
    (define (or-node? node)
      (let ((variables (let-variables node)) (body (let-body node)))
        (and (pair? variables) (null? (cdr variables))
             (let ((variable (car variables)))
               (and (= (variable-references variable) 2)
                    (not (variable-assigned? variable))
                    (if? body)
                    (refers-to? (if-test body) variable)
                    (refers-to? (if-then body) variable))))))

    (define (refers-to? node variable)
      (and (local-ref? node) (eq? (local-ref-variable node) variable)))

    (define (generate-bindings e node destination sp)
      (let loop ((variables (let-variables node)) (inits (let-inits node)) (top sp) (outside (visible-variables e)))
        (if (null? variables)
            (begin
              (statement e (node-span (let-body node)))
              (generate e (let-body node) destination top)
              (leave-variables! e outside))
            (let ((register (reserve e top 1)))
              (generate e (car inits) register register)
              (bind-register! e (car variables) register)
              (loop (cdr variables) (cdr inits) (+ register 1) outside)))))

    (define (generate-receive e node destination sp)
      (let* ((rest (receive-rest node))
             (variables (if rest
                            (append (receive-variables node) (list rest))
                            (receive-variables node)))
             (first (reserve e sp (max 1 (length variables))))
             (outside (visible-variables e))
             (above (+ first (length variables))))
        (generate e (receive-producer node)
                  (make-run first (length (receive-variables node)) (and rest #t))
                  (max above (+ first 1)))
        (let loop ((variables variables) (register first))
          (if (pair? variables)
              (begin
                (bind-register! e (car variables) register)
                (loop (cdr variables) (+ register 1)))))
        (statement e (node-span (receive-body node)))
        (generate e (receive-body node) destination (max above first))
        (leave-variables! e outside)))

    ;;; Closures

    (define (capture-all e closure unit sp)
      (let loop ((variables (unit-free unit)) (index 0))
        (if (pair? variables)
            (let ((source (raw-operand e (car variables) sp)))
              (if (< index 256)
                  (emit e 'closure-set closure index source)
                  (emit e 'closure-set-far closure source index))
              (loop (cdr variables) (+ index 1))))))

    ;; Capturing happens after the closure is made: it must not be made in a register that is captured.
    (define (generate-closure e node destination sp)
      (let* ((unit (lambda-info node))
             (captured? (any (lambda (variable) (eqv? (local-register e variable) destination))
                             (unit-free unit)))
             (register (if captured? (reserve e sp 1) (result-register e destination sp))))
        (at-span e (lambda-span node))
        (emit e 'closure register (generate-lambda node (emitter-marks e)))
        (capture-all e register unit (next-sp register sp))
        (deliver e register destination sp)))

    (define (generate-fix e node destination sp)
      (let loop ((variables (fix-variables node)) (procedures (fix-lambdas node)) (top sp) (outside (visible-variables e)))
        (if (pair? variables)
            (let ((register (reserve e top 1)))
              (at-span e (lambda-span (car procedures)))
              (emit e 'closure register (generate-lambda (car procedures) (emitter-marks e)))
              (set-facts-register! (variable-facts (car variables)) register)
              (loop (cdr variables) (cdr procedures) (+ register 1) outside))
            (begin
              (for-each (lambda (variable procedure)
                          (capture-all e (facts-register (variable-facts variable)) (lambda-info procedure) top))
                        (fix-variables node) (fix-lambdas node))
              (for-each (lambda (variable) (show-source-variable! e variable)) (fix-variables node))
              (generate e (fix-body node) destination top)
              (leave-variables! e outside)))))))
