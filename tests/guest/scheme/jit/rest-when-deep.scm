; Procedures with further arguments, called deeper than the host's stack: their list is made once.
(define (count . numbers)
  (if (= (car numbers) 0)
      0
      (+ 1 (count (- (car numbers) 1) 'more))))
(define (nest k)
  (if (= k 0) 'done (begin (count 200) (nest (- k 1)))))
(write (nest 300))
;=> done
(newline)
(write (count 100000))
;=> 100000
(newline)
