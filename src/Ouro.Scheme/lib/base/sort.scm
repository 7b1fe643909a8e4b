;;; Sorting: a stable merge sort of lists and vectors.
;;;
;;; A continuation captured in `less?` and entered again must not disturb another run of the same sort, finished
;;; or not. So no vector is filled in place: runs are lists that are never mutated. Merging two lists by consing
;;; gives the result backwards, so levels alternate: one merges descending halves into an ascending list, the next
;;; ascending halves into a descending one. There is no reversal and no deep recursion.
;;;
;;; A descending list is the exact reverse of the stable ascending one: of equal elements, the later comes first.

(define-library (ouro base sort)
  (import (ouro syntax) (ouro primitives))
  (export sort sort! list-sort vector-sort vector-sort! sorted?)
  (begin
    ;; Elements from..to-1 of the vector as an ascending list. There is at least one.
    (define (ascending items from to less?)
      (let ((length (- to from)))
        (cond
          ((< length 2) (cons (vector-ref items from) '()))
          ((< length 3)
           (let ((first (vector-ref items from))
                 (second (vector-ref items (+ from 1))))
             (if (less? second first)
                 (list second first)
                 (list first second))))
          (else
            (let ((middle (+ from (quotient length 2))))
              (let merge ((left (descending items from middle less?))
                          (right (descending items middle to less?))
                          (merged '()))
                (cond
                  ((null? left) (append-reverse right merged))
                  ((null? right) (append-reverse left merged))
                  ((less? (car right) (car left))
                   (merge (cdr left) right (cons (car left) merged)))
                  (else (merge left (cdr right) (cons (car right) merged))))))))))

    ;; The same as a descending list.
    (define (descending items from to less?)
      (let ((length (- to from)))
        (cond
          ((< length 2) (cons (vector-ref items from) '()))
          ((< length 3)
           (let ((first (vector-ref items from))
                 (second (vector-ref items (+ from 1))))
             (if (less? second first)
                 (list first second)
                 (list second first))))
          (else
            (let ((middle (+ from (quotient length 2))))
              (let merge ((left (ascending items from middle less?))
                          (right (ascending items middle to less?))
                          (merged '()))
                (cond
                  ((null? left) (append-reverse right merged))
                  ((null? right) (append-reverse left merged))
                  ((less? (car right) (car left))
                   (merge left (cdr right) (cons (car right) merged)))
                  (else (merge (cdr left) right (cons (car left) merged))))))))))

    (define (sort-list items less?)
      (if (or (null? items) (null? (cdr items)))
          items
          (let ((items (list->vector items)))
            (ascending items 0 (vector-length items) less?))))

    ;; A fresh vector. The elements are copied first: a predicate that stores into the vector sorts what was there.
    (define (sort-vector items less? start end)
      (if (< start end)
          (list->vector (ascending (vector-copy items start end) 0 (- end start) less?))
          (make-vector 0)))

    ;; (sort list less?) or (sort vector less?): a new list or vector.
    (define (sort items less?)
      (cond
        ((vector? items) (sort-vector items less? 0 (vector-length items)))
        ((list? items) (sort-list items less?))
        (else (raise-wrong-type 'sort 1 items "a list or a vector"))))

    ;; A vector, in place.
    (define (sort! items less?)
      (if (vector? items)
          (vector-sort! less? items)
          (raise-wrong-type 'sort! 1 items "a vector")))

    (define (list-sort less? items)
      (if (list? items)
          (sort-list items less?)
          (raise-wrong-type 'list-sort 2 items "a list")))

    (define (vector-sort less? items . range)
      (let* ((start (if (pair? range) (car range) 0))
             (end (if (and (pair? range) (pair? (cdr range))) (car (cdr range)) (vector-length items))))
        (sort-vector items less? start end)))

    (define (vector-sort! less? items . range)
      (let* ((start (if (pair? range) (car range) 0))
             (end (if (and (pair? range) (pair? (cdr range))) (car (cdr range)) (vector-length items))))
        (vector-copy! items start (sort-vector items less? start end))))

    (define (sorted? items less?)
      (let loop ((rest (if (vector? items) (vector->list items) items)))
        (cond
          ((or (null? rest) (null? (cdr rest))) #t)
          ((less? (car (cdr rest)) (car rest)) #f)
          (else (loop (cdr rest))))))))
