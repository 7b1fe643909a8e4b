; before and after run whenever control crosses, in the right order.
(define trace '())
(define (note x) (set! trace (cons x trace)))
(define (show) (write (reverse trace)) (newline) (set! trace '()))
(write (dynamic-wind (lambda () (note 'in)) (lambda () (note 'body) 'result) (lambda () (note 'out)))) (newline) ;=> result
(show)                                                        ;=> (in body out)
; Out by an escape, in by re-entry (the example of R7RS).
(define k-saved #f)
(define twice 0)
(dynamic-wind
  (lambda () (note 'connect))
  (lambda () (note (call/cc (lambda (c) (set! k-saved c) 'talk1))))
  (lambda () (note 'disconnect)))
(set! twice (+ twice 1))
(if (< twice 2) (k-saved 'talk2))
(show)                                                        ;=> (connect talk1 disconnect connect talk2 disconnect)
; Nested: a jump from one extent to a sibling leaves up to the common ancestor only.
(define inside #f)
(define jumped #f)
(define (wind name thunk) (dynamic-wind (lambda () (note (list 'in name))) thunk (lambda () (note (list 'out name)))))
(wind 'a (lambda ()
  (wind 'b (lambda () (call/cc (lambda (k) (set! inside k))) (note 'in-b)))
  (if (not jumped)
      (wind 'c (lambda () (set! jumped #t) (inside #f))))))
(show)    ;=> ((in a) (in b) in-b (out b) (in c) (out c) (in b) in-b (out b) (out a))
; The after thunk of an escape sees the outer dynamic state.
(define p (make-parameter 'outer))
(call/cc (lambda (k)
  (parameterize ((p 'middle))
    (dynamic-wind (lambda () (note (p))) (lambda () (parameterize ((p 'inner)) (note (p)) (k #f))) (lambda () (note (p)))))))
(show)                                                        ;=> (middle inner middle)
; Several values pass through.
(call-with-values (lambda () (dynamic-wind (lambda () #f) (lambda () (values 1 2)) (lambda () (values 3 4 5))))
  (lambda all (write all) (newline)))                         ;=> (1 2)
; The body is not a tail position: the after thunk waits for it.
(define (nest n) (if (= n 0) (note 'bottom) (wind n (lambda () (nest (- n 1))))))
(nest 2)
(show)                                                        ;=> ((in 2) (in 1) bottom (out 1) (out 2))
