; SRFI 1, part by part.
(import (scheme base) (scheme write) (srfi 1))
(define (show . values) (write values) (newline))
(define (values->list producer) (call-with-values producer list))

; constructors
(show (xcons '(b) 'a) (cons* 1 2 '(3 4)) (list-tabulate 4 square) (make-list 2 'x))   ;=> ((a b) (1 2 3 4) (0 1 4 9) (x x))
(show (iota 4) (iota 3 1) (iota 3 0 1/2))           ;=> ((0 1 2 3) (1 2 3) (0 1/2 1))
(show (take (circular-list 1 2) 5))                 ;=> ((1 2 1 2 1))

; predicates
(show (proper-list? '(1)) (proper-list? '(1 . 2)) (circular-list? (circular-list 1)) (circular-list? '(1)))  ;=> (#t #f #t #f)
(show (dotted-list? '(1 . 2)) (dotted-list? '(1)) (not-pair? 1) (null-list? '()))  ;=> (#t #f #t #t)
(show (list= eq? '(a b) '(a b) '(a b)) (list= eq? '(a) '(a b)) (list= eq?))  ;=> (#t #f #t)

; selectors
(show (first '(1 2 3)) (third '(1 2 3)) (tenth '(1 2 3 4 5 6 7 8 9 10)))  ;=> (1 3 10)
(show (take '(a b c d) 2) (drop '(a b c d) 2) (take-right '(a b c d) 2) (drop-right '(a b c d) 2))  ;=> ((a b) (c d) (c d) (a b))
(show (take-right '(1 2 . d) 1) (drop-right '(1 2 . d) 1))  ;=> ((2 . d) (1))
(show (values->list (lambda () (split-at '(a b c) 1))) (last '(a b c)) (last-pair '(a b . c)))  ;=> (((a) (b c)) c (b . c))
(show (length+ '(1 2)) (length+ (circular-list 1)))  ;=> (2 #f)

; folds
(show (fold cons* '() '(a b c) '(1 2 3 4)))         ;=> ((c 3 b 2 a 1))
(show (fold-right cons '() '(1 2 3)) (fold-right list 'z '(1 2) '(3 4)))  ;=> ((1 2 3) (1 3 (2 4 z)))
(show (pair-fold cons '() '(a b c)))                ;=> (((c) (b c) (a b c)))
(show (pair-fold-right cons '() '(a b c)))          ;=> (((a b c) (b c) (c)))
(show (reduce max 0 '(3 9 2)) (reduce max 0 '()) (reduce-right append '() '((1) (2) (3))))  ;=> (9 0 (1 2 3))
(show (unfold (lambda (x) (> x 4)) square (lambda (x) (+ x 1)) 1) (unfold-right zero? square (lambda (x) (- x 1)) 4))  ;=> ((1 4 9 16) (1 4 9 16))
(show (append-map (lambda (x) (list x x)) '(1 2)) (filter-map (lambda (x) (and (even? x) x)) '(1 2 3 4)))  ;=> ((1 1 2 2) (2 4))
(show (concatenate '((1) (2 3) ())) (append-reverse '(3 2 1) '(4)))  ;=> ((1 2 3) (1 2 3 4))
(show (zip '(1 2 3) '(a b c)) (values->list (lambda () (unzip2 '((1 a) (2 b))))) (count even? '(1 2 4)))  ;=> (((1 a) (2 b) (3 c)) ((1 2) (a b)) 2)
(pair-for-each (lambda (pair) (write (length pair))) '(a b c)) (newline)  ;=> 321

; searching, filtering
(show (filter even? '(1 2 3 4)) (remove even? '(1 2 3 4)) (values->list (lambda () (partition symbol? '(a 1 b)))))  ;=> ((2 4) (1 3) ((a b) (1)))
(show (find even? '(1 2 3)) (find-tail even? '(1 2 3)) (find even? '(1 3)))  ;=> (2 (2 3) #f)
(show (any + '(1) '(2)) (any even? '()) (every + '(1 2) '(3 4)) (every even? '()))  ;=> (3 #f 6 #t)
(show (list-index even? '(3 1 4)) (list-index < '(3 1 4) '(2 7 1)))  ;=> (2 1)
(show (take-while even? '(2 4 5 6)) (drop-while even? '(2 4 5 6)))  ;=> ((2 4) (5 6))
(show (values->list (lambda () (span even? '(2 5 6)))) (values->list (lambda () (break even? '(1 2 3)))))  ;=> (((2) (5 6)) ((1) (2 3)))
(show (delete 'a '(a b a)) (delete 5 '(1 7 3 9) <) (delete-duplicates '(a b a c b)))  ;=> ((b) (1 3) (a b c))
(show (delete-duplicates '((a . 3) (b . 7) (c . 1) (a . 9) (b . 11)) (lambda (x y) (eq? (car x) (car y)))))  ;=> (((a . 3) (b . 7) (c . 1)))

; association lists
(show (alist-cons 'a 1 '((b . 2))) (alist-delete 'a '((a . 1) (b . 2) (a . 3))))  ;=> (((a . 1) (b . 2)) ((b . 2)))
(define original (list (cons 'a 1)))
(define copy (alist-copy original))
(set-cdr! (car copy) 2)
(show original copy)                                ;=> (((a . 1)) ((a . 2)))

; sets
(show (lset<= eq? '(a) '(a b a) '(a b c)) (lset= eq? '(b e a) '(a e b) '(e e b a)) (lset= eq? '(a) '(b)))  ;=> (#t #t #f)
(show (lset-adjoin eq? '(a b c) 'd 'a 'e))          ;=> ((e d a b c))
(show (lset-union eq? '(a b c) '(c d e)) (lset-union eq?))  ;=> ((e d a b c) ())
(show (lset-intersection eq? '(a b c d) '(b d) '(d b a)) (lset-difference eq? '(a b c) '(b)))  ;=> ((b d) (a c))
(show (lset-xor eq? '(a b) '(b c)))                 ;=> ((c a))
(show (values->list (lambda () (lset-diff+intersection eq? '(a b c) '(b)))))  ;=> (((a c) (b)))
