;;; SRFI 125: hash tables, by comparators. They keep the order in which keys came.

(define-library (srfi 125)
  (import (ouro base) (ouro library check) (ouro library hash-table) (ouro library hash-table-operations)
          (only (srfi 128) comparator? comparator-equality-predicate comparator-hash-function comparator-hashable?
            number-hash default-hash))
  (include-library-declarations "125-exports.scm")
  (begin
    ;; what: a comparator, or an equality with a hash function after it, perhaps. Other arguments mean nothing here.
    (define (make operation position what more)
      (cond
        ((comparator? what)
         (let ((same? (comparator-equality-predicate what)))
           (cond
             ((memq same? (list eq? eqv? equal?)) (new-hash-table same? #f #f))
             ((comparator-hashable? what)
              (let ((hash (comparator-hash-function what))) (new-hash-table same? hash hash)))
             (else
              (raise-wrong-type operation position what "a comparator with a hash function")))))
        ((procedure? what)
         (let ((hash (and (pair? more) (procedure? (car more)) (car more))))
           (new-hash-table what
             (if (memq what (list eq? eqv? equal?)) hash (or hash (default-for what)))
             (or hash (default-for what)))))
        (else (raise-wrong-type operation position what "a comparator or an equality predicate"))))

    (define (default-for same?)
      (cond
        ((eq? same? string=?) string-hash)
        ((eq? same? string-ci=?) string-ci-hash)
        ((eq? same? =) number-hash)
        ((memq same? (list eq? eqv? equal? char=? symbol=? boolean=?)) hash)
        (else (lambda (object) 0))))

    (define (make-hash-table what . more) (make 'make-hash-table 1 what more))

    (define (hash-table comparator . contents)
      (let ((table (make 'hash-table 1 comparator '())))
        (let loop ((rest contents))
          (cond
            ((null? rest) table)
            ((null? (cdr rest)) (error "hash-table: no value is given for the last key" (car rest)))
            (else
             (put! table (car rest) (cadr rest))
             (loop (cddr rest)))))))

    (define (hash-table-unfold stop? mapper successor seed comparator . more)
      (check-procedure 'hash-table-unfold 1 stop?)
      (check-procedure 'hash-table-unfold 2 mapper)
      (check-procedure 'hash-table-unfold 3 successor)
      (let ((table (make 'hash-table-unfold 5 comparator more)))
        (let loop ((seed seed))
          (if (stop? seed)
              table
              (call-with-values
                (lambda () (mapper seed))
                (lambda (key value)
                  (put! table key value)
                  (loop (successor seed))))))))

    ;; Of several pairs with the same key the first counts.
    (define (alist->hash-table alist comparator . more)
      (check-list 'alist->hash-table 1 alist)
      (let ((table (make 'alist->hash-table 2 comparator more)))
        (for-each
          (lambda (entry)
            (check 'alist->hash-table 1 entry pair? "a list of pairs")
            (put-first! table (car entry) (cdr entry)))
          alist)
        table))

    (define (hash-table-empty? table)
      (check-hash-table 'hash-table-empty? 1 table)
      (= (size table) 0))

    (define (hash-table-mutable? table)
      (check-hash-table 'hash-table-mutable? 1 table)
      #t)

    ;; Same keys, with values that the comparator takes for the same.
    (define (hash-table=? comparator first second)
      (check 'hash-table=? 1 comparator comparator? "a comparator")
      (check-hash-table 'hash-table=? 2 first)
      (check-hash-table 'hash-table=? 3 second)
      (let ((same? (comparator-equality-predicate comparator)))
        (and (= (size first) (size second))
             (every
               (lambda (entry)
                 (let ((other (get second (car entry) missing)))
                   (and (not (eq? other missing)) (same? (cdr entry) other))))
               (entries first)))))

    ;; The value of the key; if it has none, it gets the one that the procedure gives.
    (define (hash-table-intern! table key failure)
      (check-hash-table 'hash-table-intern! 1 table)
      (check-procedure 'hash-table-intern! 3 failure)
      (let ((value (get table key missing)))
        (if (eq? value missing)
            (let ((value (failure)))
              (put! table key value)
              value)
            value)))

    ;; Takes one entry out; its key and value.
    (define (hash-table-pop! table)
      (check-hash-table 'hash-table-pop! 1 table)
      (if (= (size table) 0) (error "hash-table-pop!: the hash table is empty"))
      (let ((entry (car (entries table))))
        (remove! table (car entry))
        (values (car entry) (cdr entry))))

    (define (hash-table-entries table)
      (check-hash-table 'hash-table-entries 1 table)
      (let ((all (entries table)))
        (values (map car all) (map cdr all))))

    ;; The first true result of (procedure key value).
    (define (hash-table-find procedure table failure)
      (check-procedure 'hash-table-find 1 procedure)
      (check-hash-table 'hash-table-find 2 table)
      (check-procedure 'hash-table-find 3 failure)
      (let loop ((rest (entries table)))
        (if (null? rest)
            (failure)
            (or (procedure (car (car rest)) (cdr (car rest)))
                (loop (cdr rest))))))

    (define (hash-table-count procedure table)
      (check-procedure 'hash-table-count 1 procedure)
      (check-hash-table 'hash-table-count 2 table)
      (count (lambda (entry) (procedure (car entry) (cdr entry))) (entries table)))

    ;; A new hash table of the same keys, with what the procedure makes of the values.
    (define (hash-table-map procedure comparator table)
      (check-procedure 'hash-table-map 1 procedure)
      (check-hash-table 'hash-table-map 3 table)
      (let ((new (make 'hash-table-map 2 comparator '())))
        (for-each (lambda (entry) (put! new (car entry) (procedure (cdr entry)))) (entries table))
        new))

    (define (hash-table-for-each procedure table)
      (check-procedure 'hash-table-for-each 1 procedure)
      (check-hash-table 'hash-table-for-each 2 table)
      (for-each (lambda (entry) (procedure (car entry) (cdr entry))) (entries table)))

    (define (hash-table-map! procedure table)
      (check-procedure 'hash-table-map! 1 procedure)
      (check-hash-table 'hash-table-map! 2 table)
      (for-each (lambda (entry) (put! table (car entry) (procedure (car entry) (cdr entry)))) (entries table)))

    (define (hash-table-map->list procedure table)
      (check-procedure 'hash-table-map->list 1 procedure)
      (check-hash-table 'hash-table-map->list 2 table)
      (map (lambda (entry) (procedure (car entry) (cdr entry))) (entries table)))

    ;; Takes out the entries for which the procedure gives true.
    (define (hash-table-prune! procedure table)
      (check-procedure 'hash-table-prune! 1 procedure)
      (check-hash-table 'hash-table-prune! 2 table)
      (for-each
        (lambda (entry) (if (procedure (car entry) (cdr entry)) (remove! table (car entry))))
        (entries table)))

    (define (hash-table-empty-copy table)
      (check-hash-table 'hash-table-empty-copy 1 table)
      (copy-empty table))

    (define (hash-table-merge! table other)
      (check-hash-table 'hash-table-merge! 1 table)
      (check-hash-table 'hash-table-merge! 2 other)
      (hash-table-union! table other))

    ;; Keeps of the first what the second has.
    (define (hash-table-intersection! table other)
      (check-hash-table 'hash-table-intersection! 1 table)
      (check-hash-table 'hash-table-intersection! 2 other)
      (keep! table (lambda (key) (hash-table-contains? other key))))

    (define (hash-table-difference! table other)
      (check-hash-table 'hash-table-difference! 1 table)
      (check-hash-table 'hash-table-difference! 2 other)
      (keep! table (lambda (key) (not (hash-table-contains? other key)))))

    (define (keep! table keep?)
      (for-each (lambda (entry) (if (not (keep? (car entry))) (remove! table (car entry)))) (entries table))
      table)

    ;; What only one of the two has.
    (define (hash-table-xor! table other)
      (check-hash-table 'hash-table-xor! 1 table)
      (check-hash-table 'hash-table-xor! 2 other)
      (for-each
        (lambda (entry)
          (if (not (remove! table (car entry)))
              (put! table (car entry) (cdr entry))))
        (entries other))
      table)))
