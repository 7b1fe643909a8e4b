;;; A tour of Scheme on Ouro. Run it:  ./ouro examples/tour.scm
;;; A program without an import form sees all of R7RS.

(define (section title) (newline) (display "-- ") (display title) (newline))
(define (show label value) (display "   ") (display label) (display " ") (write value) (newline))

(section "Numbers have no limit, and exact ones stay exact")
(define (factorial n) (if (= n 0) 1 (* n (factorial (- n 1)))))
(show "30! =" (factorial 30))
(show "1/3 + 1/6 =" (+ 1/3 1/6))
(show "the square root of -4 is" (sqrt -4))
(show "0.1 + 0.2 =" (+ 0.1 0.2))
(show "255 in base 2:" (number->string 255 2))

(section "Procedures are values")
(define (compose . fs)
  (if (null? fs)
      (lambda (x) x)
      (lambda (x) ((car fs) ((apply compose (cdr fs)) x)))))
(show "composed:" (map (compose (lambda (x) (+ x 1)) square) '(1 2 3 4)))

(define (make-counter)
  (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(define next! (make-counter))
(next!)
(show "a counter says" (next!))

(section "A tail call is a jump: this loop needs no stack")
(define (even-steps? n) (or (= n 0) (odd-steps? (- n 1))))
(define (odd-steps? n) (and (not (= n 0)) (even-steps? (- n 1))))
(show "is a million even?" (even-steps? 1000000))

(section "And what is not a tail call may go as deep as memory lasts")
(define (count-up n) (if (= n 0) 0 (+ 1 (count-up (- n 1)))))
(show "a million calls deep:" (count-up 1000000))

(section "Records, and lists of them")
(define-record-type <planet>
  (make-planet name moons) planet?
  (name planet-name)
  (moons planet-moons set-planet-moons!))
(define planets
  (list (make-planet 'mars 2) (make-planet 'earth 1) (make-planet 'venus 0)))
(set-planet-moons! (car planets) (length '(phobos deimos)))
(show "moons:" (map (lambda (p) (cons (planet-name p) (planet-moons p))) planets))

(section "Syntax is yours to extend, and names never get mixed up")
(define-syntax while
  (syntax-rules ()
    ((_ test body ...)
     (let loop () (when test body ... (loop))))))
(define-syntax swap!
  (syntax-rules ()
    ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(define tmp 'left)
(define other 'right)
(swap! tmp other)
(show "swapped:" (list tmp other))
(define powers
  (let ((n 1) (result '()))
    (while (< n 1000) (set! result (cons n result)) (set! n (* n 2)))
    (reverse result)))
(show "powers of two:" powers)

(section "A continuation is the rest of the program, as a procedure")
(define (find-first ok? items)
  (call/cc
    (lambda (return)
      (for-each (lambda (x) (when (ok? x) (return x))) items)
      'none)))
(show "the first even one:" (find-first even? '(3 5 8 9 10)))

;; A generator: whoever walks a tree leaves it at each leaf, and comes back.
(define (tree->generator tree)
  (define return #f)
  (define (resume)
    (let walk ((tree tree))
      (cond ((null? tree) 'skip)
            ((pair? tree) (walk (car tree)) (walk (cdr tree)))
            (else (call/cc (lambda (rest)
                             (set! resume (lambda () (rest 'go-on)))
                             (return tree))))))
    (return 'end))
  (lambda () (call/cc (lambda (k) (set! return k) (resume)))))
(define leaf (tree->generator '((1 2) (3 (4)) 5)))
(show "leaves:" (let loop ((x (leaf))) (if (eq? x 'end) '() (cons x (loop (leaf))))))

(section "Errors are values with words in them")
(define (careful thunk)
  (guard (e ((error-object? e) (list 'error (error-object-message e) (error-object-irritants e)))
            (#t (list 'raised e)))
    (thunk)))
(show "caught:" (careful (lambda () (error "no such planet:" 'pluto))))
(show "caught:" (careful (lambda () (raise 'anything))))
(show "caught:" (careful (lambda () (vector-ref (vector 1 2 3) 3))))

(section "Streams compute only what is looked at")
(define (integers n) (delay (cons n (integers (+ n 1)))))
(define (sieve stream)
  (delay-force
    (let* ((pair (force stream)) (prime (car pair)))
      (delay (cons prime (sieve (without-multiples prime (cdr pair))))))))
(define (without-multiples prime stream)
  (delay-force
    (let ((pair (force stream)))
      (if (= 0 (remainder (car pair) prime))
          (without-multiples prime (cdr pair))
          (delay (cons (car pair) (without-multiples prime (cdr pair))))))))
(define (take n stream)
  (if (= n 0) '() (let ((pair (force stream))) (cons (car pair) (take (- n 1) (cdr pair))))))
(show "primes:" (take 12 (sieve (integers 2))))

(section "That was the tour")
(display "   Now change this file, or try: ./ouro disasm examples/tour.scm") (newline)
