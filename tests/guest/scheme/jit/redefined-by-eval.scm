; + and car get another meaning in the interaction environment, from a hot loop that was evaluated there: as at a REPL, what
; was evaluated before sees it. The program's own + is another variable and stays.
;skip-mode: compiled-hostile because it takes ten seconds there; redefined-by-a-definition is run
(import (scheme base) (scheme write) (scheme eval) (scheme repl))
(define here (interaction-environment))
(define (evaluate form) (eval form here))
(evaluate '(define change! (lambda () #f)))
(evaluate '(define (run n)
             (let loop ((i 0) (sum 0))
               (if (= i n)
                   sum
                   (begin
                     (if (= i 10000) (change!))
                     (loop (- i -1) (+ sum 1)))))))
(write (evaluate '(run 20000))) (newline)                       ;=> 20000
(evaluate '(define minus -))
(evaluate '(define (change!) (set! + minus)))
(write (evaluate '(run 20000))) (newline)                       ;=> 0
(write (list (+ 10 3) (evaluate '(+ 10 3)))) (newline)          ;=> (13 7)
(evaluate '(define (+ a b) (- a (- b))))
(evaluate '(define change! (let ((turns 0)) (lambda () (set! turns (- turns -1)) turns))))
(write (list (evaluate '(run 20000)) (evaluate '(change!)))) (newline)    ;=> (20000 2)

(evaluate '(define (first-of list) (car list)))
(evaluate '(define (many n) (let loop ((i 0) (x #f)) (if (= i n) x (begin (if (= i 8000) (eval '(define (car x) (list 'mine x)) (interaction-environment))) (loop (+ i 1) (first-of '(1 2))))))))
(write (evaluate '(begin (first-of '(1 2))))) (newline)         ;=> 1
(evaluate '(import (scheme eval) (scheme repl)))
(write (evaluate '(many 16000))) (newline)                      ;=> (mine (1 2))
(write (list (evaluate '(first-of '(3))) (car '(3)))) (newline) ;=> ((mine (3)) 3)

; A procedure of the environment, redefined by the program while the loop runs.
(evaluate '(define (step x) (+ x 1)))
(define (redefine) (evaluate '(define (step x) (+ x 100))))
(write ((evaluate '(lambda (n redefine) (let loop ((i 0) (sum 0)) (if (= i n) sum (begin (if (= i 6000) (redefine)) (loop (+ i 1) (step sum))))))) 12000 redefine))
(newline)                                                       ;=> 606000
