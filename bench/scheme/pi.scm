; Decimal digits of pi by Machin's formula with big integers. Size: 50 to 500 digits by 50, 1800 times.
(define (arctan-of-inverse x unity)
  (let ((xx (* x x)))
    (let loop ((term (quotient unity x)) (n 1) (sign 1) (sum 0))
      (if (= term 0)
          sum
          (loop (quotient term xx) (+ n 2) (- sign) (+ sum (* sign (quotient term n))))))))
(define (pi-digits digits)
  (let* ((unity (expt 10 (+ digits 10)))
         (pi (* 4 (- (* 4 (arctan-of-inverse 5 unity)) (arctan-of-inverse 239 unity)))))
    (quotient pi (expt 10 10))))
; The last five digits of each length.
(define (run low high step)
  (if (> low high) '() (cons (remainder (pi-digits low) 100000) (run (+ low step) high step))))
(measure 1800 '(37510 70679 8128 38196 19091 41273 36436 16094 18548 94912) (lambda () (run 50 500 50)))
