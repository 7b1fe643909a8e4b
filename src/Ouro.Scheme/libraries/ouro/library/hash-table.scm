;;; Hash tables with any equality, under (srfi 69), (srfi 125) and (srfi 113).
;;;
;;; Where the equality is eq?, eqv? or equal? and no hash function is given, a hash table is one of the machine's tables.
;;; Otherwise it is a record: of keys whose equality one of the machine's tables has it holds such a table; of others a
;;; table of the entries by their hashes and one of the entries in the order in which they came. All keep that order.

(define-library (ouro library hash-table)
  (import (ouro base) (only (ouro primitives) table-kind equal-hash eqv-hash eq-hash) (ouro library check))
  (export new-hash-table hash-table? missing get put! remove! size entries clear! copy copy-empty
    same-of hash-of check-hash-table)
  (begin
    ;; index: of custom equality hash -> list of entries, otherwise #f. content: number -> entry, or key -> value.
    ;; call: how the hash function is called.
    (define-record-type custom (make-custom same? hash call index content next) custom?
      (same? custom-same?)
      (hash custom-hash)
      (call custom-call)
      (index custom-index)
      (content custom-content)
      (next custom-next set-custom-next!))

    (define-record-type entry (make-entry number key value) entry?
      (number entry-number)
      (key entry-key)
      (value entry-value set-entry-value!))

    ;; No hash table of a program has this as a value.
    (define missing (list 'missing))

    (define (hash-table? object) (or (table? object) (custom? object)))

    (define-syntax check-hash-table
      (syntax-rules ()
        ((_ operation position value) (check operation position value hash-table? "a hash table"))))

    ;; hash: a procedure, or #f for one that fits. call: (hash key) -> exact integer, how it is called.
    (define (new-hash-table same? hash call)
      (cond
        ((and (not hash) (eq? same? eq?)) (make-eq-table))
        ((and (not hash) (eq? same? eqv?)) (make-eqv-table))
        ((and (not hash) (eq? same? equal?)) (make-equal-table))
        ((memq same? direct-identity) (make-custom same? hash call #f (make-eqv-table) 0))
        ((memq same? direct-content) (make-custom same? hash call #f (make-equal-table) 0))
        (else (make-custom same? hash call (make-eqv-table) (make-eqv-table) 0))))

    ;; Equalities that on their domains are those of tables.
    (define direct-identity (list eq? eqv? char=? symbol=? boolean=?))
    (define direct-content (list equal? string=?))

    (define (same-of table)
      (if (custom? table)
          (custom-same? table)
          (case (table-kind table)
            ((eq?) eq?)
            ((eqv?) eqv?)
            (else equal?))))

    (define (hash-of table)
      (if (custom? table)
          (custom-hash table)
          (case (table-kind table)
            ((eq?) eq-hash)
            ((eqv?) eqv-hash)
            (else equal-hash))))

    (define (hash-value table key)
      (let ((hash ((custom-call table) key)))
        (if (exact-integer? hash)
            hash
            (error "the hash function of a hash table must give an exact integer, got" hash))))

    ;; The entry of the key among those with its hash, or #f. The key of the table is the first argument of the equality.
    (define (find-entry table key entries)
      (let ((same? (custom-same? table)))
        (let loop ((rest entries))
          (cond
            ((null? rest) #f)
            ((same? (entry-key (car rest)) key) (car rest))
            (else (loop (cdr rest)))))))

    (define (get table key default)
      (cond
        ((table? table) (table-ref table key default))
        ((custom-index table)
         (let* ((index (custom-index table))
                (entry (find-entry table key (table-ref index (hash-value table key) '()))))
           (if entry (entry-value entry) default)))
        (else (table-ref (custom-content table) key default))))

    (define (put! table key value)
      (cond
        ((table? table) (table-set! table key value))
        ((custom-index table)
         (let* ((index (custom-index table))
                (hash (hash-value table key))
                (entry (find-entry table key (table-ref index hash '()))))
           (if entry
               (set-entry-value! entry value)
               (let* ((number (custom-next table)) (entry (make-entry number key value)))
                 (set-custom-next! table (+ number 1))
                 (table-set! (custom-content table) number entry)
                 ;; Asked for again: the equality may have changed the table.
                 (table-set! index hash (cons entry (table-ref index hash '())))))))
        (else (table-set! (custom-content table) key value))))

    ;; Whether the key was there.
    (define (remove! table key)
      (cond
        ((table? table) (table-delete! table key))
        ((custom-index table)
         (let* ((index (custom-index table))
                (hash (hash-value table key))
                (entry (find-entry table key (table-ref index hash '()))))
           (and entry
                (let ((others (remove (lambda (other) (eq? other entry)) (table-ref index hash '()))))
                  (if (null? others)
                      (table-delete! index hash)
                      (table-set! index hash others))
                  (table-delete! (custom-content table) (entry-number entry))))))
        (else (table-delete! (custom-content table) key))))

    (define (size table) (table-count (if (table? table) table (custom-content table))))

    ;; A new association list, in the order in which keys came.
    (define (entries table)
      (cond
        ((table? table) (table->alist table))
        ((custom-index table)
         (map (lambda (entry) (cons (entry-key entry) (entry-value entry))) (table-values (custom-content table))))
        (else (table->alist (custom-content table)))))

    (define (clear! table)
      (if (table? table)
          (table-clear! table)
          (begin
            (if (custom-index table) (table-clear! (custom-index table)))
            (table-clear! (custom-content table)))))

    (define (copy-empty table)
      (if (table? table)
          (new-hash-table (same-of table) #f #f)
          (new-hash-table (custom-same? table) (custom-hash table) (custom-call table))))

    (define (copy table)
      (if (table? table)
          (table-copy table)
          (let ((new (copy-empty table)))
            (for-each (lambda (entry) (put! new (car entry) (cdr entry))) (entries table))
            new)))))
