; Parameters: converters, nesting, restoration by return, escape and re-entry.
;peer: none, Guile continues a top-level form with what is left to read
(define radix (make-parameter 10 (lambda (x) (if (and (exact-integer? x) (<= 2 x 16)) x (error "invalid radix")))))
(define (f n) (number->string n (radix)))
(write (f 12)) (newline)                                        ;=> "12"
(write (parameterize ((radix 2)) (f 12))) (newline)             ;=> "1100"
(write (f 12)) (newline)                                        ;=> "12"
(write (guard (e (#t 'refused)) (parameterize ((radix 1)) (f 12)))) (newline)   ;=> refused
(define p (make-parameter 1))
(define q (make-parameter 2 (lambda (x) (* x 10))))
(write (list (p) (q))) (newline)                                ;=> (1 20)
; The converter runs once on entry, never on the way back.
(write (list (parameterize ((p 5) (q 6)) (list (p) (q))) (p) (q))) (newline)    ;=> ((5 60) 1 20)
; New values are computed before any is in force.
(write (parameterize ((p 'a)) (parameterize ((p 'b) (q (if (eq? (p) 'a) 1 2))) (list (p) (q))))) (newline) ;=> (b 10)
(write (call/cc (lambda (k) (parameterize ((p 'lost)) (k (p)))))) (newline)     ;=> lost
(write (p)) (newline)                                           ;=> 1
; Entered again, the value is in force again.
(define inside #f)
(define rounds 0)
(define seen '())
(parameterize ((p 'inner))
  (call/cc (lambda (k) (set! inside k)))
  (set! seen (cons (p) seen)))
(set! seen (cons (p) seen))
(set! rounds (+ rounds 1))
(if (< rounds 2) (inside #f))
(write (reverse seen)) (newline)                                ;=> (inner 1 inner 1)
; A body of definitions; a procedure made inside sees the value at its call.
(write ((parameterize ((p 'made)) (lambda () (p))))) (newline)  ;=> 1
(write (parameterize ((p 3)) (define x (p)) (* x x))) (newline) ;=> 9
(write (parameterize () 'empty)) (newline)                      ;=> empty
