; A method that is alone above frozen activations stays on the host's stack while the receiver of call/cc runs. It goes on when the receiver
; returns, when the continuation is called, with several values, after a second capture above it; and others come back to it later.
(import (scheme base) (scheme write))
(define (show x) (write x) (newline))
(define rounds 6000)

; The receiver returns; the continuation is called by a tail call, by a call that is waited for, and from below other calls.
(define (returns i) (+ i (call/cc (lambda (k) i))))
(define (throws i) (+ i (call/cc (lambda (k) (k i)))))
(define (throws-inside i) (+ i (call/cc (lambda (k) (+ 1000 (k i))))))
(define (deep k n) (if (= n 0) (k 5) (+ 1 (deep k (- n 1)))))
(define (throws-deep i) (+ i (call/cc (lambda (k) (deep k 10)))))
(define (repeat f)
  (call/cc (lambda (freeze) #t))
  (let loop ((i 0) (sum 0)) (if (< i rounds) (loop (+ i 1) (+ sum (f i))) sum)))
(show (map repeat (list returns throws throws-inside throws-deep))) ;=> (35994000 35994000 35994000 18027000)

; Captures in captures: each level waits; the throw goes to any of them.
(define (nest depth target ks)
  (if (= depth 0)
      ((list-ref ks target) 1)
      (+ depth (call/cc (lambda (k) (nest (- depth 1) target (cons k ks)))))))
(define (nested i) (nest 5 (remainder i 5) '()))
(show (repeat nested)) ;=> 72000

; A second capture while what is between has left the host's stack.
(define kept #f)
(define (between n) (if (= n 0) (call/cc (lambda (k) (set! kept k) 1)) (+ 1 (between (- n 1)))))
(define (twice i) (* 2 (call/cc (lambda (k) (+ 1 (between 3))))))
(show (repeat twice)) ;=> 60000

; Several values, and none, for who takes them and who takes the first.
(define (several i)
  (call-with-values (lambda () (call/cc (lambda (k) (if (even? i) (values i 1) (k i 1))))) (lambda (a b) (+ a b))))
(define (none i) (call/cc (lambda (k) (if (even? i) (k) (values)))) 1)
(show (map repeat (list several none))) ;=> (18003000 6000)

; The continuation is called again when its method is gone: the registers are those of the capture.
(define (again i)
  (let* ((count 0)
         (before (* i 10))
         (saved #f)
         (got (call/cc (lambda (k) (set! saved k) 0)))
         (after (+ before got)))
    (set! count (+ count 1))
    (if (< got 3) (saved (+ got 1)) (+ after count))))
(show (repeat again)) ;=> 180012000

; What the activation changes after it went on is not seen by who comes back.
(define (sees-no-change i)
  (let loop ((n 0) (k #f) (seen '()))
    (let ((got (call/cc (lambda (k) k))))
      (cond ((procedure? got) (if (< n 3) (loop (+ n 1) got (cons n seen)) (k 'back)))
            (else (length seen))))))
(show (repeat sees-no-change)) ;=> 12000

; Winders, a parameter and a handler around.
(define trail 0)
(define p (make-parameter 0))
(define (with-winders i)
  (let ((x (call/cc (lambda (k)
             (dynamic-wind
               (lambda () (set! trail (+ trail 1)))
               (lambda () (parameterize ((p i)) (k (p))))
               (lambda () (set! trail (+ trail 1))))))))
    (+ x (p))))
(show (list (repeat with-winders) trail)) ;=> (17997000 12000)
(define (with-handler i)
  (+ 1 (call/cc (lambda (k) (with-exception-handler (lambda (e) (k e)) (lambda () (raise i)))))))
(show (repeat with-handler)) ;=> 18003000

; An error while it waits: the backtrace has it, and the program goes on.
(define (fails i) (+ 1 (call/cc (lambda (k) (guard (e (#t 1)) (car (call/cc (lambda (inner) i))))))))
(show (repeat fails)) ;=> 12000

; Tail calls of call/cc, and a loop of them, in constant space; and nested without end but for memory.
(define (tail-loop k) (if (= left 0) 'done (begin (set! left (- left 1)) (call/cc tail-loop))))
(define left 300000)
(show (+ 1 (begin (tail-loop #f) 1))) ;=> 2
(define (pile n) (if (= n 0) 0 (+ 1 (call/cc (lambda (k) (pile (- n 1)))))))
(show (pile 200000)) ;=> 200000
(define (pile-and-throw n out) (if (= n 0) (out 'out) (+ 1 (call/cc (lambda (k) (pile-and-throw (- n 1) out))))))
(show (call/cc (lambda (out) (pile-and-throw 200000 out)))) ;=> out

; A receiver that is no closure made there, one that takes no argument, and one that is no procedure.
(define (primitive-receiver i) (if (procedure? (call/cc procedure?)) 0 1))
(define (variable-receiver i) (let ((f (if (even? i) (lambda (k) 1) (lambda (k) (k 2))))) (+ 1 (call/cc f))))
(show (map repeat (list primitive-receiver variable-receiver))) ;=> (6000 15000)
(define (wrong i) (guard (e ((error-object? e) 1)) (+ 1 (call/cc (lambda () 1)))))
(show (repeat wrong)) ;=> 6000
