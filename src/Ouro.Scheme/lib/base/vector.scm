;;; Vectors: the procedures that call procedures. Re-entrant, like those of (ouro base list): results are collected
;;; in a list that is never mutated, and become a vector at the end.

(define-library (ouro base vector)
  (import (ouro syntax) (ouro primitives) (only (ouro base list) map))
  (export vector-map vector-for-each vector-fold vector-index vector-count vector-any vector-every vector-binary-search)
  (begin
    ;; operation, argument: what the error says.
    (define (checked-length vector operation argument)
      (if (vector? vector)
          (vector-length vector)
          (raise-wrong-type operation argument vector "a vector")))

    ;; first: the number of the argument that the first vector is.
    (define (shortest-length vectors operation first)
      (let loop ((rest (cdr vectors)) (argument (+ first 1)) (shortest (checked-length (car vectors) operation first)))
        (if (null? rest)
            shortest
            (loop (cdr rest) (+ argument 1) (min shortest (checked-length (car rest) operation argument))))))

    (define (vector-map procedure vector . vectors)
      (if (null? vectors)
          (let ((length (checked-length vector 'vector-map 2)))
            (let loop ((index 0) (results '()))
              (if (< index length)
                  (loop (+ index 1) (cons (procedure (vector-ref vector index)) results))
                  (reverse-list->vector results))))
          (let* ((vectors (cons vector vectors))
                 (length (shortest-length vectors 'vector-map 2)))
            (let loop ((index 0) (results '()))
              (if (< index length)
                  (loop (+ index 1) (cons (apply procedure (vectors-at vectors index)) results))
                  (reverse-list->vector results))))))

    (define (vector-for-each procedure vector . vectors)
      (if (null? vectors)
          (let ((length (checked-length vector 'vector-for-each 2)))
            (let loop ((index 0))
              (if (< index length)
                  (begin
                    (procedure (vector-ref vector index))
                    (loop (+ index 1)))
                  (void))))
          (let* ((vectors (cons vector vectors))
                 (length (shortest-length vectors 'vector-for-each 2)))
            (let loop ((index 0))
              (if (< index length)
                  (begin
                    (apply procedure (vectors-at vectors index))
                    (loop (+ index 1)))
                  (void))))))

    ;; (procedure accumulator element ...), from the left.
    (define (vector-fold procedure seed vector . vectors)
      (if (null? vectors)
          (let ((length (checked-length vector 'vector-fold 3)))
            (let loop ((index 0) (accumulator seed))
              (if (< index length)
                  (loop (+ index 1) (procedure accumulator (vector-ref vector index)))
                  accumulator)))
          (let* ((vectors (cons vector vectors))
                 (length (shortest-length vectors 'vector-fold 3)))
            (let loop ((index 0) (accumulator seed))
              (if (< index length)
                  (loop (+ index 1) (apply procedure accumulator (vectors-at vectors index)))
                  accumulator)))))

    ;; Index of the first element that satisfies the predicate, or #f.
    (define (vector-index satisfied? vector)
      (let ((length (vector-length vector)))
        (let loop ((index 0))
          (cond
            ((= index length) #f)
            ((satisfied? (vector-ref vector index)) index)
            (else (loop (+ index 1)))))))

    (define (vector-count satisfied? vector)
      (let ((length (vector-length vector)))
        (let loop ((index 0) (total 0))
          (if (< index length)
              (loop (+ index 1) (if (satisfied? (vector-ref vector index)) (+ total 1) total))
              total))))

    (define (vector-any satisfied? vector)
      (let ((length (vector-length vector)))
        (let loop ((index 0))
          (if (< index length)
              (or (satisfied? (vector-ref vector index))
                  (loop (+ index 1)))
              #f))))

    (define (vector-every satisfied? vector)
      (let ((length (vector-length vector)))
        (let loop ((index 0) (result #t))
          (if (< index length)
              (let ((result (satisfied? (vector-ref vector index))))
                (if result
                    (loop (+ index 1) result)
                    #f))
              result))))

    ;; Index of an element for which (compare element object) is 0, or #f; compare gives a negative number for
    ;; elements before the object's place in the sorted vector, a positive one for those after it.
    (define (vector-binary-search vector object compare)
      (let loop ((low 0) (high (vector-length vector)))
        (if (< low high)
            (let* ((middle (quotient (+ low high) 2))
                   (order (compare (vector-ref vector middle) object)))
              (cond
                ((< order 0) (loop (+ middle 1) high))
                ((> order 0) (loop low middle))
                (else middle)))
            #f)))))
