;;; Section 4.3.1: let-syntax and letrec-syntax; hygiene; section 4.3.3: syntax-error; section 5.4: define-syntax.
(import (scheme base) (scheme eval) (scheme write))
(include "check.scm")

(define (evaluate form) (eval form (environment '(scheme base))))

;; let-syntax
(check (let-syntax ((given-that (syntax-rules () ((_ test stmt1 stmt2 ...) (if test (begin stmt1 stmt2 ...))))))
         (let ((if #t)) (given-that if (set! if 'now)) if))
       => now)
(check (let ((x 'outer)) (let-syntax ((m (syntax-rules () ((m) x)))) (let ((x 'inner)) (m)))) => outer)
(check (let-syntax () 5) => 5)
(check (let-syntax ((one (syntax-rules () ((_) 1))) (two (syntax-rules () ((_) 2)))) (list (one) (two))) => (1 2))
(check (let-syntax ((m (syntax-rules () ((_) 'outer)))) (let-syntax ((m (syntax-rules () ((_) 'inner))) (n (syntax-rules () ((_) (m))))) (list (m) (n))))
       => (inner outer))
(check (let () (let-syntax ((m (syntax-rules () ((_ x) (define x 1))))) (m local) (+ local 1))) => 2)

;; letrec-syntax
(check (letrec-syntax
           ((my-or (syntax-rules ()
                     ((my-or) #f)
                     ((my-or e) e)
                     ((my-or e1 e2 ...) (let ((temp e1)) (if temp temp (my-or e2 ...)))))))
         (let ((x #f) (y 7) (temp 8) (let odd?) (if even?)) (my-or x (let temp) (if y) y)))
       => 7)
(check (letrec-syntax ((even (syntax-rules () ((_) #t) ((_ x . rest) (odd . rest))))
                       (odd (syntax-rules () ((_) #f) ((_ x . rest) (even . rest)))))
         (list (even a b c d) (even a b c)))
       => (#t #f))
(check (letrec-syntax () 5) => 5)

;; A macro's temporary never catches a name of the program, and its names mean what they meant where it was defined.
(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(check (let ((tmp 1) (other 2)) (swap! tmp other) (list tmp other)) => (2 1))
(define-syntax my-or2 (syntax-rules () ((_ a b) (let ((t a)) (if t t b)))))
(check (let ((t 5)) (my-or2 #f t)) => 5)
(check (let ((if list)) (my-or2 #f 6)) => 6)
(define global 'global)
(define-syntax get-global (syntax-rules () ((_) global)))
(check (let ((global 'local)) (get-global)) => global)
(define-syntax bind-x (syntax-rules () ((_ value body) (let ((x value)) body))))
(check (let ((x 'mine)) (bind-x 'its x)) => mine)
(define-syntax bind-name (syntax-rules () ((_ name value body) (let ((name value)) body))))
(check (let ((x 'mine)) (bind-name x 'its x)) => its)
(define-syntax count-to (syntax-rules () ((_ n) (let loop ((i 0)) (if (< i n) (loop (+ i 1)) i)))))
(check (let ((loop 3) (i 10)) (+ i (count-to loop))) => 13)
(define-syntax while
  (syntax-rules () ((_ condition body ...) (let lp () (when condition body ... (lp))))))
(check (let ((lp 0)) (while (< lp 5) (set! lp (+ lp 1))) lp) => 5)
;; `else` of a macro is the standard one, even where the name is bound.
(define-syntax my-cond (syntax-rules () ((_ e) (cond (#f 1) (else e)))))
(check (let ((else #f)) (my-cond 2)) => 2)
;; A literal is matched by its meaning.
(define-syntax is-else (syntax-rules (else) ((_ else) 'yes) ((_ other) 'no)))
(check (is-else else) => yes)
(check (let ((else 1)) (is-else else)) => no)
(define-syntax is-arrow (syntax-rules (=>) ((_ a => b) (list a b)) ((_ . other) 'no)))
(check (is-arrow 1 => 2) => (1 2))
(check (let ((=> 5)) (is-arrow 1 => 2)) => no)
(define-syntax is-plain (syntax-rules (unbound-word) ((_ unbound-word) 'yes) ((_ other) 'no)))
(check (is-plain unbound-word) => yes)
(check (is-plain other-word) => no)

;; Macros that define macros, with patterns built from what they were given.
(define-syntax define-constant-macro
  (syntax-rules () ((_ name value) (define-syntax name (syntax-rules () ((_) value))))))
(define-constant-macro seven 7)
(check (seven) => 7)
(define-syntax be-like-begin
  (syntax-rules ()
    ((be-like-begin name)
     (define-syntax name (syntax-rules () ((name expr (... ...)) (begin expr (... ...))))))))
(be-like-begin sequence)
(check (sequence 1 2 3 4) => 4)
(define-syntax define-getter
  (syntax-rules () ((_ name variable) (begin (define hidden variable) (define-syntax name (syntax-rules () ((_) hidden)))))))
(define hidden 'program)
(define-getter getter 'macro)
(check (list hidden (getter)) => (program macro))
(define-syntax jabberwocky
  (syntax-rules ()
    ((_ hatter)
     (begin
       (define march-hare 42)
       (define-syntax hatter (syntax-rules () ((_) march-hare)))))))
(jabberwocky mad-hatter)
(check (mad-hatter) => 42)
(define-syntax define-pair
  (syntax-rules () ((_ one two) (begin (define one 'first) (define two 'second)))))
(define-pair left right)
(check (list left right) => (first second))
(check (let () (define-pair a b) (list b a)) => (second first))
;; Two uses of one macro insert different names.
(define-syntax with-temporaries
  (syntax-rules () ((_ () (name ...) (value ...)) (let ((name value) ...) (list name ...)))
    ((_ (v . rest) (name ...) (value ...)) (with-temporaries rest (name ... temp) (value ... v)))))
(check (with-temporaries (1 2 3) () ()) => (1 2 3))
;; A macro that expands into a definition with its own name for a variable, referenced by a second use.
(define-syntax twice-bound
  (syntax-rules () ((_ x) (let ((y 1)) (let-syntax ((inner (syntax-rules () ((_ z) (let ((y 2)) (list x y z)))))) (inner y))))))
(check (let ((y 0)) (twice-bound y)) => (0 2 1))
;; Shadowing a keyword of a macro, and a macro by a variable.
(check (let ((swap! list)) (swap! 1 2)) => (1 2))
(check (let () (define (swap! a) (list 'mine a)) (swap! 1)) => (mine 1))
(check (let loop ((swap! 3)) swap!) => 3)
(define-syntax if-it (syntax-rules () ((_ a b) (let ((it a)) (if it b #f)))))
(check (let ((it 'program)) (if-it 5 it)) => program)
;; Quoted symbols lose their colour.
(define-syntax quoted (syntax-rules () ((_ x) '(x inserted))))
(check (quoted a) => (a inserted))
(check (eq? (cadr (quoted a)) 'inserted) => #t)

;; Internal define-syntax, also before the definitions that use it.
(check (let ((x 1) (y 2))
         (define-syntax swap (syntax-rules () ((swap a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
         (swap x y)
         (list x y))
       => (2 1))
(check (let () (define-syntax def (syntax-rules () ((_ n v) (define n v)))) (def a 1) (def b (+ a 1)) (list a b)) => (1 2))
(check (let ((m 1)) (define-syntax m (syntax-rules () ((_) 'macro))) (m)) => macro)
;; `...` that is bound where the macro is defined is no ellipsis.
(check (let ((... 2)) (let-syntax ((s (syntax-rules () ((_ x ...) 'ellipsis) ((_ . rest) 'plain)))) (s a b c))) => plain)
(check (let-syntax ((m (syntax-rules () ((_ _) '_)))) (m 1)) => _)
(check (let-syntax ((m (syntax-rules (=>) ((_ (=> x) ...) '(x ...))))) (m (=> 1) (=> 2))) => (1 2))
(check (let-syntax () (define inner 1) inner) => 1)
;; An alias of a keyword.
(define-syntax my-if (syntax-rules () ((_ . parts) (if . parts))))
(check (my-if #f 1 2) => 2)

;; syntax-error
(define-syntax simple-let
  (syntax-rules ()
    ((_ (head ... ((x . y) val) . tail) body1 body2 ...)
     (syntax-error "expected an identifier but got" (x . y)))
    ((_ ((name val) ...) body1 body2 ...) ((lambda (name ...) body1 body2 ...) val ...))))
(check (simple-let ((a 1) (b 2)) (+ a b)) => 3)
(check (evaluate '(let-syntax ((m (syntax-rules () ((_ x) (syntax-error "not this:" x 5))))) (m (a b)))) error "not this: (a b) 5")
(check (evaluate '(syntax-error "words")) error "words")
(check (evaluate '(syntax-error)) error "syntax-error: expected at least 1 part after `syntax-error`, got 0, in (syntax-error)")
(check (evaluate '(if #t 1 (syntax-error "expanded anyway" one))) error "expanded anyway one")

(check (evaluate '(let-syntax ((m (syntax-rules () ((_ a) a)))) (m))) error "m: no pattern of the macro fits, expected `(m a)`, got `(m)`, in (m)")
(check (evaluate '(let-syntax ((m (syntax-rules () ((_ a) a)))) (m 1 2))) error "m: no pattern of the macro fits, expected `(m a)`, got `(m 1 2)`, in (m 1 2)")
(check (evaluate '(let-syntax ((m (syntax-rules () ((_ a) a)))) m)) error "`m` is a macro and cannot be used as a value")
(check (evaluate '(let-syntax ((m 5)) 1)) error "expected (syntax-rules ...), got `5`")
(check (evaluate '(let-syntax ((m)) 1)) error "let-syntax: expected a binding (name value), got `(m)`, in (let-syntax ((m)) 1)")
(check (evaluate '(let-syntax)) error "let-syntax: expected at least 2 parts after `let-syntax`, got 0, in (let-syntax)")
(check (evaluate '(letrec-syntax ((5 (syntax-rules ()))) 1)) error "letrec-syntax: expected a binding (name value), got `(5 (syntax-rules ()))`, in (letrec-syntax ((5 (syntax-rules ()))) 1)")
(check (evaluate '(define-syntax)) error "define-syntax: expected 2 parts after `define-syntax`, got 0, in (define-syntax)")
(check (evaluate '(define-syntax m)) error "define-syntax: expected 2 parts after `define-syntax`, got 1, in (define-syntax m)")
(check (evaluate '(define-syntax 5 (syntax-rules ()))) error "define-syntax: expected the name of a macro, got `5`, in (define-syntax 5 (syntax-rules ()))")
(check (evaluate '(define-syntax m (list 'x))) error "expected (syntax-rules ...), got `(list 'x)`, in (list 'x)")
(check (evaluate '(let ((x (define-syntax m (syntax-rules ())))) x)) error "define-syntax: a definition is not allowed here, expected an expression; definitions go at the start of a body, in (define-syntax m (syntax-rules ()))")
(check (evaluate '(syntax-rules ())) error "`syntax-rules` is a keyword that has no meaning here; it belongs inside another form, in (syntax-rules ())")
(end-of-checks)
;=> 64 checks
