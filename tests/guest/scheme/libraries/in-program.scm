; A library defined in the program's own file.
;peer: none, Guile knows no renamed exports
(define-library (local stack)
  (import (scheme base))
  (export make-stack push! pop! (rename size stack-size))
  (begin
    (define-record-type <stack> (new items) stack? (items items set-items!))
    (define (make-stack) (new '()))
    (define (push! s x) (set-items! s (cons x (items s))))
    (define (pop! s) (let ((x (car (items s)))) (set-items! s (cdr (items s))) x))
    (define (size s) (length (items s)))))
(import (scheme base) (scheme write) (local stack))
(define s (make-stack))
(push! s 'a) (push! s 'b)
(write (stack-size s)) (newline)     ;=> 2
(write (pop! s)) (newline)           ;=> b
(write (stack-size s)) (newline)     ;=> 1
