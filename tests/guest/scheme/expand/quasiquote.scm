;; quasiquote at all levels.

`x
;=> 'x

`(a b)
;=> '(a b)

`(a ,b c)
;=> (cons 'a (cons b '(c)))

`(a . ,b)
;=> (cons 'a b)

`(,a ,@b)
;=> (cons a b)

`(,@a b c)
;=> (append a '(b c))

`(,@a ,@b . c)
;=> (append a (append b 'c))

`((,a) (b))
;=> (cons (cons a '()) '((b)))

`#(a b)
;=> '#(a b)

`#(a ,b ,@c)
;=> (list->vector (cons 'a (cons b c)))

`(1 . #(,a))
;=> (cons 1 (list->vector (cons a '())))

`(a `(b ,(c ,d)))
;=> (cons 'a (cons (cons 'quasiquote (cons (cons 'b (cons (cons 'unquote (cons (cons 'c (cons d '())) '())) '())) '())) '()))

`(a `(b ,,d ,@,e ,,@f))
;=> (cons 'a (cons (cons 'quasiquote (cons (cons 'b (cons (cons 'unquote (cons d '())) (cons (cons 'unquote-splicing (cons e '())) (cons (cons 'unquote f) '())))) '())) '()))

`(a `(b ,(c ,@d)))
;=> (cons 'a (cons (cons 'quasiquote (cons (cons 'b (cons (cons 'unquote (cons (cons 'c d) '())) '())) '())) '()))

`(a `(b ,c))
;=> '(a `(b ,c))

(let ((unquote list)) `(a ,b))
;=> (let (,list) '(a ,b))

(define-syntax q (syntax-rules () ((_ x) `(x ,x y))))
(q a)
;=> (cons 'a (cons a '(y)))
