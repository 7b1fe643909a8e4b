;;; Names that come to mean something else: imported ones, keywords, variables that become macros and macros that
;;; become variables. What was expanded before sees the new meaning at its next call.
(import (scheme base) (scheme write) (scheme eval) (scheme repl) (ouro eval))
(set-eval-policy! 'automatic)
(define here (environment '(scheme base)))
(define (do! form) (eval form here))
(define (show . objects) (for-each (lambda (object) (write object) (display " ")) objects) (newline))
(define (repeat n thunk) (if (> n 0) (begin (thunk) (repeat (- n 1) thunk))))

;; Variables: by definition and by assignment.
(do! '(define (f) 1))
(do! '(define (g) (f)))
(do! '(define (f) 2))
(show (do! '(g)))                                       ;=> 2
(do! '(begin (define (one) 1) (define (caller) (one))))
(repeat 2000 (do! 'caller))
(do! '(set! one (lambda () 'two)))
(show (do! '(caller)))                                  ;=> two

;; A primitive, and a procedure of a library.
(do! '(define (lengths list) (map (lambda (x) (string-length x)) list)))
(define lengths (do! 'lengths))
(define strings '("a" "bb"))
(repeat 2000 (lambda () (lengths strings)))
(show (lengths strings) (interpreted-procedure? lengths))   ;=> (1 2) #f
(do! '(define (string-length x) (list 'long x)))
(show (lengths strings))                                ;=> ((long "a") (long "bb"))
(do! '(define (map procedure list) (list (procedure (car list)))))
(show (do! '(string-length "c")))                       ;=> (long "c")
(do! '(define old-list list))
(do! '(define (map procedure items) (old-list 'mapped (procedure (car items)))))
(show (lengths strings))                                ;=> (mapped (long "a"))
(show (map string-length strings))                      ;=> (1 2)

;; Assigning an imported name makes it the environment's own.
(do! '(define (total x) (abs x)))
(define total (do! 'total))
(show (total -3))                                       ;=> 3
(do! '(set! abs (lambda (x) (list 'abs x))))
(show (total -3))                                       ;=> (abs -3)

;; Called before it is a macro, then a macro, then a variable.
(do! '(define (ask) (answer 20)))
(define ask (do! 'ask))
(show (guard (problem (#t (error-object-message problem))) (ask)))    ;=> "unbound variable"
(do! '(define-syntax answer (syntax-rules () ((_ x) (+ x 22)))))
(show (ask))                                            ;=> 42
(do! '(define (answer x) (list 'answer x)))
(show (ask))                                            ;=> (answer 20)

;; A keyword.
(do! '(define (choose x) (when x 'chosen)))
(define choose (do! 'choose))
(show (choose #t))                                      ;=> chosen
(do! '(define-syntax when (syntax-rules () ((_ x y) (old-list x y)))))
(show (choose #t))                                      ;=> (#t chosen)

;; Another import.
(do! '(define (shout text) (string-upcase text)))
(define shout (do! 'shout))
(show (guard (problem (#t (error-object-message problem))) (shout "a")))    ;=> "unbound variable"
(do! '(import (scheme char)))
(show (shout "a"))                                      ;=> "A"

;; What the new meaning makes wrong is an error of the call, each time, until it is mended.
(do! '(define-syntax pair-of (syntax-rules () ((_ a b) (cons a b)))))
(do! '(define (both a b) (pair-of a b)))
(define both (do! 'both))
(repeat 2000 (lambda () (both 1 2)))
(show (both 1 2))                                       ;=> (1 . 2)
(do! '(define-syntax pair-of (syntax-rules () ((_ a) (cons a a)))))
(define (message thunk) (guard (problem (#t (error-object-message problem))) (thunk)))
(show (message (lambda () (both 1 2))))
;=> "pair-of: no pattern of the macro fits, expected `(pair-of a)`, got `(pair-of a b)`, in"
(show (string? (message (lambda () (both 1 2)))))       ;=> #t
(do! '(define-syntax pair-of (syntax-rules () ((_ a b) (vector a b)))))
(show (both 1 2))                                       ;=> #(1 2)

;; A procedure that comes to assign an imported name when it is expanded again.
(do! '(define-syntax change! (syntax-rules () ((_ x) 'nothing))))
(do! '(define (changer) (change! 5) (exact 2.0)))
(define changer (do! 'changer))
(show (changer))                                        ;=> 2
(do! '(define-syntax change! (syntax-rules () ((_ y) (set! exact (lambda (x) (old-list 'exact x y)))))))
(show (changer) (do! '(exact 3.0)))                     ;=> (exact 2.0 5) (exact 3.0 5)
