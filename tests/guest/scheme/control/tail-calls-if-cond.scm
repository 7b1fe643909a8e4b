; Every tail position of the conditionals runs in constant space: a million turns each.
;limit-memory: 256M
(define n 1000000)
(define (by-if i) (if (= i 0) 'if (by-if (- i 1))))
(define (by-cond i) (cond ((= i 0) 'cond) (else (by-cond (- i 1)))))
(define (by-cond-test i) (cond ((= i 0) 'cond-clause) ((odd? i) (by-cond-test (- i 1))) (else (by-cond-test (- i 1)))))
(define (by-arrow i) (cond ((and (> i 0) i) => (lambda (j) (by-arrow (- j 1)))) (else 'arrow)))
(define (by-case i) (case i ((0) 'case) (else (by-case (- i 1)))))
(define (by-case-arrow i) (case i ((0) 'case-arrow) (else => (lambda (j) (by-case-arrow (- j 1))))))
(define (by-and i) (and #t (if (= i 0) 'and (by-and (- i 1)))))
(define (by-or i) (or #f (if (= i 0) 'or (by-or (- i 1)))))
(define (by-when i) (when #t (if (= i 0) 'when (by-when (- i 1)))))
(define (by-unless i) (unless #f (if (= i 0) 'unless (by-unless (- i 1)))))
(for-each (lambda (f) (write (f n)) (newline))
          (list by-if by-cond by-cond-test by-arrow by-case by-case-arrow by-and by-or by-when by-unless))
;=> if
;=> cond
;=> cond-clause
;=> arrow
;=> case
;=> case-arrow
;=> and
;=> or
;=> when
;=> unless
