; What code says about itself for backtraces: its variables, and calls that leave no mark.
;peer: none, assembly is ours
(import (scheme base) (scheme write) (only (ouro primitives) assemble code->procedure disassemble))
(define (assembled code) (code->procedure (assemble code)))

; A call that takes the place of this activation without a word about it.
(define glue
  (assembled '(code (name glue) (parameters 2) (body (move 3 0) (move 4 1) (continue-call 1 2)))))
(define (twice n) (* 2 n))
(write (glue twice 21)) (newline)                                           ;=> 42
(define (count n) (if (= n 0) 'done (glue count (- n 1))))
(write (count 100000)) (newline)                                            ;=> done
(write (guard (e (#t 'refused)) (glue 5 5))) (newline)                      ;=> refused

; Variables and marks survive disassembling.
(define text
  (disassemble
    (assemble
      '(code (name pair-of) (parameters 1) (free 2) (marks 2) (captured (#f #f) (there #t))
         (body (variable here #f 0) (free 1 0) (variable local #t 1) (cons 1 0 1) (visible 1) (return 1))))))
(define (contains? text part)
  (let loop ((i 0))
    (cond ((> (+ i (string-length part)) (string-length text)) #f)
          ((string=? (substring text i (+ i (string-length part))) part) #t)
          (else (loop (+ i 1))))))
(for-each (lambda (part) (write (contains? text part)))
  '("(marks 2)" "(captured (#f #f) (there #t))" "(variable here #f 0)" "(variable local #t 1)" "(visible 1)"))
(newline)                                                                   ;=> #t#t#t#t#t
(define (refused code) (write (guard (e (#t (error-object-message e))) (assemble code))) (newline))
(refused '(code (captured there) (body)))       ;=> "assemble: bad assembly: expected (NAME BOXED?) or (#f BOXED?) for a captured variable, got"
(refused '(code (body (variable 5 #f 0))))      ;=> "assemble: bad assembly: expected (variable NAME BOXED? REGISTER), got"

(define (careful n)
  (+ 1 (car n)))
(define (through n) (glue careful n))
(display (+ 1 (through 'no)))
;error: in (careful no) at
;error: in program at
