; Recursion is limited by memory alone: no depth is too deep.
;peer: none, equal? of Guile runs out of stack
;limit-memory: 2G
(define (count n) (if (= n 0) 0 (+ 1 (count (- n 1)))))
(write (count 1000000)) (newline)                          ;=> 1000000
(define (build n) (if (= n 0) '() (cons n (build (- n 1)))))
(define long (build 1000000))
(write (length long)) (newline)                            ;=> 1000000
(write (apply + (map (lambda (x) 1) long))) (newline)      ;=> 1000000
(define (append-1 a b) (if (null? a) b (cons (car a) (append-1 (cdr a) b))))
(write (length (append-1 long long))) (newline)            ;=> 2000000
(define (deep n) (if (= n 0) '() (list (deep (- n 1)))))
(define nested (deep 200000))
(define (depth x d) (if (null? x) d (depth (car x) (+ d 1))))
(write (depth nested 0)) (newline)                         ;=> 200000
(write (equal? nested (deep 200000))) (newline)            ;=> #t
; Escape from far down.
(write (call/cc (lambda (k)
  (let down ((n 500000)) (if (= n 0) (k 'out) (+ 1 (down (- n 1)))))))) (newline)   ;=> out
; A handler found from far down.
(write (guard (e (#t (list 'caught e)))
  (let down ((n 100000)) (if (= n 0) (raise 'bottom) (+ 1 (down (- n 1)))))))  ;=> (caught bottom)
(newline)
