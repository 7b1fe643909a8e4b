; tak where every result is delivered through a captured continuation. Size: 22 16 8, 67 times.
(define (deliver return x y z)
  (if (< y x)
      (deliver return
        (call/cc (lambda (k) (deliver k (- x 1) y z)))
        (call/cc (lambda (k) (deliver k (- y 1) z x)))
        (call/cc (lambda (k) (deliver k (- z 1) x y))))
      (return z)))
(define (ctak x y z) (call/cc (lambda (k) (deliver k x y z))))
(measure 67 (by-size 9 7) (lambda () (ctak (by-size 22 18) (by-size 16 12) (by-size 8 6))))
