;;; loops: procedures that always return to the same place become labels, and calls of them jumps.
;;;
;;; in:  const local-ref local-set global-* primitive-* if seq lambda let fix call receive
;;; out: the same with labels and jump, and fewer fix
;;;
;;; A place is an expression whose value is not the value of an expression around it: a lambda's body, an
;;; argument, a test, ... A call returns to the place in whose tail position it stands. When all calls of the
;;; procedures of a fix return to one place, apart from calls among themselves in tail position, then their bodies
;;; can stand in that place (contification; compare Fluet and Weeks, "Contification using dominators", 2001).
;;; Places of procedures that became labels are merged with the place they return to, so inner loops go first.
;;; The labels stand where the fix stood, if that is in tail position of the place; otherwise around the place,
;;; which is then inside the fix.
;;;
;;; Under the policy debug a loop stays a procedure, and so does one that declares that policy.

(define-library (ouro compiler loops)
  (import (ouro base) (ouro compiler ast) (ouro compiler ir))
  (export convert-loops)
  (begin
    ;; parent: the place it was merged with, or #f.
    (define-record-type <place> (make-place node parent) place?
      (node place-node)
      (parent place-parent set-place-parent!))

    (define (find-place place)
      (let ((parent (place-parent place)))
        (if (not parent)
            place
            (let ((top (find-place parent)))
              (set-place-parent! place top)
              top))))

    ;; The procedures of one fix. sites: places that calls return to, with repetitions.
    (define-record-type <group> (make-group moved? calls-only? sites) group?
      (moved? group-moved? set-group-moved?!)     ; the labels stand around a place inside the fix
      (calls-only? group-calls-only? set-group-calls-only?!)
      (sites group-sites set-group-sites!))

    ;; State of a procedure variable's facts.
    (define-record-type <member> (make-member group lambda label) member?
      (group member-group)
      (lambda member-lambda)
      (label member-label set-member-label!))

    (define (member-of variable)
      (let ((state (facts-state (variable-facts variable))))
        (and (member? state) state)))

    ;; moved: what the walks share. groups: place node -> fix nodes whose labels stand around it. debug?: the policy
    ;; of the code that is being looked at.
    (define-record-type <work> (make-work groups debug?) work?
      (groups work-groups)
      (debug? work-debug? set-work-debug?!))

    (define (convert-loops node policy)
      (let ((moved (make-work (make-eq-table) (eq? policy 'debug))) (place (make-place node #f)))
        (look node place moved)
        (rebuild-place node moved)))

    (define (look-procedure node place moved)
      (let ((outer (work-debug? moved)))
        (set-work-debug?! moved (eq? (lambda-policy node (if outer 'debug 'optimise)) 'debug))
        (look (lambda-body node) place moved)
        (set-work-debug?! moved outer)))

    ;;; First walk: decide

    (define (look-apart node moved)
      (if (not (or (const? node) (local-ref? node) (global-ref? node)))
          (look node (make-place node #f) moved)
          (look node #f moved)))

    (define (look-all-apart nodes moved)
      (for-each (lambda (node) (look-apart node moved)) nodes))

    (define (look node place moved)
      (cond
        ((const? node) #f)
        ((local-ref? node) (escapes! (local-ref-variable node)))
        ((primitive-call? node) (look-all-apart (primitive-call-arguments node) moved))
        ((call? node)
         (let* ((operator (call-operator node))
                (member (and (local-ref? operator) (member-of (local-ref-variable operator)))))
           (cond ((not member) (look-apart operator moved))
                 ((simple-arity? (member-lambda member) (length (call-arguments node)))
                  (let ((group (member-group member)))
                    (set-group-sites! group (cons place (group-sites group)))))
                 (else (set-group-calls-only?! (member-group member) #f)))
           (look-all-apart (call-arguments node) moved)))
        ((global-ref? node) #f)
        ((if? node)
         (look-apart (if-test node) moved)
         (look (if-then node) place moved)
         (look (if-else node) place moved))
        ((let? node)
         (look-all-apart (let-inits node) moved)
         (look (let-body node) place moved))
        ((seq? node)
         (let loop ((rest (seq-expressions node)))
           (if (null? (cdr rest))
               (look (car rest) place moved)
               (begin (look-apart (car rest) moved)
                      (loop (cdr rest))))))
        ((lambda? node) (look-procedure node (make-place (lambda-body node) #f) moved))
        ((fix? node)
         (if (work-debug? moved)
             (begin
               (for-each (lambda (variable) (set-facts-state! (variable-facts variable) #f)) (fix-variables node))
               (for-each (lambda (procedure) (look procedure #f moved)) (fix-lambdas node))
               (look (fix-body node) place moved))
             (look-fix node place moved)))
        ((local-set? node) (look-apart (local-set-value node) moved))
        ((global-set? node) (look-apart (global-set-value node) moved))
        ((global-define? node) (look-apart (global-define-value node) moved))
        ((primitive-ref? node) #f)
        ((receive? node)
         (look-apart (receive-producer node) moved)
         (look (receive-body node) place moved))
        (else (error "loops: no such node:" node))))

    (define (escapes! variable)
      (let ((member (member-of variable)))
        (if member (set-group-calls-only?! (member-group member) #f))))

    (define (look-fix node place moved)
      (let ((group (make-group #f #t '())))
        (for-each (lambda (variable procedure)
                    (set-facts-state! (variable-facts variable) (make-member group procedure #f)))
                  (fix-variables node) (fix-lambdas node))
        (look (fix-body node) place moved)
        (let ((used? (pair? (group-sites group)))
              (inner (map (lambda (procedure)
                            (let ((inner (make-place (lambda-body procedure) #f)))
                              (look-procedure procedure inner moved)
                              inner))
                          (fix-lambdas node))))
          (if (and (group-calls-only? group) used?)
              (decide group node inner place moved)))))

    (define (decide group node inner place moved)
      (let* ((tops (map find-place inner))
             (target (common-place (group-sites group) tops)))
        (if target
            (begin
              (for-each (lambda (top) (set-place-parent! top target)) tops)
              (for-each (lambda (variable procedure)
                          (set-member-label! (member-of variable)
                                             (make-label (variable-name variable)
                                                         (lambda-required procedure) #f)))
                        (fix-variables node) (fix-lambdas node))
              (if (not (eq? target (find-place place)))
                  (begin
                    (set-group-moved?! group #t)
                    (table-set! (work-groups moved) (place-node target)
                                (cons node (table-ref (work-groups moved) (place-node target) '())))))))))

    ;; The one place that calls from outside return to, or #f.
    (define (common-place sites tops)
      (let loop ((sites sites) (common #f))
        (if (null? sites)
            common
            (let ((site (find-place (car sites))))
              (cond ((or (eq? site common) (memq site tops)) (loop (cdr sites) common))
                    (common #f)
                    (else (loop (cdr sites) site)))))))

    ;;; Second walk: rebuild

    ;; A node that is a place: with the labels that moved here. The one that was decided last is outermost.
    (define (rebuild-place node moved)
      (let ((groups (table-ref (work-groups moved) node '())))
        (if (pair? groups)
            (let loop ((groups (reverse groups)) (result (rebuild node moved)))
              (if (null? groups)
                  result
                  (loop (cdr groups) (build-labels (car groups) result moved))))
            (rebuild node moved))))

    (define (rebuild-places nodes moved)
      (map (lambda (node) (rebuild-place node moved)) nodes))

    (define (build-labels node body moved)
      (let ((labels (map (lambda (variable) (member-label (member-of variable))) (fix-variables node))))
        (for-each (lambda (label procedure)
                    (set-label-body! label (rebuild-place (lambda-body procedure) moved)))
                  labels (fix-lambdas node))
        (make-labels (fix-span node) labels body)))

    (define (rebuild node moved)
      (cond
        ((const? node) node)
        ((local-ref? node) node)
        ((primitive-call? node)
         (make-primitive-call (primitive-call-span node) (primitive-call-name node)
                              (rebuild-places (primitive-call-arguments node) moved)))
        ((call? node)
         (let* ((operator (call-operator node))
                (member (and (local-ref? operator) (member-of (local-ref-variable operator))))
                (arguments (rebuild-places (call-arguments node) moved)))
           (if (and member (member-label member))
               (make-jump (call-span node) (member-label member) arguments)
               (make-call (call-span node) (rebuild-place operator moved) arguments))))
        ((global-ref? node) node)
        ((if? node)
         (make-if (if-span node) (rebuild-place (if-test node) moved)
                  (rebuild (if-then node) moved) (rebuild (if-else node) moved)))
        ((let? node)
         (make-let (let-span node) (let-variables node) (rebuild-places (let-inits node) moved)
                   (rebuild (let-body node) moved)))
        ((seq? node)
         (make-seq (seq-span node)
                   (let loop ((rest (seq-expressions node)))
                     (if (null? (cdr rest))
                         (list (rebuild (car rest) moved))
                         (let ((first (rebuild-place (car rest) moved)))
                           (cons first (loop (cdr rest))))))))
        ((lambda? node)
         (set-lambda-body! node (rebuild-place (lambda-body node) moved))
         node)
        ((fix? node)
         (let ((member (member-of (car (fix-variables node)))))
           (cond
             ((not (and member (member-label member)))
              (make-fix (fix-span node) (fix-variables node)
                        (map (lambda (procedure) (rebuild procedure moved)) (fix-lambdas node))
                        (rebuild (fix-body node) moved)))
             ((group-moved? (member-group member)) (rebuild (fix-body node) moved))
             (else (build-labels node (rebuild (fix-body node) moved) moved)))))
        ((local-set? node)
         (make-local-set (local-set-span node) (local-set-variable node)
                         (rebuild-place (local-set-value node) moved)))
        ((global-set? node)
         (make-global-set (global-set-span node) (global-set-global node)
                          (rebuild-place (global-set-value node) moved)))
        ((global-define? node)
         (make-global-define (global-define-span node) (global-define-global node)
                             (rebuild-place (global-define-value node) moved)))
        ((primitive-ref? node) node)
        ((receive? node)
         (make-receive (receive-span node) (receive-variables node) (receive-rest node)
                       (rebuild-place (receive-producer node) moved) (rebuild (receive-body node) moved)))
        (else (error "loops: no such node:" node))))))
