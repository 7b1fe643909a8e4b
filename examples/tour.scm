;;; A tour of Scheme on Ouro. Run it:  ./ouro examples/tour.scm
;;; The comment after an expression says what it prints; ./test checks that it does.

(define (section title) (display title) (newline))
(define (show label value) (display "   ") (display label) (display " ") (write value) (newline))

(section "Numbers")                                         ;=> Numbers
(define (factorial n) (if (= n 0) 1 (* n (factorial (- n 1)))))
(show "30! =" (factorial 30))                               ;=> 30! = 265252859812191058636308480000000
(show "1/3 + 1/6 =" (+ 1/3 1/6))                            ;=> 1/3 + 1/6 = 1/2
(show "the square root of -4 is" (sqrt -4))                 ;=> the square root of -4 is +2i
(show "0.1 + 0.2 =" (+ 0.1 0.2))                            ;=> 0.1 + 0.2 = 0.30000000000000004
(show "exactly:" (= (+ (exact 0.1) (exact 0.2)) 3/10))      ;=> exactly: #f

(section "Closures")                                        ;=> Closures
(define (make-counter)
  (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(define next! (make-counter))
(next!)
(show "a counter says" (next!))                             ;=> a counter says 2
(define (compose . fs)
  (if (null? fs)
      (lambda (x) x)
      (lambda (x) ((car fs) ((apply compose (cdr fs)) x)))))
(show "composed:" (map (compose (lambda (x) (+ x 1)) square) '(1 2 3)))     ;=> composed: (2 5 10)

(section "A tail call is a jump; any other goes as deep as memory lasts")
;=> A tail call is a jump; any other goes as deep as memory lasts
(define (even-steps? n) (or (= n 0) (odd-steps? (- n 1))))
(define (odd-steps? n) (and (not (= n 0)) (even-steps? (- n 1))))
(show "is a million even?" (even-steps? 1000000))           ;=> is a million even? #t
(define (count-up n) (if (= n 0) 0 (+ 1 (count-up (- n 1)))))
(show "calls inside each other:" (count-up 1000000))        ;=> calls inside each other: 1000000

(section "Records")                                         ;=> Records
(define-record-type <planet> (make-planet name moons) planet?
  (name planet-name)
  (moons planet-moons set-planet-moons!))
(define mars (make-planet 'mars 0))
(set-planet-moons! mars (length '(phobos deimos)))
(show "a planet:" mars)                                     ;=> a planet: #<planet name: mars moons: 2>

(section "Tables keep the order in which keys came")        ;=> Tables keep the order in which keys came
(define counts (make-equal-table))
(string-for-each
  (lambda (letter) (table-update!/default counts letter (lambda (n) (+ n 1)) 0))
  "tattoo")
(show "letters:" (table->alist counts))                     ;=> letters: ((#\t . 3) (#\a . 1) (#\o . 2))

(section "New syntax, and names never get mixed up")        ;=> New syntax, and names never get mixed up
(define-syntax while
  (syntax-rules ()
    ((_ test body ...) (let loop () (when test body ... (loop))))))
(define-syntax swap!
  (syntax-rules ()
    ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(define tmp 'left)
(define other 'right)
(swap! tmp other)
(show "swapped:" (list tmp other))                          ;=> swapped: (right left)
(define powers
  (let ((n 1) (result '()))
    (while (< n 1000) (set! result (cons n result)) (set! n (* n 2)))
    (reverse result)))
(show "powers of two:" powers)                              ;=> powers of two: (1 2 4 8 16 32 64 128 256 512)

(section "A continuation is the rest of the program, as a procedure")
;=> A continuation is the rest of the program, as a procedure
(define (first-of ok? items)
  (call/cc
    (lambda (return)
      (for-each (lambda (x) (when (ok? x) (return x))) items)
      'none)))
(show "the first even one:" (first-of even? '(3 5 8 9 10))) ;=> the first even one: 8

;; A generator: whoever walks a tree leaves it at each leaf, and comes back into the middle of for-each.
(define (leaves tree)
  (define return #f)
  (define (resume)
    (let walk ((tree tree))
      (if (list? tree)
          (for-each walk tree)
          (call/cc (lambda (rest)
                     (set! resume (lambda () (rest 'go-on)))
                     (return tree)))))
    (return 'end))
  (lambda () (call/cc (lambda (k) (set! return k) (resume)))))
(define next-leaf (leaves '((1 2) (3 (4)) 5)))
(show "leaves:" (let loop ((x (next-leaf))) (if (eq? x 'end) '() (cons x (loop (next-leaf))))))
;=> leaves: (1 2 3 4 5)

(section "Doors are closed, however one leaves")            ;=> Doors are closed, however one leaves
(define (note text) (write-string text) (write-char #\space))
(define (visit body)
  (write-string "   ")
  (let ((result (call/cc (lambda (leave)
                           (dynamic-wind (lambda () (note "in"))
                                         (lambda () (body leave))
                                         (lambda () (note "out")))))))
    (write result)
    (newline)))
(visit (lambda (leave) (note "stay") 'done))                ;=> in stay out done
(visit (lambda (leave) (leave 'early) (note "never")))      ;=> in out early

(section "Errors are values, with words in them")           ;=> Errors are values, with words in them
(define (careful thunk)
  (guard (e ((error-object? e) (cons (error-object-message e) (error-object-irritants e)))
            ((symbol? e) (list 'raised e)))
    (thunk)))
(show "caught:" (careful (lambda () (error "no such planet:" 'pluto))))     ;=> caught: ("no such planet:" pluto)
(show "caught:" (careful (lambda () (raise 'anything))))                    ;=> caught: (raised anything)
(show "caught:" (careful (lambda () (vector-ref (vector 1 2 3) 3))))
;=> caught: ("vector-ref: argument 2 must be an index from 0 to 2, got" 3)

(section "Ports into and out of strings")                   ;=> Ports into and out of strings
(define (text-of datum)
  (let ((port (open-output-string))) (write datum port) (get-output-string port)))
(show "written:" (text-of '(a "b" #\c 1.5)))                ;=> written: "(a \"b\" #\\c 1.5)"
(show "read:" (cadr (read (open-input-string "(a (b c) d)"))))              ;=> read: (b c)

(section "That was the tour")                               ;=> That was the tour
(show "now try:" "./ouro disasm examples/tour.scm")         ;=> now try: "./ouro disasm examples/tour.scm"
