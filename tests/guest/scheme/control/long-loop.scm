; A hundred million turns in constant memory, and recursion ten million deep.
;options: --memory 3G --allocate 3G
;skip-mode: interpreted because it takes minutes there
;skip-mode: instrumented because it takes minutes there
;skip-mode: hostile because it takes minutes there
;skip-mode: compiled-hostile because it takes minutes there
(write (let loop ((i 0)) (if (< i 100000000) (loop (+ i 1)) i))) (newline)   ;=> 100000000
(define (count n) (if (= n 0) 0 (+ 1 (count (- n 1)))))
(write (count 10000000)) (newline)                                     ;=> 10000000
