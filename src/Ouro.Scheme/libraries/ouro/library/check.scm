;;; How the procedures of libraries check what they are given: errors name the procedure that the program called, the
;;; argument and the value.
;;;
;;;   (check operation position value predicate expected)   expected: with its article, "a vector"
;;;   (check-procedure operation position value)
;;;   (check-list operation position value)                  a proper list
;;;   (check-count operation position value)                 an exact integer that is not negative
;;;   (check-index operation position index length)          an index of an element
;;;   (check-range operation position start end length)      start is argument number position, end the next
;;;   (check-at-most operation position index length)        an index between elements

(define-library (ouro library check)
  (import (ouro base) (only (ouro primitives) raise-out-of-range))
  (export check check-procedure check-list check-count check-index check-range check-at-most)
  (begin
    (define-syntax check
      (syntax-rules ()
        ((_ operation position value predicate expected)
         (if (not (predicate value)) (raise-wrong-type operation position value expected)))))

    (define-syntax check-procedure
      (syntax-rules ()
        ((_ operation position value) (check operation position value procedure? "a procedure"))))

    (define-syntax check-list
      (syntax-rules ()
        ((_ operation position value) (check operation position value list? "a list"))))

    (define (count? object) (and (exact-integer? object) (>= object 0)))

    (define (check-count operation position value)
      (if (not (count? value))
          (raise-wrong-type operation position value "an exact integer that is not negative")))

    (define (check-index operation position index length)
      (check-count operation position index)
      (if (not (< index length))
          (raise-out-of-range operation position index
            (if (= length 0)
                "an index, but there are no elements"
                (string-append "an index from 0 to " (number->string (- length 1)))))))

    (define (check-at-most operation position index length)
      (check-count operation position index)
      (if (> index length)
          (raise-out-of-range operation position index
            (string-append "at most " (number->string length) ", the length"))))

    (define (check-range operation position start end length)
      (check-count operation position start)
      (check-count operation (+ position 1) end)
      (cond
        ((> end length)
         (raise-out-of-range operation (+ position 1) end
           (string-append "at most " (number->string length) ", the length")))
        ((> start end)
         (raise-out-of-range operation position start
           (string-append "at most " (number->string end) ", the end of the range")))))))
