; syntax-rules: what a template inserts means what it meant at the definition; what the user gives means what it meant there.
(define-syntax swap!
  (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(write (let ((tmp 1) (other 2)) (swap! tmp other) (list tmp other))) (newline)         ;=> (2 1)
(define-syntax my-or
  (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))
(write (let ((t 5)) (my-or #f t))) (newline)                                           ;=> 5
(write (let ((if list) (t 6)) (my-or #f t))) (newline)                                 ;=> 6
(write (let ((x #f) (y 7) (temp 8) (let odd?) (if even?)) (my-or x (let temp) (if y) y))) (newline) ;=> 7
; A shadowed keyword is a variable.
(write (let ((if list)) (if 1 2 3))) (newline)                                         ;=> (1 2 3)
(write (let ((else #f)) (cond (#f 'a) (else 'b) (#t 'c)))) (newline)                   ;=> c
(write (let ((=> #f)) (cond (#t => 'ok)))) (newline)                                   ;=> ok
; A free identifier of the template refers to the definition's scope, even when shadowed at the use.
(define x 'global)
(define-syntax get-x (syntax-rules () ((_) x)))
(write (let ((x 'local)) (get-x))) (newline)                                           ;=> global
(define (helper y) (list 'helped y))
(define-syntax help (syntax-rules () ((_ e) (helper e))))
(write (let ((helper car)) (help 1))) (newline)                                        ;=> (helped 1)
; A binding made by a macro from the user's name captures the user's body, and only that.
(define-syntax my-let1 (syntax-rules () ((_ name value body) (let ((name value)) body))))
(write (my-let1 z 5 (+ z 1))) (newline)                                                ;=> 6
(define-syntax bind-it (syntax-rules () ((_ body) (let ((it 'inner)) body))))
(write (let ((it 'outer)) (bind-it it))) (newline)                                     ;=> outer
; Definitions: a name that the user gives is defined; one that the template makes up is not visible.
(define-syntax define-with-secret
  (syntax-rules () ((_ name value) (begin (define secret value) (define (name) secret)))))
(define secret 'mine)
(define-with-secret get-secret 'hidden)
(write (list secret (get-secret))) (newline)                                           ;=> (mine hidden)
; A literal matches only the same binding.
(define-syntax is-else (syntax-rules (else) ((_ else) 'literal) ((_ other) 'expression)))
(write (list (is-else else) (is-else 5) (let ((else 1)) (is-else else)))) (newline)    ;=> (literal expression expression)
(define-syntax while
  (syntax-rules () ((_ test body ...) (let loop () (when test body ... (loop))))))
(write (let ((loop 0)) (while (< loop 5) (set! loop (+ loop 1))) loop)) (newline)      ;=> 5
