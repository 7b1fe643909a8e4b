;;; SRFI 95: sorting and merging, of lists and vectors, by keys if wanted. All sorts are stable.

(define-library (srfi 95)
  (import (rename (ouro base) (sorted? base-sorted?) (sort base-sort) (sort! base-sort!)) (ouro library check))
  (export sorted? merge (rename merge merge!) sort sort!)
  (begin
    (define (sequence? object) (or (list? object) (vector? object)))

    ;; The order of elements by their keys.
    (define (by-key less? key)
      (if key (lambda (a b) (less? (key a) (key b))) less?))

    (define (check-sort operation sequence less? key)
      (check operation 1 sequence sequence? "a list or a vector")
      (check-procedure operation 2 less?)
      (if key (check-procedure operation 3 key)))

    (define* (sorted? sequence less? #:optional key)
      (check-sort 'sorted? sequence less? key)
      (base-sorted? sequence (by-key less? key)))

    ;; Keys are computed once for each element.
    (define* (sort sequence less? #:optional key)
      (check-sort 'sort sequence less? key)
      (if key
          (if (vector? sequence)
              (vector-map cdr (base-sort (vector-map (lambda (x) (cons (key x) x)) sequence) (by-car less?)))
              (map cdr (base-sort (map (lambda (x) (cons (key x) x)) sequence) (by-car less?))))
          (base-sort sequence less?)))

    (define (by-car less?) (lambda (a b) (less? (car a) (car b))))

    ;; A vector is sorted in place; of a list the result counts.
    (define* (sort! sequence less? #:optional key)
      (check-sort 'sort! sequence less? key)
      (let ((sorted (sort sequence less? key)))
        (if (vector? sequence)
            (begin
              (vector-copy! sequence 0 sorted)
              sequence)
            sorted)))

    (define* (merge first second less? #:optional key)
      (check-list 'merge 1 first)
      (check-list 'merge 2 second)
      (check-procedure 'merge 3 less?)
      (if key (check-procedure 'merge 4 key))
      (let ((less? (by-key less? key)))
        (let loop ((first first) (second second) (merged '()))
          (cond
            ((null? first) (append-reverse merged second))
            ((null? second) (append-reverse merged first))
            ((less? (car second) (car first)) (loop first (cdr second) (cons (car second) merged)))
            (else (loop (cdr first) second (cons (car first) merged)))))))))
