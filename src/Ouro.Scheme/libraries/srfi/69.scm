;;; SRFI 69: basic hash tables. They keep the order in which keys came.

(define-library (srfi 69)
  (import (ouro base) (ouro library check) (ouro library hash-table)
          (except (ouro library hash-table-operations) hash-table-contains? hash-table-union!))
  (export
    make-hash-table alist->hash-table hash-table?
    hash-table-equivalence-function hash-table-hash-function
    hash-table-ref hash-table-ref/default hash-table-set! hash-table-delete! hash-table-exists?
    hash-table-update! hash-table-update!/default
    hash-table-size hash-table-keys hash-table-values hash-table-walk hash-table-fold hash-table->alist
    hash-table-copy hash-table-merge! hash-table-clear!
    hash string-hash string-ci-hash hash-by-identity)
  (begin
    (define bound 536870909)

    ;; (make-hash-table [same? [hash more ...]]): the hash function is called with a key and a bound.
    (define (make-hash-table . arguments) (make 'make-hash-table 1 arguments))

    (define (make operation position arguments)
      (let ((same? (if (pair? arguments) (car arguments) equal?))
            (hash (and (pair? arguments) (pair? (cdr arguments)) (cadr arguments))))
        (check-procedure operation position same?)
        (if hash (check-procedure operation (+ position 1) hash))
        (let ((used (or hash (default-hash same?))))
          (new-hash-table same?
            (if (memq same? (list eq? eqv? equal?)) hash used)
            (lambda (key) (used key bound))))))

    (define (default-hash same?)
      (cond
        ((eq? same? string=?) string-hash)
        ((eq? same? string-ci=?) string-ci-hash)
        ((eq? same? =) (lambda (number bound) (hash (if (and (inexact? number) (finite? number)) (exact number) number) bound)))
        ;; Whatever the equality is, what it takes for the same has the same hash.
        ((memq same? (list eq? eqv? equal? char=? symbol=? boolean=?)) hash)
        (else (lambda (object bound) 0))))

    ;; Of several pairs with the same key the first counts.
    (define (alist->hash-table alist . arguments)
      (check-list 'alist->hash-table 1 alist)
      (let ((table (make 'alist->hash-table 2 arguments)))
        (for-each
          (lambda (entry)
            (check 'alist->hash-table 1 entry pair? "a list of pairs")
            (put-first! table (car entry) (cdr entry)))
          alist)
        table))

    ;; Where both have a key, the second counts.
    (define (hash-table-merge! table other)
      (check-hash-table 'hash-table-merge! 1 table)
      (check-hash-table 'hash-table-merge! 2 other)
      (for-each (lambda (entry) (put! table (car entry) (cdr entry))) (entries other))
      table)))
