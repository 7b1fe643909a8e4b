; A program that gives + and car another meaning while a loop that uses them is hot: the next turn has the new one. (Guile folds
; the names into the loop when it compiles the program, and goes on with the old meaning.)
;skip-mode: compiled-hostile because it takes ten seconds there; redefined-by-a-definition is run
(define (count-down-from-the-middle n)
  (let loop ((i 0) (sum 0))
    (if (= i n)
        sum
        (begin
          (if (= i 10000) (set! + -))
          (loop (- i -1) (+ sum 1))))))
(define plus +)
(write (count-down-from-the-middle 20000)) (newline)           ;=> 0
(write (+ 10 3)) (newline)                                      ;=> 7
(set! + plus)
(write (+ 10 3)) (newline)                                      ;=> 13
(write (count-down-from-the-middle 12000)) (newline)             ;=> 8000
(set! + plus)

; In each number of arguments, and as a value.
(define (sums n)
  (let loop ((i 0) (all 0) (list-of-three (list 1 2 3)))
    (if (= i n)
        all
        (begin
          (if (= i 6000) (set! + (lambda numbers (if (null? numbers) 0 (* 2 (apply plus numbers))))))
          (loop (- i -1) (plus all (+) (+ i) (+ 1 2 3) (apply + list-of-three)) list-of-three)))))
(write (sums 12000)) (newline)                                  ;=> 126207000
(set! + plus)

; car, of what is a pair and of what is none.
(define first car)
(define (sum-of-firsts lists n)
  (let loop ((i 0) (sum 0))
    (if (= i n)
        sum
        (begin
          (if (= i 8000) (set! car (lambda (x) (if (pair? x) (- (first x)) 1000))))
          (if (= i 14000) (set! lists (list 'no 'lists)))
          (loop (+ i 1) (+ sum (car (if (pair? lists) (if (pair? (first lists)) (first lists) 'no) 'no))))))))
(write (sum-of-firsts '((2 3) (4)) 16000)) (newline)            ;=> 2004000
(write (map car '((1) (2) 3))) (newline)                        ;=> (-1 -2 1000)
(set! car first)
(write (guard (e (#t 'error)) (sum-of-firsts '(none) 10)))   ;=> error
(newline)

; Changed by a procedure that the loop only calls, in the middle of a deep recursion.
(define (change!) (set! car (lambda (x) 5)))
(define (deep n)
  (if (= n 0)
      0
      (begin
        (if (= n 400) (change!))
        (+ (deep (- n 1)) (car '(1))))))
(write (list (deep 1000) (deep 1000))) (newline)                ;=> (5000 5000)
(set! car first)
(write (deep 300)) (newline)                                    ;=> 300
