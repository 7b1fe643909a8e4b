;;; What the evaluator asks of the machine, and what it is told when it asks for something impossible.
(import (scheme base) (scheme write)
        (only (ouro primitives)
          assemble code->closure procedure-code code-owner set-code-owner! replace-code! global-cell cell-ref cell-set!
          cell-define! make-unset-rib check-set wrong-value-count constant-datum make-record make-record-type
          primitive-procedure make-expiry expired? expiry-set-code! make-expiry-list expiry-list-add! expire-all! hold))
(define-syntax show
  (syntax-rules () ((_ expression ...) (begin (begin (write expression) (display " ")) ... (newline)))))
(define-syntax fails
  (syntax-rules ()
    ((_ expression)
     (begin
       (guard (problem ((error-object? problem)
                        (display (error-object-message problem))
                        (for-each (lambda (irritant) (display " ") (write irritant)) (error-object-irritants problem))))
         expression
         (display "no error"))
       (newline)))))
(define-record-type note (make-note text) note? (text note-text))

;; Global variables.
(define cell (global-cell 'somewhere 'height))
(fails (cell-ref cell))                             ;=> unbound variable height
(fails (cell-set! cell 5))                          ;=> unbound variable height
(cell-define! cell 5)
(cell-set! cell (+ (cell-ref cell) 1))
(show (cell-ref cell) (eq? cell (global-cell 'somewhere 'height)))      ;=> 6 #t

;; Variables without a value, and values that are too few.
(define rib (make-unset-rib #f '(a b) 2))
(show (vector-length rib) (check-set 7 'a))         ;=> 4 7
(fails (check-set (vector-ref rib 2) 'a))           ;=> variable used before it has a value: a
(fails (wrong-value-count 2 #f '(1)))               ;=> expected 2 values, got 1: 1
(fails (wrong-value-count 2 #t '()))                ;=> expected at least 2 values, got 0
(fails (wrong-value-count 2 #t 5))                  ;=> wrong-value-count: argument 3 must be a proper list, got 5
(fails (set-car! (constant-datum (list 1 2)) 3))    ;=> set-car!: argument 1 is a constant and cannot be changed: (1 2)

;; Records and primitives by name.
(define point (make-record-type 'point '#(x y)))
(show (make-record point 1 2) ((primitive-procedure 'car) '(1)) (hold 3))    ;=> #<point x: 1 y: 2> 1 3
(fails (make-record point 1))                       ;=> a record of this type has 2 fields, got 1: #<record-type point>
(fails (primitive-procedure 'cart))                 ;=> primitive-procedure: argument 1 must be the name of a primitive, got cart

;; Code that takes the place of other code.
(define (code name parameters free . body)
  (assemble (list 'code (list 'name name) (list 'parameters parameters) '(registers 3) (list 'free free) (cons 'body body))))
(define (captures name) (code name 0 1 '(free 0 0) '(return 0)))
(define (constant name value) (code name 0 0 (list 'fixnum 0 value) '(return 0)))
(define original (captures 'original))
(define procedure (code->closure original 'captured))
(define other (code->closure original 'second))
(define replacement (constant 'replacement 42))
(show (procedure) (eq? (procedure-code procedure) original) (procedure-code car))       ;=> captured #t #f
(replace-code! original replacement)
(show (procedure) (eq? (procedure-code procedure) replacement) procedure)       ;=> 42 #t #<procedure replacement>
(replace-code! original #f)
(show (procedure) (other))                          ;=> 42 second
(replace-code! replacement original)
(show (procedure) (other))                          ;=> captured second
(show ((code->closure (constant 'plain 1) 2)))      ;=> 1
(fails (code->closure (code 'two 0 2 '(free 0 1) '(return 0)) 5))
;=> code->closure: argument 1 must be code with at most one captured variable, got #<code object>
(fails (replace-code! original (code 'one 1 0 '(return 0))))
;=> replace-code!: argument 2 must be code for the same parameters that captures at most two variables, got #<code object>
(fails (replace-code! original replacement))
;=> replace-code!: argument 2 must be code that is not itself replaced by the first argument, got #<code object>
(define owner (make-note "mine"))
(set-code-owner! original owner)
(show (code-owner replacement) (note-text (code-owner original)))       ;=> #f "mine"

;; What was expanded with a name that means something else expires: its calls are used up and its own code comes back.
(define-record-type <counter> (make-counter calls) counter? (calls counter-calls))
(define first-unit (make-counter 5))
(define second-unit (make-counter 6))
(define first-expiry (make-expiry first-unit #f))
(define second-expiry (make-expiry second-unit #f))
(define dependents (make-expiry-list))
(expiry-list-add! dependents first-expiry)
(expiry-list-add! dependents second-expiry)
(define own (code 'own 1 0 '(return 0)))
(define better (code 'better 1 0 '(fixnum 0 7) '(return 0)))
(define user (code->closure own #f))
(fails (expiry-set-code! first-expiry own better))
;=> expiry-set-code!: argument 3 must be the code that is in the place of the second argument, got #<code object>
(replace-code! own better)
(expiry-set-code! first-expiry own better)
(show (user 1) (expired? first-expiry) (expired? #f))                   ;=> 7 #f #f
;; One that was expanded again since does not expire.
(define later-expiry (make-expiry second-unit second-expiry))
(expire-all! dependents)
(show (user 1) (expired? first-expiry) (expired? second-expiry) (expired? later-expiry)) ;=> 1 #t #f #f
(show (counter-calls first-unit) (counter-calls second-unit))           ;=> 0 6
(define-record-type <nothing> (make-nothing) nothing?)
(fails (make-expiry (make-nothing) #f))
;=> make-expiry: argument 1 must be a record with fields that can be changed, got #<nothing>

;; A switch skips into the case-jumps after it.
(define choose
  (code->closure
    (code 'choose 1 0 '(switch 0 2) '(case-jump first) '(case-jump second)
      '(fixnum 1 30) '(return 1) 'first '(fixnum 1 10) '(return 1) 'second '(fixnum 1 20) '(return 1))
    #f))
(show (map choose (list 0 1 2 -1 'x 1.0)))          ;=> (10 20 30 30 30 30)
(fails ((code->closure (code 'broken 1 0 '(switch 0 2) '(case-jump end) '(jump end) 'end '(return 0)) #f) 0))
;=> broken: bad code (broken), word 0, switch 0 2: it must be followed by 2 case-jumps
