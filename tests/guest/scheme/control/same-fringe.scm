; Two trees compared leaf by leaf by coroutines that stop at the first difference.
(define (tree->generator tree)
  (define caller #f)
  (define (loop tree)
    (cond ((null? tree) 'skip)
          ((pair? tree) (loop (car tree)) (loop (cdr tree)))
          (else (call/cc (lambda (rest) (set! continue (lambda () (rest 'resume))) (caller tree))))))
  (define continue (lambda () (loop tree) (set! continue (lambda () (caller '()))) (caller '())))
  (lambda () (call/cc (lambda (k) (set! caller k) (continue)))))
(define (same-fringe? a b)
  (let ((next-a (tree->generator a)) (next-b (tree->generator b)))
    (let loop ()
      (let ((x (next-a)) (y (next-b)))
        (cond ((not (eqv? x y)) (list #f x y)) ((null? x) #t) (else (loop)))))))
(write (same-fringe? '(1 (2 3)) '((1 2) 3))) (newline)               ;=> #t
(write (same-fringe? '(1 2 3) '(1 (3 2)))) (newline)                 ;=> (#f 2 3)
(write (same-fringe? '(1 2) '(1 2 3))) (newline)                     ;=> (#f () 3)
(write (same-fringe? '((((a)))) '(a))) (newline)                     ;=> #t
