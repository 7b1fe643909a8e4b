(with-exception-handler (lambda (e) (car e)) (lambda () (raise 'x)))
;error: car: argument 1 must be a pair, got x
