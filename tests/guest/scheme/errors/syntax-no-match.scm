(define-syntax two (syntax-rules () ((_ a b) (list a b))))
(two 1)
;error: syntax-no-match.scm:2:1
;error: two
