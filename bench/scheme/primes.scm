; Primes by sieving a list: every prime filters the rest. Size: the primes below 10000, 330 times.
(define (interval low high) (if (> low high) '() (cons low (interval (+ low 1) high))))
(define (strike-out n list)
  (cond ((null? list) '())
        ((= 0 (remainder (car list) n)) (strike-out n (cdr list)))
        (else (cons (car list) (strike-out n (cdr list))))))
(define (sieve list)
  (if (null? list) '() (cons (car list) (sieve (strike-out (car list) (cdr list))))))
(measure 330 (by-size 1229 168) (lambda () (length (sieve (interval 2 (by-size 10000 1000))))))
