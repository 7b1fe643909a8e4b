; Frames and calls beyond 255 registers: by plain programs with many variables and arguments, and by hand.
;peer: none, assembly is ours
(import (scheme base) (scheme write) (scheme eval) (only (ouro base) iota) (only (ouro primitives) assemble code->procedure))
(define-syntax show
  (syntax-rules () ((_ expression ...) (begin (begin (write expression) (display " ")) ... (newline)))))
(define-syntax fails
  (syntax-rules ()
    ((_ expression)
     (begin
       (display
         (guard (problem ((error-object? problem)
                          (display (error-object-message problem))
                          (for-each (lambda (irritant) (display " ") (write irritant))
                            (error-object-irritants problem))
                          ""))
           expression
           "no error"))
       (newline)))))
(define (assembled code) (code->procedure (assemble code)))
(define (name i) (string->symbol (string-append "v" (number->string i))))
(define names (map name (iota 600)))
(define here (environment '(scheme base)))
(define (sum-to n) (quotient (* n (- n 1)) 2))
; 600 parameters, all used; called directly, in tail position, and with the values kept.
(define sum (eval `(lambda ,names (+ ,@names)) here))
(show (apply sum (iota 600)))                    ;=> 179700
(define first-and-last (eval `(lambda ,names (list v0 v255 v256 v599)) here))
(show (apply first-and-last (iota 600)))         ;=> (0 255 256 599)
(define calling
  (eval `(lambda (procedure) (list (procedure ,@(iota 600)) (procedure ,@(iota 600)))) here))
(show (calling first-and-last) (map (lambda (total) (= total (sum-to 600))) (calling sum)))   ;=> ((0 255 256 599) (0 255 256 599)) (#t #t)
(define tail-calling (eval `(lambda (procedure) (procedure ,@(iota 600))) here))
(show (tail-calling first-and-last))             ;=> (0 255 256 599)
(show (length (tail-calling list)))              ;=> 600
(define spread (eval `(lambda (procedure) (call-with-values (lambda () (procedure ,@(iota 600))) list)) here))
(show (length (spread values)) (spread first-and-last))                     ;=> 600 ((0 255 256 599))
(fails (tail-calling (lambda (a b) a)))          ;=> an anonymous procedure takes 2 arguments, got 600
; 600 variables at once, each changed, and all of them captured by a closure.
(define changing
  (eval
    `(lambda (start)
       (let ,(map (lambda (name i) `(,name (+ start ,i))) names (iota 600))
         (let ((read (lambda () (list v0 v1 v254 v255 v256 v257 v511 v512 v599)))
               (all (lambda () (+ ,@names))))
           ,@(map (lambda (name) `(set! ,name (+ ,name 1))) names)
           (let ((before (all)))
             (set! v599 'last)
             (list before (read))))))
    here))
(show (changing 10))                             ;=> (186300 (11 12 265 266 267 268 522 523 last))
(define capturing
  (eval
    `(lambda (start)
       (let ,(map (lambda (name i) `(,name (+ start ,i))) names (iota 600))
         (lambda () (list ,@names))))
    here))
(show (equal? ((capturing 5)) (map (lambda (i) (+ i 5)) (iota 600))))       ;=> #t
; A loop over many variables.
(define (rotated names) (append (cdr names) (list (car names))))
(define looping
  (eval
    `(lambda (count)
       (let loop ((count count) ,@(map (lambda (name i) `(,name ,i)) names (iota 600)))
         (if (= count 0)
             (list v0 v255 v256 v599)
             (loop (- count 1) ,@(rotated names)))))
    here))
(show (looping 0) (looping 1) (looping 345))     ;=> (0 255 256 599) (1 256 257 0) (345 0 1 344)
; Deep recursion, escapes and re-entry with such frames.
(define deep
  (eval
    `(lambda (self n)
       (let ,(map (lambda (name i) `(,name (+ n ,i))) names (iota 600))
         (if (= n 0)
             0
             (let ((rest (self self (- n 1))))
               (+ rest (- (+ ,@names) (+ ,@names)) v0 (- n))))))
    here))
(show (deep deep 40))                            ;=> 0
; By hand: values move between near and far registers; a far call leaves several values whole when asked to.
(define swapped
  (assembled
    '(code (name swapped) (parameters 2)
       (body
         (far-set 0 300) (far-set 1 65000) (far-get 0 65000) (far-get 1 300) (cons 0 0 1) (return 0)))))
(show (swapped 'a 'b))                           ;=> (b . a)
(define (far-call code)
  (assembled `(code (parameters 2) (body (far-set 0 401) (far-set 1 402) (far-set 0 403) ,@code))))
(show ((far-call '((call-far 400 0 2) (return 0))) list 5))                 ;=> (5 #<procedure list>)
(define three (lambda rest (values 1 2 3)))
(show (call-with-values (lambda () ((far-call '((call-values-far 400 0 1) (return-any 0))) three 5)) list))     ;=> (1 2 3)
(show (call-with-values (lambda () ((far-call '((call-far 400 0 1) (return-any 0))) three 5)) list))            ;=> (1)
(show ((far-call '((tail-call-far 400 1))) list 5))                         ;=> (5)
(fails ((far-call '((call-far 400 0 1) (return 0))) 'none 5))               ;=> not a procedure: none
(fails ((far-call '((tail-call-far 400 1))) 'none 5))                       ;=> not a procedure: none
(fails ((far-call '((call-values-far 400 0 1) (return 0))) car 5))          ;=> car: argument 1 must be a pair, got 5
(define many
  (assembled
    `(code (name many) (parameters 1)
       (body
         (closure 1 (code (free 300) (body (free 0 0) (free 1 299) (cons 0 0 1) (return 0))))
         (closure-set 1 0 0)
         (fixnum 2 7)
         (closure-set-far 1 2 299)
         (move 4 1)
         (tail-call 0 3)))))
(show (many 'first))                             ;=> (first . 7)
