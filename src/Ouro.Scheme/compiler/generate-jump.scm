;;; generate, part: labels and jumps. A label's parameters are registers; a jump assigns them all at once.

(define-library (ouro compiler generate-jump)
  (import (ouro base) (ouro compiler ast) (ouro compiler ir) (ouro compiler closures) (ouro compiler primitives)
          (ouro compiler emit) (ouro compiler variables))
  (export generate-labels generate-jump)
  (begin
    (define (generate-labels e node destination sp)
      (let* ((labels (labels-labels node))
             (outer (emitter-loaded e))
             (outer-constants (emitter-constants e))
             (above (load-for-loops e labels (place-parameters e labels sp)))
             (end (new-target e))
             (inner (if (test? destination) (test-without-next destination) destination)))
        (generate e (labels-body node) inner above)
        (if (not (or (eq? destination 'tail) (test? destination))) (jump-to e end))
        (place-labels e labels inner above end)
        (place-target e end #f)
        (set-emitter-loaded! e outer)
        (set-emitter-constants! e outer-constants)))

    ;; Registers for the parameters of all labels; what is free above them.
    (define (place-parameters e labels sp)
      (fold-left
        (lambda (sp label)
          (set-label-target! label (new-target e))
          (let loop ((variables (label-parameters label)) (registers '()) (sp sp))
            (if (null? variables)
                (begin
                  (set-label-registers! label (reverse registers))
                  sp)
                (let ((register (reserve e sp 1)))
                  (set-facts-register! (variable-facts (car variables)) register)
                  (loop (cdr variables) (cons register registers) (+ register 1))))))
        sp labels))

    ;; Captured variables and constants that a loop reads are loaded once, before it.
    (define (load-for-loops e labels sp)
      (fold-left
        (lambda (sp label)
          (if (label-cyclic? label)
              (load-constants e label (load-variables e label sp))
              sp))
        sp labels))

    (define (load-variables e label sp)
      (fold-left
        (lambda (sp variable)
          (if (local-register e variable)
              sp
              (let ((register (raw-operand e variable sp)))
                (set-emitter-loaded! e (cons (cons variable register) (emitter-loaded e)))
                (+ register 1))))
        sp (label-free label)))

    (define (load-constants e label sp)
      (fold-left
        (lambda (sp value)
          (if (assv value (emitter-constants e))
              sp
              (let ((register (reserve e sp 1)))
                (emit-constant e register value)
                (set-emitter-constants! e (cons (cons value register) (emitter-constants e)))
                (+ register 1))))
        sp (label-constants label)))

    ;; Bodies of the labels that something jumps to, until there are no more.
    (define (place-labels e labels destination sp end)
      (let loop ((waiting labels))
        (let ((next (find-used waiting)))
          (if next
              (begin
                (place-target e (label-target next) #t)
                (for-each (lambda (variable) (box-variable! e variable)) (label-parameters next))
                (let ((outside (visible-variables e)))
                  (for-each (lambda (variable) (show-source-variable! e variable)) (label-parameters next))
                  (statement e (node-span (label-body next)))
                  (generate e (label-body next) destination sp)
                  (leave-variables! e outside))
                (if (not (or (eq? destination 'tail) (test? destination))) (jump-to e end))
                (loop (remove (lambda (label) (eq? label next)) waiting)))))))

    (define (find-used labels)
      (cond ((null? labels) #f)
            ((target-used? (label-target (car labels))) (car labels))
            (else (find-used (cdr labels)))))

    ;;; Jumps

    ;; One parameter's new value: where it goes, and where it is if that is a register by now.
    (define-record-type <assignment> (make-assignment register node source reads) assignment?
      (register assignment-register)
      (node assignment-node)
      (source assignment-source set-assignment-source!)
      (reads assignment-reads))         ; registers of the label's parameters that the node uses, or #t: any

    (define (generate-jump e node sp)
      (let* ((label (jump-label node))
             (registers (label-registers label))
             (work (make-assignments e node registers)))
        (assign-computed e (filter (lambda (each) (not (assignment-source each))) work)
                         work sp)
        (at-span e (jump-span node))
        (jump-to e (label-target label))))

    ;; All of them, but those that would put a variable into its own register.
    (define (make-assignments e node registers)
      (let loop ((arguments (jump-arguments node)) (rest registers) (result '()))
        (if (null? arguments)
            (reverse result)
            (let* ((argument (car arguments))
                   (source (source-register e argument)))
              (loop (cdr arguments) (cdr rest)
                    (if (eqv? source (car rest))
                        result
                        (cons (make-assignment (car rest) argument source
                                               (if (null? (cdr registers))
                                                   '()
                                                   (registers-read e argument registers)))
                              result)))))))

    ;; The register of an argument that is nothing but a variable in a register.
    (define (source-register e node)
      (and (local-ref? node)
           (trivial? node)
           (not (facts-boxed? (variable-facts (local-ref-variable node))))
           (local-register e (local-ref-variable node))))

    ;; Arguments that are computed: into the parameter itself when no other assignment still reads that; else
    ;; into a new register. The others are moved at the end. Arguments that only read may change places.
    (define (assign-computed e computed work sp)
      (let ((free-order? (every (lambda (each) (reads-only? (assignment-node each))) computed)))
        (let loop ((waiting computed) (sp sp))
          (if (null? waiting)
              (move-all e (filter assignment-source work) sp)
              (let* ((easy (and free-order?
                                (find-easy waiting waiting work)))
                     (each (or easy (car waiting)))
                     (others (remove (lambda (other) (eq? other each)) waiting)))
                (if (or easy (not (read-by-others? each others work)))
                    (begin
                      (generate e (assignment-node each) (assignment-register each) sp)
                      (loop others sp))
                    (let ((register (reserve e sp 1)))
                      (generate e (assignment-node each) register register)
                      (set-assignment-source! each register)
                      (loop others (+ register 1)))))))))

    (define (find-easy candidates waiting work)
      (cond ((null? candidates) #f)
            ((read-by-others? (car candidates)
                              (remove (lambda (other) (eq? other (car candidates))) waiting)
                              work)
             (find-easy (cdr candidates) waiting work))
            (else (car candidates))))

    (define (read-by-others? each others work)
      (let ((register (assignment-register each)))
        (or (any (lambda (other) (reads? other register)) others)
            (any (lambda (other) (eqv? (assignment-source other) register)) work))))

    (define (reads? assignment register)
      (or (eq? (assignment-reads assignment) #t)
          (memv register (assignment-reads assignment))))

    ;; A parallel move: a register that nothing else waits to read goes first; a cycle is opened with a new one.
    (define (move-all e moves sp)
      (if (pair? moves)
          (let ((ready (find-ready moves moves)))
            (if ready
                (begin
                  (emit e 'move (assignment-register ready) (assignment-source ready))
                  (move-all e (remove (lambda (each) (eq? each ready)) moves) sp))
                (let ((register (reserve e sp 1)) (first (car moves)))
                  (emit e 'move register (assignment-register first))
                  (for-each (lambda (each)
                              (if (= (assignment-source each) (assignment-register first))
                                  (set-assignment-source! each register)))
                            moves)
                  (move-all e moves (+ register 1)))))))

    (define (find-ready candidates moves)
      (cond ((null? candidates) #f)
            ((any (lambda (other)
                    (and (not (eq? other (car candidates)))
                         (= (assignment-source other) (assignment-register (car candidates)))))
                  moves)
             (find-ready (cdr candidates) moves))
            (else (car candidates))))

    ;;; What an expression reads or assigns. Looks at so many nodes at most.

    (define longest-look 100)

    (define (registers-read e node registers)
      (let ((left longest-look) (found '()))
        (define (note! variable)
          (let ((register (local-register e variable)))
            (if (and register (memv register registers) (not (memv register found)))
                (set! found (cons register found)))))
        (define (look-all nodes) (every look nodes))
        ;; #f: gave up
        (define (look node)
          (set! left (- left 1))
          (cond
            ((< left 0) #f)
            ((const? node) #t)
            ((local-ref? node) (note! (local-ref-variable node)) #t)
            ((primitive-call? node) (look-all (primitive-call-arguments node)))
            ((call? node) (and (look (call-operator node)) (look-all (call-arguments node))))
            ((global-ref? node) #t)
            ((primitive-ref? node) #t)
            ((if? node) (and (look (if-test node)) (look (if-then node)) (look (if-else node))))
            ((let? node) (and (look-all (let-inits node)) (look (let-body node))))
            ((seq? node) (look-all (seq-expressions node)))
            ((lambda? node) (for-each note! (unit-free (lambda-info node))) #t)
            ((local-set? node)
             (note! (local-set-variable node))
             (look (local-set-value node)))
            (else #f)))
        (if (look node) found #t)))

    ;; Primitives that only read, or make pairs and such, may be evaluated in any order.
    (define (reads-only? node)
      (cond ((or (const? node) (primitive-ref? node) (lambda? node)) #t)
            ((local-ref? node) (trivial? node))
            ((primitive-call? node)
             (and (reading-primitive? (primitive-call-name node))
                  (every reads-only? (primitive-call-arguments node))))
            (else #f)))))
