;;; A long session: what is redefined again and again is forgotten, also by the macros that it was expanded with.
;options: --memory 60M
;skip-mode: hostile because it takes minutes there
;skip-mode: compiled because it compiles thousands of procedures that are forgotten at once, for half a minute
;skip-mode: compiled-hostile because it takes minutes there
(import (scheme base) (scheme write) (scheme eval) (scheme repl) (ouro eval))
(define here (interaction-environment))
(eval '(define-syntax wrapped (syntax-rules () ((_ x) (vector x (make-vector 1000 0))))) here)
(define (turn i)
  (if (< i 4000)
      (begin
        (eval (list 'define '(thing) (list 'let (list (list 'kept (list 'wrapped i))) '(lambda () kept))) here)
        (eval '(thing) here)
        (turn (+ i 1)))))
(turn 0)
(write (vector-ref ((eval '(thing) here)) 0))                       ;=> 3999
(newline)
(define (change i)
  (if (< i 200)
      (begin
        (eval (list 'define-syntax 'wrapped (list 'syntax-rules '() (list '(_ x) (list 'vector i)))) here)
        (eval '((thing)) here)
        (change (+ i 1)))))
(change 0)
(write ((eval '(thing) here)))                                      ;=> #(199)
(newline)
