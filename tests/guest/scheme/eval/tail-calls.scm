;;; Ten million tail calls between a procedure that eval interprets and a compiled one take no memory.
;skip-mode: hostile because it takes minutes there
;skip-mode: compiled-hostile because it takes minutes there
;skip-mode: instrumented because it takes minutes there
;options: --memory 100M
(import (scheme base) (scheme write) (scheme eval) (scheme repl) (ouro eval))
(set-eval-policy! 'interpret)
(define ping
  (eval '(lambda (n pong) (cond ((= n 0) 'done) ((odd? n) (let ((m (- n 1))) (pong m))) (else (pong (- n 1)))))
        (interaction-environment)))
(define (pong n) (if (= n 0) 'end (ping (- n 1) pong)))
(write (list (ping 10000000 pong) (interpreted-procedure? ping)))
;=> (done #t)
(newline)

;; Deep recursion through both is limited by memory only.
(define (down n up) (if (= n 0) 0 (+ 1 (up (- n 1)))))
(define up (eval '(lambda (down) (letrec ((up (lambda (n) (if (= n 0) 0 (+ 1 (down n up)))))) up)) (interaction-environment)))
(write (down 10000 (up down)))
;=> 19999
(newline)
