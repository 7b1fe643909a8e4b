;;; What depends on what names mean.
;;;
;;; The dependents of a top level are a table from symbols to entries; an entry has the names' meaning when the units in
;;; it were expanded. When the meaning has become another, all of them are told and leave the entry. Units are held by
;;; weak boxes, one for each time they were expanded: of what nobody can call any more, nothing is left but empty
;;; boxes, and these are thrown out whenever an entry has twice as many boxes as it had live ones the last time.

(define-library (ouro eval dependents)
  (import (ouro base) (ouro compiler environment) (ouro compiler ast) (ouro eval evaluate)
          (only (ouro primitives) make-weak-box weak-box-ref))
  (declare (internal))
  (export observe-toplevel! depend!)
  (begin
    (define-record-type <entry> (make-entry binding boxes count limit) entry?
      (binding entry-binding set-entry-binding!)
      (boxes entry-boxes set-entry-boxes!)
      (count entry-count set-entry-count!)
      (limit entry-limit set-entry-limit!))    ; when it is next looked through for empty boxes

    (define least-limit 16)

    ;; expire!: (lambda (unit)), told of each unit whose expansion is out of date.
    (define (observe-toplevel! toplevel expire!)
      (let ((entries (make-eq-table)))
        (set-toplevel-dependents! toplevel entries)
        (set-toplevel-observer! toplevel
          (lambda (symbol)
            (if symbol
                (check-entry! toplevel entries symbol expire!)
                (for-each (lambda (symbol) (check-entry! toplevel entries symbol expire!)) (table-keys entries)))))))

    (define (check-entry! toplevel entries symbol expire!)
      (let ((entry (table-ref entries symbol #f)))
        (if entry
            (let ((binding (meaning toplevel symbol)))
              (if (not (same-meaning? (entry-binding entry) binding toplevel symbol))
                  (let ((boxes (entry-boxes entry)))
                    (table-delete! entries symbol)
                    (for-each (lambda (box) (if (live-unit box) (expire! (live-unit box)))) boxes)))))))

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

    ;; The unit, if it is still there and was not expanded again since.
    (define (live-unit box)
      (let ((unit (weak-box-ref box)))
        (and unit (eq? (unit-box unit) box) unit)))

    ;; From now on the unit depends on what the names of its origin mean. #f if one of them means something else already.
    (define (depend! unit)
      (let* ((origin (unit-origin unit)) (toplevel (origin-toplevel origin)) (names (origin-names origin))
             (entries (toplevel-dependents toplevel)) (box (make-weak-box unit)))
        (set-unit-box! unit box)
        (let loop ((symbols (table-keys names)))
          (cond ((null? symbols) #t)
                ((same-meaning? (table-ref names (car symbols) #f) (meaning toplevel (car symbols))
                                toplevel (car symbols))
                 (add-box! entries (car symbols) (table-ref names (car symbols) #f) box)
                 (loop (cdr symbols)))
                (else #f)))))

    (define (add-box! entries symbol binding box)
      (let ((entry (table-ref entries symbol #f)))
        (if entry
            (begin
              (if (>= (entry-count entry) (entry-limit entry)) (prune! entry))
              (set-entry-boxes! entry (cons box (entry-boxes entry)))
              (set-entry-count! entry (+ (entry-count entry) 1)))
            (table-set! entries symbol (make-entry binding (list box) 1 least-limit)))))

    (define (prune! entry)
      (let* ((boxes (filter live-unit (entry-boxes entry))) (count (length boxes)))
        (set-entry-boxes! entry boxes)
        (set-entry-count! entry count)
        (set-entry-limit! entry (max least-limit (* 2 count)))))))
