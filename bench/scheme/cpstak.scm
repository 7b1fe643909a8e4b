; tak in continuation-passing style: closures for continuations. Size: 18 12 6, 5600 times.
(define (tak/k x y z k)
  (if (< y x)
      (tak/k (- x 1) y z
        (lambda (a)
          (tak/k (- y 1) z x
            (lambda (b)
              (tak/k (- z 1) x y
                (lambda (c) (tak/k a b c k)))))))
      (k z)))
(measure 5600 7 (lambda () (tak/k 18 12 6 (lambda (result) result))))
