; A list halved by a loop that takes every second element. Size: 1000 elements, 550000 times.
(define (numbers n) (let loop ((i n) (list '())) (if (= i 0) list (loop (- i 1) (cons i list)))))
(define (half list)
  (let loop ((rest list) (taken '()))
    (if (null? rest) taken (loop (cddr rest) (cons (car rest) taken)))))
(define thousand (numbers 1000))
(measure 550000 500 (lambda () (length (half thousand))))
