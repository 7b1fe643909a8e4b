;;; simplify: says the same with less.
;;;
;;; in:  const local-ref local-set global-* primitive-* if seq lambda let fix call receive; analysed
;;; out: the same language. Constants are folded and copies followed; dead code is gone; procedures that are
;;;      called once, or are small, stand where they were called; every fix that is left is used.
;;;
;;; One walk from the outside in, with a context: value (also for what is returned), test (only whether it is
;;; false matters) or effect. What is known of a variable is in the state of its facts:
;;;   #f        nothing
;;;   a node    a constant, a primitive, or another variable that it stands for
;;;   <known>   a procedure that is looked at when it is first needed: at its only call, which it then replaces,
;;;             or after the body of its scope. One that is never needed is never looked at: it is dead.
;;; Reference counts are kept at least as high as the truth, so "once" is always true.
;;; What may fail or has effects is never dropped and never moved past anything but trivial expressions.
;;;
;;; Under the policy debug code stays as it is written: there only references follow what became of outer variables.

(define-library (ouro compiler simplify)
  (import (ouro base) (ouro compiler ast) (ouro compiler ir) (ouro compiler primitives)
          (ouro compiler globals) (ouro compiler copy)
          (ouro compiler forward) (ouro compiler simplify-primitive))
  (export simplify)
  (begin
    (define-record-type <known> (make-known lambda visited? seen? consumed? small? active?) known?
      (lambda known-lambda set-known-lambda!)
      (visited? known-visited? set-known-visited?!)
      (seen? known-seen? set-known-seen?!)         ; something refers to it and stays
      (consumed? known-consumed? set-known-consumed?!) ; it replaced its only call
      (small? known-small?)                        ; may be copied to its calls
      (active? known-active? set-known-active?!))  ; a copy is being simplified

    ;; Largest body, in nodes, that is copied to several calls.
    (define small-size 10)

    ;; How many copies one compilation may make.
    (define copy-budget 5000)

    ;; What one run of the pass keeps.
    (define-record-type <work> (make-work copies-left globals debug?) work?
      (copies-left work-copies-left set-work-copies-left!)
      (globals work-globals)
      (debug? work-debug? set-work-debug?!))       ; the policy of the code that is being visited

    (define (take-copy! work)
      (set-work-copies-left! work (- (work-copies-left work) 1)))

    ;; policy: of the whole. Parts of the outermost sequence are definitions that later parts can rely on.
    (define (simplify node policy)
      (let ((work (make-work copy-budget (make-globals node) (eq? policy 'debug))))
        (if (seq? node)
            (let loop ((rest (seq-expressions node)) (done '()))
              (let ((result (visit (car rest) (if (null? (cdr rest)) 'value 'effect) work)))
                (if (and (global-define? result) (not (work-debug? work)))
                    (note-definition! (work-globals work) result))
                (if (null? (cdr rest))
                    (make-seq* (seq-span node) (reverse (cons result done)))
                    (loop (cdr rest) (cons result done)))))
            (visit node 'value work))))

    (define (visit node context work)
      (cond
        ((const? node) node)
        ((work-debug? work) (visit-plainly node work))
        ((local-ref? node) (visit-reference node context work))
        ((primitive-call? node) (visit-primitive-call node context work))
        ((call? node) (visit-call node context work))
        ((global-ref? node) (visit-global-ref node context work))
        ((if? node) (visit-if node context work))
        ((let? node) (visit-let node context work))
        ((seq? node) (visit-seq node context work))
        ((lambda? node) (if (eq? context 'effect) (void-node (lambda-span node)) (visit-lambda node work)))
        ((fix? node) (visit-fix node context work))
        ((local-set? node) (visit-local-set node context work))
        ((global-set? node)
         (make-global-set (global-set-span node) (global-set-global node) (visit (global-set-value node) 'value work)))
        ((global-define? node)
         (make-global-define (global-define-span node) (global-define-global node)
                             (visit (global-define-value node) 'value work)))
        ((primitive-ref? node) node)
        ((receive? node) (visit-receive node context work))
        (else (error "simplify: no such node:" node))))

    (define (visit-all nodes work)
      (map (lambda (node) (visit node 'value work)) nodes))

    (define (visit-plainly node work)
      (cond ((local-ref? node) (visit-reference node 'value work))
            ((lambda? node) (visit-lambda node work))
            (else (rebuild-node node (lambda (child) (visit child 'value work))))))

    (define (visit-lambda node work)
      (let ((outer (work-debug? work)))
        (set-work-debug?! work (eq? (lambda-policy node (if outer 'debug 'optimise)) 'debug))
        (set-lambda-body! node (visit (lambda-body node) 'value work))
        (set-work-debug?! work outer)
        node))

    (define (state variable) (facts-state (variable-facts variable)))
    (define (set-state! variable value) (set-facts-state! (variable-facts variable) value))

    ;;; References

    (define (visit-reference node context work)
      (let* ((variable (local-ref-variable node))
             (value (state variable)))
        (cond ((known? value) (set-known-seen?! value #t) node)
              ((not value)
               (if (and (eq? context 'effect) (trivial? node))
                   (void-node (local-ref-span node))
                   node))
              ((eq? context 'effect) (void-node (local-ref-span node)))
              ((const? value) (make-const (local-ref-span node) (const-value value)))
              ((primitive-ref? value) (make-primitive-ref (local-ref-span node) (primitive-ref-name value)))
              (else (visit-reference (make-local-ref (local-ref-span node) (local-ref-variable value))
                                     context work)))))

    (define (visit-global-ref node context work)
      (let ((value (global-value (work-globals work) (global-ref-global node))))
        (if (const? value)
            (make-const (global-ref-span node) (const-value value))
            node)))

    (define (visit-local-set node context work)
      (let ((variable (local-set-variable node)))
        (if (= (variable-references variable) 0)
            (visit-seq (make-seq (local-set-span node)
                                 (list (local-set-value node) (void-node (local-set-span node))))
                       context work)
            (make-local-set (local-set-span node) variable (visit (local-set-value node) 'value work)))))

    ;;; Control

    (define (visit-seq node context work)
      (let loop ((rest (seq-expressions node)) (done '()))
        (if (null? (cdr rest))
            (make-seq* (seq-span node) (reverse (cons (visit (car rest) context work) done)))
            (loop (cdr rest) (cons (visit (car rest) 'effect work) done)))))

    (define (visit-if node context work)
      (let ((test (visit (if-test node) 'test work)))
        (if (seq? test)
            (let ((reversed (reverse (seq-expressions test))))
              (make-seq* (if-span node)
                         (append (reverse (cdr reversed))
                                 (list (choose node (car reversed) context work)))))
            (choose node test context work))))

    ;; The test is simplified, the branches are not.
    (define (choose node test context work)
      (cond
        ((const? test)
         (visit (if (const-value test) (if-then node) (if-else node)) context work))
        ((lambda? test) (visit (if-then node) context work))
        ((and (primitive-call? test) (eq? (primitive-call-name test) 'not))
         (choose (make-if (if-span node) (if-test node) (if-else node) (if-then node))
                 (car (primitive-call-arguments test)) context work))
        (else
         (let* ((then (visit (known-true (if-then node) test context) context work))
                (else (visit (if-else node) context work)))
           (combine (if-span node) test then else context)))))

    ;; In a test, (if x x b) only wants to know that x is true.
    (define (known-true node test context)
      (if (and (eq? context 'test) (local-ref? node) (local-ref? test)
               (eq? (local-ref-variable node) (local-ref-variable test))
               (trivial? node))
          (begin
            (add-references! (local-ref-variable node) -1)
            (make-const (local-ref-span node) #t))
          node))

    (define (combine span test then else context)
      (cond
        ((and (const? then) (const? else))
         (let ((yes (const-value then)) (no (const-value else)))
           (cond ((eq? context 'effect) (for-effect span (list test)))
                 ((and (eq? yes #t) (not no) (or (eq? context 'test) (boolean-node? test))) test)
                 ((and (not yes) (eq? no #t)) (make-primitive-call span 'not (list test)))
                 ((and (eq? context 'test) (eq? (and yes #t) (and no #t)))
                  (make-seq* span (list test then)))
                 (else (make-if span test then else)))))
        (else (make-if span test then else))))

    (define (boolean-node? node)
      (and (primitive-call? node) (boolean-primitive? (primitive-call-name node))))

    ;;; Calls

    (define (visit-primitive-call node context work)
      (let ((name (primitive-call-name node)))
        (simplify-primitive (primitive-call-span node) name
                            (if (eq? name 'not)
                                (list (visit (car (primitive-call-arguments node)) 'test work))
                                (visit-all (primitive-call-arguments node) work))
                            context)))

    (define (visit-call node context work)
      (let ((operator (call-operator node)))
        (cond ((local-ref? operator) (visit-variable-call node context work))
              ((global-ref? operator) (visit-global-call node context work))
              ((lambda? operator)
               (if (accepts? operator (length (call-arguments node)))
                   (visit (bind-arguments operator (call-arguments node) (call-span node)) context work)
                   (visit-other-call node (visit operator 'value work) work)))
              (else (visit-operator node (visit operator 'value work) context work)))))

    ;; Of a global procedure. A record's procedures fail where they are called.
    (define (visit-global-call node context work)
      (let ((value (global-value (work-globals work) (global-ref-global (call-operator node)))))
        (if (and (lambda? value)
                 (simple-arity? value (length (call-arguments node)))
                 (> (work-copies-left work) 0))
            (begin
              (take-copy! work)
              (visit (bind-arguments (copy-lambda value (and (record-operation? (lambda-body value)) (call-span node)))
                                     (call-arguments node) (call-span node))
                     context work))
            (visit-other-call node (call-operator node) work))))

    (define (visit-other-call node operator work)
      (make-call (call-span node) operator (visit-all (call-arguments node) work)))

    (define (visit-operator node operator context work)
      (cond
        ((and (primitive-ref? operator)
              (primitive-accepts? (primitive-ref-name operator) (length (call-arguments node))))
         (visit (make-primitive-call (call-span node) (primitive-ref-name operator) (call-arguments node))
                context work))
        ((let? operator)
         (make-let (let-span operator) (let-variables operator) (let-inits operator)
                   (visit-operator node (let-body operator) context work)))
        ((fix? operator)
         (make-fix (fix-span operator) (fix-variables operator) (fix-lambdas operator)
                   (visit-operator node (fix-body operator) context work)))
        ((seq? operator)
         (let ((reversed (reverse (seq-expressions operator))))
           (make-seq* (call-span node)
                      (append (reverse (cdr reversed)) (list (visit-operator node (car reversed) context work))))))
        (else (visit-other-call node operator work))))

    (define (accepts? node count)
      (and (plain-lambda? node)
           (if (lambda-rest node)
               (>= count (length (lambda-required node)))
               (= count (length (lambda-required node))))))

    ;; The body with the parameters bound to the arguments.
    (define (bind-arguments node arguments span)
      (let ((required (lambda-required node)) (rest (lambda-rest node)))
        (cond ((and (not rest) (null? required)) (lambda-body node))
              ((not rest) (make-let span required arguments (lambda-body node)))
              (else
               (let* ((extra (map (lambda (argument) (temporary rest)) (list-tail arguments (length required))))
                      (items (fold-right
                               (lambda (variable items)
                                 (make-primitive-call span 'cons (list (make-local-ref span variable) items)))
                               (make-const span '()) extra)))
                 (make-let span (append required extra) arguments
                           (make-let span (list rest) (list items) (lambda-body node))))))))

    (define (temporary variable)
      (let ((new (make-variable (variable-name variable) (variable-id variable) (variable-span variable))))
        (prepare-variable! new)
        (set-variable-hidden?! new #t)
        (variable-references-set! new 1)
        new))

    (define (visit-variable-call node context work)
      (let* ((variable (local-ref-variable (call-operator node)))
             (value (state variable)))
        (cond
          ((known? value) (visit-known-call node variable value context work))
          ((and value (or (primitive-ref? value) (local-ref? value)))
           (visit-call (make-call (call-span node)
                                  (if (local-ref? value)
                                      (make-local-ref (local-ref-span (call-operator node))
                                                      (local-ref-variable value))
                                      value)
                                  (call-arguments node))
                       context work))
          (else (visit-other-call node (visit (call-operator node) 'value work) work)))))

    (define (visit-known-call node variable value context work)
      (let ((procedure (known-lambda value)))
        (cond
          ((not (accepts? procedure (length (call-arguments node))))
           (set-known-seen?! value #t)
           (visit-other-call node (call-operator node) work))
          ((and (= (variable-references variable) 1) (not (known-visited? value)) (not (known-seen? value)))
           (set-known-consumed?! value #t)
           (visit (bind-arguments procedure (call-arguments node) (call-span node)) context work))
          ((and (known-small? value) (not (known-active? value)) (> (work-copies-left work) 0))
           (take-copy! work)
           (set-known-active?! value #t)
           (let ((result (visit (bind-arguments (copy-lambda procedure #f) (call-arguments node) (call-span node))
                                context work)))
             (set-known-active?! value #f)
             (add-references! variable -1)
             result))
          (else
           (set-known-seen?! value #t)
           (visit-other-call node (call-operator node) work)))))

    ;;; Bindings

    (define (visit-let node context work)
      (let loop ((variables (let-variables node)) (inits (let-inits node))
                 (kept '()) (kept-inits '()) (before '()) (procedures '()))
        (if (null? variables)
            (finish-let (let-span node) (let-body node) context kept kept-inits before procedures work)
            (let ((variable (car variables)) (init (car inits)))
              (define (keep value)
                (loop (cdr variables) (cdr inits) (cons variable kept) (cons value kept-inits) before procedures))
              (define (drop)
                (loop (cdr variables) (cdr inits) kept kept-inits before procedures))
              (define (bind-procedure value visited?)
                (if (= (variable-references variable) 0)
                    (drop)
                    (begin
                      (set-state! variable (make-procedure value visited? variable work))
                      (loop (cdr variables) (cdr inits) kept kept-inits before (cons variable procedures)))))
              (cond
                ((variable-assigned? variable) (keep (visit init 'value work)))
                ((lambda? init) (bind-procedure init #f))
                ((= (variable-references variable) 0)
                 (let ((effect (visit init 'effect work)))
                   (cond ((trivial? effect) (drop))
                         ((null? kept)
                          (loop (cdr variables) (cdr inits) kept kept-inits (cons effect before) procedures))
                         (else (keep effect)))))
                (else
                 (let ((value (visit init 'value work)))
                   (cond ((lambda? value) (bind-procedure value #t))
                         ((stands-for? variable value)
                          (set-state! variable value)
                          (drop))
                         (else (keep value))))))))))

    ;; Whether every reference to the variable may become a copy of the value.
    (define (stands-for? variable value)
      (cond ((facts-checked? (variable-facts variable)) #f)
            ((const? value)
             (or (atom? (const-value value)) (= (variable-references variable) 1)))
            ((primitive-ref? value) #t)
            ((and (local-ref? value) (trivial? value))
             (add-references! (local-ref-variable value) (- (variable-references variable) 1))
             #t)
            (else #f)))

    ;; A procedure that is called more than once is looked at now if it may be small enough to be copied.
    (define (make-procedure node visited? variable work)
      (if (and (or visited? (> (variable-references variable) 1))
               (node-size-within? (lambda-body node) (* 3 small-size)))
          (let ((done (if visited? node (visit-lambda node work))))
            (make-known done #t #f #f
                        (and (plain-lambda? done) (node-size-within? (lambda-body done) small-size))
                        #f))
          (make-known node visited? #f #f #f #f)))

    (define (finish-let span old-body context kept kept-inits before procedures work)
      (let* ((body (visit old-body context work))
             (whole (bind-kept span kept kept-inits (keep-procedures span procedures body work)
                               (eq? context 'value) work)))
        (if (null? before)
            whole
            (make-seq* span (append (reverse before) (list whole))))))

    ;; Around the body: those of the procedures that something refers to. Innermost first in the list.
    (define (keep-procedures span procedures body work)
      (if (null? procedures)
          body
          (let* ((variable (car procedures)) (value (state variable)))
            (set-state! variable #f)
            (keep-procedures
              span (cdr procedures)
              (if (or (known-consumed? value) (not (known-seen? value)))
                  body
                  (make-fix span (list variable)
                            (list (if (known-visited? value)
                                      (known-lambda value)
                                      (visit-lambda (known-lambda value) work)))
                            body)) work))))

    ;; The last binding goes into the body if its variable is what the body evaluates first, and so on.
    (define (bind-kept span kept inits body returned? work)
      (if (null? kept)
          body
          (let* ((variable (car kept))
                 (moved (if (or-of-boolean? variable (car inits) body)
                            (make-if (if-span body) (car inits) (make-const (if-span body) #t) (if-else body))
                            (moved-into body variable (car inits) returned? work))))
            (if moved
                (bind-kept span (cdr kept) (cdr inits) moved returned? work)
                (make-let span (reverse kept) (reverse inits) body)))))

    ;; (let ((x init)) (if x x else)), where init is true or false and nothing else.
    (define (or-of-boolean? variable init body)
      (and (= (variable-references variable) 2)
           (boolean-node? init)
           (if? body)
           (refers-to? (if-test body) variable)
           (refers-to? (if-then body) variable)))

    (define (refers-to? node variable)
      (and (local-ref? node) (eq? (local-ref-variable node) variable)))

    (define (moved-into body variable init returned? work)
      (and (= (variable-references variable) 1)
           (not (variable-assigned? variable))
           (not (facts-checked? (variable-facts variable)))
           (forward body variable init returned?
                    (lambda (global) (global-fixed? (work-globals work) global)))))

    (define (visit-fix node context work)
      (for-each (lambda (variable procedure)
                  (set-state! variable (make-known procedure #f #f #f #f #f)))
                (fix-variables node) (fix-lambdas node))
      (let ((body (visit (fix-body node) context work)))
        ;; those that are needed, and those that they need
        (let loop ()
          (let ((more? #f))
            (for-each
              (lambda (variable)
                (let ((value (state variable)))
                  (if (and (known-seen? value) (not (known-visited? value)))
                      (begin
                        (set! more? #t)
                        (set-known-visited?! value #t)
                        (visit-lambda (known-lambda value) work)))))
              (fix-variables node))
            (if more? (loop))))
        (let* ((needed (filter (lambda (variable) (known-seen? (state variable))) (fix-variables node)))
               (procedures (map (lambda (variable) (known-lambda (state variable))) needed)))
          (for-each (lambda (variable) (set-state! variable #f)) (fix-variables node))
          (if (null? needed)
              body
              (make-fix (fix-span node) needed procedures body)))))

    (define (visit-receive node context work)
      (let ((producer (visit (receive-producer node) 'value work))
            (variables (receive-variables node)))
        (cond
          ((receive-rest node) (rebuild-receive node producer context work))
          ((and (primitive-call? producer)
                (eq? (primitive-call-name producer) 'values)
                (= (length (primitive-call-arguments producer)) (length variables)))
           (visit-let (make-let (receive-span node) variables (primitive-call-arguments producer)
                                (receive-body node))
                      context work))
          ((and (= (length variables) 1) (single-valued? producer))
           (visit-let (make-let (receive-span node) variables (list producer) (receive-body node)) context work))
          (else (rebuild-receive node producer context work)))))

    (define (rebuild-receive node producer context work)
      (make-receive (receive-span node) (receive-variables node) (receive-rest node) producer
                    (visit (receive-body node) context work)))))
