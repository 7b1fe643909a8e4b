; Every shape of pattern: ellipsis in the middle, nested, with tails, vectors, literals, underscore, dots.
(define-syntax reorder (syntax-rules () ((_ a ... last) '(last a ...))))
(write (list (reorder 1 2 3) (reorder 1))) (newline)                                   ;=> ((3 1 2) (1))
(define-syntax two-tails (syntax-rules () ((_ a ... b c) '((a ...) b c))))
(write (list (two-tails 1 2) (two-tails 1 2 3 4))) (newline)                           ;=> ((() 1 2) ((1 2) 3 4))
(define-syntax my-let
  (syntax-rules () ((_ ((name value) ...) body1 body2 ...) ((lambda (name ...) body1 body2 ...) value ...))))
(write (my-let ((a 1) (b 2)) (define c 3) (list a b c))) (newline)                     ;=> (1 2 3)
(define-syntax nested (syntax-rules () ((_ (a b ...) ...) '((a ...) (b ... ...) ((b ...) ...)))))
(write (nested (1 2 3) (4) (5 6))) (newline)                                           ;=> ((1 4 5) (2 3 6) ((2 3) () (6)))
(define-syntax dotted (syntax-rules () ((_ a . rest) '(a rest))))
(write (list (dotted 1) (dotted 1 2 3))) (newline)                                     ;=> ((1 ()) (1 (2 3)))
(define-syntax ellipsis-dotted (syntax-rules () ((_ (a ... . b)) '((a ...) b))))
(write (list (ellipsis-dotted (1 2 . 3)) (ellipsis-dotted (1 2)) (ellipsis-dotted 5))) (newline) ;=> (((1 2) 3) ((1 2) ()) (() 5))
(define-syntax vectors (syntax-rules () ((_ #(a b ...)) '(a #(b ...)))))
(write (vectors #(1 2 3))) (newline)                                                   ;=> (1 #(2 3))
(define-syntax ignore (syntax-rules () ((_ _ x _) 'x)))
(write (ignore 1 2 3)) (newline)                                                       ;=> 2
(define-syntax constants (syntax-rules () ((_ 1) 'one) ((_ "s") 'string) ((_ #\c) 'char) ((_ #t) 'true) ((_ ()) 'empty) ((_ x) 'other)))
(write (list (constants 1) (constants "s") (constants #\c) (constants #t) (constants ()) (constants 2))) (newline) ;=> (one string char true empty other)
(define-syntax for
  (syntax-rules (in from to)
    ((_ x in list body ...) (map (lambda (x) body ...) list))
    ((_ x from a to b body ...) (let loop ((x a)) (if (> x b) '() (cons (begin body ...) (loop (+ x 1))))))))
(write (list (for x in '(1 2 3) (* x x)) (for i from 1 to 4 (* i 10)))) (newline)      ;=> ((1 4 9) (10 20 30 40))
(define-syntax my-cond
  (syntax-rules (else) ((_ (else e ...)) (begin e ...)) ((_ (test e ...) clause ...) (if test (begin e ...) (my-cond clause ...)))))
(write (my-cond (#f 1) ((= 1 1) 2 3) (else 4))) (newline)                              ;=> 3
(define-syntax cross (syntax-rules () ((_ x (y ...)) '((x y) ...))))
(write (cross a (1 2 3))) (newline)                                                    ;=> ((a 1) (a 2) (a 3))
; A macro name used as a variable pattern, and the keyword position that is ignored.
(define-syntax anything (syntax-rules () ((whatever x) 'x)))
(write (anything y)) (newline)                                                         ;=> y
