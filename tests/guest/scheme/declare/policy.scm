;; Where the policy debug is declared every call of the source is there, with its own arguments; elsewhere a procedure
;; that is called once stands in the place of its call.
(define (hidden x)
  (define (inner y) (+ 1 (car y)))
  (+ 1 (inner x)))
(define (visible x)
  (declare (policy debug))
  (define (inner y) (+ 1 (car y)))
  (+ 1 (inner x)))
(define (loops n)
  (declare (policy debug))
  (+ 1 (let loop ((i n)) (if (= i 0) (car i) (+ 1 (loop (- i 1)))))))
(display (list (hidden '(1)) (visible '(1))))   ;=> (3 3)
(newline)
(display (loops 3))
;error: car: argument 1 must be a pair, got 0
;error: in (loop 0)
;error: in (loops 3)
