;;; What the libraries of vectors, (srfi 43) and (srfi 133), have in common.

(define-library (ouro library sequence)
  (import (except (ouro base) reverse-list->vector) (ouro library check))
  (export vector-empty? vector-swap! vector-reverse! vector-reverse-copy vector-reverse-copy! vector-concatenate
    reverse-vector->list check-vectors shortest vector=
    reverse-list->vector)
  (begin
    (define-syntax check-vector
      (syntax-rules ()
        ((_ operation position value) (check operation position value vector? "a vector"))))

    ;; first: which argument the first of them is.
    (define (check-vectors operation first vectors)
      (let loop ((rest vectors) (position first))
        (if (pair? rest)
            (begin
              (check-vector operation position (car rest))
              (loop (cdr rest) (+ position 1))))))

    (define (shortest vectors)
      (let loop ((rest (cdr vectors)) (length (vector-length (car vectors))))
        (if (null? rest)
            length
            (loop (cdr rest) (min length (vector-length (car rest)))))))

    (define (vector-empty? vector)
      (check-vector 'vector-empty? 1 vector)
      (= (vector-length vector) 0))

    (define (vector= same? . vectors)
      (check-procedure 'vector= 1 same?)
      (check-vectors 'vector= 2 vectors)
      (define (two first second)
        (let ((length (vector-length first)))
          (or (eq? first second)
              (and (= length (vector-length second))
                   (let loop ((index 0))
                     (or (= index length)
                         (and (same? (vector-ref first index) (vector-ref second index))
                              (loop (+ index 1)))))))))
      (or (null? vectors)
          (let loop ((first (car vectors)) (rest (cdr vectors)))
            (or (null? rest)
                (and (two first (car rest)) (loop (car rest) (cdr rest)))))))

    (define (vector-swap! vector i j)
      (check-vector 'vector-swap! 1 vector)
      (check-index 'vector-swap! 2 i (vector-length vector))
      (check-index 'vector-swap! 3 j (vector-length vector))
      (let ((element (vector-ref vector i)))
        (vector-set! vector i (vector-ref vector j))
        (vector-set! vector j element)))

    (define* (vector-reverse! vector #:optional (start 0) (end (and (vector? vector) (vector-length vector))))
      (check-vector 'vector-reverse! 1 vector)
      (check-range 'vector-reverse! 2 start end (vector-length vector))
      (let loop ((low start) (high (- end 1)))
        (if (< low high)
            (let ((element (vector-ref vector low)))
              (vector-set! vector low (vector-ref vector high))
              (vector-set! vector high element)
              (loop (+ low 1) (- high 1))))))

    (define* (vector-reverse-copy vector #:optional (start 0) (end (and (vector? vector) (vector-length vector))))
      (check-vector 'vector-reverse-copy 1 vector)
      (check-range 'vector-reverse-copy 2 start end (vector-length vector))
      (let ((copy (make-vector (- end start))))
        (let loop ((from start) (to (- end start 1)))
          (if (< from end)
              (begin
                (vector-set! copy to (vector-ref vector from))
                (loop (+ from 1) (- to 1)))
              copy))))

    (define* (vector-reverse-copy! target at source #:optional (start 0) (end (and (vector? source) (vector-length source))))
      (check-vector 'vector-reverse-copy! 1 target)
      (check-vector 'vector-reverse-copy! 3 source)
      (check-range 'vector-reverse-copy! 4 start end (vector-length source))
      (check-at-most 'vector-reverse-copy! 2 at (vector-length target))
      (vector-copy! target at (vector-reverse-copy source start end)))

    (define (vector-concatenate vectors)
      (check-list 'vector-concatenate 1 vectors)
      (for-each (lambda (vector) (check 'vector-concatenate 1 vector vector? "a list of vectors")) vectors)
      (apply vector-append vectors))

    (define* (reverse-vector->list vector #:optional (start 0) (end (and (vector? vector) (vector-length vector))))
      (check-vector 'reverse-vector->list 1 vector)
      (check-range 'reverse-vector->list 2 start end (vector-length vector))
      (let loop ((index start) (list '()))
        (if (< index end)
            (loop (+ index 1) (cons (vector-ref vector index) list))
            list)))

    (define (reverse-list->vector list)
      (check-list 'reverse-list->vector 1 list)
      (list->vector (reverse list)))))
