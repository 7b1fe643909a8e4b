(define (area width height)
  (declare (type real width height))
  (* width height))
(display (area 3 4)) (newline)           ;=> 12
(display (+ 1 (area 3 "4")))
;error: error.scm:2:29: error: declared type of height is real, got "4"
;error: in (area 3 "4") at error.scm:2:29
;error: in program at error.scm:5:
