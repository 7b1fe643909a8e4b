;;; Functions of flonums that the machine does not have: the gamma function and its logarithm, the error functions, and
;;; Bessel functions of whole orders. They are right to about 14 digits, near zeros of the function absolutely.

(define-library (ouro library special-functions)
  (import (ouro base))
  (export log-gamma gamma erf erfc bessel-first bessel-second expm1 log1p)
  (begin
    (define pi 3.141592653589793)
    (define infinity (/ 1.0 0.0))
    (define nan (- infinity infinity))

    ;; e^x - 1 and log (1 + x), exact also where x is small (Kahan's way: the error of the sum divides out).
    (define (expm1 x)
      (if (or (not (finite? x)) (> (abs x) 0.5))
          (- (exp x) 1.0)
          (let ((u (exp x)))
            (cond
              ((= u 1.0) x)
              ((= (- u 1.0) -1.0) -1.0)
              (else (* (- u 1.0) (/ x (log u))))))))

    (define (log1p x)
      (let ((u (+ 1.0 x)))
        (cond
          ((= u 1.0) x)
          ((= u infinity) infinity)
          ((<= u 0.0) (if (= u 0.0) (- infinity) nan))
          (else (* (log u) (/ x (- u 1.0)))))))

    ;; --- gamma: Stirling's series beyond 15, to which smaller arguments are shifted

    (define bernoulli-terms
      (list (/ 1.0 12) (/ -1.0 360) (/ 1.0 1260) (/ -1.0 1680) (/ 1.0 1188) (/ -691.0 360360) (/ 1.0 156) (/ -3617.0 122400)))

    (define (stirling x)
      (let ((square (/ 1.0 (* x x))))
        (let loop ((terms bernoulli-terms) (power (/ 1.0 x)) (sum 0.0))
          (if (null? terms)
              (+ (* (- x 0.5) (log x)) (- x) (* 0.5 (log (* 2.0 pi))) sum)
              (loop (cdr terms) (* power square) (+ sum (* (car terms) power)))))))

    ;; The logarithm of the absolute value, and the sign as 1.0 or -1.0.
    (define (log-gamma x)
      (cond
        ((nan? x) (values x 1.0))
        ((infinite? x) (values infinity 1.0))
        ((and (<= x 0.0) (integer? x)) (values infinity 1.0))
        ((< x 0.5)
         ;; gamma(x) gamma(1 - x) = pi / sin (pi x)
         (let ((sine (sine-of-pi-times x)))
           (call-with-values
             (lambda () (log-gamma (- 1.0 x)))
             (lambda (value sign)
               (values (- (log (/ pi (abs sine))) value) (if (< sine 0.0) -1.0 1.0))))))
        ((or (= x 1.0) (= x 2.0)) (values 0.0 1.0))
        ((< x 15.0)
         (let loop ((shifted x) (product 1.0))
           (if (< shifted 15.0)
               (loop (+ shifted 1.0) (* product shifted))
               (values (- (stirling shifted) (log product)) 1.0))))
        (else (values (stirling x) 1.0))))

    ;; Exact where x is large: whole periods are taken off first.
    (define (sine-of-pi-times x)
      (let* ((rest (- x (* 2.0 (floor (/ x 2.0))))))
        (cond
          ((> rest 1.0) (- (sin (* pi (- rest 1.0)))))
          (else (sin (* pi rest))))))

    (define (gamma x)
      (cond
        ((nan? x) x)
        ((= x infinity) x)
        ((= x (- infinity)) nan)
        ((= x 0.0) (/ 1.0 x))
        ((and (< x 0.0) (integer? x)) nan)
        ((and (integer? x) (<= x 171.0))
         ;; A factorial is exact before it is rounded.
         (let loop ((n (- (exact x) 1)) (product 1))
           (if (> n 1) (loop (- n 1) (* product n)) (inexact product))))
        ((> x 172.0) infinity)
        ((< x 0.5) (/ pi (* (sine-of-pi-times x) (gamma (- 1.0 x)))))
        ((< x 15.0)
         (let loop ((shifted x) (product 1.0))
           (if (< shifted 15.0)
               (loop (+ shifted 1.0) (* product shifted))
               (/ (exp (stirling shifted)) product))))
        (else (exp (stirling x)))))

    ;; --- error functions: the series for small arguments, a continued fraction for large ones

    (define two-by-root-pi (/ 2.0 (sqrt pi)))

    (define (erf x)
      (cond
        ((nan? x) x)
        ((< x 0.0) (- (erf (- x))))
        ((< x 2.0) (erf-series x))
        (else (- 1.0 (erfc x)))))

    (define (erf-series x)
      (let ((square (* x x)))
        (let loop ((n 0.0) (term x) (sum x))
          (let* ((n (+ n 1.0)) (term (/ (* term (- square)) n)) (part (/ term (+ (* 2.0 n) 1.0))))
            (if (<= (abs part) (* 1e-17 (abs sum)))
                (* two-by-root-pi (+ sum part))
                (loop n term (+ sum part)))))))

    (define (erfc x)
      (cond
        ((nan? x) x)
        ((< x 0.0) (- 2.0 (erfc (- x))))
        ((< x 2.0) (- 1.0 (erf-series x)))
        ((> x 28.0) 0.0)
        (else
         ;; e^-x^2 / sqrt pi / (x + (1/2)/(x + (2/2)/(x + ...))), from far inside outwards
         (let loop ((n 80) (fraction x))
           (if (= n 0)
               (/ (exp (- (* x x))) (* fraction (sqrt pi)))
               (loop (- n 1) (+ x (/ (* 0.5 n) fraction))))))))

    ;; --- Bessel functions

    ;; The integral of f from 0 to pi by the trapezoid rule, which for smooth periodic integrands has no error but rounding
    ;; once there are points enough.
    (define (mean-over-half-period f points)
      (let ((step (/ pi points)))
        (let loop ((k 1) (sum (/ (+ (f 0.0) (f pi)) 2.0)))
          (if (= k points)
              (/ sum points)
              (loop (+ k 1) (+ sum (f (* k step))))))))

    ;; J_n(x) = 1/pi * integral over 0..pi of cos (n t - x sin t).
    (define (bessel-first n x)
      (cond
        ((nan? x) x)
        ((infinite? x) 0.0)
        ((< n 0) (let ((value (bessel-first (- n) x))) (if (odd? n) (- value) value)))
        ((< x 0.0) (let ((value (bessel-first n (- x)))) (if (odd? n) (- value) value)))
        ((= x 0.0) (if (= n 0) 1.0 0.0))
        ((or (< x 1.0) (> n x)) (bessel-series n x))
        ((> x 100000.0) (bessel-asymptotic n x cos))
        (else
         (mean-over-half-period (lambda (t) (cos (- (* n t) (* x (sin t))))) (+ 40 n (exact (ceiling (* 1.2 x))))))))

    ;; The power series, all of whose terms are small where n is large or x small.
    (define (bessel-series n x)
      (let* ((half (/ x 2.0)) (square (- (* half half))))
        (let first ((k 1) (term 1.0))
          (if (<= k n)
              (first (+ k 1) (/ (* term half) k))
              (let loop ((k 1) (term term) (sum term))
                (let* ((term (/ (* term square) (* k (+ k n)))))
                  (if (or (= term 0.0) (<= (abs term) (* 1e-17 (abs sum))))
                      (+ sum term)
                      (loop (+ k 1) term (+ sum term)))))))))

    (define (bessel-asymptotic n x wave)
      (* (sqrt (/ 2.0 (* pi x))) (wave (- x (* (+ (* 2.0 n) 1.0) (/ pi 4.0))))))

    (define euler 0.5772156649015329)

    ;; Y_0 and Y_1 from series in J, the others by recurrence, which is stable upwards.
    (define (bessel-second n x)
      (cond
        ((nan? x) x)
        ((< n 0) (let ((value (bessel-second (- n) x))) (if (odd? n) (- value) value)))
        ((< x 0.0) nan)
        ((= x 0.0) (- infinity))
        ((infinite? x) 0.0)
        ((> x 1000.0) (upwards n x (bessel-asymptotic 0 x sin) (bessel-asymptotic 1 x sin)))
        (else (upwards n x (second-zero x) (second-one x)))))

    (define (upwards n x zero one)
      (if (= n 0)
          zero
          (let loop ((k 1) (before zero) (now one))
            (if (= k n)
                now
                (loop (+ k 1) now (- (* (/ (* 2.0 k) x) now) before))))))

    ;; Y_0 = 2/pi (log (x/2) + euler) J_0 - 4/pi sum (-1)^k J_2k / k   (Neumann)
    (define (second-zero x)
      (let ((most (+ 20 (exact (ceiling x)))))
        (let loop ((k 1) (sum 0.0))
          (if (> k most)
              (* (/ 2.0 pi) (- (* (+ (log (/ x 2.0)) euler) (bessel-first 0 x)) (* 2.0 sum)))
              (loop (+ k 1)
                (+ sum (* (if (odd? k) -1.0 1.0) (/ (bessel-first (* 2 k) x) k))))))))

    ;; Y_1 = - Y_0', with J_2k' = (J_2k-1 - J_2k+1) / 2.
    (define (second-one x)
      (let ((most (+ 20 (exact (ceiling x)))))
        (let loop ((k 1) (sum 0.0))
          (if (> k most)
              (* (/ 2.0 pi)
                 (+ (- (/ (bessel-first 0 x) x))
                    (* (+ (log (/ x 2.0)) euler) (bessel-first 1 x))
                    sum))
              (loop (+ k 1)
                (+ sum
                   (/ (* (if (odd? k) -1.0 1.0)
                         (- (bessel-first (- (* 2 k) 1) x) (bessel-first (+ (* 2 k) 1) x)))
                      k)))))))))
