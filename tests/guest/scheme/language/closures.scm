; A closure keeps its own variables, shares them with its siblings, and sees later assignments.
(define (make-counter)
  (let ((n 0))
    (lambda () (set! n (+ n 1)) n)))
(define a (make-counter))
(define b (make-counter))
(a) (a)
(display (list (a) (b))) (newline)                    ;=> (3 1)

(define (make-account balance)
  (define (deposit! x) (set! balance (+ balance x)) balance)
  (define (withdraw! x)
    (if (> x balance) 'too-much (begin (set! balance (- balance x)) balance)))
  (lambda (message . arguments)
    (apply (case message ((deposit) deposit!) ((withdraw) withdraw!) (else (lambda _ 'what)))
           arguments)))
(define account (make-account 10))
(display (account 'deposit 5)) (newline)              ;=> 15
(display (account 'withdraw 20)) (newline)            ;=> too-much
(display (account 'withdraw 1)) (newline)             ;=> 14
(display (account 'close)) (newline)                  ;=> what

; Each turn of a do loop has a fresh variable.
(define thunks
  (do ((i 0 (+ i 1)) (all '() (cons (lambda () i) all))) ((= i 4) (reverse all))))
(display (map (lambda (thunk) (thunk)) thunks)) (newline)   ;=> (0 1 2 3)

; A variable assigned after capture.
(define x 1)
(define (get-x) x)
(set! x 2)
(display (get-x)) (newline)                           ;=> 2
(let* ((v 'before) (read-v (lambda () v)))
  (set! v 'after)
  (display (read-v)) (newline))                       ;=> after

; Composition and currying through several levels.
(define (compose . fs)
  (if (null? fs) (lambda (x) x)
      (lambda (x) ((car fs) ((apply compose (cdr fs)) x)))))
(define (add n) (lambda (m) (+ n m)))
(display ((compose (add 1) (add 10) (lambda (x) (* x x))) 5)) (newline)   ;=> 36
(display ((((lambda (a) (lambda (b) (lambda (c) (list a b c)))) 1) 2) 3)) (newline)   ;=> (1 2 3)
