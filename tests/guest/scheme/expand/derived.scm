;; cond, case, guard, promises, assert.

(cond (a b) (c d))
;=> (if a b (if c d (void)))

(cond (a b c) (else d e))
;=> (if a (begin b c) (begin d e))

(cond (a) (else b))
;=> (let ((t a)) (if t t b))

(cond (a => f) (else b))
;=> (let ((t a)) (if t (f t) b))

(cond (a => f))
;=> (let ((t a)) (if t (f t) (void)))

(cond (a))
;=> (let ((t a)) (if t t (void)))

(cond (else 1))
;=> 1

(case (f) ((1) a) ((2 x) b c) (else d))
;=> (let ((key (f))) (if (eqv? key 1) a (if (if (eqv? key 2) #t (eqv? key 'x)) (begin b c) d)))

(case (f) ((1) a))
;=> (let ((key (f))) (if (eqv? key 1) a (void)))

(case (f) (() a) (else => g))
;=> (let ((key (f))) (if #f a (g key)))

(case (f) ((1 2 3 4 5) => g))
;=> (let ((key (f))) (if (memv key '(1 2 3 4 5)) (g key) (void)))

(case (f) (("a" #\b (c)) 1))
;=> (let ((key (f))) (if (if (eqv? key "a") #t (if (eqv? key #\b) #t (eqv? key '(c)))) 1 (void)))

(guard (e ((f e) 1)) (g) (h))
;=> (call-with-reraising-guard (lambda () (g) (h)) (lambda (e reraise) (if (f e) 1 (reraise))))

(guard (e ((f e) => g) (else (h e))) 1)
;=> (call-with-guard (lambda () 1) (lambda (e) (let ((t (f e))) (if t (g t) (h e)))))

(guard (e) 1)
;=> (call-with-reraising-guard (lambda () 1) (lambda (e reraise) (reraise)))

(delay (f))
;=> (make-delayed-promise (lambda () (f)))

(delay-force (f))
;=> (make-lazy-promise (lambda () (f)))

(assert (f x))
;=> (if (f x) (void) (assertion-failed '(f x)))
