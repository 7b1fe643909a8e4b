; (... ...), a custom ellipsis, and macros that define macros.
;peer: none, Guile refuses an ellipsis among the literals
(define-syntax be-like-begin
  (syntax-rules () ((_ name) (define-syntax name (syntax-rules () ((_ expr (... ...)) (begin expr (... ...))))))))
(be-like-begin sequence)
(write (sequence 1 2 3 4)) (newline)                                                   ;=> 4
(define-syntax list-of-dots (syntax-rules () ((_ x) '(x (... ...)))))
(write (list-of-dots a)) (newline)                                                     ;=> (a ...)
(define-syntax my-list (syntax-rules ::: () ((_ x :::) (list x ::: '...))))
(write (my-list 1 2)) (newline)                                                        ;=> (1 2 ...)
; An ellipsis that is among the literals is a literal.
(define-syntax dots? (syntax-rules (...) ((_ ...) 'dots) ((_ x) 'other)))
(write (list (dots? ...) (dots? 5))) (newline)                                         ;=> (dots other)
(define-syntax define-getter
  (syntax-rules () ((_ getter value) (define-syntax getter (syntax-rules () ((_) value))))))
(define-getter seven 7)
(write (seven)) (newline)                                                              ;=> 7
; A macro whose expansion defines a macro that refers to a local of the use.
(define-syntax with-adder
  (syntax-rules () ((_ name n body) (let ((amount n)) (let-syntax ((name (syntax-rules () ((_ x) (+ x amount))))) body)))))
(write (let ((amount 1000)) (with-adder plus 5 (plus amount)))) (newline)              ;=> 1005
(define-syntax make-table
  (syntax-rules ()
    ((_ name (key value) ...)
     (define-syntax name (syntax-rules (key ...) ((_ key) value) ...)))))
(make-table color (red "f00") (green "0f0"))
(write (list (color red) (color green))) (newline)                                     ;=> ("f00" "0f0")
