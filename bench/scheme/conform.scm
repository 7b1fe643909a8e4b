; Which types conform to which: types are graphs of operations with argument and result types, and conform if each operation of one
; has its counterpart in the other. Recursive types are assumed to conform while that is examined. Size: 60 types, 11000 times.
(define-record-type type (make-type number operations) type? (number type-number) (operations type-operations set-type-operations!))
(define-record-type operation (make-operation name arguments result) operation?
  (name operation-name) (arguments operation-arguments) (result operation-result))
(define names '#(at put size first rest add remove each))
; Six families: what an operation takes and gives is of the same families for all types of a family. A type has the first few of its
; family's operations, so that some of the family conform to others.
(define (make-types n)
  (let ((types (make-vector n #f)))
    (define (member-of family x) (vector-ref types (+ (remainder family 6) (* 6 (remainder (quotient x 65536) (quotient n 6))))))
    (let loop ((i 0)) (if (< i n) (begin (vector-set! types i (make-type i '())) (loop (+ i 1)))))
    (let loop ((i 0) (x 99))
      (if (< i n)
          (let operations ((k 0) (x x) (result '()))
            (if (= k (+ 1 (remainder (quotient i 6) 4)))
                (begin (set-type-operations! (vector-ref types i) result) (loop (+ i 1) x))
                (let* ((x1 (next-random x)) (x2 (next-random x1)))
                  (operations (+ k 1) x2
                              (cons (make-operation (vector-ref names (+ k (remainder i 3)))
                                                    (if (= k 3) (list (member-of (+ i k) x1)) '())
                                                    (member-of (+ (* 5 i) k 1) x2))
                                    result)))))))
    types))
(define (find-operation name operations)
  (cond ((null? operations) #f) ((eq? name (operation-name (car operations))) (car operations)) (else (find-operation name (cdr operations)))))
(define (assumed? a b pairs)
  (cond ((null? pairs) #f) ((and (eq? a (caar pairs)) (eq? b (cdar pairs))) #t) (else (assumed? a b (cdr pairs)))))
; What is known: a vector of vectors of 'yes, 'no, or #f. Gives the assumptions under which a conforms to b, or #f.
(define (conforms a b assumptions known)
  (let ((row (vector-ref known (type-number a))))
    (cond ((eq? a b) assumptions)
          ((eq? 'no (vector-ref row (type-number b))) #f)
          ((eq? 'yes (vector-ref row (type-number b))) assumptions)
          ((assumed? a b assumptions) assumptions)
          (else
           (let loop ((wanted (type-operations b)) (assumptions (cons (cons a b) assumptions)))
             (if (null? wanted)
                 assumptions
                 (let ((offered (find-operation (operation-name (car wanted)) (type-operations a))))
                   (let ((after (and offered
                                     (let ((so-far (conforms (operation-result offered) (operation-result (car wanted)) assumptions known)))
                                       (and so-far (all-conform (operation-arguments (car wanted)) (operation-arguments offered) so-far known))))))
                     (if after
                         (loop (cdr wanted) after)
                         (begin (vector-set! row (type-number b) 'no) #f))))))))))
(define (all-conform as bs assumptions known)
  (cond ((and (null? as) (null? bs)) assumptions)
        ((or (null? as) (null? bs)) #f)
        (else (let ((so-far (conforms (car as) (car bs) assumptions known))) (and so-far (all-conform (cdr as) (cdr bs) so-far known))))))
(define (examine types)
  (let* ((n (vector-length types)) (known (make-vector n #f)))
    (let loop ((i 0)) (if (< i n) (begin (vector-set! known i (make-vector n #f)) (loop (+ i 1)))))
    (let rows ((i 0) (count 0))
      (if (= i n)
          count
          (rows (+ i 1)
                (let columns ((j 0) (count count))
                  (if (= j n)
                      count
                      (let ((found (conforms (vector-ref types i) (vector-ref types j) '() known)))
                        (if found
                            (begin
                              (for-each (lambda (pair) (vector-set! (vector-ref known (type-number (car pair))) (type-number (cdr pair)) 'yes)) found)
                              (columns (+ j 1) (+ count 1)))
                            (columns (+ j 1) count))))))))))
(measure 11000 115 (lambda () (examine (make-types 60))))
