;;; SRFI 133: vectors.

(define-library (srfi 133)
  (import (rename (except (ouro base) reverse-list->vector vector-fold vector-index vector-count vector-any vector-every)
                  (vector-binary-search base-search))
          (only (ouro primitives) vectors-at)
          (ouro library check) (ouro library sequence))
  (include-library-declarations "133-exports.scm")
  (begin
    ;; --- making

    ;; (mapper index seed ...) gives an element and the next seeds.
    (define (vector-unfold mapper length . seeds)
      (check-procedure 'vector-unfold 1 mapper)
      (check-count 'vector-unfold 2 length)
      (list->vector (unfolded mapper 0 length 1 seeds)))

    (define (vector-unfold-right mapper length . seeds)
      (check-procedure 'vector-unfold-right 1 mapper)
      (check-count 'vector-unfold-right 2 length)
      (reverse-list->vector (unfolded mapper (- length 1) -1 -1 seeds)))

    ;; The elements for the indices from `from` to `to`, in the order in which they were made.
    (define (unfolded mapper from to step seeds)
      (let loop ((index from) (seeds seeds) (elements '()))
        (if (= index to)
            (reverse elements)
            (call-with-values
              (lambda () (apply mapper index seeds))
              (lambda (element . seeds) (loop (+ index step) seeds (cons element elements)))))))

    (define (vector-unfold! mapper vector start end . seeds)
      (check-procedure 'vector-unfold! 1 mapper)
      (check 'vector-unfold! 2 vector vector? "a vector")
      (check-range 'vector-unfold! 3 start end (vector-length vector))
      (let loop ((index start) (seeds seeds))
        (if (< index end)
            (call-with-values
              (lambda () (apply mapper index seeds))
              (lambda (element . seeds)
                (vector-set! vector index element)
                (loop (+ index 1) seeds))))))

    (define (vector-unfold-right! mapper vector start end . seeds)
      (check-procedure 'vector-unfold-right! 1 mapper)
      (check 'vector-unfold-right! 2 vector vector? "a vector")
      (check-range 'vector-unfold-right! 3 start end (vector-length vector))
      (let loop ((index (- end 1)) (seeds seeds))
        (if (>= index start)
            (call-with-values
              (lambda () (apply mapper index seeds))
              (lambda (element . seeds)
                (vector-set! vector index element)
                (loop (- index 1) seeds))))))

    ;; (vector-append-subvectors vector start end ...)
    (define (vector-append-subvectors . arguments)
      (let loop ((rest arguments) (position 1) (parts '()))
        (cond
          ((null? rest) (apply vector-append (reverse parts)))
          ((or (null? (cdr rest)) (null? (cddr rest)))
           (error "vector-append-subvectors: expected a vector, a start and an end, got only" rest))
          (else
           (check 'vector-append-subvectors position (car rest) vector? "a vector")
           (check-range 'vector-append-subvectors (+ position 1) (cadr rest) (caddr rest) (vector-length (car rest)))
           (loop (cdddr rest) (+ position 3) (cons (vector-copy (car rest) (cadr rest) (caddr rest)) parts))))))

    ;; --- all elements

    ;; (procedure accumulator element ...), from the left.
    (define (vector-fold procedure seed vector . vectors)
      (check-procedure 'vector-fold 1 procedure)
      (check-vectors 'vector-fold 3 (cons vector vectors))
      (if (null? vectors)
          (let ((length (vector-length vector)))
            (let loop ((index 0) (accumulator seed))
              (if (< index length)
                  (loop (+ index 1) (procedure accumulator (vector-ref vector index)))
                  accumulator)))
          (let* ((vectors (cons vector vectors)) (length (shortest vectors)))
            (let loop ((index 0) (accumulator seed))
              (if (< index length)
                  (loop (+ index 1) (apply procedure accumulator (vectors-at vectors index)))
                  accumulator)))))

    (define (vector-fold-right procedure seed vector . vectors)
      (check-procedure 'vector-fold-right 1 procedure)
      (check-vectors 'vector-fold-right 3 (cons vector vectors))
      (let* ((vectors (cons vector vectors)))
        (let loop ((index (- (shortest vectors) 1)) (accumulator seed))
          (if (>= index 0)
              (loop (- index 1) (apply procedure accumulator (vectors-at vectors index)))
              accumulator))))

    (define (vector-map! procedure vector . vectors)
      (check-procedure 'vector-map! 1 procedure)
      (let* ((vectors (cons vector vectors)))
        (check-vectors 'vector-map! 2 vectors)
        (let ((length (shortest vectors)))
          (let loop ((index 0))
            (if (< index length)
                (begin
                  (vector-set! vector index (apply procedure (vectors-at vectors index)))
                  (loop (+ index 1))))))))

    (define (vector-count satisfied? vector . vectors)
      (check-procedure 'vector-count 1 satisfied?)
      (let ((vectors (cons vector vectors)))
        (check-vectors 'vector-count 2 vectors)
        (let ((length (shortest vectors)))
          (let loop ((index 0) (total 0))
            (if (< index length)
                (loop (+ index 1) (if (apply satisfied? (vectors-at vectors index)) (+ total 1) total))
                total)))))

    (define (vector-cumulate procedure seed vector)
      (check-procedure 'vector-cumulate 1 procedure)
      (check 'vector-cumulate 3 vector vector? "a vector")
      (let ((length (vector-length vector)))
        (let loop ((index 0) (accumulator seed) (results '()))
          (if (< index length)
              (let ((accumulator (procedure accumulator (vector-ref vector index))))
                (loop (+ index 1) accumulator (cons accumulator results)))
              (reverse-list->vector results)))))

    ;; --- searching

    ;; The first index from `from`, by steps, at which the predicate's truth is as wanted.
    (define (search operation satisfied? wanted vectors right?)
      (check-procedure operation 1 satisfied?)
      (check-vectors operation 2 vectors)
      (let ((length (if (and right? (pair? (cdr vectors))) (same-length operation vectors) (shortest vectors))))
        (let loop ((index (if right? (- length 1) 0)))
          (cond
            ((or (< index 0) (= index length)) #f)
            ((eq? wanted (and (apply satisfied? (vectors-at vectors index)) #t)) index)
            (else (loop (if right? (- index 1) (+ index 1))))))))

    (define (same-length operation vectors)
      (let ((length (vector-length (car vectors))))
        (for-each
          (lambda (vector)
            (if (not (= (vector-length vector) length))
                (error (string-append (symbol->string operation) ": the vectors must have the same length, got one of length")
                  (vector-length vector))))
          (cdr vectors))
        length))

    (define (vector-index satisfied? vector . vectors)
      (search 'vector-index satisfied? #t (cons vector vectors) #f))
    (define (vector-index-right satisfied? vector . vectors)
      (search 'vector-index-right satisfied? #t (cons vector vectors) #t))
    (define (vector-skip satisfied? vector . vectors)
      (search 'vector-skip satisfied? #f (cons vector vectors) #f))
    (define (vector-skip-right satisfied? vector . vectors)
      (search 'vector-skip-right satisfied? #f (cons vector vectors) #t))

    (define (vector-binary-search vector object compare)
      (check 'vector-binary-search 1 vector vector? "a vector")
      (check-procedure 'vector-binary-search 3 compare)
      (base-search vector object compare))

    (define (vector-any satisfied? vector . vectors)
      (check-procedure 'vector-any 1 satisfied?)
      (let ((vectors (cons vector vectors)))
        (check-vectors 'vector-any 2 vectors)
        (let ((length (shortest vectors)))
          (let loop ((index 0))
            (and (< index length)
                 (or (apply satisfied? (vectors-at vectors index))
                     (loop (+ index 1))))))))

    (define (vector-every satisfied? vector . vectors)
      (check-procedure 'vector-every 1 satisfied?)
      (let ((vectors (cons vector vectors)))
        (check-vectors 'vector-every 2 vectors)
        (let ((length (shortest vectors)))
          (let loop ((index 0) (result #t))
            (if (< index length)
                (let ((result (apply satisfied? (vectors-at vectors index))))
                  (and result (loop (+ index 1) result)))
                result)))))

    ;; The elements that satisfy the predicate, then the others, and how many do.
    (define (vector-partition satisfied? vector)
      (check-procedure 'vector-partition 1 satisfied?)
      (check 'vector-partition 2 vector vector? "a vector")
      (let ((length (vector-length vector)))
        (let loop ((index 0) (ins '()) (outs '()) (total 0))
          (if (< index length)
              (let ((element (vector-ref vector index)))
                (if (satisfied? element)
                    (loop (+ index 1) (cons element ins) outs (+ total 1))
                    (loop (+ index 1) ins (cons element outs) total)))
              (values (list->vector (append-reverse ins (reverse outs))) total)))))))
