; Lists and conditionals: the number of ways to place thirteen queens. Size: 13, once.
(define (attacks? row distance placed)
  (cond ((null? placed) #f)
        ((= (car placed) (+ row distance)) #t)
        ((= (car placed) (- row distance)) #t)
        ((= (car placed) row) #t)
        (else (attacks? row (+ distance 1) (cdr placed)))))
(define (place column size placed)
  (if (= column size)
      1
      (let loop ((row 0) (count 0))
        (if (= row size)
            count
            (loop (+ row 1)
                  (if (attacks? row 1 placed)
                      count
                      (+ count (place (+ column 1) size (cons row placed)))))))))
(measure 1 (by-size 73712 92) (lambda () (place 0 (by-size 13 8) '())))
