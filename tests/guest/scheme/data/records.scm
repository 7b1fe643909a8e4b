; define-record-type: constructors, predicates, accessors, modifiers, distinct types.
(define-record-type <pare> (kons x y) pare? (x kar set-kar!) (y kdr))
(write (list (pare? (kons 1 2)) (pare? (cons 1 2)) (kar (kons 1 2)) (kdr (kons 1 2)))) (newline)  ;=> (#t #f 1 2)
(write (let ((k (kons 1 2))) (set-kar! k 3) (kar k))) (newline)                       ;=> 3
; Fields in another order than the constructor's, and one that it does not set.
(define-record-type point (make-point y x) point? (x point-x) (y point-y set-point-y!) (label point-label set-point-label!))
(define p (make-point 1 2))
(set-point-label! p 'here)
(set-point-y! p 10)
(write (list (point-x p) (point-y p) (point-label p))) (newline)                      ;=> (2 10 here)
; Two types of the same name and shape are different.
(define (make-type) (define-record-type thing (make-thing a) thing? (a thing-a)) (list make-thing thing? thing-a))
(define one (make-type))
(define two (make-type))
(define t ((car one) 5))
(write (list ((cadr one) t) ((cadr two) t))) (newline)                                ;=> (#t #f)
(write (guard (e ((error-object? e) 'wrong-type)) ((caddr two) t))) (newline)         ;=> wrong-type
(write (guard (e ((error-object? e) 'wrong-type)) (kar p))) (newline)                 ;=> wrong-type
(write (list (vector? p) (pair? p) (procedure? p) (symbol? p) (eq? p p) (eqv? p (make-point 1 2)))) (newline) ;=> (#f #f #f #f #t #f)
; Many fields.
(define-record-type big (make-big a b c d e f g h i j) big? (a big-a) (b big-b) (c big-c) (d big-d) (e big-e) (f big-f) (g big-g) (h big-h) (i big-i) (j big-j set-big-j!))
(define x (make-big 1 2 3 4 5 6 7 8 9 10))
(set-big-j! x 'ten)
(write (map (lambda (get) (get x)) (list big-a big-e big-i big-j))) (newline)         ;=> (1 5 9 ten)
