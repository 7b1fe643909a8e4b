;;; What a unit's text says about its global variables.
;;;
;;; A global of a library or program can be written by that unit only: eval, load and the REPL have modules of their
;;; own. So a variable that the unit defines once, and never assigns, keeps its value from the definition on. Text
;;; runs in order: what stands after the definition, at the outermost level or in a procedure, runs after it. There a
;;; constant may stand for the variable, and a small procedure for its name: one of a record type's, or one that
;;; cannot fail. Any other one stays a call: a backtrace shows the calls of the source.

(define-library (ouro compiler globals)
  (import (ouro base) (ouro compiler ast) (ouro compiler ir) (ouro compiler primitives))
  (export make-globals note-definition! global-value global-fixed? record-operation?)
  (begin
    (define-record-type <globals> (%make-globals writes fixed values) globals?
      (writes globals-writes)           ; from name to ((module . number of definitions and assignments) ...)
      (fixed globals-fixed)             ; from name to ((module . #t) ...): defined so far, never written again
      (values globals-values))          ; from name to ((module . node) ...): what they hold, if it is of use

    (define (make-globals node)
      (let ((writes (make-eq-table)))
        (count-writes! node writes)
        (%make-globals writes (make-eq-table) (make-eq-table))))

    (define (count-writes! node writes)
      (let walk ((node node))
        (cond ((global-define? node) (note-write! writes (global-define-global node)))
              ((global-set? node) (note-write! writes (global-set-global node))))
        (for-each-child walk node)))

    (define (note-write! writes global)
      (let* ((name (global-name global))
             (entries (table-ref writes name '()))
             (entry (assq (global-module global) entries)))
        (table-set! writes name
                    (if entry
                        (cons (cons (car entry) (+ (cdr entry) 1)) (remove (lambda (each) (eq? each entry)) entries))
                        (cons (cons (global-module global) 1) entries)))))

    ;; The definition has just been passed at the outermost level.
    (define (note-definition! globals node)
      (let ((global (global-define-global node)) (value (global-define-value node)))
        (if (= (lookup (globals-writes globals) global 0) 1)
            (begin
              (enter! (globals-fixed globals) global #t)
              (if (or (and (const? value) (atom? (const-value value)))
                      (and (lambda? value) (leaf? value)))
                  (enter! (globals-values globals) global value))))))

    (define (enter! table global value)
      (let ((name (global-name global)))
        (table-set! table name (cons (cons (global-module global) value) (table-ref table name '())))))

    ;; Whether it has its value by now, and keeps it.
    (define (global-fixed? globals global)
      (lookup (globals-fixed globals) global #f))

    ;; The constant or lambda that the variable holds, or #f.
    (define (global-value globals global)
      (lookup (globals-values globals) global #f))

    (define (lookup table global default)
      (let ((entry (assq (global-module global) (table-ref table (global-name global) '()))))
        (if entry (cdr entry) default)))

    ;; Largest body, in nodes, that is copied to calls.
    (define leaf-size 10)

    (define (leaf? node)
      (and (plain-lambda? node)
           (not (lambda-rest node))
           (node-size-within? (lambda-body node) leaf-size)
           (or (record-operation? (lambda-body node))
               (cannot-fail? (lambda-body node)))))

    ;; What define-record-type makes. It may fail, and then the call is to blame.
    (define (record-operation? node)
      (and (primitive-call? node)
           (memq (primitive-call-name node) '(record record? record-ref record-set!))
           (every (lambda (argument) (or (trivial? argument) (global-ref? argument)))
                  (primitive-call-arguments node))))

    (define (cannot-fail? node)
      (cond ((const? node) #t)
            ((local-ref? node) (trivial? node))
            ((primitive-call? node)
             (and (total-primitive? (primitive-call-name node))
                  (every cannot-fail? (primitive-call-arguments node))))
            ((if? node)
             (and (cannot-fail? (if-test node)) (cannot-fail? (if-then node)) (cannot-fail? (if-else node))))
            (else #f)))))
