;;; SRFI 132: sorting. All sorts are stable, and take the time of a merge sort.

(define-library (srfi 132)
  (import (rename (ouro base) (list-sort base-list-sort) (vector-sort base-vector-sort) (vector-sort! base-vector-sort!))
          (ouro library check))
  (include-library-declarations "132-exports.scm")
  (begin
    (define (check-list-sort operation less? list)
      (check-procedure operation 1 less?)
      (check-list operation 2 list))

    ;; The range begins as argument 3.
    (define (check-vector-sort operation less? vector start end)
      (check-procedure operation 1 less?)
      (check operation 2 vector vector? "a vector")
      (check-range operation 3 start end (vector-length vector)))

    (define (list-sorted? less? list)
      (check-list-sort 'list-sorted? less? list)
      (sorted? list less?))

    (define* (vector-sorted? less? vector #:optional (start 0) (end (length-of vector)))
      (check-vector-sort 'vector-sorted? less? vector start end)
      (let loop ((index (+ start 1)))
        (or (>= index end)
            (and (not (less? (vector-ref vector index) (vector-ref vector (- index 1))))
                 (loop (+ index 1))))))

    (define (length-of vector) (and (vector? vector) (vector-length vector)))

    (define (list-sort less? list)
      (check-list-sort 'list-sort less? list)
      (base-list-sort less? list))

    (define (list-stable-sort less? list)
      (check-list-sort 'list-stable-sort less? list)
      (base-list-sort less? list))

    (define* (vector-sort less? vector #:optional (start 0) (end (length-of vector)))
      (check-vector-sort 'vector-sort less? vector start end)
      (base-vector-sort less? vector start end))

    (define* (vector-stable-sort less? vector #:optional (start 0) (end (length-of vector)))
      (check-vector-sort 'vector-stable-sort less? vector start end)
      (base-vector-sort less? vector start end))

    (define* (vector-sort! less? vector #:optional (start 0) (end (length-of vector)))
      (check-vector-sort 'vector-sort! less? vector start end)
      (base-vector-sort! less? vector start end))

    (define* (vector-stable-sort! less? vector #:optional (start 0) (end (length-of vector)))
      (check-vector-sort 'vector-stable-sort! less? vector start end)
      (base-vector-sort! less? vector start end))

    ;; --- merging: of elements that are the same, those of the first come first

    (define (list-merge less? first second)
      (check-list-sort 'list-merge less? first)
      (check-list 'list-merge 3 second)
      (let loop ((first first) (second second) (merged '()))
        (cond
          ((null? first) (append-reverse merged second))
          ((null? second) (append-reverse merged first))
          ((less? (car second) (car first)) (loop first (cdr second) (cons (car second) merged)))
          (else (loop (cdr first) second (cons (car first) merged))))))

    (define* (vector-merge less? first second
               #:optional (start1 0) (end1 (length-of first)) (start2 0) (end2 (length-of second)))
      (check-merge 'vector-merge 2 less? first second start1 end1 start2 end2)
      (let ((target (make-vector (+ (- end1 start1) (- end2 start2)))))
        (merge-to! target 0 less? first second start1 end1 start2 end2)
        target))

    (define* (vector-merge! less? target first second
               #:optional (start 0) (start1 0) (end1 (length-of first)) (start2 0) (end2 (length-of second)))
      (check 'vector-merge! 2 target vector? "a vector")
      (check-count 'vector-merge! 5 start)
      (check-merge 'vector-merge! 3 less? first second start1 end1 start2 end2)
      (check-at-most 'vector-merge! 5 (+ start (- end1 start1) (- end2 start2)) (vector-length target))
      (merge-to! target start less? first second start1 end1 start2 end2))

    ;; position: which argument the first vector is; the ranges come after the vectors (and after a start).
    (define (check-merge operation position less? first second start1 end1 start2 end2)
      (check-procedure operation 1 less?)
      (check operation position first vector? "a vector")
      (check operation (+ position 1) second vector? "a vector")
      (let ((ranges (if (= position 2) 4 6)))
        (check-range operation ranges start1 end1 (vector-length first))
        (check-range operation (+ ranges 2) start2 end2 (vector-length second))))

    (define (merge-to! target at less? first second start1 end1 start2 end2)
      (let loop ((at at) (i start1) (j start2))
        (cond
          ((= i end1) (vector-copy! target at second j end2))
          ((= j end2) (vector-copy! target at first i end1))
          ((less? (vector-ref second j) (vector-ref first i))
           (vector-set! target at (vector-ref second j))
           (loop (+ at 1) i (+ j 1)))
          (else
           (vector-set! target at (vector-ref first i))
           (loop (+ at 1) (+ i 1) j)))))

    ;; --- of neighbours that are the same, the first stays

    (define (list-delete-neighbor-dups same? list)
      (check-list-sort 'list-delete-neighbor-dups same? list)
      (let loop ((rest list) (kept '()))
        (cond
          ((null? rest) (reverse kept))
          ((and (pair? kept) (same? (car kept) (car rest))) (loop (cdr rest) kept))
          (else (loop (cdr rest) (cons (car rest) kept))))))

    (define* (vector-delete-neighbor-dups same? vector #:optional (start 0) (end (length-of vector)))
      (check-vector-sort 'vector-delete-neighbor-dups same? vector start end)
      (list->vector (list-delete-neighbor-dups same? (vector->list vector start end))))

    ;; In place; the end of what stays.
    (define* (vector-delete-neighbor-dups! same? vector #:optional (start 0) (end (length-of vector)))
      (check-vector-sort 'vector-delete-neighbor-dups! same? vector start end)
      (if (= start end)
          end
          (let loop ((from (+ start 1)) (to (+ start 1)))
            (cond
              ((= from end) to)
              ((same? (vector-ref vector (- to 1)) (vector-ref vector from)) (loop (+ from 1) to))
              (else
               (vector-set! vector to (vector-ref vector from))
               (loop (+ from 1) (+ to 1)))))))

    ;; --- selection

    (define* (vector-find-median less? vector default #:optional mean)
      (check-procedure 'vector-find-median 1 less?)
      (check 'vector-find-median 2 vector vector? "a vector")
      (median-of-sorted (base-vector-sort less? vector) default mean))

    ;; Leaves the vector sorted.
    (define* (vector-find-median! less? vector default #:optional mean)
      (check-procedure 'vector-find-median! 1 less?)
      (check 'vector-find-median! 2 vector vector? "a vector")
      (base-vector-sort! less? vector)
      (median-of-sorted vector default mean))

    ;; mean: of the two in the middle, #f: their arithmetic mean.
    (define (median-of-sorted vector default mean)
      (let* ((length (vector-length vector)) (middle (quotient length 2)))
        (cond
          ((= length 0) default)
          ((odd? length) (vector-ref vector middle))
          (else
           (let ((low (vector-ref vector (- middle 1))) (high (vector-ref vector middle)))
             (if mean (mean low high) (/ (+ low high) 2)))))))

    ;; The element that would stand at index k of the sorted range.
    (define* (vector-select! less? vector k #:optional (start 0) (end (length-of vector)))
      (check-procedure 'vector-select! 1 less?)
      (check 'vector-select! 2 vector vector? "a vector")
      (check-range 'vector-select! 4 start end (vector-length vector))
      (check-index 'vector-select! 3 k (- end start))
      (base-vector-sort! less? vector start end)
      (vector-ref vector (+ start k)))

    ;; Puts the k smallest elements of the range first.
    (define* (vector-separate! less? vector k #:optional (start 0) (end (length-of vector)))
      (check-procedure 'vector-separate! 1 less?)
      (check 'vector-separate! 2 vector vector? "a vector")
      (check-range 'vector-separate! 4 start end (vector-length vector))
      (check-at-most 'vector-separate! 3 k (- end start))
      (base-vector-sort! less? vector start end))))
