;;; SRFI 132: sorting. All sorts are stable.

(define-library (srfi 132)
  (import (ouro base))
  (export
    list-sorted? vector-sorted? list-sort list-stable-sort (rename list-sort list-sort!)
    (rename list-sort list-stable-sort!) vector-sort vector-stable-sort vector-sort! vector-stable-sort!
    list-merge vector-merge list-delete-neighbor-dups)
  (begin
    (define (list-sorted? less? list) (sorted? list less?))
    (define (vector-sorted? less? vector) (sorted? vector less?))
    (define (list-stable-sort less? list) (list-sort less? list))
    (define (vector-stable-sort less? vector . range) (apply vector-sort less? vector range))
    (define (vector-stable-sort! less? vector . range) (apply vector-sort! less? vector range))

    (define (list-merge less? first second)
      (let loop ((first first) (second second) (merged '()))
        (cond
          ((null? first) (append-reverse merged second))
          ((null? second) (append-reverse merged first))
          ((less? (car second) (car first)) (loop first (cdr second) (cons (car second) merged)))
          (else (loop (cdr first) second (cons (car first) merged))))))

    (define (vector-merge less? first second)
      (list->vector (list-merge less? (vector->list first) (vector->list second))))

    ;; Of neighbours that are the same, the first stays.
    (define (list-delete-neighbor-dups same? list)
      (let loop ((rest list) (kept '()))
        (cond
          ((null? rest) (reverse kept))
          ((and (pair? kept) (same? (car kept) (car rest))) (loop (cdr rest) kept))
          (else (loop (cdr rest) (cons (car rest) kept))))))))
