;;; SRFI 113: sets and bags, by comparators. A bag has elements several times. Both keep the order in which elements came.
;;;
;;; Both are a record around a hash table from elements to how often they are there; the procedures of sets and bags
;;; are made of the same ones, which get the name of the procedure that the program called.

(define-library (srfi 113)
  (import (except (ouro base) remove) (ouro library check)
          (only (srfi 128) comparator? comparator-hashable? comparator-equality-predicate comparator-hash-function
            comparator-check-type make-comparator comparator-hash make-equal-comparator)
          (rename (ouro library hash-table) (remove! take-out!)))
  (include-library-declarations "113-exports.scm")
  (begin
    (define-record-type <set> (make-set comparator table) set? (comparator set-comparator-of) (table set-table))
    (define-record-type <bag> (make-bag comparator table) bag? (comparator bag-comparator-of) (table bag-table))

    (define (table-of collection) (if (set? collection) (set-table collection) (bag-table collection)))
    (define (comparator-of collection) (if (set? collection) (set-comparator-of collection) (bag-comparator-of collection)))

    ;; A kind of collection: what its procedures check and make.
    (define-record-type kind (make-kind member? expected make) kind?
      (member? kind-member?) (expected kind-expected) (make kind-make))

    (define sets (make-kind set? "a set" make-set))
    (define bags (make-kind bag? "a bag" make-bag))
    (define (kind-of collection) (if (set? collection) sets bags))

    (define (check-kind kind operation position object)
      (if (not ((kind-member? kind) object))
          (raise-wrong-type operation position object (kind-expected kind))))

    (define (empty kind operation position comparator)
      (check operation position comparator comparator? "a comparator")
      (let ((same? (comparator-equality-predicate comparator)))
        (cond
          ((memq same? (list eq? eqv? equal?)) ((kind-make kind) comparator (new-hash-table same? #f #f)))
          ((comparator-hashable? comparator)
           (let ((hash (comparator-hash-function comparator)))
             ((kind-make kind) comparator (new-hash-table same? hash hash))))
          (else (raise-wrong-type operation position comparator "a comparator with a hash function")))))

    (define (empty-like collection) ((kind-make (kind-of collection)) (comparator-of collection) (copy-empty (table-of collection))))
    (define (duplicate collection) ((kind-make (kind-of collection)) (comparator-of collection) (copy (table-of collection))))

    ;; --- elements, with how often they are there

    (define (count-of collection element) (get (table-of collection) element 0))

    ;; Of a set an element is there at most once. An element that is there already stays.
    (define (add! collection element times)
      (comparator-check-type (comparator-of collection) element)
      (set-times! collection element (+ (count-of collection element) times)))

    (define (set-times! collection element times)
      (let ((times (if (set? collection) (min times 1) times)))
        (if (> times 0)
            (put! (table-of collection) element times)
            (take-out! (table-of collection) element))))

    (define (pairs collection) (entries (table-of collection)))

    (define (total collection)
      (if (set? collection)
          (size (table-of collection))
          (fold (lambda (entry sum) (+ sum (cdr entry))) 0 (pairs collection))))

    ;; All elements, those of bags as often as they are there.
    (define (elements collection)
      (if (set? collection)
          (map car (pairs collection))
          (append-map (lambda (entry) (make-list (cdr entry) (car entry))) (pairs collection))))

    (define (add-all! collection list)
      (for-each (lambda (element) (add! collection element 1)) list)
      collection)

    ;; --- the procedures; kind and operation are for errors

    (define (construct kind operation comparator list) (add-all! (empty kind operation 1 comparator) list))

    ;; The comparator may be the first argument or the last.
    (define (unfold kind operation first second third fourth fifth)
      (if (comparator? first)
          (unfold kind operation second third fourth fifth first)
          (let ((collection (empty kind operation 5 fifth)))
            (check-procedure operation 1 first)
            (check-procedure operation 2 second)
            (check-procedure operation 3 third)
            (let loop ((seed fourth))
              (if (first seed)
                  collection
                  (begin
                    (add! collection (second seed) 1)
                    (loop (third seed))))))))

    (define (contains? kind operation collection element)
      (check-kind kind operation 1 collection)
      (> (count-of collection element) 0))

    (define (is-empty? kind operation collection)
      (check-kind kind operation 1 collection)
      (= 0 (size (table-of collection))))

    (define (check-two kind operation first second)
      (check-kind kind operation 1 first)
      (check-kind kind operation 2 second)
      (check-comparators operation first second))

    (define (check-comparators operation first second)
      (if (not (or (eq? (comparator-of first) (comparator-of second))
                   (eq? (comparator-equality-predicate (comparator-of first))
                        (comparator-equality-predicate (comparator-of second)))))
          (error (string-append (symbol->string operation) ": the two must have the same comparator"))))

    (define (disjoint? kind operation first second)
      (check-two kind operation first second)
      (every (lambda (entry) (= 0 (count-of second (car entry)))) (pairs first)))

    ;; The element that is in the collection.
    (define (member kind operation collection element default)
      (check-kind kind operation 1 collection)
      (if (> (count-of collection element) 0)
          (let ((same? (comparator-equality-predicate (comparator-of collection))))
            (car (find (lambda (entry) (same? (car entry) element)) (pairs collection))))
          default))

    (define (element-comparator kind operation collection)
      (check-kind kind operation 1 collection)
      (comparator-of collection))

    (define (adjoin! kind operation collection list)
      (check-kind kind operation 1 collection)
      (add-all! collection list))

    (define (adjoin kind operation collection list)
      (check-kind kind operation 1 collection)
      (add-all! (duplicate collection) list))

    ;; The given element takes the place of the one that is there.
    (define (replace! kind operation collection element)
      (check-kind kind operation 1 collection)
      (let ((times (count-of collection element)))
        (if (> times 0)
            (begin
              (take-out! (table-of collection) element)
              (put! (table-of collection) element times)))
        collection))

    (define (replace kind operation collection element)
      (check-kind kind operation 1 collection)
      (replace! kind operation (duplicate collection) element))

    (define (delete-all! kind operation collection list)
      (check-kind kind operation 1 collection)
      (check-list operation 2 list)
      (for-each
        (lambda (element)
          (let ((times (count-of collection element)))
            (if (> times 0) (set-times! collection element (- times 1)))))
        list)
      collection)

    (define (delete-all kind operation collection list)
      (check-kind kind operation 1 collection)
      (delete-all! kind operation (duplicate collection) list))

    (define (search! kind operation collection element failure success)
      (check-kind kind operation 1 collection)
      (check-procedure operation 3 failure)
      (check-procedure operation 4 success)
      (if (> (count-of collection element) 0)
          (success (member kind operation collection element #f)
            (lambda (new object)
              (set-times! collection element (- (count-of collection element) 1))
              (add! collection new 1)
              (values collection object))
            (lambda (object)
              (set-times! collection element (- (count-of collection element) 1))
              (values collection object)))
          (failure
            (lambda (object)
              (add! collection element 1)
              (values collection object))
            (lambda (object) (values collection object)))))

    (define (size-of kind operation collection)
      (check-kind kind operation 1 collection)
      (total collection))

    (define (find-in kind operation satisfied? collection failure)
      (check-procedure operation 1 satisfied?)
      (check-kind kind operation 2 collection)
      (check-procedure operation 3 failure)
      (let loop ((rest (pairs collection)))
        (cond
          ((null? rest) (failure))
          ((satisfied? (car (car rest))) (car (car rest)))
          (else (loop (cdr rest))))))

    (define (check-mapping kind operation procedure collection)
      (check-procedure operation 1 procedure)
      (check-kind kind operation 2 collection))

    (define (count-in kind operation satisfied? collection)
      (check-mapping kind operation satisfied? collection)
      (count satisfied? (elements collection)))

    (define (any-in? kind operation satisfied? collection)
      (check-mapping kind operation satisfied? collection)
      (any (lambda (entry) (and (satisfied? (car entry)) #t)) (pairs collection)))

    (define (every-in? kind operation satisfied? collection)
      (check-mapping kind operation satisfied? collection)
      (every (lambda (entry) (and (satisfied? (car entry)) #t)) (pairs collection)))

    (define (map-to kind operation comparator procedure collection)
      (let ((new (empty kind operation 1 comparator)))
        (check-procedure operation 2 procedure)
        (check-kind kind operation 3 collection)
        (for-each (lambda (entry) (add! new (procedure (car entry)) (cdr entry))) (pairs collection))
        new))

    (define (for-each-in kind operation procedure collection)
      (check-mapping kind operation procedure collection)
      (for-each procedure (elements collection)))

    (define (fold-in kind operation procedure seed collection)
      (check-procedure operation 1 procedure)
      (check-kind kind operation 3 collection)
      (fold procedure seed (elements collection)))

    ;; Two collections: of the elements that satisfy the predicate, and of the others. The first may be the one given.
    (define (split satisfied? collection ins)
      (let ((outs (empty-like collection)))
        (for-each
          (lambda (entry)
            (if (satisfied? (car entry))
                (set-times! ins (car entry) (cdr entry))
                (begin
                  (set-times! ins (car entry) 0)
                  (set-times! outs (car entry) (cdr entry)))))
          (pairs collection))
        (values ins outs)))

    (define (first-of satisfied? collection ins)
      (call-with-values (lambda () (split satisfied? collection ins)) (lambda (ins outs) ins)))

    (define (filter-in kind operation keep? collection)
      (check-mapping kind operation keep? collection)
      (first-of keep? collection (empty-like collection)))

    (define (filter-in! kind operation keep? collection)
      (check-mapping kind operation keep? collection)
      (first-of keep? collection collection))

    (define (remove-in kind operation drop? collection)
      (check-mapping kind operation drop? collection)
      (first-of (lambda (element) (not (drop? element))) collection (empty-like collection)))

    (define (remove-in! kind operation drop? collection)
      (check-mapping kind operation drop? collection)
      (first-of (lambda (element) (not (drop? element))) collection collection))

    (define (partition-in kind operation satisfied? collection)
      (check-mapping kind operation satisfied? collection)
      (split satisfied? collection (empty-like collection)))

    (define (partition-in! kind operation satisfied? collection)
      (check-mapping kind operation satisfied? collection)
      (split satisfied? collection collection))

    (define (copy-of kind operation collection)
      (check-kind kind operation 1 collection)
      (duplicate collection))

    (define (list-of kind operation collection)
      (check-kind kind operation 1 collection)
      (elements collection))

    (define (from-list kind operation comparator list)
      (check-list operation 2 list)
      (construct kind operation comparator list))

    (define (from-list! kind operation collection list)
      (check-kind kind operation 1 collection)
      (check-list operation 2 list)
      (add-all! collection list))

    ;; Whether (holds? first second) for all neighbours.
    (define (neighbours? kind operation holds? first more)
      (check-kind kind operation 1 first)
      (let loop ((first first) (rest more) (position 2))
        (or (null? rest)
            (begin
              (check-kind kind operation position (car rest))
              (check-comparators operation first (car rest))
              (and (holds? first (car rest)) (loop (car rest) (cdr rest) (+ position 1)))))))

    ;; Each element is in the second at least as often.
    (define (within? first second)
      (every (lambda (entry) (<= (cdr entry) (count-of second (car entry)))) (pairs first)))

    (define (same? first second) (and (= (total first) (total second)) (within? first second)))
    (define (strictly-within? first second) (and (< (total first) (total second)) (within? first second)))

    (define (equal-to? kind operation first more) (neighbours? kind operation same? first more))
    (define (less? kind operation first more) (neighbours? kind operation strictly-within? first more))
    (define (at-most? kind operation first more) (neighbours? kind operation within? first more))

    (define (greater? kind operation first more)
      (neighbours? kind operation (lambda (a b) (strictly-within? b a)) first more))

    (define (at-least? kind operation first more) (neighbours? kind operation (lambda (a b) (within? b a)) first more))

    ;; Gives each element of the two (times in-target in-other), in the target.
    (define (combine! times target other)
      (for-each
        (lambda (entry)
          (set-times! target (car entry) (times (cdr entry) (count-of other (car entry)))))
        (pairs target))
      (for-each
        (lambda (entry)
          (if (= 0 (count-of target (car entry)))
              (set-times! target (car entry) (times 0 (cdr entry)))))
        (pairs other))
      target)

    (define (combined! kind operation times target others)
      (let loop ((rest others) (position 2))
        (if (pair? rest)
            (begin
              (check-kind kind operation position (car rest))
              (check-comparators operation target (car rest))
              (combine! times target (car rest))
              (loop (cdr rest) (+ position 1)))
            target)))

    (define-syntax define-algebra
      (syntax-rules ()
        ((_ plain changing times)
         (begin
           (define (plain kind operation first others)
             (check-kind kind operation 1 first)
             (combined! kind operation times (duplicate first) others))
           (define (changing kind operation first others)
             (check-kind kind operation 1 first)
             (combined! kind operation times first others))))))

    (define-algebra union union! max)
    (define-algebra sum sum! +)
    (define-algebra intersection intersection! min)

    (define (less-than-all kind operation target others)
      (combined! kind operation (lambda (a b) (max 0 (- a b))) target others))

    (define (difference kind operation first others)
      (check-kind kind operation 1 first)
      (less-than-all kind operation (duplicate first) others))

    (define (difference! kind operation first others)
      (check-kind kind operation 1 first)
      (less-than-all kind operation first others))

    (define (xor kind operation first second)
      (check-two kind operation first second)
      (xor-to! (duplicate first) second))

    (define (xor! kind operation first second)
      (check-two kind operation first second)
      (xor-to! first second))

    (define (xor-to! target other)
      (let ((before (duplicate target)))
        (for-each
          (lambda (entry)
            (set-times! target (car entry) (abs (- (count-of before (car entry)) (cdr entry)))))
          (pairs other))
        target))

    ;; Elements in an order that does not depend on how they came would take an order of elements: these compare as wholes.
    (define (make-collection-comparator kind)
      (make-comparator (kind-member? kind)
        same?
        #f
        (lambda (collection)
          (let ((comparator (comparator-of collection)))
            (fold
              (lambda (entry hash)
                (bitwise-and (+ hash (* (cdr entry) (if (comparator-hashable? comparator) (comparator-hash comparator (car entry)) 1)))
                  1073741823))
              17
              (pairs collection))))))

    (define set-comparator (make-collection-comparator sets))
    (define bag-comparator (make-collection-comparator bags))

    ;; --- their names

    (define-syntax define-both
      (syntax-rules ()
        ((_ (set-name bag-name argument ...) procedure)
         (begin
           (define (set-name argument ...) (procedure sets 'set-name argument ...))
           (define (bag-name argument ...) (procedure bags 'bag-name argument ...))))))

    ;; The last argument is a list of all further ones.
    (define-syntax define-both-rest
      (syntax-rules ()
        ((_ (set-name bag-name first) procedure)
         (begin
           (define (set-name first . rest) (procedure sets 'set-name first rest))
           (define (bag-name first . rest) (procedure bags 'bag-name first rest))))))

    (define-both-rest (set bag comparator) construct)
    (define-both (set-unfold bag-unfold a b c d e) unfold)
    (define-both (set-contains? bag-contains? collection element) contains?)
    (define-both (set-empty? bag-empty? collection) is-empty?)
    (define-both (set-disjoint? bag-disjoint? first second) disjoint?)
    (define-both (set-member bag-member collection element default) member)
    (define-both (set-element-comparator bag-element-comparator collection) element-comparator)
    (define-both-rest (set-adjoin bag-adjoin collection) adjoin)
    (define-both-rest (set-adjoin! bag-adjoin! collection) adjoin!)
    (define-both (set-replace bag-replace collection element) replace)
    (define-both (set-replace! bag-replace! collection element) replace!)
    (define-both-rest (set-delete bag-delete collection) delete-all)
    (define-both-rest (set-delete! bag-delete! collection) delete-all!)
    (define-both (set-delete-all bag-delete-all collection list) delete-all)
    (define-both (set-delete-all! bag-delete-all! collection list) delete-all!)
    (define-both (set-search! bag-search! collection element failure success) search!)
    (define-both (set-size bag-size collection) size-of)
    (define-both (set-find bag-find satisfied? collection failure) find-in)
    (define-both (set-count bag-count satisfied? collection) count-in)
    (define-both (set-any? bag-any? satisfied? collection) any-in?)
    (define-both (set-every? bag-every? satisfied? collection) every-in?)
    (define-both (set-map bag-map comparator procedure collection) map-to)
    (define-both (set-for-each bag-for-each procedure collection) for-each-in)
    (define-both (set-fold bag-fold procedure seed collection) fold-in)
    (define-both (set-filter bag-filter keep? collection) filter-in)
    (define-both (set-filter! bag-filter! keep? collection) filter-in!)
    (define-both (set-remove bag-remove drop? collection) remove-in)
    (define-both (set-remove! bag-remove! drop? collection) remove-in!)
    (define-both (set-partition bag-partition satisfied? collection) partition-in)
    (define-both (set-partition! bag-partition! satisfied? collection) partition-in!)
    (define-both (set-copy bag-copy collection) copy-of)
    (define-both (set->list bag->list collection) list-of)
    (define-both (list->set list->bag comparator list) from-list)
    (define-both (list->set! list->bag! collection list) from-list!)
    (define-both-rest (set=? bag=? first) equal-to?)
    (define-both-rest (set<? bag<? first) less?)
    (define-both-rest (set>? bag>? first) greater?)
    (define-both-rest (set<=? bag<=? first) at-most?)
    (define-both-rest (set>=? bag>=? first) at-least?)
    (define-both-rest (set-union bag-union first) union)
    (define-both-rest (set-union! bag-union! first) union!)
    (define-both-rest (set-intersection bag-intersection first) intersection)
    (define-both-rest (set-intersection! bag-intersection! first) intersection!)
    (define-both-rest (set-difference bag-difference first) difference)
    (define-both-rest (set-difference! bag-difference! first) difference!)
    (define-both (set-xor bag-xor first second) xor)
    (define-both (set-xor! bag-xor! first second) xor!)

    ;; --- of bags only

    (define (bag-sum first . others) (sum bags 'bag-sum first others))
    (define (bag-sum! first . others) (sum! bags 'bag-sum! first others))

    (define (bag-product factor bag)
      (check-count 'bag-product 1 factor)
      (check-kind bags 'bag-product 2 bag)
      (multiply! factor (duplicate bag)))

    (define (bag-product! factor bag)
      (check-count 'bag-product! 1 factor)
      (check-kind bags 'bag-product! 2 bag)
      (multiply! factor bag))

    (define (multiply! factor bag)
      (for-each (lambda (entry) (set-times! bag (car entry) (* factor (cdr entry)))) (pairs bag))
      bag)

    (define (bag-unique-size bag)
      (check-kind bags 'bag-unique-size 1 bag)
      (size (table-of bag)))

    (define (bag-element-count bag element)
      (check-kind bags 'bag-element-count 1 bag)
      (count-of bag element))

    (define (bag-for-each-unique procedure bag)
      (check-mapping bags 'bag-for-each-unique procedure bag)
      (for-each (lambda (entry) (procedure (car entry) (cdr entry))) (pairs bag)))

    (define (bag-fold-unique procedure seed bag)
      (check-procedure 'bag-fold-unique 1 procedure)
      (check-kind bags 'bag-fold-unique 3 bag)
      (fold (lambda (entry accumulator) (procedure (car entry) (cdr entry) accumulator)) seed (pairs bag)))

    (define (bag-increment! bag element times)
      (check-kind bags 'bag-increment! 1 bag)
      (check-count 'bag-increment! 3 times)
      (if (> times 0) (add! bag element times))
      bag)

    (define (bag-decrement! bag element times)
      (check-kind bags 'bag-decrement! 1 bag)
      (check-count 'bag-decrement! 3 times)
      (if (> (count-of bag element) 0)
          (set-times! bag element (max 0 (- (count-of bag element) times))))
      bag)

    (define (bag->set bag)
      (check-kind bags 'bag->set 1 bag)
      (add-all! (make-set (comparator-of bag) (copy-empty (table-of bag))) (map car (pairs bag))))

    (define (set->bag set)
      (check-kind sets 'set->bag 1 set)
      (make-bag (comparator-of set) (copy (table-of set))))

    (define (set->bag! bag set)
      (check-kind bags 'set->bag! 1 bag)
      (check-kind sets 'set->bag! 2 set)
      (add-all! bag (elements set)))

    (define (bag->alist bag)
      (check-kind bags 'bag->alist 1 bag)
      (pairs bag))

    (define (alist->bag comparator alist)
      (check-list 'alist->bag 2 alist)
      (let ((bag (empty bags 'alist->bag 1 comparator)))
        (for-each
          (lambda (entry)
            (check 'alist->bag 2 entry counted? "a list of pairs of elements with counts")
            (if (> (cdr entry) 0) (add! bag (car entry) (cdr entry))))
          alist)
        bag))

    (define (counted? object) (and (pair? object) (exact-integer? (cdr object)) (>= (cdr object) 0)))))
