;;; Tables: the procedures that call procedures. Loops run over a copy of the entries, so the procedure may change
;;; the table, and a loop that is entered again goes on from where it was.

(define-library (ouro base table)
  (import (ouro syntax) (ouro primitives) (only (ouro base list) for-each map))
  (export table-update! table-update!/default table-for-each table-map alist->table table-intern!)
  (begin
    ;; Replaces the value of the key by (procedure value). If there is no such key the value is (absent), or an error.
    (define (table-update! table key procedure . absent)
      (table-set! table key
        (procedure
          (if (table-contains? table key)
              (table-ref table key #f)
              (if (pair? absent)
                  ((car absent))
                  (error "the table has no such key:" key))))))

    (define (table-update!/default table key procedure default)
      (table-set! table key (procedure (table-ref table key default))))

    ;; The value of the key; if there is none, (make) is stored and returned.
    (define (table-intern! table key make)
      (if (table-contains? table key)
          (table-ref table key #f)
          (let ((value (make)))
            (table-set! table key value)
            value)))

    ;; Calls (procedure key value) for each entry, in the order in which keys were first stored.
    (define (table-for-each procedure table)
      (for-each (lambda (entry) (procedure (car entry) (cdr entry))) (table->alist table)))

    ;; The list of (procedure key value), in the same order.
    (define (table-map procedure table)
      (map (lambda (entry) (procedure (car entry) (cdr entry))) (table->alist table)))

    ;; An equal-table of the association list; of equal keys, the first counts.
    (define (alist->table alist)
      (let ((table (make-equal-table)))
        (for-each
          (lambda (entry)
            (if (table-contains? table (car entry))
                (void)
                (table-set! table (car entry) (cdr entry))))
          alist)
        table))))
