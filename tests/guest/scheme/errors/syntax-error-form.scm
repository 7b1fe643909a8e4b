(define-syntax pos (syntax-rules () ((_ x) (syntax-error "expected something else:" x))))
(pos 5)
;error: expected something else: 5
