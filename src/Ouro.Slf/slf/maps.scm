;;; Maps: which slots an object has, and where in its values. Objects that got the same slots in the same order, from the same
;;; beginning, share a map, so a map is what a specialiser wants to know of an object.
;;;
;;; A map that objects share never changes. An object with many slots (a program with many names at its top) gets a map
;;; of its own, which grows with it: otherwise n slots would leave n maps of up to n slots each.

(define-library (slf maps)
  (import (ouro base) (only (ouro primitives) jit-const!))
  (declare (internal))
  (export object-root make-activation-map map-index map-count map-parents map-activation? map-names
    map-with-slot map-with-parent activation-name?)
  (begin
    (define-record-type <map> (make-map activation? shared? indexes parents transitions parent-transitions) map?
      (activation? map-activation?)       ; of activations
      (shared? map-shared?)
      (indexes map-indexes)               ; table: name -> index, in the order of the slots
      (parents map-parents set-map-parents!)        ; names of the declared parent slots, in order
      (transitions map-transitions)       ; table: name -> the map with this slot, too
      (parent-transitions map-parent-transitions))  ; the same with a parent slot

    (define most-shared-slots 64)

    ;; Every name that an activation ever had a slot for. Where a name is looked up that no activation has, activations
    ;; need not be asked, and a deep recursion may be very many of them.
    (define activation-names (make-eq-table))

    (define (activation-name? name) (table-ref activation-names name #f))

    (define (new-map activation? indexes parents)
      (jit-const! (make-map activation? #t indexes parents (make-eq-table) (make-eq-table))))

    (define object-root (new-map #f (make-eq-table) '()))

    ;; The map of fresh activations: these slots, in order.
    (define (make-activation-map names)
      (let ((indexes (make-eq-table)))
        (for-each
          (lambda (name)
            (table-set! activation-names name #t)
            (table-set! indexes name (table-count indexes)))
          names)
        (new-map #t indexes '())))

    ;; Where the slot is in the object's values, or #f.
    (define (map-index map name) (table-ref (map-indexes map) name #f))

    (define (map-count map) (table-count (map-indexes map)))

    (define (map-names map) (table-keys (map-indexes map)))

    ;; The map of an object that has the slot, too; its index is the old map's count.
    (define (map-with-slot map name) (extended map name map-transitions (map-parents map)))

    ;; The same, and the slot is one of a parent, the last. The slot may be there already.
    (define (map-with-parent map name)
      (extended map name map-parent-transitions (append (map-parents map) (list name))))

    (define (extended map name transitions parents)
      (if (map-activation? map) (table-set! activation-names name #t))
      (cond
        ((not (map-shared? map))
         (add-index! (map-indexes map) name)
         (set-map-parents! map parents)
         map)
        ((>= (map-count map) most-shared-slots)
         (let ((indexes (table-copy (map-indexes map))))
           (add-index! indexes name)
           (make-map (map-activation? map) #f indexes parents #f #f)))
        (else
         (table-intern! (transitions map) name
           (lambda ()
             (let ((indexes (table-copy (map-indexes map))))
               (add-index! indexes name)
               (new-map (map-activation? map) indexes parents)))))))

    (define (add-index! indexes name)
      (if (not (table-contains? indexes name))
          (table-set! indexes name (table-count indexes))))))
