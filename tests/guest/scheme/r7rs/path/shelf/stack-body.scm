;library
(define-record-type stack (make-from items) stack? (items items set-items!))
(define (make-stack) (make-from '()))
(define (push! stack item) (set-items! stack (cons item (items stack))))
(define (pop! stack)
  (let ((item (car (items stack))))
    (set-items! stack (cdr (items stack)))
    item))
(define (internal-empty? stack) (null? (items stack)))
