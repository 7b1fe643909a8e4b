(write (car (list 1))) (newline)   ;=> 1
(car 5)
;error: car: argument 1 must be a pair, got 5
;error: wrong-type-car.scm:2:1
