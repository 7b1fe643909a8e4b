;;; SRFI 43: vectors; the procedures given to mappings and folds get the index first. (srfi 133) is its successor.

(define-library (srfi 43)
  (import (rename (except (ouro base) reverse-list->vector vector-fold vector-map vector-for-each vector-count vector-index
                    vector-any vector-every vector-binary-search)
                  (vector-copy base-copy))
          (only (ouro primitives) vectors-at)
          (ouro library check) (ouro library sequence)
          (only (srfi 133) vector-unfold vector-unfold-right vector-index vector-index-right vector-skip vector-skip-right
            vector-binary-search vector-any vector-every))
  (export
    make-vector vector vector-unfold vector-unfold-right vector-copy vector-reverse-copy vector-append vector-concatenate
    vector? vector-empty? vector= vector-ref vector-length
    vector-fold vector-fold-right vector-map vector-map! vector-for-each vector-count
    vector-index vector-index-right vector-skip vector-skip-right vector-binary-search vector-any vector-every
    vector-set! vector-swap! vector-fill! vector-reverse! vector-copy! vector-reverse-copy!
    vector->list reverse-vector->list list->vector reverse-list->vector)
  (begin
    ;; The end may be beyond that of the vector: what is there is the fill.
    (define* (vector-copy vector #:optional (start 0) (end (and (vector? vector) (vector-length vector))) fill)
      (check 'vector-copy 1 vector vector? "a vector")
      (check-count 'vector-copy 3 end)
      (check-range 'vector-copy 2 start (min end (vector-length vector)) (vector-length vector))
      (if (<= end (vector-length vector))
          (base-copy vector start end)
          (let ((copy (make-vector (- end start) fill)))
            (vector-copy! copy 0 vector start)
            copy)))

    (define (vector-fold procedure seed vector . vectors)
      (check-procedure 'vector-fold 1 procedure)
      (let ((vectors (cons vector vectors)))
        (check-vectors 'vector-fold 3 vectors)
        (let ((length (shortest vectors)))
          (let loop ((index 0) (accumulator seed))
            (if (< index length)
                (loop (+ index 1) (apply procedure index accumulator (vectors-at vectors index)))
                accumulator)))))

    (define (vector-fold-right procedure seed vector . vectors)
      (check-procedure 'vector-fold-right 1 procedure)
      (let ((vectors (cons vector vectors)))
        (check-vectors 'vector-fold-right 3 vectors)
        (let loop ((index (- (shortest vectors) 1)) (accumulator seed))
          (if (>= index 0)
              (loop (- index 1) (apply procedure index accumulator (vectors-at vectors index)))
              accumulator))))

    (define (vector-map procedure vector . vectors)
      (check-procedure 'vector-map 1 procedure)
      (let ((vectors (cons vector vectors)))
        (check-vectors 'vector-map 2 vectors)
        (let ((length (shortest vectors)))
          (let loop ((index 0) (results '()))
            (if (< index length)
                (loop (+ index 1) (cons (apply procedure index (vectors-at vectors index)) results))
                (reverse-list->vector results))))))

    (define (vector-map! procedure vector . vectors)
      (check-procedure 'vector-map! 1 procedure)
      (let ((vectors (cons vector vectors)))
        (check-vectors 'vector-map! 2 vectors)
        (let ((length (shortest vectors)))
          (let loop ((index 0))
            (if (< index length)
                (begin
                  (vector-set! vector index (apply procedure index (vectors-at vectors index)))
                  (loop (+ index 1))))))))

    (define (vector-for-each procedure vector . vectors)
      (check-procedure 'vector-for-each 1 procedure)
      (let ((vectors (cons vector vectors)))
        (check-vectors 'vector-for-each 2 vectors)
        (let ((length (shortest vectors)))
          (let loop ((index 0))
            (if (< index length)
                (begin
                  (apply procedure index (vectors-at vectors index))
                  (loop (+ index 1))))))))

    (define (vector-count satisfied? vector . vectors)
      (check-procedure 'vector-count 1 satisfied?)
      (let ((vectors (cons vector vectors)))
        (check-vectors 'vector-count 2 vectors)
        (let ((length (shortest vectors)))
          (let loop ((index 0) (total 0))
            (if (< index length)
                (loop (+ index 1) (if (apply satisfied? index (vectors-at vectors index)) (+ total 1) total))
                total)))))))
