;; define-record-type in all its shapes.

(define-record-type point (make-point x y) point? (x point-x) (y point-y set-point-y!))
;=> (define point (make-record-type 'point '#(x y) '#(point-x point-y) '#(#f set-point-y!)))
;=> (define make-point (lambda (x y) (record point x y)))
;=> (define point? (lambda (object) (record? object point)))
;=> (define point-x (lambda (record.1) (record-ref record.1 point 0)))
;=> (define point-y (lambda (record.2) (record-ref record.2 point 1)))
;=> (define set-point-y! (lambda (record.3 value) (record-set! record.3 point value 1)))

;; The type's name loses its brackets.
(define-record-type <point> (make-point) point?)
;=> (define <point> (make-record-type 'point '#()))
;=> (define make-point (lambda () (record <point>)))
;=> (define point? (lambda (object) (record? object <point>)))

;; Fields without parameter start unspecified; parameters come in their own order.
(define-record-type <point> (make-point z x) point? (x point-x) (y point-y) (z point-z))
;=> (define <point> (make-record-type 'point '#(x y z) '#(point-x point-y point-z)))
;=> (define make-point (lambda (z x) (record <point> x (void) z)))
;=> (define point? (lambda (object) (record? object <point>)))
;=> (define point-x (lambda (record.1) (record-ref record.1 <point> 0)))
;=> (define point-y (lambda (record.2) (record-ref record.2 <point> 1)))
;=> (define point-z (lambda (record.3) (record-ref record.3 <point> 2)))

(define-record-type <point> make-point point? (x point-x) (y point-y))
;=> (define <point> (make-record-type 'point '#(x y) '#(point-x point-y)))
;=> (define make-point (lambda (x y) (record <point> x y)))
;=> (define point? (lambda (object) (record? object <point>)))
;=> (define point-x (lambda (record.1) (record-ref record.1 <point> 0)))
;=> (define point-y (lambda (record.2) (record-ref record.2 <point> 1)))

(define-record-type <point> #f point? (x point-x))
;=> (define <point> (make-record-type 'point '#(x) '#(point-x)))
;=> (define point? (lambda (object) (record? object <point>)))
;=> (define point-x (lambda (record) (record-ref record <point> 0)))

(define-record-type <point> (make-point x) #f x (y) (z point-z))
;=> (define <point> (make-record-type 'point '#(x y z) '#(#f #f point-z)))
;=> (define make-point (lambda (x) (record <point> x (void) (void))))
;=> (define point-z (lambda (record.1) (record-ref record.1 <point> 2)))

;; Names that a macro inserts do not meet those of the user.
(define-syntax def-wrapper
  (syntax-rules () ((_ make get) (define-record-type wrapper (make content) wrapper? (content get)))))
(def-wrapper make-a get-a)
(def-wrapper make-b get-b)
;=> (define wrapper%1 (make-record-type 'wrapper '#(content) '#(get-a)))
;=> (define make-a (lambda (content) (record wrapper%1 content)))
;=> (define wrapper?%2 (named-lambda (wrapper? object) (record? object wrapper%1)))
;=> (define get-a (lambda (record.1) (record-ref record.1 wrapper%1 0)))
;=> (define wrapper%3 (make-record-type 'wrapper '#(content) '#(get-b)))
;=> (define make-b (lambda (content.1) (record wrapper%3 content.1)))
;=> (define wrapper?%4 (named-lambda (wrapper? object.1) (record? object.1 wrapper%3)))
;=> (define get-b (lambda (record.2) (record-ref record.2 wrapper%3 0)))
