;library
(define first-included 'one)
(define (second-included) (list first-included 'two))
