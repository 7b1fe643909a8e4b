; let-syntax, letrec-syntax and internal define-syntax.
;peer: none, Guile fails on a library it does not have
(write (let ((x 'outer)) (let-syntax ((m (syntax-rules () ((m) x)))) (let ((x 'inner)) (m))))) (newline) ;=> outer
(write (letrec-syntax
    ((my-or (syntax-rules () ((_) #f) ((_ e) e) ((_ e1 e2 ...) (let ((temp e1)) (if temp temp (my-or e2 ...)))))))
  (let ((x #f) (y 7) (temp 8) (let odd?) (if even?)) (my-or x (let temp) (if y) y)))) (newline)          ;=> 7
(define (f y)
  (define-syntax double (syntax-rules () ((_ e) (* 2 e))))
  (define z (double y))
  (double z))
(write (f 5)) (newline)                                                                ;=> 20
(write (let ()
  (define-syntax define-two (syntax-rules () ((_ a b v) (begin (define a v) (define b v)))))
  (define-two p q 'both)
  (list p q))) (newline)                                                               ;=> (both both)
; Mutual recursion of local macros.
(write (letrec-syntax ((ev? (syntax-rules () ((_) #t) ((_ x . r) (od? . r)))) (od? (syntax-rules () ((_) #f) ((_ x . r) (ev? . r)))))
  (list (ev? 1 2 3 4) (ev? 1 2 3)))) (newline)                                         ;=> (#t #f)
; A local macro shadows an outer one, a local variable shadows a macro.
(define-syntax what (syntax-rules () ((_) 'macro)))
(write (list (what) (let-syntax ((what (syntax-rules () ((_) 'local)))) (what)) (let ((what (lambda () 'variable))) (what)))) (newline) ;=> (macro local variable)
(write ((lambda (what) (what)) (lambda () 'parameter))) (newline)                      ;=> parameter
; Redefinition of a macro takes effect for what follows.
(define-syntax what (syntax-rules () ((_) 'second)))
(write (what)) (newline)                                                               ;=> second
; cond-expand.
(write (cond-expand (full-unicode 'unicode) (else 'ascii))) (newline)                  ;=> unicode
(write (cond-expand ((and r7rs (not no-such-feature)) 'yes) (else 'no))) (newline)     ;=> yes
(write (cond-expand ((library (scheme base)) 'has) (else 'lacks))) (newline)           ;=> has
(write (cond-expand ((library (no such library)) 'has) (else 'lacks))) (newline)       ;=> lacks
