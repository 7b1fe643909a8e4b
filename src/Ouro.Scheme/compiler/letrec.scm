;;; letrec: takes letrec* apart into let and fix, by what its initial values refer to.
;;;
;;; in:  the core language of ast.scm, analysed
;;; out: the same without letrec, with fix; variables that may be read too early are marked as checked
;;;
;;; Bindings are sorted into strongly connected components of "refers to", with an edge from each initial value but
;;; procedures to the last one before it that runs code, so that they stay in order (Ghuloum and Dybvig, "Fixing
;;; Letrec (reloaded)", 2009). A component of procedures becomes a fix. A single binding that does not refer to
;;; itself becomes a let. In any other component the variables that are no procedures become assigned variables that
;;; start unbound; code in the component may run before they have a value, so reading them is checked.

(define-library (ouro compiler letrec)
  (import (ouro base) (ouro compiler ast) (ouro compiler ir))
  (export convert-letrec)
  (begin
    ;; The letrec that is being looked at: current is the binding whose initial value is being walked.
    (define-record-type <frame> (make-frame current) frame?
      (current frame-current set-frame-current!))

    (define-record-type <binding> (make-binding frame variable init edges number low on-stack?) binding?
      (frame binding-frame)
      (variable binding-variable)
      (init binding-init set-binding-init!)
      (edges binding-edges set-binding-edges!)
      (number binding-number set-binding-number!)   ; order of discovery, #f before
      (low binding-low set-binding-low!)
      (on-stack? binding-on-stack? set-binding-on-stack?!))

    (define (convert-letrec node) (convert node))

    (define (note-use! variable)
      (let ((binding (facts-state (variable-facts variable))))
        (if (binding? binding)
            (let ((current (frame-current (binding-frame binding))))
              (if current
                  (set-binding-edges! current (cons binding (binding-edges current))))))))

    (define (convert node)
      (cond
        ((const? node) node)
        ((local-ref? node) (note-use! (local-ref-variable node)) node)
        ((primitive-call? node)
         (make-primitive-call (primitive-call-span node) (primitive-call-name node)
                              (map convert (primitive-call-arguments node))))
        ((call? node)
         (let ((operator (convert (call-operator node))))
           (make-call (call-span node) operator (map convert (call-arguments node)))))
        ((global-ref? node) node)
        ((if? node)
         (let* ((test (convert (if-test node))) (then (convert (if-then node))))
           (make-if (if-span node) test then (convert (if-else node)))))
        ((let? node)
         (let ((inits (map convert (let-inits node))))
           (make-let (let-span node) (let-variables node) inits (convert (let-body node)))))
        ((seq? node) (make-seq (seq-span node) (map convert (seq-expressions node))))
        ((lambda? node)
         (set-lambda-body! node (convert (lambda-body node)))
         node)
        ((letrec? node) (convert-bindings node))
        ((local-set? node)
         (note-use! (local-set-variable node))
         (make-local-set (local-set-span node) (local-set-variable node) (convert (local-set-value node))))
        ((global-set? node)
         (make-global-set (global-set-span node) (global-set-global node) (convert (global-set-value node))))
        ((global-define? node)
         (make-global-define (global-define-span node) (global-define-global node)
                             (convert (global-define-value node))))
        ((primitive-ref? node) node)
        ((receive? node)
         (let ((producer (convert (receive-producer node))))
           (make-receive (receive-span node) (receive-variables node) (receive-rest node)
                         producer (convert (receive-body node)))))
        (else (error "letrec: no such node:" node))))

    (define (convert-bindings node)
      (let* ((frame (make-frame #f))
             (bindings (map (lambda (variable init) (make-binding frame variable init '() #f 0 #f))
                            (letrec-variables node) (letrec-inits node))))
        (for-each (lambda (binding) (set-facts-state! (variable-facts (binding-variable binding)) binding))
                  bindings)
        (for-each (lambda (binding)
                    (set-frame-current! frame binding)
                    (set-binding-init! binding (convert (binding-init binding)))
                    (set-binding-edges! binding (reverse (binding-edges binding))))
                  bindings)
        (set-frame-current! frame #f)
        (let ((body (convert (letrec-body node))))
          (for-each (lambda (binding) (set-facts-state! (variable-facts (binding-variable binding)) #f))
                    bindings)
          (keep-order! bindings)
          (build (letrec-span node) (components bindings) body))))

    (define (procedure-binding? binding)
      (and (lambda? (binding-init binding))
           (not (variable-assigned? (binding-variable binding)))))

    ;; Runs no code and reads nothing.
    (define (inert? binding)
      (let ((init (binding-init binding)))
        (or (lambda? init) (const? init) (primitive-ref? init))))

    ;; Each value that is no procedure comes after the last one that runs code.
    (define (keep-order! bindings)
      (let loop ((rest bindings) (previous #f))
        (cond ((null? rest) #f)
              ((procedure-binding? (car rest)) (loop (cdr rest) previous))
              (else
               (if previous
                   (set-binding-edges! (car rest) (cons previous (binding-edges (car rest)))))
               (loop (cdr rest) (if (inert? (car rest)) previous (car rest)))))))

    ;; The components, last needed first (so the outermost scope is the last of the list). Tarjan's algorithm.
    (define (components bindings)
      (let ((counter 0) (stack '()) (result '()))
        (define (visit binding)
          (set-binding-number! binding counter)
          (set-binding-low! binding counter)
          (set! counter (+ counter 1))
          (set! stack (cons binding stack))
          (set-binding-on-stack?! binding #t)
          (for-each
            (lambda (next)
              (cond ((not (binding-number next))
                     (visit next)
                     (set-binding-low! binding (min (binding-low binding) (binding-low next))))
                    ((binding-on-stack? next)
                     (set-binding-low! binding (min (binding-low binding) (binding-number next))))))
            (binding-edges binding))
          (if (= (binding-low binding) (binding-number binding))
              (set! result (cons (pop-component binding '()) result))))
        (define (pop-component root members)
          (let ((top (car stack)))
            (set! stack (cdr stack))
            (set-binding-on-stack?! top #f)
            (if (eq? top root)
                (cons top members)
                (pop-component root (cons top members)))))
        (for-each (lambda (binding) (if (not (binding-number binding)) (visit binding))) bindings)
        ;; members as the source has them
        (let ((order (make-eq-table)))
          (let number ((rest bindings) (index 0))
            (if (pair? rest)
                (begin (table-set! order (car rest) index)
                       (number (cdr rest) (+ index 1)))))
          (map (lambda (component)
                 (if (null? (cdr component))
                     component
                     (list-sort (lambda (a b) (< (table-ref order a 0) (table-ref order b 0))) component)))
               result))))

    (define (build span components body)
      (if (null? components)
          body
          (build span (cdr components) (build-component span (car components) body))))

    (define (build-component span component body)
      (if (and (null? (cdr component))
               (not (memq (car component) (binding-edges (car component)))))
          (make-let span (list (binding-variable (car component))) (list (binding-init (car component))) body)
          (let ((procedures (filter procedure-binding? component))
                (others (remove procedure-binding? component)))
            (if (null? others)
                (make-fix span (map binding-variable procedures) (map binding-init procedures) body)
                (build-checked span procedures others body)))))

    (define (build-checked span procedures others body)
      (let* ((variables (map binding-variable others))
             (initialise (map (lambda (binding)
                                (make-local-set (node-span (binding-init binding))
                                                (binding-variable binding) (binding-init binding)))
                              others))
             (inner (make-seq span (append initialise (list body)))))
        (if (not (every inert? others))
            (for-each (lambda (variable) (set-facts-checked?! (variable-facts variable) #t)) variables))
        (for-each (lambda (variable) (set-variable-assigned?! variable #t)) variables)
        (make-let span variables
                  (map (lambda (variable) (make-primitive-call span 'unbound '())) variables)
                  (if (null? procedures)
                      inner
                      (make-fix span (map binding-variable procedures) (map binding-init procedures) inner)))))))
