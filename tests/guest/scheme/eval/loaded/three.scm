;library
(define (three) (count-of a))
(define-syntax count-of (syntax-rules () ((_ x) 1)))
(write 'three)
(display " ")
(write (three))
(newline)
(define-syntax count-of (syntax-rules () ((_ x) 3)))
