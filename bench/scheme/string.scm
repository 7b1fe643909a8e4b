; Strings doubled by appending and taken apart again. Size: up to 500000 characters, 60 times.
(define (grow limit)
  (let loop ((text "abcdefghij"))
    (if (> (string-length text) limit)
        text
        (loop (string-append text "-" (substring text 0 (quotient (string-length text) 2)) "+" text)))))
(define (count-in text c)
  (let ((n (string-length text)))
    (let loop ((i 0) (count 0))
      (if (= i n) count (loop (+ i 1) (if (char=? c (string-ref text i)) (+ count 1) count))))))
(define (shrink text)
  (let loop ((text text) (count 0))
    (let ((n (string-length text)))
      (if (< n 3)
          count
          (loop (string-append (substring text 1 (quotient n 2)) (substring text (+ 1 (quotient n 2)) (- n (quotient n 3)))) (+ count 1))))))
(measure 60 (by-size '(668487 45574 28) '(6844 466 17)) (lambda () (let ((text (grow (by-size 500000 5000)))) (list (string-length text) (count-in text #\-) (shrink text)))))
