; A program that defines a name which a default import provides uses its own everywhere, also before the definition.
;peer: none, without an import form this is our rule
(define (use) (list-index 'b '(a b c)))
(define (list-index x items) (let loop ((i 0) (items items)) (cond ((null? items) #f) ((eq? x (car items)) i) (else (loop (+ i 1) (cdr items))))))
(write (use)) (newline)              ;=> 1
(define (square x) (list 'my-square x))
(write (square 3)) (newline)         ;=> (my-square 3)
(define old-car car)
(set! car (lambda (p) (list 'my-car (old-car p))))
(write (car '(1 2))) (newline)       ;=> (my-car 1)
(write (map (lambda (x) x) '(1 2)))  ;=> (1 2)
(newline)
