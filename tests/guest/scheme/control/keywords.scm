;; Calls with keyword arguments.
;skip-mode: interpreted because it shows its own activations in backtraces
(define (show . items) (for-each write items) (newline))
(define (try thunk)
  (guard (problem (#t (display (error-object-message problem)) (newline))) (thunk)))
(define* (box-of a #:optional (b 2) #:key size (colour 'red) #:rest more) (list a b size colour more))

(show (box-of 1))                                        ;=> (1 2 #f red ())
(show (box-of 1 #:size 3))                               ;=> (1 2 3 red ())
(show (box-of 1 5 #:colour 'blue #:size 4))              ;=> (1 5 4 blue ())
(show (box-of 1 5 6 7 #:size 4))                         ;=> (1 5 4 red (6 7))
(show ((lambda* (#:key x) x) #:x 1))                     ;=> 1

;; Arguments are evaluated from the left; in tail position the call is a tail call.
(define order '())
(define (note item) (set! order (cons item order)) item)
(box-of (note 1) #:colour (note 2) #:size (note 3))
(show (reverse order))                                   ;=> (1 2 3)
(define* (count-down #:key n) (if (= n 0) 'done (count-down #:n (- n 1))))
(show (count-down #:n 100000))                           ;=> done

;; As a value among others; several values; a continuation that is entered again.
(show (+ 1 (car (box-of 1 #:size 3))))                   ;=> 2
(define* (both #:key a b) (values a b))
(show (call-with-values (lambda () (both #:b 1 #:a 2)) list))   ;=> (2 1)
(let ((again #f) (times 0))
  (show (box-of 1 #:size (call/cc (lambda (k) (set! again k) 0)) #:colour times))
  (set! times (+ times 1))
  (if (< times 3) (again times)))
;=> (1 2 0 0 ())
;=> (1 2 1 1 ())
;=> (1 2 2 2 ())

;; The names may be computed.
(show (call-with-keywords box-of '#(size) 1 2 3))        ;=> (1 2 3 red ())
(show (apply call-with-keywords box-of (vector 'colour 'size) 1 '(2 blue 3)))   ;=> (1 2 3 blue ())
(show (call-with-keywords + '#() 1 2))                   ;=> 3
(define-syntax sized (syntax-rules () ((_ f x) (f 1 #:size x))))
(show (sized box-of 8))                                  ;=> (1 2 8 red ())

;; More arguments than an instruction has room for.
(define* (many #:key last #:rest all) (cons last (length all)))
(show (call-with-keywords (lambda* (#:key a #:rest all) (list a (length all))) '#(a) 1 2 3))   ;=> (3 2)
(define-syntax wide
  (syntax-rules ()
    ((_ (a b c d) (e ...) x ...) (wide (b c d) (e ... e ... e ... e ... e ... e ... e ...) x ...))
    ((_ (a b c) (e ...) x ...) (wide (b c) (e ... e ... e ... e ... e ... e ... e ...) x ...))
    ((_ (a b) (e ...) x ...) (many e ... e ... e ... e ... e ... e ... e ... x ...))))
(show (wide (1 2 3 4) (0) #:last 'z))                    ;=> (z . 343)

;; Not so.
(try (lambda () (box-of 1 #:siez 4)))                    ;=> box-of has no keyword parameter #:siez; it has #:size, #:colour
(try (lambda () (list (box-of 1 #:siez 4))))             ;=> box-of has no keyword parameter #:siez; it has #:size, #:colour
(define (plain x) x)
(try (lambda () (plain 1 #:x 4)))                        ;=> plain has no keyword parameter #:x; it has none
(try (lambda () (list (plain 1 #:x 4))))                 ;=> plain has no keyword parameter #:x; it has none
(try (lambda () (plain #:x 4)))                          ;=> plain takes 1 argument, got 0
(try (lambda () (list (plain #:x 4))))                   ;=> plain takes 1 argument, got 0
(try (lambda () (call-with-keywords box-of '#(size size) 1 2 3)))   ;=> box-of got the keyword argument #:size twice
(try (lambda () (call-with-keywords car '#(x) '(1))))    ;=> car takes no keyword arguments, got #:x
(define first car)
(try (lambda () (first #:x '(1))))                       ;=> car takes no keyword arguments, got #:x
(try (lambda () (list (first #:x '(1)))))                ;=> car takes no keyword arguments, got #:x
(try (lambda () (call-with-keywords car '#())))          ;=> car takes 1 argument, got 0
(try (lambda () ((list 5) #:x '(1))))                    ;=> not a procedure:
(try (lambda () (call-with-keywords plain 5 1)))         ;=> call-with-keywords: argument 2 must be a vector of symbols, got
(try (lambda () (call-with-keywords plain '#(5) 1)))     ;=> call-with-keywords: argument 2 must be a vector of symbols, got
(try (lambda () (call-with-keywords plain '#(a))))       ;=> call-with-keywords: argument 2 must be an empty vector, as there are no arguments, got
(try (lambda () (call-with-keywords plain '#(a b) 1)))   ;=> call-with-keywords: argument 2 must be a vector of symbols, no more than the arguments, which are 1, got
(list (box-of 1 #:colour 2 #:shape 3))
;error: keywords.scm:70:7: error: box-of has no keyword parameter #:shape; it has #:size, #:colour
