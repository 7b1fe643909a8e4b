; Guards, raw arithmetic and exits: code as a specialiser makes it, for the usual case, with the general code to fall back on.
;peer: none, assembly is ours
(import (scheme base) (scheme write)
        (only (ouro primitives) assemble code->procedure disassemble absent? generator? generator-done? generator-resume machine-ticks make-record-type))
(define-syntax show
  (syntax-rules () ((_ expression ...) (begin (begin (write expression) (display " ")) ... (newline)))))
(define-syntax fails
  (syntax-rules ()
    ((_ expression)
     (begin
       (display
         (guard (problem ((error-object? problem)
                          (display (error-object-message problem))
                          (for-each (lambda (irritant) (display " ") (write irritant))
                            (error-object-irritants problem))
                          ""))
           expression
           "no error"))
       (newline)))))
(define (assembled code) (code->procedure (assemble code)))
; Twice a fixnum in raw registers; anything else, and what overflows, goes on in the general code.
(define twice
  (assembled
    '(code (name twice) (parameters 1)
       (frame-states
         (state (activation this general self (register 0)))
         (state (activation this general self (long 2))))
       (body
         (guard-fixnum 0 0)
         (unbox-long 2 0)
         (long-add 1 2 2 1)
         (box-long 1 1)
         (return 1)
         general
         (add 0 0 0)
         (return 0)))))
(show (twice 21) (twice -4) (twice 1/4) (twice 2.5))                        ;=> 42 -8 1/2 5.0
(show (twice (expt 2 62)) (twice (- (expt 2 62))))                          ;=> 9223372036854775808 -9223372036854775808
(show (twice (- 0 (expt 2 62) 1)))               ;=> -9223372036854775810
(fails (twice 'x))                               ;=> +: argument 1 must be a number, got x
; The other operations on raw integers: (a - b) * (a - b).
(define squared-distance
  (assembled
    '(code (name squared-distance) (parameters 2)
       (frame-states (state (activation this general self (register 0) (register 1))))
       (body
         (guard-fixnum 0 0)
         (guard-fixnum 1 0)
         (unbox-long 2 0)
         (unbox-long 3 1)
         (long-subtract 2 2 3 0)
         (long-multiply 2 2 2 0)
         (box-long 2 2)
         (return 2)
         general
         (subtract 0 0 1)
         (multiply 0 0 0)
         (return 0)))))
(show (squared-distance 10 7) (squared-distance 7 10) (squared-distance 1/2 1))        ;=> 9 9 1/4
(show (squared-distance (expt 2 40) 0))          ;=> 1208925819614629174706176
(show (squared-distance (- (expt 2 62)) (+ (expt 2 62) 1)))                 ;=> 85070591730234615884290395931651604481
; Raw doubles: (a + b) * (a - b) / b.
(define combined
  (assembled
    '(code (name combined) (parameters 2)
       (frame-states (state (activation this general self (register 0) (register 1))))
       (body
         (guard-flonum 0 0)
         (guard-flonum 1 0)
         (unbox-double 2 0)
         (unbox-double 3 1)
         (double-add 4 2 3)
         (double-subtract 5 2 3)
         (double-multiply 4 4 5)
         (double-divide 4 4 3)
         (box-double 4 4)
         (return 4)
         general
         (add 2 0 1)
         (subtract 3 0 1)
         (multiply 2 2 3)
         (divide 2 2 1)
         (return 2)))))
(show (combined 3.0 2.0) (combined 3 2) (combined 3.0 2))                   ;=> 2.5 5/2 2.5
(show (combined 1.0 0.0) (combined 0.0 -0.0))    ;=> +inf.0 +nan.0
; A loop over raw numbers: the mean of 1 to n, as a flonum.
(define mean
  (assembled
    '(code (name mean) (parameters 1)
       (frame-states (state (activation this none self (register 0))))
       (body
         (guard-fixnum 0 0)
         (unbox-long 1 0)
         (fixnum 2 0)
         (unbox-long 3 2)
         (fixnum 4 1)
         (unbox-long 4 4)
         (branch-long-equal 1 3 #t none)
         (unbox-long 2 2)
         again
         (branch-long-less 2 1 #f done)
         (long-add 2 2 4 0)
         (long-add 3 3 2 0)
         (loop again)
         done
         (long-to-double 3 3)
         (long-to-double 1 1)
         (double-divide 3 3 1)
         (box-double 3 3)
         (return 3)
         none
         (constant 0 'none)
         (return 0)))))
(show (mean 4) (mean 1) (mean 1000) (mean 0) (mean "4"))                    ;=> 2.5 1.0 500.5 none none
(define least
  (assembled
    '(code (name least) (parameters 2)
       (body (branch-double-less 0 1 #f other) (return 0) other (return 1)))))
(show (least 1.5 2.5) (least 2.5 1.5) (least -1.0 0.0))                     ;=> 1.5 1.5 -1.0
; Guards on identity and class, and an assumption about a global variable.
(define kind
  (assembled
    '(code (name kind) (parameters 1)
       (frame-states
         (state (activation this no-symbol self (register 0)))
         (state (activation this no-pair self (register 0)))
         (state (activation this other self)))
       (body
         (guard-eq 0 'zero 0)
         (constant 0 'the-symbol)
         (return 0)
         no-symbol
         (guard-type 0 '(1 . 2) 1)
         (constant 0 'a-pair)
         (return 0)
         no-pair
         (guard-type 0 '"" 2)
         (constant 0 'a-string)
         (return 0)
         other
         (constant 0 'something-else)
         (return 0)))))
(show (map kind (list 'zero (list 3) (string #\a) 5 #f)))                   ;=> (the-symbol a-pair a-string something-else something-else)
(define set-colour!
  (assembled '(code (parameters 1) (body (global-define 0 (global assembly-test colour)) (return 0)))))
(define colour
  (assembled
    '(code (name colour)
       (frame-states (state (activation this changed self)))
       (body
         (assume (global assembly-test colour) 'red 0)
         (constant 0 'as-assumed)
         (return 0)
         changed
         (global 0 (global assembly-test colour))
         (return 0)))))
(set-colour! 'red)
(show (colour))                                  ;=> as-assumed
(set-colour! 'blue)
(show (colour))                                  ;=> blue
; An exit to other code: the inlined call is taken apart into the caller, which waits for it, and the callee.
(define inner '(code (name inner) (parameters 1) (body (car 0 0) (return 0))))
(define outer
  `(code (name outer) (parameters 1)
     (body
       (move 4 0)
       (closure 3 ,inner)
       (call 1 1 2)
       (fixnum 2 100)
       (add 1 1 2)
       (return 1))))
(define inlined
  (assembled
    `(code (name inlined) (parameters 1)
       (frame-states
         (state
           (virtual closure ,outer)
           (virtual closure ,inner)
           (activation ,outer 3 (virtual 0) (register 0))
           (activation ,inner 0 (virtual 1) (register 0))))
       (body
         (guard-fixnum 0 0)
         (fixnum 1 100)
         (add 0 0 1)
         (return 0)))))
(show (inlined 5) (inlined '(7 8)))              ;=> 105 107
(fails (inlined "7"))                            ;=> car: argument 1 must be a pair, got "7"
(fails (inlined '("7")))                         ;=> +: argument 1 must be a number, got "7"
(show (list (inlined '(1)) (apply inlined '((2))) (+ 1 (inlined '(3)))))    ;=> (101 102 104)
; Objects that the code did not make yet are made at the exit; they can refer to each other.
(define point (make-record-type '<point> #(x y)))
(define made
  (assembled
    `(code (name made) (parameters 2)
       (frame-states
         (state
           (virtual pair (register 0) (virtual 1))
           (virtual vector (virtual 0) (virtual 2) (virtual 3) (long 3) (double 4) '"constant" self)
           (virtual box (register 1))
           (virtual record ',point (register 0) (register 1))
           (activation this general self (virtual 0))))
       (body
         (unbox-long 3 0)
         (long-to-double 4 3)
         (exit 0)
         general
         (return 0)))))
(define objects (made 4 'b))
(define parts (cdr objects))
(show (car objects) (vector-length parts) (eq? (vector-ref parts 0) objects))         ;=> 4 7 #t
(define open-box (assembled '(code (parameters 1) (body (box-ref 0 0) (return 0)))))
(define field (assembled `(code (parameters 1) (body (constant 1 ',point) (record-ref 0 0 1 1) (return 0)))))
(show (open-box (vector-ref parts 1)) (field (vector-ref parts 2)) (vector-ref parts 3) (vector-ref parts 4)
      (vector-ref parts 5) (eq? made (vector-ref parts 6)))                 ;=> b b 4 4.0 "constant" #t
; A closure with captured variables.
(define adder '(code (name adder) (parameters 1) (free 1) (body (free 1 0) (add 0 0 1) (return 0))))
(define make-adder
  (assembled
    `(code (name make-adder) (parameters 1)
       (frame-states (state (virtual closure ,adder (register 0)) (activation this out self (virtual 0))))
       (body (exit 0) out (return 0)))))
(show ((make-adder 5) 37))                       ;=> 42
; Exits in a deep recursion, each to two activations.
(define (depth n) (if (= n 0) 0 (+ (depth (- n 1)) (inlined '(-99)))))
(show (depth 2000))                              ;=> 2000
; What an exit goes on in is checked when it is taken for the first time.
(define (exits-to activation)
  (assembled `(code (name exits) (parameters 1) (frame-states (state ,@activation)) (body (exit 0) out (return 0)))))
(fails ((exits-to `((activation ,inner 1 self))) 5))
;=> exit: bad code (exits): frame state 0: activation 0 gives no value for register 0, which inner needs
