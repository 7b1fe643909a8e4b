;;; Sets of characters as vectors of ascending bounds: the first code point of a range, the first after it, the first of
;;; the next range, and so on. A set of Unicode's is computed when it is first asked about.

(define-library (ouro library char-set)
  (import (ouro base) (only (ouro primitives) unicode-category-bounds))
  (export char-set? bounds from-bounds from-codes from-categories char-set-contains-code? combine-bounds all-bounds past-all)
  (begin
    ;; content: bounds, or a procedure that gives them.
    (define-record-type char-set (make-char-set content) char-set? (content content set-content!))

    (define (from-bounds bounds) (make-char-set bounds))

    (define (bounds set)
      (let ((found (content set)))
        (if (procedure? found)
            (let ((computed (found)))
              (set-content! set computed)
              computed)
            found)))

    ;; Numbers of Unicode's general categories (see unicode-category-bounds), and bounds of more code points.
    (define (from-categories numbers more)
      (make-char-set
        (lambda ()
          (let ((categories (fold (lambda (number mask) (+ mask (arithmetic-shift 1 number))) 0 numbers)))
            (combine-bounds (lambda (a b) (or a b)) (unicode-category-bounds categories) more)))))

    (define past-all #x110000)

    ;; Surrogates are no characters.
    (define all-bounds (vector 0 #xD800 #xE000 past-all))

    ;; codes: a list, in any order.
    (define (from-codes codes)
      (let loop ((rest (list-sort > codes)) (next #f) (bounds '()))
        ;; next: the code point that the range at the head of bounds begins with.
        (cond
          ((null? rest) (make-char-set (list->vector bounds)))
          ((eqv? next (car rest)) (loop (cdr rest) next bounds))
          ((eqv? next (+ (car rest) 1)) (loop (cdr rest) (car rest) (cons (car rest) (cdr bounds))))
          (else (loop (cdr rest) (car rest) (cons (car rest) (cons (+ (car rest) 1) bounds)))))))

    ;; The number of bounds at or below the code says whether it is inside.
    (define (char-set-contains-code? set code)
      (let ((bounds (bounds set)))
        (let loop ((low 0) (high (vector-length bounds)))
          (if (< low high)
              (let ((middle (quotient (+ low high) 2)))
                (if (<= (vector-ref bounds middle) code)
                    (loop (+ middle 1) high)
                    (loop low middle)))
              (odd? low)))))

    ;; The code points for which (inside? in-a in-b) holds; of neither it must be false.
    (define (combine-bounds inside? a b)
      (let ((length-a (vector-length a)) (length-b (vector-length b)))
        (let loop ((i 0) (j 0) (in? #f) (results '()))
          (if (and (= i length-a) (= j length-b))
              (reverse-list->vector results)
              (let* ((next-a (if (= i length-a) past-all (vector-ref a i)))
                     (next-b (if (= j length-b) past-all (vector-ref b j)))
                     (at (min next-a next-b))
                     (i (if (and (< i length-a) (= next-a at)) (+ i 1) i))
                     (j (if (and (< j length-b) (= next-b at)) (+ j 1) j))
                     (now? (and (inside? (odd? i) (odd? j)) #t)))
                (if (eq? now? in?)
                    (loop i j in? results)
                    (loop i j now? (cons at results))))))))))
