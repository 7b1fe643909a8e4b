; Inexact reals: printing, rounding, special values, contagion.
(write (list 1.0 0.5 -0.25 100.0 123456789.5 0.1 (/ 1.0 3) 1e100 1e21 1e-7)) (newline) ;=> (1.0 0.5 -0.25 100.0 123456789.5 0.1 0.3333333333333333 1e100 1e21 1e-7)
(write (list (/ 1.0 0.0) (/ -1.0 0.0) (- 0.0))) (newline)                              ;=> (+inf.0 -inf.0 -0.0)
(write (let ((nan (/ 0.0 0.0))) (list nan (nan? nan) (= nan nan) (< nan 1) (nan? 1)))) (newline) ;=> (+nan.0 #t #f #f #f)
(write (list (+ 1 0.5) (* 2 0.5) (- 0.5 1/2) (/ 1 2.0) (max 1 2.0) (max 3 2.0) (min 1 2.0))) (newline) ;=> (1.5 1.0 0.0 0.5 2.0 3.0 1.0)
(write (list (floor -4.3) (ceiling -4.3) (truncate -4.3) (round -4.3) (floor 3.5) (ceiling 3.5) (truncate 3.5) (round 3.5) (round 2.5))) (newline) ;=> (-5.0 -4.0 -4.0 -4.0 3.0 4.0 3.0 4.0 2.0)
(write (list (exact (floor 2.5)) (exact 1e18) (exact 1e20))) (newline)                 ;=> (2 1000000000000000000 100000000000000000000)
(write (list (exact? 1.0) (inexact? 1.0) (exact? 1/2) (integer? 3.0) (integer? 3.5) (rational? 1.5) (rational? +inf.0) (real? +nan.0))) (newline) ;=> (#f #t #t #t #f #t #f #t)
(write (list (finite? 1.0) (finite? +inf.0) (infinite? -inf.0) (infinite? +nan.0))) (newline) ;=> (#t #f #t #f)
(write (list (sqrt 16) (sqrt 2.0) (sqrt 15.999) (exact (exp 0)) (sqrt 1/4))) (newline)         ;=> (4 1.4142135623730951 3.9998749980468142 1 1/2)
(write (list (= 9007199254740993 9007199254740992.0) (< 9007199254740992.0 9007199254740993))) (newline) ;=> (#f #t)
(write (list (exact 1.1) (inexact 123456789012345678901234567890))) (newline)          ;=> (2476979795053773/2251799813685248 1.2345678901234568e29)
(write (list (number->string 0.1) (string->number "1e3") (string->number "-1.5E-2") (string->number ".5.") (string->number "#e1.25"))) (newline) ;=> ("0.1" 1000.0 -0.015 #f 5/4)
(write (list (eqv? 0.0 -0.0) (= 0.0 -0.0) (eqv? +nan.0 +nan.0))) (newline)             ;=> (#f #t #t)
(write (list (atan 1 1) (atan -1 -1) (atan 1) (exp 1) (log 2.718281828459045) (exact (sin 0)) (exact (cos 0)))) (newline) ;=> (0.7853981633974483 -2.356194490192345 0.7853981633974483 2.718281828459045 1.0 0 1)
(write (list (log 8 2) (log 100 10) (expt 2.0 0.5) (expt 2 0.5) (exact (round (expt 10.0 3))))) (newline) ;=> (3.0 2.0 1.4142135623730951 1.4142135623730951 1000)
(write (list (string->number "+inf.0") (string->number "-inf.0") (truncate 1e300) (floor 0.5))) (newline) ;=> (+inf.0 -inf.0 1e300 0.0)
(write 5e-324) (newline)                                                               ;=> 5e-324
(write 1.7976931348623157e308) (newline)                                               ;=> 1.7976931348623157e308
