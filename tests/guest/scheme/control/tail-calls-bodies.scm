; The last expression of every kind of body is a tail call: a million turns each.
;limit-memory: 256M
(define n 1000000)
(define (by-let i) (let ((j (- i 1))) (if (< j 0) 'let (by-let j))))
(define (by-let* i) (let* ((j i) (k (- j 1))) (if (< k 0) 'let* (by-let* k))))
(define (by-letrec i) (letrec ((next (lambda (j) (by-letrec (- j 1))))) (if (= i 0) 'letrec (next i))))
(define (by-begin i) (begin i (if (= i 0) 'begin (by-begin (- i 1)))))
(define (by-define i) (define j (- i 1)) (if (< j 0) 'define (by-define j)))
(define (by-do i) (do ((j 0 (+ j 1))) ((= j 1) (if (= i 0) 'do (by-do (- i 1))))))
(define (by-let-values i) (let-values (((a b) (values i 1))) (if (= a 0) 'let-values (by-let-values (- a b)))))
(define (by-let*-values i) (let*-values (((a) i) ((b) (values 1))) (if (= a 0) 'let*-values (by-let*-values (- a b)))))
(define (by-let-syntax i)
  (let-syntax ((less (syntax-rules () ((_ x) (- x 1))))) (if (= i 0) 'let-syntax (by-let-syntax (less i)))))
(define by-case-lambda
  (case-lambda ((i) (if (= i 0) 'case-lambda (by-case-lambda i 1))) ((i step) (by-case-lambda (- i step)))))
(define (by-argument f i) (if (= i 0) 'argument (f f (- i 1))))
(define (even-steps i) (if (= i 0) 'even (odd-steps (- i 1))))
(define (odd-steps i) (if (= i 0) 'odd (even-steps (- i 1))))
; A callee with more parameters than its caller.
(define (narrow i) (if (= i 0) 'widths (wide i 1 2 3 4 5 6 7 8 9)))
(define (wide i a b c d e f g h j) (narrow (- i 1)))
(for-each (lambda (f) (write (f n)) (newline))
          (list by-let by-let* by-letrec by-begin by-define by-do by-let-values by-let*-values by-let-syntax
                by-case-lambda (lambda (i) (by-argument by-argument i)) even-steps narrow))
;=> let
;=> let*
;=> letrec
;=> begin
;=> define
;=> do
;=> let-values
;=> let*-values
;=> let-syntax
;=> case-lambda
;=> argument
;=> even
;=> widths
