;;; Generators out of nothing but call/cc:  ./ouro examples/generator.scm
;;;
;;; A generator is a procedure without arguments that gives the next value, or the end-of-file object. Its body is any
;;; code that calls `yield`, also from inside for-each, a sort, or another procedure: the whole rest of that walk is a
;;; continuation, which is entered again when the next value is asked for.

(define (make-generator body)
  (define return #f)                    ; where the consumer waits
  (define (yield value)
    (call/cc
      (lambda (rest)
        (set! resume (lambda () (rest #t)))
        (return value))))
  (define (resume)
    (body yield)
    (set! resume (lambda () (return (eof-object))))
    (resume))
  (lambda ()
    (call/cc
      (lambda (consumer)
        (set! return consumer)
        (resume)))))

(define (generator->list next)
  (let loop ((value (next)) (values '()))
    (if (eof-object? value)
        (reverse values)
        (loop (next) (cons value values)))))

;; Walks a tree from left to right.
(define (leaves tree)
  (make-generator
    (lambda (yield)
      (let walk ((tree tree))
        (if (list? tree) (for-each walk tree) (yield tree))))))

(write (generator->list (leaves '(1 (2 (3 4)) () (5)))))
(newline)
;=> (1 2 3 4 5)

;; Two trees of different shapes with the same leaves: no list of either is made, and the walk stops at the first
;; difference.
(define (same-leaves? left right)
  (let ((left (leaves left)) (right (leaves right)))
    (let loop ()
      (let ((a (left)) (b (right)))
        (and (eqv? a b)
             (or (eof-object? a) (loop)))))))

(write (map (lambda (tree) (same-leaves? '((a b) (c (d))) tree)) '((a (b c) d) (a (c b) d) (a b c))))
(newline)
;=> (#t #f #f)

;; An endless one, and pipes.
(define primes
  (make-generator
    (lambda (yield)
      (let loop ((n 2) (found '()))
        (cond ((any (lambda (prime) (= 0 (remainder n prime))) found)
               (loop (+ n 1) found))
              (else
               (yield n)
               (loop (+ n 1) (cons n found))))))))

(define (pipe procedure next)
  (make-generator
    (lambda (yield)
      (let loop ((value (next)))
        (unless (eof-object? value)
          (yield (procedure value))
          (loop (next)))))))

(define (first count next)
  (make-generator
    (lambda (yield)
      (do ((i 0 (+ i 1))) ((= i count)) (yield (next))))))

(write (generator->list (first 8 (pipe square primes))))
(newline)
;=> (4 9 25 49 121 169 289 361)

;; Control leaves the middle of `sort` at each comparison, and comes back.
(define comparisons
  (make-generator
    (lambda (yield)
      (sort '(3 1 2) (lambda (a b) (yield (list a b)) (< a b))))))

(write (generator->list comparisons))
(newline)
;=> ((2 1) (2 3))
