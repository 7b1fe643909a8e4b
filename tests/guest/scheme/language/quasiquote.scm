; Quasiquotation at every level, in lists and vectors. Nested results are compared, not printed: how an
; abbreviation is written is the printer's choice.
(define (check got expected) (write (if (equal? got expected) 'ok (list got 'instead-of expected))) (newline))
(write `(list ,(+ 1 2) 4)) (newline)                                ;=> (list 3 4)
(write `(a ,(+ 1 2) ,@(map abs '(4 -5 6)) b)) (newline)             ;=> (a 3 4 5 6 b)
(write `((foo ,(- 10 3)) ,@(cdr '(c)) . ,(car '(cons)))) (newline)  ;=> ((foo 7) . cons)
(write `#(10 5 ,(square 2) ,@(map square '(4 3)) 8)) (newline)      ;=> #(10 5 4 16 9 8)
(write `(1 . ,(+ 1 1))) (newline)                                   ;=> (1 . 2)
(write (let ((nested '(x y))) `(,@nested ,@nested . tail))) (newline) ;=> (x y x y . tail)
(write `(1 ,@'() 2)) (newline)                                      ;=> (1 2)
(write `,(+ 2 3)) (newline)                                         ;=> 5
(write (quasiquote (a (unquote (+ 1 1)) (unquote-splicing (list 3 4))))) (newline) ;=> (a 2 3 4)
(check (let ((name 'a)) `(list ,name ',name)) (list 'list 'a (list 'quote 'a)))  ;=> ok
; Levels: only an unquote as deep as its quasiquote is evaluated.
(check `(a `(b ,(foo ,(+ 1 3) d) e) f)
       '(a (quasiquote (b (unquote (foo 4 d)) e)) f))               ;=> ok
(check (let ((name1 'x) (name2 'y)) `(a `(b ,,name1 ,',name2 d) e))
       '(a (quasiquote (b (unquote x) (unquote (quote y)) d)) e))   ;=> ok
(check (let ((x 5)) `(1 `(2 ,(3 ,x))))
       '(1 (quasiquote (2 (unquote (3 5))))))                       ;=> ok
(check `(1 `#(2 ,(3 ,@(list 4 5))))
       '(1 (quasiquote #(2 (unquote (3 4 5))))))                    ;=> ok
; The list spliced last is never changed.
(define tail (list 3 4))
(define whole `(1 2 ,@tail))
(set-car! whole 'x)
(write (list whole tail)) (newline)                                 ;=> ((x 2 3 4) (3 4))
