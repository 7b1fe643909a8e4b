; Included by both.sld; not a program.
;library
(define (step) (counter-next!))
(define (area) (circle-area (counter-current)))
