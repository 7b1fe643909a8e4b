;;; convert: the compiled code of a unit.
;;;
;;; in:  a lambda node of the core language, and the frames around it (frames.scm)
;;; out: a code object that captures at most the rib around it
;;;
;;; Inside, variables are the compiler's own, in registers. Those of the frames around are in ribs, where interpreted
;;; procedures keep them. A procedure inside that may be called from elsewhere stays a unit of its own, so it can
;;; be expanded again when a macro changes, and is compiled only when it is called enough itself: the variables of
;;; the forms around it are in ribs, just as if the evaluator had made them. A procedure that is only called, such as a
;;; loop, is compiled with the unit.

(define-library (ouro eval convert)
  (import (ouro base) (ouro compiler ast) (only (ouro compiler ir) for-each-child) (ouro compiler passes)
          (only (ouro compiler driver) current-session session-policy)
          (ouro eval evaluate) (ouro eval frames)
          (only (ouro primitives) assemble code->procedure procedure-code))
  (declare (internal))
  (export convert-lambda)
  (begin
    ;; make-unit: (lambda node, frames) -> unit, for those inside.
    (define (convert-lambda node frames make-unit)
      (let* ((outer (hidden-variable 'outer))
             (work (make-work (local-lambdas node) (make-eq-table) (make-eq-table) frames make-unit))
             (inner (begin (mark-enclosing! node work)
                           (rebuild-lambda node frames outer work)))
             (maker (make-lambda (lambda-span node) #f (list outer) '() #f '() inner))
             (code (assemble (compile-nodes (list maker) (session-policy (current-session)) #f 0))))
        (procedure-code (((code->procedure code)) #f))))

    ;; locals: the lambda nodes that are compiled with the unit. enclosing: the binding nodes around a lambda that is
    ;; not. places: variable -> what is in its place: another variable, or (variable with a rib . index).
    ;; outer: the frames around the unit.
    (define-record-type <work> (make-work locals enclosing places outer make-unit) work?
      (locals work-locals) (enclosing work-enclosing) (places work-places) (outer work-outer) (make-unit work-make-unit))

    ;; --- which procedures are only called

    (define (local-lambdas unit)
      (let ((candidates (make-eq-table)) (locals (make-eq-table)))
        (let collect ((node (lambda-body unit)))
          (cond ((let? node) (note-candidates! (let-variables node) (let-inits node) candidates))
                ((letrec? node) (note-candidates! (letrec-variables node) (letrec-inits node) candidates)))
          (for-each-child collect node))
        (strike-escaping! (lambda-body unit) candidates)
        (for-each (lambda (variable) (table-set! locals (table-ref candidates variable #f) variable))
                  (table-keys candidates))
        locals))

    (define (note-candidates! variables inits candidates)
      (for-each (lambda (variable init)
                  (if (and (lambda? init) (not (variable-assigned? variable)))
                      (table-set! candidates variable init)))
                variables inits))

    ;; Takes out what is used other than by calling it, or inside a procedure that is not itself one of them; again
    ;; while there was something to take out, since its own body then counts as such a procedure.
    (define (strike-escaping! body candidates)
      (let ((count (table-count candidates)))
        (define (strike! node)
          (if (local-ref? node) (table-delete! candidates (local-ref-variable node))))
        (define (strike-all! node)
          (strike! node)
          (for-each-child strike-all! node))
        (define (walk node local?)
          (cond ((local-ref? node) (strike! node))
                ((call? node)
                 (if (not (local-ref? (call-operator node))) (walk (call-operator node) #f))
                 (walk-all (call-arguments node)))
                ((lambda? node)
                 (if local? (walk (lambda-body node) #f) (strike-all! (lambda-body node))))
                ((let? node)
                 (walk-inits (let-variables node) (let-inits node))
                 (walk (let-body node) #f))
                ((letrec? node)
                 (walk-inits (letrec-variables node) (letrec-inits node))
                 (walk (letrec-body node) #f))
                (else (for-each-child (lambda (child) (walk child #f)) node))))
        (define (walk-all nodes) (for-each (lambda (node) (walk node #f)) nodes))
        (define (walk-inits variables inits)
          (for-each (lambda (variable init) (walk init (table-contains? candidates variable))) variables inits))
        (walk body #f)
        (if (< (table-count candidates) count) (strike-escaping! body candidates))))

    ;; --- which binding forms have a unit inside

    ;; Gives whether there is one in the node, which is one itself if it is a lambda that is not local.
    (define (mark-enclosing! unit work)
      (define (unit-inside? node)
        (let ((inside? #f))
          (define (visit child) (if (contains-unit? child) (set! inside? #t)))
          (for-each-child visit node)
          inside?))
      (define (contains-unit? node)
        (if (and (lambda? node) (not (table-contains? (work-locals work) node)))
            #t
            (let ((inside? (unit-inside? node)))
              (if (and inside? (or (let? node) (letrec? node) (receive? node) (lambda? node)))
                  (table-set! (work-enclosing work) node #t))
              inside?)))
      (if (unit-inside? unit) (table-set! (work-enclosing work) unit #t)))

    (define (encloses-unit? node work) (table-contains? (work-enclosing work) node))

    ;; --- the tree without variables of ribs

    (define (bind-fresh! variables work)
      (map (lambda (variable)
             (let ((fresh (make-variable (variable-name variable) (variable-id variable) (variable-span variable))))
               (set-variable-hidden?! fresh (variable-hidden? variable))
               (table-set! (work-places work) variable fresh)
               fresh))
           variables))

    (define (bind-in-rib! variables rib work)
      (let loop ((variables variables) (index first-index))
        (if (pair? variables)
            (begin
              (table-set! (work-places work) (car variables) (cons rib index))
              (loop (cdr variables) (+ index 1))))))

    (define (rib-variable) (hidden-variable 'rib))

    (define (hidden-variable name)
      (let ((variable (make-variable name 0 #f)))
        (set-variable-hidden?! variable #t)
        variable))
    (define (primitive name span . arguments) (make-primitive-call span name arguments))
    (define (refer span variable) (make-local-ref span variable))

    ;; A rib with the values, around the body. frame: of the variables; make-body: (new rib) -> node.
    (define (with-rib span frame values rib work make-body)
      (let ((new (rib-variable)))
        (bind-in-rib! (frame-variables frame) new work)
        (make-let span (list new)
          (list (make-primitive-call span 'vector
                  (cons (refer span rib) (cons (make-const span (frame-names frame)) values))))
          (make-body new))))

    ;; Calls (where place depth checked?): place is what the table says, or the index in the rib so many ribs out.
    (define (locate variable frames work where)
      (let ((place (table-ref (work-places work) variable #f)))
        (if place
            (find-variable variable frames (lambda (index depth checked?) (where place depth checked?)))
            (find-variable variable (work-outer work) where))))

    (define (outer-rib span depth work)
      (let loop ((depth depth) (rib (refer span (table-ref (work-places work) 'outer #f))))
        (if (= depth 0) rib (loop (- depth 1) (primitive 'vector-ref span rib (make-const span 0))))))

    (define (rib-and-index span place depth work)
      (if (pair? place)
          (list (refer span (car place)) (make-const span (cdr place)))
          (list (outer-rib span depth work) (make-const span place))))

    (define (rebuild-reference node frames work)
      (let ((span (local-ref-span node)) (variable (local-ref-variable node)))
        (locate variable frames work
          (lambda (place depth checked?)
            (if (variable? place)
                (refer span place)
                (let ((value (make-primitive-call span 'vector-ref (rib-and-index span place depth work))))
                  (if checked?
                      (primitive 'check-set span value (make-const span (variable-name variable)))
                      value)))))))

    (define (rebuild-assignment node value frames work)
      (let ((span (local-set-span node)))
        (locate (local-set-variable node) frames work
          (lambda (place depth checked?)
            (if (variable? place)
                (make-local-set span place value)
                (make-seq span
                  (list (make-primitive-call span 'vector-set! (append (rib-and-index span place depth work) (list value)))
                        (make-const span (void)))))))))

    ;; A lambda that is compiled here: of the unit itself, or a local one.
    (define (rebuild-lambda node frames rib work)
      (if (not (table-ref (work-places work) 'outer #f)) (table-set! (work-places work) 'outer rib))
      (let* ((span (lambda-span node))
             (frame (make-frame #f (lambda-variables node)))
             (inner (cons frame frames))
             (fresh (lambda (variables) (bind-fresh! variables work)))
             (required (fresh (lambda-required node)))
             (optional (fresh (lambda-optional node)))
             (rest (and (lambda-rest node) (car (fresh (list (lambda-rest node))))))
             (keywords (map (lambda (entry) (cons (car entry) (car (fresh (list (cdr entry)))))) (lambda-keywords node)))
             (all (append required optional (if rest (list rest) '()) (map cdr keywords)))
             (result (make-lambda span (lambda-name node) required optional rest keywords
                       (if (encloses-unit? node work)
                           (with-rib span frame (map (lambda (variable) (refer span variable)) all) rib work
                             (lambda (rib) (rebuild (lambda-body node) inner rib work)))
                           (rebuild (lambda-body node) inner rib work)))))
        (set-lambda-declarations! result (lambda-declarations node))
        result))

    (define (rebuild node frames rib work)
      (define (again node) (rebuild node frames rib work))
      (define (all nodes) (map again nodes))
      (cond
        ((const? node) node)
        ((local-ref? node) (rebuild-reference node frames work))
        ((global-ref? node) node)
        ((primitive-call? node)
         (make-primitive-call (primitive-call-span node) (primitive-call-name node)
           (all (primitive-call-arguments node))))
        ((call? node)
         (make-call (call-span node) (again (call-operator node)) (all (call-arguments node))))
        ((if? node)
         (make-if (if-span node) (again (if-test node)) (again (if-then node)) (again (if-else node))))
        ((seq? node) (make-seq (seq-span node) (all (seq-expressions node))))
        ((lambda? node)
         (if (table-contains? (work-locals work) node)
             (rebuild-lambda node frames rib work)
             (primitive 'code->closure (lambda-span node)
               (make-const (lambda-span node) (unit-entry ((work-make-unit work) node frames)))
               (refer (lambda-span node) rib))))
        ((let? node) (rebuild-let node frames rib work))
        ((letrec? node) (rebuild-letrec node frames rib work))
        ((local-set? node) (rebuild-assignment node (again (local-set-value node)) frames work))
        ((global-set? node)
         (make-global-set (global-set-span node) (global-set-global node) (again (global-set-value node))))
        ((global-define? node)
         (make-global-define (global-define-span node) (global-define-global node) (again (global-define-value node))))
        ((primitive-ref? node) node)
        ((receive? node) (rebuild-receive node frames rib work))
        (else (error "convert: no such node:" node))))

    (define (local-binding? init work) (and (lambda? init) (table-contains? (work-locals work) init)))

    (define (select wanted? variables inits)
      (let loop ((variables variables) (inits inits))
        (cond ((null? variables) '())
              ((wanted? (car inits)) (cons (cons (car variables) (car inits)) (loop (cdr variables) (cdr inits))))
              (else (loop (cdr variables) (cdr inits))))))

    (define (rebuild-let node frames rib work)
      (let* ((span (let-span node))
             (variables (let-variables node))
             (inits (map (lambda (init) (rebuild init frames rib work)) (let-inits node)))
             (frame (make-frame #f variables))
             (inner (cons frame frames)))
        (if (encloses-unit? node work)
            ;; Local procedures stand before, since nothing but calls refers to them; the others are in the rib.
            (let* ((pairs (map cons (let-inits node) inits))
                   (local? (lambda (pair) (local-binding? (car pair) work)))
                   (locals (select local? variables pairs))
                   (body (with-rib span frame
                           (map (lambda (pair) (if (local? pair) (make-const span #f) (cdr pair))) pairs)
                           rib work
                           (lambda (rib)
                             (let ((fresh (bind-fresh! (map car locals) work)))
                               (let ((inside (rebuild (let-body node) inner rib work)))
                                 (if (null? fresh)
                                     inside
                                     (make-let span fresh (map (lambda (entry) (cdr (cdr entry))) locals) inside))))))))
              body)
            (make-let span (bind-fresh! variables work) inits (rebuild (let-body node) inner rib work)))))

    (define (rebuild-receive node frames rib work)
      (let* ((span (receive-span node))
             (producer (rebuild (receive-producer node) frames rib work))
             (rest (receive-rest node))
             (all (if rest (append (receive-variables node) (list rest)) (receive-variables node)))
             (frame (make-frame #f all))
             (inner (cons frame frames))
             (fresh (bind-fresh! (receive-variables node) work))
             (fresh-rest (and rest (car (bind-fresh! (list rest) work)))))
        (make-receive span fresh fresh-rest producer
          (if (encloses-unit? node work)
              (with-rib span frame
                (map (lambda (variable) (refer span variable)) (if rest (append fresh (list fresh-rest)) fresh))
                rib work
                (lambda (rib) (rebuild (receive-body node) inner rib work)))
              (rebuild (receive-body node) inner rib work)))))

    (define (rebuild-letrec node frames rib work)
      (let* ((span (letrec-span node))
             (variables (letrec-variables node))
             (inits (letrec-inits node))
             (procedure? (lambda (variable init) (and (lambda? init) (not (variable-assigned? variable)))))
             (frame (make-frame (not (every procedure? variables inits)) variables))
             (inner (cons frame frames)))
        (if (encloses-unit? node work)
            (let ((new (rib-variable)))
              (bind-in-rib! variables new work)
              (let* ((locals (select (lambda (init) (local-binding? init work)) variables inits))
                     (fresh (bind-fresh! (map car locals) work))
                     (initialise (lambda (variable init)
                                   (make-primitive-call span 'vector-set!
                                     (list (refer span new)
                                           (make-const span (cdr (table-ref (work-places work) variable #f)))
                                           (rebuild init inner new work)))))
                     (stores (lambda (wanted?)
                               (let loop ((variables variables) (inits inits))
                                 (cond ((null? variables) '())
                                       ((and (not (local-binding? (car inits) work))
                                             (eq? wanted? (and (procedure? (car variables) (car inits)) #t)))
                                        (let ((store (initialise (car variables) (car inits))))
                                          (cons store (loop (cdr variables) (cdr inits)))))
                                       (else (loop (cdr variables) (cdr inits))))))))
                (make-let span (list new)
                  (list (primitive 'make-unset-rib span (refer span rib) (make-const span (frame-names frame))
                          (make-const span (length variables))))
                  (let ((body (lambda ()
                                (let* ((first (stores #t)) (then (stores #f)))
                                  (make-seq span (append first then (list (rebuild (letrec-body node) inner new work))))))))
                    (if (null? locals)
                        (body)
                        (let ((procedures (map (lambda (entry) (rebuild (cdr entry) inner new work)) locals)))
                          (make-letrec span fresh procedures (body))))))))
            (let ((fresh (bind-fresh! variables work)))
              (make-letrec span fresh (map (lambda (init) (rebuild init inner rib work)) inits)
                (rebuild (letrec-body node) inner rib work))))))))
