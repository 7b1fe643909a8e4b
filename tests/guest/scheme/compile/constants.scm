;; simplify: constants, arithmetic, comparison, equivalence, lists.

;pass: simplify
(f (+ 1 2) (* 3 4) (- 10 1) (quotient 7 2))
;=> (f 3 12 9 3)

;; an error stays an error of the program
;pass: simplify
(f (quotient 1 0))
;=> (f (%quotient 1 0))

;; results that could be huge are not computed early
;pass: simplify
(f (expt 10 1000))
;=> (f (%expt 10 1000))

;; sums stay as they are written: errors count their arguments
;pass: simplify
(define (f a b c) (+ a b c 1))
;=> (define f (lambda (a b c) (%+ a b c 1)))

;pass: simplify
(define (f a) (+ 1 2 a))
;=> (define f (lambda (a) (%+ 1 2 a)))

;pass: simplify
(define (f a b c) (- a b c))
;=> (define f (lambda (a b c) (%- a b c)))

;; one argument must still be a number
;pass: simplify
(define (f a) (+ a))
;=> (define f (lambda (a) (%+ a)))

;pass: simplify
(f (+) (*))
;=> (f 0 1)

;pass: simplify
(define (f a) (- a))
;=> (define f (lambda (a) (%- a)))

;pass: simplify
(define (f a b) (/ a))
;=> (define f (lambda (a b) (%/ a)))

;pass: simplify
(define (f a b) (/ a b 2))
;=> (define f (lambda (a b) (%/ a b 2)))

;; a chain of comparisons may end early only if the rest are numbers
;pass: simplify
(define (f a) (< 0 a 10))
;=> (define f (lambda (a) (if (%< 0 a) (%< a 10) #f)))

;pass: simplify
(define (f a b) (< 0 a b))
;=> (define f (lambda (a b) (%< 0 a b)))

;; greater keeps the order of evaluation
;pass: simplify
(define (f a b) (> (g a) (g b)))
;=> (define f (lambda (a b) (%> (g a) (g b))))

;pass: simplify
(define (f a) (if (zero? a) 1 (if (positive? a) 2 (negative? a))))
;=> (define f (lambda (a) (if (%zero? a) 1 (if (%positive? a) 2 (%negative? a)))))

;; equivalence with a value that is its own identity
;pass: simplify
(define (f a) (g (eqv? a 'x) (equal? a 1) (eqv? #\a a) (equal? a '())))
;=> (define f (lambda (a) (g (%eq? a 'x) (%eq? a 1) (%eq? #\a a) (%eq? a '()))))

;; numbers that may not be fixnums, strings and lists are compared as they were
;pass: simplify
(define (f a) (g (eqv? a 1.5) (equal? a "x") (eqv? a 100000000000000000000) (equal? a '(1))))
;=> (define f
;=>   (lambda (a)
;=>     (g (%eqv? a 1.5) (%equal? a "x") (%eqv? a 100000000000000000000) (%equal? a '(1)))))

;; membership in a short list, in a test
;pass: simplify
(define (f a) (if (memv a '(1 2 x)) 1 2))
;=> (define f (lambda (a) (if (if (%eq? a 1) #t (if (%eq? a 2) #t (%eq? a 'x))) 1 2)))

;; not where its value is wanted
;pass: simplify
(define (f a) (memv a '(1 2 x)))
;=> (define f (lambda (a) (%memv a '(1 2 x))))

;; not when identity and equality differ
;pass: simplify
(define (f a) (if (member a '("x")) 1 2))
;=> (define f (lambda (a) (if (%member a '("x")) 1 2)))

;pass: simplify
(define (f a) (g (cadr a) (cddr a) (caddr a)))
;=> (define f (lambda (a) (g (%cadr a) (%cddr a) (%caddr a))))

;pass: simplify
(define (f a b) (g (list) (list a) (list a b) (list a b a b)))
;=> (define f
;=>   (lambda (a b)
;=>     (g '() (%cons a '()) (%cons a (%cons b '())) (%cons a (%cons b (%cons a (%cons b '())))))))

;; negation
;pass: simplify
(define (f a) (if (not (null? a)) 1 2))
;=> (define f (lambda (a) (if (%null? a) 2 1)))

;pass: simplify
(define (f a) (if (not (not a)) (not #f) (not 'x)))
;=> (define f (lambda (a) (if a #t #f)))

;pass: simplify
(define (f a) (not (if (g a) #t #f)))
;=> (define f (lambda (a) (%not (g a))))
