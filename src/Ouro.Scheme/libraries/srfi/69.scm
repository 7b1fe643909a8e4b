;;; SRFI 69: basic hash tables, on the machine's tables. They keep the order of insertion. The equivalence is one of
;;; eq?, eqv?, equal?, string=? or =; hash functions are the machine's, whatever is given.

(define-library (srfi 69)
  (import (ouro base) (only (ouro primitives) table-kind equal-hash eq-hash))
  (export
    make-hash-table alist->hash-table hash-table?
    hash-table-equivalence-function hash-table-hash-function
    hash-table-ref hash-table-ref/default hash-table-set! hash-table-delete! hash-table-exists?
    hash-table-update! hash-table-update!/default
    hash-table-size hash-table-keys hash-table-values hash-table-walk hash-table-fold hash-table->alist
    hash-table-copy hash-table-merge! hash-table-clear!
    hash string-hash string-ci-hash hash-by-identity)
  (begin
    (define (make-hash-table . arguments)
      (let ((same? (if (pair? arguments) (car arguments) equal?)))
        (cond
          ((or (eq? same? equal?) (eq? same? string=?)) (make-equal-table))
          ((or (eq? same? eqv?) (eq? same? =)) (make-eqv-table))
          ((eq? same? eq?) (make-eq-table))
          (else (error "make-hash-table: the equivalence must be eq?, eqv?, equal?, string=? or =, got" same?)))))

    (define (hash-table? object) (table? object))

    ;; Of several pairs with the same key, the first counts.
    (define (alist->hash-table alist . arguments)
      (let ((table (apply make-hash-table arguments)))
        (for-each
          (lambda (entry)
            (if (not (table-contains? table (car entry)))
                (table-set! table (car entry) (cdr entry))))
          alist)
        table))

    (define (hash-table-equivalence-function table)
      (case (table-kind table)
        ((eq?) eq?)
        ((eqv?) eqv?)
        (else equal?)))

    (define (hash-table-hash-function table)
      (if (eq? (table-kind table) 'eq?) hash-by-identity hash))

    (define missing '(missing))

    (define (hash-table-ref table key . absent)
      (let ((value (table-ref table key missing)))
        (cond
          ((not (eq? value missing)) value)
          ((pair? absent) ((car absent)))
          (else (table-ref table key)))))

    (define (hash-table-ref/default table key default) (table-ref table key default))
    (define (hash-table-set! table key value) (table-set! table key value))
    (define (hash-table-delete! table key) (table-delete! table key))
    (define (hash-table-exists? table key) (table-contains? table key))
    (define (hash-table-update! table key procedure . absent) (apply table-update! table key procedure absent))
    (define (hash-table-update!/default table key procedure default) (table-update!/default table key procedure default))
    (define (hash-table-size table) (table-count table))
    (define (hash-table-keys table) (table-keys table))
    (define (hash-table-values table) (table-values table))
    (define (hash-table-walk table procedure) (table-for-each procedure table))

    (define (hash-table-fold table procedure seed)
      (let loop ((entries (table->alist table)) (accumulator seed))
        (if (pair? entries)
            (loop (cdr entries) (procedure (car (car entries)) (cdr (car entries)) accumulator))
            accumulator)))

    (define (hash-table->alist table) (table->alist table))
    (define (hash-table-copy table . mutable?) (table-copy table))

    ;; Adds the entries of the second table to the first; where both have a key, the second counts.
    (define (hash-table-merge! table other)
      (table-for-each (lambda (key value) (table-set! table key value)) other)
      table)

    (define (hash-table-clear! table) (table-clear! table))

    (define (bounded hash bound)
      (if (pair? bound) (modulo hash (car bound)) hash))

    (define (hash object . bound) (bounded (equal-hash object) bound))
    (define (string-hash string . bound) (bounded (equal-hash string) bound))
    (define (string-ci-hash string . bound) (bounded (equal-hash (string-foldcase string)) bound))
    (define (hash-by-identity object . bound) (bounded (eq-hash object) bound))))
