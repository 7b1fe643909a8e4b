; if, cond, case, and, or, when, unless: only #f is false.
(write (map (lambda (x) (if x 'true 'false)) (list #t #f 0 "" '() 'nil (if #f #f)))) (newline) ;=> (true false true true true true true)
(write (cond ((assv 'b '((a 1) (b 2))) => cadr) (else 'none))) (newline)   ;=> 2
(write (cond (#f 1) ((+ 1 1)) (else 3))) (newline)                         ;=> 2
(write (cond ((memv 3 '(1 2)) 'in) (else 'first 'second))) (newline)       ;=> second
(define (kind x)
  (case x
    ((1 2 3) 'small)
    ((a e i o u) 'vowel)
    ((#\a) 'character)
    ((()) 'empty)
    ((#t #f) 'boolean)
    ((100000000000000000000) 'big)
    (else => (lambda (y) (list 'other y)))))
(write (map kind (list 2 'e #\a '() #f 100000000000000000000 "x"))) (newline) ;=> (small vowel character empty boolean big (other "x"))
(write (case (* 2 3) ((2 3 5 7) 'prime) ((1 4 6 8 9) => (lambda (n) (- n))))) (newline) ;=> -6
(write (list (and) (and 1) (and 1 2) (and #f (car '())) (or) (or #f 7) (or 1 (car '())))) (newline) ;=> (#t 1 2 #f #f 7 1)
(write (let ((n 0)) (when (< n 1) (set! n 10) (set! n (+ n 1))) n)) (newline) ;=> 11
(write (let ((n 0)) (unless (< n 1) (set! n 10)) n)) (newline)             ;=> 0
(define evaluations 0)
(define (key) (set! evaluations (+ evaluations 1)) 5)
(case (key) ((1 2) 'a) ((3 4) 'b) ((5) 'c))
(write evaluations) (newline)                                              ;=> 1
