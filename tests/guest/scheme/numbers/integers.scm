; Exact integers of any size: arithmetic, division, comparison.
(write (list (+) (+ 3) (+ 3 4) (*) (* 4) (- 3) (- 3 4 5) (abs -7))) (newline)          ;=> (0 3 7 1 4 -3 -6 7)
(write (* 99999999999 99999999999)) (newline)                                          ;=> 9999999999800000000001
(write (+ 9223372036854775807 1)) (newline)                                            ;=> 9223372036854775808
(write (- -9223372036854775808 1)) (newline)                                           ;=> -9223372036854775809
(write (- (+ 9223372036854775807 1) 1)) (newline)                                      ;=> 9223372036854775807
(write (* 4294967296 4294967296)) (newline)                                            ;=> 18446744073709551616
(write (- -9223372036854775808)) (newline)                                             ;=> 9223372036854775808
(write (quotient -9223372036854775808 -1)) (newline)                                   ;=> 9223372036854775808
(write (abs -9223372036854775808)) (newline)                                           ;=> 9223372036854775808
(define (factorial n) (if (= n 0) 1 (* n (factorial (- n 1)))))
(write (factorial 30)) (newline)                                                       ;=> 265252859812191058636308480000000
(write (quotient (factorial 60) (factorial 58))) (newline)                             ;=> 3540
(write (let-values (((q r) (floor/ 5 2)) ((q2 r2) (floor/ -5 2)) ((q3 r3) (floor/ 5 -2)) ((q4 r4) (floor/ -5 -2))) (list q r q2 r2 q3 r3 q4 r4))) (newline) ;=> (2 1 -3 1 -3 -1 2 -1)
(write (let-values (((q r) (truncate/ 5 2)) ((q2 r2) (truncate/ -5 2)) ((q3 r3) (truncate/ 5 -2)) ((q4 r4) (truncate/ -5 -2))) (list q r q2 r2 q3 r3 q4 r4))) (newline) ;=> (2 1 -2 -1 -2 1 2 -1)
(write (list (modulo -13 4) (remainder -13 4) (modulo 13 -4) (remainder 13 -4) (floor-quotient -7 2) (floor-remainder -7 2) (truncate-quotient -7 2) (truncate-remainder -7 2))) (newline) ;=> (3 -1 -3 1 -4 1 -3 -1)
(write (list (gcd 32 -36) (gcd) (gcd 0 5) (lcm 32 -36) (lcm) (gcd (factorial 20) (factorial 18)))) (newline) ;=> (4 0 5 288 1 6402373705728000)
(write (list (expt 2 100) (expt 0 0) (expt 2 -2) (expt -3 3) (expt 10 20))) (newline)  ;=> (1267650600228229401496703205376 1 1/4 -27 100000000000000000000)
(write (let-values (((s r) (exact-integer-sqrt 17)) ((s2 r2) (exact-integer-sqrt (expt 10 40)))) (list s r s2 r2))) (newline) ;=> (4 1 100000000000000000000 0)
(write (list (max 1 2 3) (min 1 2 3) (< 1 2 3) (< 1 3 2) (<= 1 1 2) (> 3 2 1) (>= 3 3 4) (= 1 1 1) (= 1 1 2))) (newline) ;=> (3 1 #t #f #t #t #f #t #f)
(write (list (zero? 0) (positive? 5) (negative? -5) (odd? 3) (even? 0) (odd? -3) (even? (expt 2 70)))) (newline) ;=> (#t #t #t #t #t #t #t)
(write (list (square 12) (exact-integer? 5) (exact-integer? 5.0) (integer? 5.0) (number? 'a))) (newline) ;=> (144 #t #f #t #f)
; Overflow inside a loop.
(write (let loop ((i 0) (x 1)) (if (= i 70) x (loop (+ i 1) (+ x x))))) (newline)      ;=> 1180591620717411303424
