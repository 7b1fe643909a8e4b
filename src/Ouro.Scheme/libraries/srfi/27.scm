;;; SRFI 27: random numbers. The generator is L'Ecuyer's MRG32k3a (1999), whose period is about 2^191: two recurrences of
;;; three terms each, whose difference is the number. All its products are below 2^53, so it needs fixnums only.

(define-library (srfi 27)
  (import (ouro base) (ouro library check))
  (export
    random-integer random-real default-random-source make-random-source random-source? random-source-state-ref
    random-source-state-set! random-source-randomize! random-source-pseudo-randomize! random-source-make-integers
    random-source-make-reals)
  (begin
    (define m1 4294967087)
    (define m2 4294944443)

    ;; state: a vector of six integers.
    (define-record-type random-source (make-source state) random-source? (state source-state set-source-state!))

    (define-syntax check-source
      (syntax-rules ()
        ((_ operation source) (check operation 1 source random-source? "a random source"))))

    (define (make-random-source) (make-source (vector 12345 12345 12345 12345 12345 12345)))

    ;; 0 .. m1 - 1
    (define (next! source)
      (let* ((state (source-state source))
             (x (modulo (- (* 1403580 (vector-ref state 1)) (* 810728 (vector-ref state 0))) m1))
             (y (modulo (- (* 527612 (vector-ref state 5)) (* 1370589 (vector-ref state 3))) m2)))
        ;; A new vector: what reads the state has one that stays.
        (set-source-state! source
          (vector (vector-ref state 1) (vector-ref state 2) x (vector-ref state 4) (vector-ref state 5) y))
        (modulo (- x y) m1)))

    ;; Numbers from the last multiple of 2^16 on are drawn again, so that all have the same probability.
    (define (next-16-bits! source)
      (let ((number (next! source)))
        (if (< number 4294901760)
            (bitwise-and number 65535)
            (next-16-bits! source))))

    ;; Below the bound, all with the same probability: numbers of enough bits are drawn until one is.
    (define (integer-below! source bound)
      (if (<= bound 65536)
          ;; The largest multiple of the bound that the generator reaches.
          (let ((most (- m1 (modulo m1 bound))))
            (let loop ((number (next! source)))
              (if (< number most) (modulo number bound) (loop (next! source)))))
          (let* ((bits (integer-length (- bound 1))) (words (quotient (+ bits 15) 16)))
            (let again ()
              (let loop ((left words) (number 0))
                (if (> left 0)
                    (loop (- left 1) (+ (* number 65536) (next-16-bits! source)))
                    (let ((number (arithmetic-shift number (- bits (* 16 words)))))
                      (if (< number bound) number (again)))))))))

    (define (check-bound operation bound)
      (if (not (and (exact-integer? bound) (> bound 0)))
          (raise-wrong-type operation 1 bound "an exact integer above 0")))

    ;; Between 0 and 1, without these.
    (define (real! source)
      (let ((number (+ (* 67108864 (integer-below! source 67108864)) (integer-below! source 67108864))))
        (if (= number 0)
            (real! source)
            (/ (inexact number) 4503599627370496.0))))

    (define (random-source-make-integers source)
      (check-source 'random-source-make-integers source)
      (lambda (bound)
        (check-bound 'random-integer bound)
        (integer-below! source bound)))

    ;; (random-source-make-reals source [unit]): with a unit, multiples of it.
    (define (random-source-make-reals source . unit)
      (check-source 'random-source-make-reals source)
      (if (null? unit)
          (lambda () (real! source))
          (let ((unit (car unit)))
            (if (not (and (real? unit) (< 0 unit 1)))
                (raise-wrong-type 'random-source-make-reals 2 unit "a real number between 0 and 1"))
            (let* ((steps (exact (floor (/ 1 unit)))))
              (if (< steps 2)
                  (raise-wrong-type 'random-source-make-reals 2 unit "a real number of at most 1/2"))
              (lambda () (* unit (+ 1 (integer-below! source (- steps 1)))))))))

    ;; --- states

    (define (random-source-state-ref source)
      (check-source 'random-source-state-ref source)
      (cons 'mrg32k3a (vector->list (source-state source))))

    (define (state? object)
      (and (list? object)
           (= (length object) 7)
           (eq? (car object) 'mrg32k3a)
           (every (lambda (part) (and (exact-integer? part) (<= 0 part 4294967295))) (cdr object))))

    (define (random-source-state-set! source state)
      (check-source 'random-source-state-set! source)
      (check 'random-source-state-set! 2 state state? "what random-source-state-ref gave")
      (set-source-state! source (list->vector (cdr state))))

    ;; A state that depends on the numbers; none of the two halves may be all zero.
    (define (mixed-state i j)
      (let loop ((left 6) (seed (+ (* i 2654435761) (* j 40503) 88172645463325252)) (parts '()))
        (if (= left 0)
            (list->vector parts)
            (let* ((seed (modulo (+ (* seed 6364136223846793005) 1442695040888963407) 18446744073709551616)))
              (loop (- left 1) seed (cons (+ 1 (modulo (arithmetic-shift seed -32) (- m2 1))) parts))))))

    ;; By the clock: another state each time.
    (define (random-source-randomize! source)
      (check-source 'random-source-randomize! source)
      (set-source-state! source (mixed-state (exact (floor (* 1000000 (current-second)))) (current-jiffy))))

    ;; For each i and j another sequence, and always the same.
    (define (random-source-pseudo-randomize! source i j)
      (check-source 'random-source-pseudo-randomize! source)
      (check-count 'random-source-pseudo-randomize! 2 i)
      (check-count 'random-source-pseudo-randomize! 3 j)
      (set-source-state! source (mixed-state i j)))

    (define default-random-source (make-random-source))

    (define (random-integer bound)
      (check-bound 'random-integer bound)
      (integer-below! default-random-source bound))

    (define (random-real) (real! default-random-source))))
