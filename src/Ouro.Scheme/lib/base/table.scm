;;; Tables: the procedures that call procedures. Loops run over a copy of the entries, so the procedure may change
;;; the table, and a loop that is entered again goes on from where it was.

(define-library (ouro base table)
  (import (ouro syntax) (ouro primitives) (only (ouro base list) for-each map))
  (export table-update! table-update!/default table-for-each table-map alist->table table-intern!)
  (begin
    ;; No table of a program has this as a value.
    (define missing '(missing))

    ;; Replaces the value of the key by (procedure value). If there is no such key the value is (absent), or an error.
    (define (table-update! table key procedure . absent)
      (let ((value (table-ref table key missing)))
        (table-set! table key
          (procedure
            (cond
              ((not (eq? value missing)) value)
              ((pair? absent) ((car absent)))
              (else (table-ref table key)))))))

    (define (table-update!/default table key procedure default)
      (table-set! table key (procedure (table-ref table key default))))

    ;; The value of the key; if there is none, (make) is stored and returned.
    (define (table-intern! table key make)
      (let ((value (table-ref table key missing)))
        (if (eq? value missing)
            (let ((value (make)))
              (table-set! table key value)
              value)
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
