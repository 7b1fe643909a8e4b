;;; Where names are found: parents, their C3 linearisation, lookup and assignment.
;;;
;;; The linearisation of an object is the object and then its ancestors: a merge of the linearisations of its parents and of
;;; the list of its parents, which keeps the order of each (Barrett et al., "A Monotonic Superclass Linearization for Dylan").
;;; It is that of the moment: a list is kept with the version of the hierarchy at which it was made, and an assignment that
;;; changes a parent of an object whose list may be part of others makes a new version.
;;;
;;; Lookup, of the moment as well:
;;;   an object's own slots come first, whatever its parents are;
;;;   an activation has one parent and passes on to it;
;;;   for any other object the rest of its linearisation is asked, which is an error when there is none.

(define-library (slf hierarchy)
  (import (ouro base) (only (ouro primitives) jit-promote nearest-name) (slf problem) (slf maps) (slf objects))
  (declare (internal))
  (export lookup linearisation assign! append-parent! check-hierarchy integer-trait set-builtins! lookup-failed inherited-names
    hierarchy-version)
  (begin
    ;; A number that changes when a parent does.
    (define version 0)
    (define (hierarchy-version) version)
    (define (next-version!) (set! version (+ version 1)))

    ;; Whether the __parent__ of some activation was assigned.
    (define moved-activations? #f)

    ;; The builtins module. Its slot inttrait is the parent of all integers.
    (define builtins #f)
    (define (set-builtins! object)
      (set! builtins object)
      (next-version!))

    (define (integer-trait)
      (let ((trait (if builtins (slot-value builtins 'inttrait) missing)))
        (if (missing? trait) #f trait)))

    ;; --- lookup

    ;; The value of the slot `name` that the receiver has or inherits, or `missing`.
    (define (lookup receiver name)
      (cond
        ((object? receiver)
         (let* ((map (jit-promote (object-map receiver))) (own (slot-value receiver name)))
           (cond ((not (missing? own)) own)
                 ((map-activation? map) (lookup-outside receiver name))
                 (else (lookup-among (cdr (linearisation receiver)) name)))))
        ((exact-integer? receiver)
         (let ((trait (integer-trait)))
           (if trait (lookup-among (linearisation trait) name) missing)))
        (else missing)))

    ;; For an activation that has no such slot.
    (define (lookup-outside activation name)
      (cond
        (moved-activations? (lookup-along activation activation #f name))
        ((activation-name? name) (lookup (slot-value activation '__parent__) name))
        (else (lookup (object-base activation) name))))

    ;; Activations may hang on each other in a circle. `slow` goes half as fast: on a circle they meet.
    (define (lookup-along activation slow move? name)
      (let ((next (slot-value activation '__parent__)))
        (if (not (and (object? next) (activation? next)))
            (lookup next name)
            (let ((own (slot-value next name)))
              (cond ((not (missing? own)) own)
                    ((eq? next slow) (cyclic next))
                    (else
                     (lookup-along next (if move? (slot-value slow '__parent__) slow) (not move?) name)))))))

    (define (lookup-among ancestors name)
      (if (pair? ancestors)
          (let ((own (if (object? (car ancestors)) (slot-value (car ancestors) name) missing)))
            (if (missing? own)
                (lookup-among (cdr ancestors) name)
                own))
          missing))

    ;; --- linearisation

    ;; The list of a value and its ancestors.
    (define (linearisation value) (linearise value (list 'mark)))

    ;; mark: what an object has as its version while its list is being made; new for each use, since an error ends it halfway.
    (define (linearise value mark)
      (cond
        ((object? value)
         (cond
           ((eq? (object-version value) version) (object-linearisation value))
           ((eq? (object-version value) mark) (cyclic value))
           (else
            (set-object-version! value mark)
            (let* ((parents (object-parents value))
                   (lists (map (lambda (parent) (linearise parent mark)) parents))
                   (result (cons value (merge lists parents value))))
              (set-object-linearisation! value result)
              (set-object-version! value version)
              result))))
        ((and (exact-integer? value) (integer-trait))
         (cons value (linearise (integer-trait) mark)))
        (else (list value))))

    (define (merge lists parents value)
      (cond ((null? parents) '())
            ((null? (cdr parents)) (car lists))
            (else
             (check-duplicates parents value)
             (merge-lists (append lists (list parents)) value))))

    ;; The next is the first head of a list that stands in no list behind its head. `counts` has for each value in how
    ;; many lists it does.
    (define (merge-lists lists value)
      (let ((counts (make-eqv-table)))
        (define (count! value change)
          (table-set! counts value (+ change (table-ref counts value 0))))
        (for-each (lambda (list) (for-each (lambda (element) (count! element 1)) (cdr list))) lists)
        (let loop ((lists lists) (result '()))
          (if (null? lists)
              (reverse result)
              (let ((good (find (lambda (list) (eq? (table-ref counts (car list) 0) 0)) lists)))
                (if good
                    (loop (without-head (car good) lists count!) (cons (car good) result))
                    (inconsistent value)))))))

    (define (without-head head lists count!)
      (filter-map
        (lambda (list)
          (if (eqv? (car list) head)
              (if (pair? (cdr list))
                  (begin
                    (count! (cadr list) -1)
                    (cdr list))
                  #f)
              list))
        lists))

    (define (check-duplicates parents value)
      (if (pair? parents)
          (begin
            (if (memv (car parents) (cdr parents))
                (run-problem (value->words value) " has the same parent twice: " (value->words (car parents))
                  (if (eqv? (car parents) (slot-value value '__parent__))
                      ", which is its __parent__ as well"
                      "")))
            (check-duplicates (cdr parents) value))))

    (define (inconsistent value)
      (run-problem "the hierarchy of " (value->words value) " is inconsistent: its parents "
        (string-join (map value->words (object-parents value)) ", ")
        " cannot be put in one order in which each comes before its own parents"))

    (define (cyclic value)
      (run-problem "the hierarchy is cyclic: " (value->words value) " is its own ancestor"))

    ;; Fails if the object has no linearisation.
    (define (check-hierarchy object) (linearisation object))

    ;; --- assignment

    ;; Sets the receiver's own slot.
    (define (assign! receiver name value)
      (if (not (object? receiver))
          (run-problem "cannot set the slot " (symbol->string name) " of " (value->words receiver) ": "
            (if (method? receiver) "a method" "an integer") " has no slots of its own"))
      (let ((old (slot-value receiver name)))
        (if (missing? old)
            (add-slot! receiver name value)
            (set-slot-value! receiver name value))
        (if (and (or (eq? name '__parent__) (parent-slot? receiver name)) (not (eqv? old value)))
            (parent-changed! receiver name))
        (if (and (eq? name 'inttrait) (eq? receiver builtins))
            (next-version!))))

    (define (parent-slot? object name)
      (let ((parents (map-parents (object-map object))))
        (and (pair? parents) (memq name parents) #t)))

    (define (parent-changed! object name)
      (if (activation? object) (set! moved-activations? #t))
      ;; Nobody's list has what is behind an object without a list.
      (if (object-linearisation object) (next-version!)))

    ;; Makes a new parent slot, the last of those that are declared.
    (define (append-parent! object name value)
      (add-parent-slot! object name value)
      (if (object-linearisation object) (next-version!)))

    ;; --- errors

    (define (lookup-failed receiver name)
      (let ((near (nearest-name name (inherited-names receiver))))
        (run-problem (shortened (symbol->string name)) " is found nowhere in " (value->words receiver)
          (if (and (object? receiver) (eq? (slot-value receiver '__parent__) missing)) "" " or its parents")
          (if near (string-append "; did you mean " (symbol->string near) "?") ""))))

    (define (inherited-names receiver)
      (let loop ((ancestors (linearisation receiver)) (names '()) (rest 100))
        (if (and (pair? ancestors) (> rest 0))
            (loop (cdr ancestors)
                  (if (object? (car ancestors)) (append (slot-names (car ancestors)) names) names)
                  (- rest 1))
            names)))))
