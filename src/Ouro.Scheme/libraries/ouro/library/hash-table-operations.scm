;;; The procedures that (srfi 69) and (srfi 125) have in common; where the two differ, they take what either does.

(define-library (ouro library hash-table-operations)
  (import (ouro base) (only (ouro primitives) equal-hash eq-hash) (ouro library check) (ouro library hash-table))
  (export hash-table? hash-table-contains? hash-table-exists? hash-table-ref hash-table-ref/default hash-table-set! hash-table-delete!
    hash-table-update! hash-table-update!/default hash-table-size hash-table-keys hash-table-values hash-table-walk
    hash-table-fold hash-table->alist hash-table-copy hash-table-union! hash-table-clear!
    hash-table-equivalence-function hash-table-hash-function
    hash string-hash string-ci-hash hash-by-identity put-first!)
  (begin
    ;; Keeps a value that the key has already.
    (define (put-first! table key value)
      (if (eq? (get table key missing) missing) (put! table key value)))

    (define (hash-table-equivalence-function table)
      (check-hash-table 'hash-table-equivalence-function 1 table)
      (same-of table))

    (define (hash-table-hash-function table)
      (check-hash-table 'hash-table-hash-function 1 table)
      (hash-of table))

    (define (hash-table-contains? table key)
      (check-hash-table 'hash-table-contains? 1 table)
      (not (eq? (get table key missing) missing)))

    (define (hash-table-exists? table key)
      (check-hash-table 'hash-table-exists? 1 table)
      (not (eq? (get table key missing) missing)))

    (define* (hash-table-ref table key #:optional failure success)
      (check-hash-table 'hash-table-ref 1 table)
      (let ((value (get table key missing)))
        (cond
          ((eq? value missing)
           (if failure
               (begin
                 (check-procedure 'hash-table-ref 3 failure)
                 (failure))
               (error "hash-table-ref: the hash table has no key" key)))
          (success
           (check-procedure 'hash-table-ref 4 success)
           (success value))
          (else value))))

    (define (hash-table-ref/default table key default)
      (check-hash-table 'hash-table-ref/default 1 table)
      (get table key default))

    ;; (hash-table-set! table key value ...): any number of keys with their values.
    (define (hash-table-set! table . arguments)
      (check-hash-table 'hash-table-set! 1 table)
      (let loop ((rest arguments))
        (cond
          ((null? rest) (void))
          ((pair? (cdr rest))
           (put! table (car rest) (cadr rest))
           (loop (cddr rest)))
          (else (error "hash-table-set!: no value is given for the last key" (car rest))))))

    ;; How many of the keys were there.
    (define (hash-table-delete! table . keys)
      (check-hash-table 'hash-table-delete! 1 table)
      (count (lambda (key) (remove! table key)) keys))

    (define* (hash-table-update! table key updater #:optional failure success)
      (check-hash-table 'hash-table-update! 1 table)
      (check-procedure 'hash-table-update! 3 updater)
      (let ((value (get table key missing)))
        (put! table key
          (updater
            (cond
              ((eq? value missing)
               (if failure
                   (begin
                     (check-procedure 'hash-table-update! 4 failure)
                     (failure))
                   (error "hash-table-update!: the hash table has no key" key)))
              (success
               (check-procedure 'hash-table-update! 5 success)
               (success value))
              (else value))))))

    (define (hash-table-update!/default table key updater default)
      (check-hash-table 'hash-table-update!/default 1 table)
      (check-procedure 'hash-table-update!/default 3 updater)
      (put! table key (updater (get table key default))))

    (define (hash-table-size table)
      (check-hash-table 'hash-table-size 1 table)
      (size table))

    (define (hash-table-keys table)
      (check-hash-table 'hash-table-keys 1 table)
      (map car (entries table)))

    (define (hash-table-values table)
      (check-hash-table 'hash-table-values 1 table)
      (map cdr (entries table)))

    (define (hash-table-walk table procedure)
      (check-hash-table 'hash-table-walk 1 table)
      (check-procedure 'hash-table-walk 2 procedure)
      (for-each (lambda (entry) (procedure (car entry) (cdr entry))) (entries table)))

    ;; (hash-table-fold procedure seed table) or, as in SRFI 69, (hash-table-fold table procedure seed).
    (define (hash-table-fold first second third)
      (if (hash-table? first)
          (fold-entries 2 second third first)
          (begin
            (check-hash-table 'hash-table-fold 3 third)
            (fold-entries 1 first second third))))

    (define (fold-entries position procedure seed table)
      (check-procedure 'hash-table-fold position procedure)
      (fold-left (lambda (seed entry) (procedure (car entry) (cdr entry) seed)) seed (entries table)))

    (define (hash-table->alist table)
      (check-hash-table 'hash-table->alist 1 table)
      (entries table))

    ;; All hash tables can be changed, copies too.
    (define (hash-table-copy table . mutable?)
      (check-hash-table 'hash-table-copy 1 table)
      (copy table))

    ;; Adds what the first lacks of the second.
    (define (hash-table-union! table other)
      (check-hash-table 'hash-table-union! 1 table)
      (check-hash-table 'hash-table-union! 2 other)
      (for-each (lambda (entry) (put-first! table (car entry) (cdr entry))) (entries other))
      table)

    (define (hash-table-clear! table)
      (check-hash-table 'hash-table-clear! 1 table)
      (clear! table))

    ;; --- hash functions: with a bound, below it

    (define (bounded operation hash bound)
      (if (pair? bound)
          (begin
            (if (not (and (exact-integer? (car bound)) (> (car bound) 0)))
                (raise-wrong-type operation 2 (car bound) "an exact integer above 0"))
            (modulo hash (car bound)))
          hash))

    (define (hash object . bound) (bounded 'hash (equal-hash object) bound))

    (define (string-hash string . bound)
      (check 'string-hash 1 string string? "a string")
      (bounded 'string-hash (equal-hash string) bound))

    (define (string-ci-hash string . bound)
      (check 'string-ci-hash 1 string string? "a string")
      (bounded 'string-ci-hash (equal-hash (string-foldcase string)) bound))

    (define (hash-by-identity object . bound) (bounded 'hash-by-identity (eq-hash object) bound))))
