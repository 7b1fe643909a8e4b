; A list halved by a recursion that takes every second element. Size: 1000 elements, 450000 times.
(define (numbers n) (let loop ((i n) (list '())) (if (= i 0) list (loop (- i 1) (cons i list)))))
(define (half list)
  (if (null? list) '() (cons (car list) (half (cddr list)))))
(define thousand (numbers 1000))
(measure 450000 500 (lambda () (length (half thousand))))
