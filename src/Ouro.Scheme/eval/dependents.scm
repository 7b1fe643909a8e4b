;;; What depends on what names mean.
;;;
;;; The dependents of a top level are a table from symbols to entries; an entry has the names' meaning when the units in
;;; it were expanded. When the meaning has become another, all of them are told and leave the entry. Units are held by
;;; expiries, one for each time they were expanded, which the lists of names keep weakly: of what nobody can call any
;;; more, nothing is left.

(define-library (ouro eval dependents)
  (import (ouro base) (ouro compiler environment) (ouro compiler ast) (ouro eval evaluate)
          (only (ouro primitives) make-expiry make-expiry-list expiry-list-add! expire-all!))
  (declare (internal))
  (export observe-toplevel! depend!)
  (begin
    (define-record-type <entry> (make-entry binding expiries) entry?
      (binding entry-binding)
      (expiries entry-expiries))

    (define (observe-toplevel! toplevel)
      (let ((entries (make-eq-table)))
        (set-toplevel-dependents! toplevel entries)
        (set-toplevel-observer! toplevel
          (lambda (symbol)
            (if symbol
                (check-entry! toplevel entries symbol)
                (for-each (lambda (symbol) (check-entry! toplevel entries symbol)) (table-keys entries)))))))

    (define (check-entry! toplevel entries symbol)
      (let ((entry (table-ref entries symbol #f)))
        (if entry
            (let ((binding (meaning toplevel symbol)))
              (if (not (same-meaning? (entry-binding entry) binding toplevel symbol))
                  (begin
                    (table-delete! entries symbol)
                    (expire-all! (entry-expiries entry))))))))

    ;; Looking here is not a use of the name by what is being expanded.
    (define (meaning toplevel symbol)
      (let ((looked-up (toplevel-looked-up toplevel)))
        (set-toplevel-looked-up! toplevel #f)
        (let ((binding (toplevel-lookup toplevel symbol)))
          (set-toplevel-looked-up! toplevel looked-up)
          binding)))

    ;; A name without a meaning is taken for the top level's own variable.
    (define (same-meaning? a b toplevel symbol)
      (or (and a b (same-binding? a b))
          (and (own-variable? a toplevel symbol) (own-variable? b toplevel symbol))))

    (define (own-variable? binding toplevel symbol)
      (or (not binding)
          (and (global? binding)
               (eq? (global-module binding) (toplevel-module toplevel))
               (eq? (global-name binding) symbol))))

    ;; From now on the unit depends on what the names of its origin mean. #f if one of them means something else already.
    (define (depend! unit)
      (let* ((origin (unit-origin unit)) (toplevel (origin-toplevel origin)) (names (origin-names origin))
             (entries (toplevel-dependents toplevel)) (expiry (make-expiry unit (unit-expiry unit))))
        (set-unit-expiry! unit expiry)
        (let loop ((symbols (table-keys names)))
          (cond ((null? symbols) #t)
                ((same-meaning? (table-ref names (car symbols) #f) (meaning toplevel (car symbols))
                                toplevel (car symbols))
                 (add! entries (car symbols) (table-ref names (car symbols) #f) expiry)
                 (loop (cdr symbols)))
                (else #f)))))

    (define (add! entries symbol binding expiry)
      (let ((entry (or (table-ref entries symbol #f)
                       (let ((entry (make-entry binding (make-expiry-list))))
                         (table-set! entries symbol entry)
                         entry))))
        (expiry-list-add! (entry-expiries entry) expiry)))))
