;;; SRFI 144: flonums, which are those of 64 bits of IEEE 754.

(define-library (srfi 144)
  (import (ouro base) (ouro library check) (ouro library special-functions))
  (include-library-declarations "144-exports.scm")
  (begin
    (define-syntax check-flonum
      (syntax-rules ()
        ((_ operation position value) (check operation position value flonum? "a flonum"))))

    (define (check-flonums operation flonums)
      (let loop ((rest flonums) (position 1))
        (if (pair? rest)
            (begin
              (check-flonum operation position (car rest))
              (loop (cdr rest) (+ position 1))))))

    ;; A real result; where mathematics gives a complex number there is none.
    (define (real-result value) (if (real? value) (inexact value) nan))

    (define infinity (/ 1.0 0.0))
    (define nan (- infinity infinity))

    ;; --- constants

    (define fl-e 2.718281828459045)
    (define fl-1/e 0.36787944117144233)
    (define fl-e-2 7.38905609893065)
    (define fl-e-pi/4 2.193280050738015)
    (define fl-log2-e 1.4426950408889634)
    (define fl-log10-e 0.4342944819032518)
    (define fl-log-2 0.6931471805599453)
    (define fl-1/log-2 1.4426950408889634)
    (define fl-log-3 1.0986122886681098)
    (define fl-log-pi 1.1447298858494002)
    (define fl-log-10 2.302585092994046)
    (define fl-1/log-10 0.4342944819032518)
    (define fl-pi 3.141592653589793)
    (define fl-1/pi 0.3183098861837907)
    (define fl-2pi 6.283185307179586)
    (define fl-pi/2 1.5707963267948966)
    (define fl-2/pi 0.6366197723675814)
    (define fl-pi/4 0.7853981633974483)
    (define fl-pi-squared 9.869604401089358)
    (define fl-degree 0.017453292519943295)
    (define fl-2/sqrt-pi 1.1283791670955126)
    (define fl-sqrt-2 1.4142135623730951)
    (define fl-sqrt-3 1.7320508075688772)
    (define fl-sqrt-5 2.23606797749979)
    (define fl-sqrt-10 3.1622776601683795)
    (define fl-1/sqrt-2 0.7071067811865476)
    (define fl-cbrt-2 1.2599210498948732)
    (define fl-cbrt-3 1.4422495703074083)
    (define fl-4thrt-2 1.189207115002721)
    (define fl-phi 1.618033988749895)
    (define fl-log-phi 0.48121182505960347)
    (define fl-1/log-phi 2.0780869212350273)
    (define fl-euler 0.5772156649015329)
    (define fl-e-euler 1.781072417990198)
    (define fl-sin-1 0.8414709848078965)
    (define fl-cos-1 0.5403023058681398)
    (define fl-gamma-1/2 1.772453850905516)
    (define fl-gamma-1/3 2.678938534707747)
    (define fl-gamma-2/3 1.3541179394264004)
    (define fl-greatest 1.7976931348623157e308)
    (define fl-least 5e-324)
    (define fl-epsilon 2.220446049250313e-16)
    (define fl-fast-fl+* #f)
    (define fl-integer-exponent-zero -9223372036854775808)
    (define fl-integer-exponent-nan 9223372036854775807)

    ;; --- making and taking apart

    (define (flonum x)
      (check 'flonum 1 x number? "a number")
      (if (real? x) (inexact x) nan))

    ;; The next flonum in the direction of the second.
    (define (fladjacent x y)
      (check-flonums 'fladjacent (list x y))
      (cond
        ((or (nan? x) (nan? y)) nan)
        ((= x y) y)
        ((= x 0.0) (if (> y 0.0) fl-least (- fl-least)))
        ((infinite? x) (if (> x 0.0) fl-greatest (- fl-greatest)))
        ((< x 0.0) (- (adjacent (- x) (> x y))))
        (else (adjacent x (> y x)))))

    ;; The next above or below a positive one.
    (define (adjacent x above?)
      (let* ((exact (exact x))
             (exponent (max -1074 (- (floor-log2 exact) 52)))
             (unit (expt 2 exponent)))
        (cond
          (above? (if (= x fl-greatest) infinity (inexact (+ exact unit))))
          ;; Below a power of two they are twice as dense.
          ((and (> exponent -1074) (= exact (expt 2 (+ exponent 52)))) (inexact (- exact (/ unit 2))))
          (else (inexact (- exact unit))))))

    ;; Of a positive exact rational whose denominator is a power of two.
    (define (floor-log2 exact) (- (integer-length (numerator exact)) (integer-length (denominator exact))))

    (define (flsign-bit x)
      (check-flonum 'flsign-bit 1 x)
      (if (negative-sign? x) 1 0))

    (define (negative-sign? x)
      (cond
        ((nan? x) #f)
        ((= x 0.0) (< (/ 1.0 x) 0.0))
        (else (< x 0.0))))

    (define (flcopysign x y)
      (check-flonums 'flcopysign (list x y))
      (if (eq? (negative-sign? x) (negative-sign? y)) x (- x)))

    ;; x * 2^n, rounded once.
    (define (make-flonum x n)
      (check-flonum 'make-flonum 1 x)
      (check 'make-flonum 2 n exact-integer? "an exact integer")
      (cond
        ((or (nan? x) (infinite? x) (= x 0.0)) x)
        ((> n 2200) (* x infinity))
        ((< n -2200) (* x 0.0))
        (else
         (let ((result (inexact (* (exact x) (expt 2 n)))))
           (if (= result 0.0) (* x 0.0) result)))))

    (define (flinteger-fraction x)
      (check-flonum 'flinteger-fraction 1 x)
      (cond
        ((nan? x) (values x x))
        ((infinite? x) (values x (if (> x 0.0) 0.0 -0.0)))
        (else
         (let ((integer (truncate x)))
           (values integer (flcopysign (- x integer) x))))))

    (define (flexponent x)
      (check-flonum 'flexponent 1 x)
      (cond
        ((nan? x) x)
        ((infinite? x) infinity)
        ((= x 0.0) (- infinity))
        (else (inexact (floor-log2 (exact (abs x)))))))

    (define (flinteger-exponent x)
      (check-flonum 'flinteger-exponent 1 x)
      (cond
        ((or (nan? x) (infinite? x)) fl-integer-exponent-nan)
        ((= x 0.0) fl-integer-exponent-zero)
        (else (floor-log2 (exact (abs x))))))

    ;; A fraction in [1/2, 1) and an exponent.
    (define (flnormalized-fraction-exponent x)
      (check-flonum 'flnormalized-fraction-exponent 1 x)
      (if (or (nan? x) (infinite? x) (= x 0.0))
          (values x 0)
          (let ((exponent (+ 1 (floor-log2 (exact (abs x))))))
            (values (make-flonum x (- exponent)) exponent))))

    ;; --- predicates

    (define-syntax define-comparison
      (syntax-rules ()
        ((_ name holds?)
         (define (name x y . more)
           (check-flonum 'name 1 x)
           (check-flonum 'name 2 y)
           (if (null? more)
               (holds? x y)
               (begin
                 (check-flonums 'name (cons x (cons y more)))
                 (apply holds? x y more)))))))

    (define-comparison fl=? =)
    (define-comparison fl<? <)
    (define-comparison fl>? >)
    (define-comparison fl<=? <=)
    (define-comparison fl>=? >=)

    (define (flunordered? x y)
      (check-flonums 'flunordered? (list x y))
      (or (nan? x) (nan? y)))

    ;; What is no number does not count.
    (define (flmax . flonums)
      (check-flonums 'flmax flonums)
      (fold (lambda (x most) (if (or (nan? most) (> x most)) x most)) (- infinity) flonums))

    (define (flmin . flonums)
      (check-flonums 'flmin flonums)
      (fold (lambda (x least) (if (or (nan? least) (< x least)) x least)) infinity flonums))

    ;; (define-unary name (x) result)
    (define-syntax define-unary
      (syntax-rules ()
        ((_ name (x) result)
         (define (name x)
           (check-flonum 'name 1 x)
           result))))

    (define-unary flinteger? (x) (and (finite? x) (integer? x)))
    (define-unary flzero? (x) (= x 0.0))
    (define-unary flpositive? (x) (> x 0.0))
    (define-unary flnegative? (x) (< x 0.0))
    (define-unary flodd? (x) (and (finite? x) (odd? x)))
    (define-unary fleven? (x) (and (finite? x) (even? x)))
    (define-unary flfinite? (x) (finite? x))
    (define-unary flinfinite? (x) (infinite? x))
    (define-unary flnan? (x) (nan? x))
    (define least-normal 2.2250738585072014e-308)
    (define-unary flnormalized? (x) (and (finite? x) (>= (abs x) least-normal)))
    (define-unary fldenormalized? (x) (and (not (= x 0.0)) (< (abs x) least-normal)))

    ;; --- arithmetic

    (define (fl+ . flonums)
      (check-flonums 'fl+ flonums)
      (fold-left + 0.0 flonums))

    (define (fl* . flonums)
      (check-flonums 'fl* flonums)
      (fold-left * 1.0 flonums))

    (define (fl- x . more)
      (check-flonums 'fl- (cons x more))
      (apply - x more))

    (define (fl/ x . more)
      (check-flonums 'fl/ (cons x more))
      (apply / x more))

    ;; x * y + z, rounded once.
    (define (fl+* x y z)
      (check-flonums 'fl+* (list x y z))
      (if (and (finite? x) (finite? y) (finite? z))
          (let ((sum (+ (* (exact x) (exact y)) (exact z))))
            (if (eqv? sum 0) (+ (* x y) z) (inexact sum)))
          (+ (* x y) z)))

    (define-unary flabs (x) (abs x))
    (define-unary flsgn (x) (flcopysign 1.0 x))
    (define-unary flnumerator (x) (if (finite? x) (numerator x) x))
    (define-unary fldenominator (x) (cond ((nan? x) x) ((infinite? x) 1.0) (else (denominator x))))
    (define-unary flfloor (x) (floor x))
    (define-unary flceiling (x) (ceiling x))
    (define-unary flround (x) (round x))
    (define-unary fltruncate (x) (truncate x))

    (define (flabsdiff x y)
      (check-flonums 'flabsdiff (list x y))
      (abs (- x y)))

    (define (flposdiff x y)
      (check-flonums 'flposdiff (list x y))
      (if (or (nan? x) (nan? y)) nan (if (> x y) (- x y) 0.0)))

    ;; --- exponents and logarithms

    (define-unary flexp (x) (exp x))
    (define-unary flexp2 (x) (real-result (expt 2.0 x)))
    (define-unary flexp-1 (x) (expm1 x))
    (define-unary flsquare (x) (* x x))
    (define-unary flsqrt (x) (if (< x 0.0) nan (real-result (sqrt x))))

    (define-unary flcbrt (x)
      (cond
        ((or (nan? x) (infinite? x) (= x 0.0)) x)
        ((< x 0.0) (- (cube-root (- x))))
        (else (cube-root x))))

    ;; A power, and Newton's method to the last digit.
    (define (cube-root x)
      (let ((root (expt x (/ 1.0 3.0))))
        (- root (/ (- root (/ x (* root root))) 3.0))))

    (define (flhypot x y)
      (check-flonums 'flhypot (list x y))
      (let ((larger (max (abs x) (abs y))) (smaller (min (abs x) (abs y))))
        (cond
          ((or (infinite? x) (infinite? y)) infinity)
          ((= larger 0.0) 0.0)
          (else
           (let ((ratio (/ smaller larger))) (* larger (sqrt (+ 1.0 (* ratio ratio)))))))))

    (define (flexpt x y)
      (check-flonums 'flexpt (list x y))
      (if (and (< x 0.0) (finite? y) (not (integer? y))) nan (real-result (expt x y))))

    (define (logarithm x)
      (cond
        ((nan? x) x)
        ((= x 0.0) (- infinity))
        ((< x 0.0) nan)
        (else (log x))))

    (define-unary fllog (x) (logarithm x))
    (define-unary fllog1+ (x) (log1p x))

    ;; Exact for powers of two.
    (define-unary fllog2 (x)
      (if (and (finite? x) (> x 0.0))
          (let ((exponent (floor-log2 (exact x))))
            (+ exponent (/ (log (make-flonum x (- exponent))) fl-log-2)))
          (logarithm x)))

    (define-unary fllog10 (x) (if (and (finite? x) (> x 0.0)) (log10 x) (logarithm x)))

    ;; Exact for powers of ten.
    (define (log10 x)
      (let* ((value (/ (log x) fl-log-10)) (near (round value)))
        (if (and (<= (abs near) 308.0) (= x (inexact (expt 10 (exact near))))) near value)))

    (define (make-fllog-base base)
      (check-flonum 'make-fllog-base 1 base)
      (let ((scale (logarithm base)))
        (lambda (x)
          (check-flonum 'fllog-base 1 x)
          (/ (logarithm x) scale))))

    ;; --- trigonometry

    (define-unary flsin (x) (if (finite? x) (sin x) nan))
    (define-unary flcos (x) (if (finite? x) (cos x) nan))
    (define-unary fltan (x) (if (finite? x) (tan x) nan))
    (define-unary flasin (x) (if (<= -1.0 x 1.0) (real-result (asin x)) nan))
    (define-unary flacos (x) (if (<= -1.0 x 1.0) (real-result (acos x)) nan))

    ;; (flatan y [x])
    (define (flatan y . x)
      (check-flonums 'flatan (cons y x))
      (apply atan y x))

    (define-unary flsinh (x)
      (if (< (abs x) 1.0)
          (let ((e (expm1 x))) (/ (+ e (/ e (+ e 1.0))) 2.0))
          (/ (- (exp x) (exp (- x))) 2.0)))

    (define-unary flcosh (x) (/ (+ (exp x) (exp (- x))) 2.0))

    (define-unary fltanh (x)
      (cond
        ((nan? x) x)
        ((> x 20.0) 1.0)
        ((< x -20.0) -1.0)
        (else (let ((e (expm1 (* 2.0 x)))) (/ e (+ e 2.0))))))

    (define-unary flasinh (x)
      (cond
        ((or (nan? x) (infinite? x) (= x 0.0)) x)
        (else
         (let* ((a (abs x))
                (value (if (> a 1e8)
                           (+ (log a) fl-log-2)
                           (log1p (+ a (/ (* a a) (+ 1.0 (sqrt (+ 1.0 (* a a))))))))))
           (flcopysign value x)))))

    (define-unary flacosh (x)
      (cond
        ((or (nan? x) (< x 1.0)) nan)
        ((> x 1e8) (+ (log x) fl-log-2))
        (else
         (let ((less (- x 1.0))) (log1p (+ less (sqrt (+ (* 2.0 less) (* less less)))))))))

    (define-unary flatanh (x)
      (cond
        ((not (<= -1.0 x 1.0)) nan)
        ((= (abs x) 1.0) (* x infinity))
        (else (* 0.5 (log1p (/ (* 2.0 x) (- 1.0 x)))))))

    ;; --- division

    (define (flquotient x y)
      (check-flonums 'flquotient (list x y))
      (truncate (/ x y)))

    ;; Exact: x - y * q for the truncated quotient.
    (define (flremainder x y)
      (check-flonums 'flremainder (list x y))
      (cond
        ((or (not (finite? x)) (nan? y) (= y 0.0)) nan)
        ((infinite? y) x)
        (else
         (let ((exact-x (exact x)) (exact-y (exact y)))
           (flcopysign (inexact (- exact-x (* exact-y (truncate (/ exact-x exact-y))))) x)))))

    ;; The remainder of the rounded quotient, and the low bits of that with its sign.
    (define (flremquo x y)
      (check-flonums 'flremquo (list x y))
      (cond
        ((or (not (finite? x)) (nan? y) (= y 0.0)) (values nan 0))
        ((infinite? y) (values x 0))
        (else
         (let* ((exact-x (exact x)) (exact-y (exact y))
                (quotient (round (/ exact-x exact-y)))
                (rest (inexact (- exact-x (* exact-y quotient)))))
           (values (if (= rest 0.0) (flcopysign rest x) rest)
                   (if (< quotient 0) (- (modulo (- quotient) 1073741824)) (modulo quotient 1073741824)))))))

    ;; --- special functions

    (define-unary flgamma (x) (gamma x))
    (define-unary flloggamma (x) (log-gamma x))
    (define-unary flerf (x) (erf x))
    (define-unary flerfc (x) (erfc x))

    (define largest-order 10000)
    (define (order? n) (and (exact-integer? n) (<= (abs n) largest-order)))

    (define (flfirst-bessel n x)
      (check 'flfirst-bessel 1 n order? "an exact integer of at most 10000")
      (check-flonum 'flfirst-bessel 2 x)
      (bessel-first n x))

    (define (flsecond-bessel n x)
      (check 'flsecond-bessel 1 n order? "an exact integer of at most 10000")
      (check-flonum 'flsecond-bessel 2 x)
      (bessel-second n x))))
