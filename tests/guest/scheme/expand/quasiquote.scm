;; quasiquote at all levels.

`x
;=> (quote x)

`(a b)
;=> (quote (a b))

`(a ,b c)
;=> (cons (quote a) (cons b (quote (c))))

`(a . ,b)
;=> (cons (quote a) b)

`(,a ,@b)
;=> (cons a b)

`(,@a b c)
;=> (append a (quote (b c)))

`(,@a ,@b . c)
;=> (append a (append b (quote c)))

`((,a) (b))
;=> (cons (cons a (quote ())) (quote ((b))))

`#(a b)
;=> (quote #(a b))

`#(a ,b ,@c)
;=> (list->vector (cons (quote a) (cons b c)))

`(1 . #(,a))
;=> (cons 1 (list->vector (cons a (quote ()))))

`(a `(b ,(c ,d)))
;=> (cons (quote a) (cons (cons (quote quasiquote) (cons (cons (quote b) (cons (cons (quote unquote) (cons (cons (quote c) (cons d (quote ()))) (quote ()))) (quote ()))) (quote ()))) (quote ())))

`(a `(b ,,d ,@,e ,,@f))
;=> (cons (quote a) (cons (cons (quote quasiquote) (cons (cons (quote b) (cons (cons (quote unquote) (cons d (quote ()))) (cons (cons (quote unquote-splicing) (cons e (quote ()))) (cons (cons (quote unquote) f) (quote ()))))) (quote ()))) (quote ())))

`(a `(b ,(c ,@d)))
;=> (cons (quote a) (cons (cons (quote quasiquote) (cons (cons (quote b) (cons (cons (quote unquote) (cons (cons (quote c) d) (quote ()))) (quote ()))) (quote ()))) (quote ())))

`(a `(b ,c))
;=> (quote (a (quasiquote (b (unquote c)))))

(let ((unquote list)) `(a ,b))
;=> (let ((unquote list)) (quote (a (unquote b))))

(define-syntax q (syntax-rules () ((_ x) `(x ,x y))))
(q a)
;=> (cons (quote a) (cons a (quote (y))))
