;; Inserted names do not catch, and are not caught by, the user's.

(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(lambda (tmp other) (swap! tmp other))
;=> (lambda (tmp other) (let ((tmp.1 tmp)) (set! tmp other) (set! other tmp.1)))

(define-syntax my-or (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))
(lambda (t) (my-or #f t))
;=> (lambda (t) (let ((t.1 #f)) (if t.1 t.1 t)))

;; if, else and list mean in a template what they mean where the macro is defined.
(define-syntax my-if (syntax-rules () ((_ a b c) (cond (a b) (else c)))))
(lambda (if cond else) (my-if if cond else))
;=> (lambda (if.1 cond else) (if if.1 cond else))

(define-syntax my-list (syntax-rules () ((_ a ...) (list a ...))))
(lambda (list) (my-list list))
;=> (lambda (list.1) (list list.1))

(let ((if list)) (if 1 2 3))
;=> (let ((if.1 list)) (if.1 1 2 3))

;; else and => are keywords only while nobody binds them.
(lambda (else) (cond (else 1)))
;=> (lambda (else) (if else 1 (void)))

(lambda (=>) (cond (a => b)))
;=> (lambda (=>) (if a (begin => b) (void)))

(define-syntax m (syntax-rules (else) ((_ else) 'keyword) ((_ x) 'other)))
(m else)
(lambda (else) (m else))
;=> 'keyword
;=> (lambda (else) 'other)

;; A literal matches by meaning.
(define-syntax my-case (syntax-rules (is) ((_ a is b) (eqv? a b)) ((_ a b c) 'other)))
(my-case x is y)
(let ((is 1)) (my-case x is y))
;=> (eqv? x y)
;=> (let ((is 1)) 'other)

;; A local macro sees the variables around it.
(let ((x 'outer)) (let-syntax ((m (syntax-rules () ((m) x)))) (let ((x 'inner)) (list x (m)))))
;=> (let ((x 'outer)) (let ((x.1 'inner)) (list x.1 x)))

(lambda (x) (define-syntax get-x (syntax-rules () ((_) x))) (let ((x 1)) (f x (get-x))))
;=> (lambda (x) (let ((x.1 1)) (f x.1 x)))

;; The inserted loop and the user's loop.
(define-syntax while
  (syntax-rules () ((_ test body ...) (let loop () (if test (begin body ... (loop)) #f)))))
(lambda (loop) (while (loop) (loop 1)))
;=> (lambda (loop) (letrec* ((loop.1 (lambda () (if (loop) (begin (loop 1) (loop.1)) #f)))) (loop.1)))

;; Each use has its own names, also at top level.
(define-syntax def-counter
  (syntax-rules () ((_ name) (begin (define count 0) (define (name) (set! count (+ count 1)) count)))))
(def-counter a)
(def-counter b)
;=> (define count%1 0)
;=> (define a (lambda () (set! count%1 (+ count%1 1)) count%1))
;=> (define count%2 0)
;=> (define b (lambda () (set! count%2 (+ count%2 1)) count%2))

;; Macros that make macros with inserted names.
(define-syntax jabberwocky
  (syntax-rules ()
    ((_ hatter)
     (begin (define march-hare 42)
            (define-syntax hatter (syntax-rules () ((_) march-hare)))))))
(jabberwocky mad-hatter)
(define march-hare 1)
(mad-hatter)
;=> (define march-hare%1 42)
;=> (define march-hare 1)
;=> march-hare%1

(define-syntax m
  (syntax-rules () ((_ a) (let ((x 1)) (let-syntax ((n (syntax-rules () ((_ b) (f x a b))))) (let ((x 2)) (n x)))))))
(lambda (x) (m x))
;=> (lambda (x) (let ((x.1 1)) (let ((x.2 2)) (f x.1 x x.2))))

(letrec-syntax ((foo (syntax-rules () ((_ y) (bar y))))
                (bar (syntax-rules () ((_ y) (let ((x 5)) (f x y))))))
  (lambda (x) (foo x)))
;=> (lambda (x) (let ((x.1 5)) (f x.1 x)))

;; let-syntax does not see its own names, letrec-syntax does.
(define-syntax m (syntax-rules () ((_ x) '(global x))))
(let-syntax ((m (syntax-rules () ((_ x) (m x))))) (m 1))
;=> '(global 1)

;; Inserted parameters and internal definitions.
(define-syntax my-define (syntax-rules () ((_ (f x) e) (define (f y) (let ((x y)) e)))))
(my-define (g x) (h x y))
;=> (define g (lambda (y.1) (let ((x y.1)) (h x y))))

(define-syntax with-temp (syntax-rules () ((_ e) (let () (define temp 1) (f temp e)))))
(lambda (temp) (with-temp temp))
;=> (lambda (temp) (letrec* ((temp.1 1)) (f temp.1 temp)))

;; quote takes the renaming away.
(define-syntax m (syntax-rules () ((_ a) '(inserted a #(inserted a)))))
(m x)
;=> '(inserted x #(inserted x))

;; do, named let and records with inserted names.
(define-syntax repeat (syntax-rules () ((_ n e) (do ((i 0 (+ i 1))) ((= i n)) e))))
(lambda (i) (repeat 3 (f i)))
;=> (lambda (i) (letrec* ((loop (lambda (i.1) (if (= i.1 3) (void) (begin (f i) (loop (+ i.1 1))))))) (loop 0)))

;; A macro shadowed by a variable, a variable by a macro.
(define-syntax m (syntax-rules () ((_ x) (f x))))
(lambda (m) (m 1))
;=> (lambda (m) (m 1))

(lambda (m) (let-syntax ((m (syntax-rules () ((_ x) (f x))))) (m 1)))
;=> (lambda (m) (f 1))
