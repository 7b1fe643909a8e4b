; SRFIs that are part of the language, or one form: 6, 8, 9, 16, 23, 28, 30, 31, 39, 45, 46, 61, 62, 87, 98, 111, 145.
(import (except (scheme base) cond) (scheme write) (prefix (only (ouro base) string-search) base:) (scheme cxr) (srfi 6) (srfi 8) (srfi 9) (srfi 16) (srfi 23) (srfi 28) (srfi 30) (srfi 31) (srfi 39)
        (srfi 45) (srfi 46) (srfi 61) (srfi 62) (srfi 87) (srfi 98) (srfi 111) (srfi 145))
(include "check.scm")

; 6: string ports
(test "1 x" (let ((port (open-output-string))) (write 1 port) (write-char #\space port) (write 'x port) (get-output-string port)))
(test #\a (read-char (open-input-string "abc")))
(fails "open-input-string: argument 1 must be a string, got 5" (open-input-string 5))

; 8: receive
(test '(1 2 (3 4)) (receive (a b . rest) (values 1 2 3 4) (list a b rest)))
(test '(1) (receive all (values 1) all))
(test 3 (receive (a b) (values 1 2) (+ a b)))
(fails "values" (receive (a b) (values 1 2 3) a))

; 9: records
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(test '(1 2 #t #f) (let ((p (make-point 1 2))) (list (point-x p) (point-y p) (point? p) (point? 5))))
(test 9 (let ((p (make-point 1 2))) (set-point-x! p 9) (point-x p)))
(fails "argument 1 must be a record of type point, got 5" (point-x 5))

; 16: case-lambda
(define f (case-lambda (() 'none) ((x) (list 'one x)) ((x . rest) (list 'more x rest))))
(test '(none (one 1) (more 1 (2 3))) (list (f) (f 1) (f 1 2 3)))

; 23: error
(fails "what now: 1 \"two\"" (error "what now:" 1 "two"))

; 28: format
(test "Hello, World" (format "Hello, ~a" "World"))
(test "\"a\" #\\b c" (format "~s ~s ~s" "a" #\b 'c))
(test "a b c" (format "~A ~a ~a" "a" #\b 'c))
(test "\"x\"" (format "~S" "x"))
(test "~\n" (format "~~~%"))
(fails "format: argument 1 must be a string, got 5" (format 5))
(fails "format: no argument is left for the directive \"~a\"" (format "~a ~a" 1))
(fails "format: more arguments than directives, beginning with 2" (format "~a" 1 2))
(fails "format: expected ~a, ~s, ~% or ~~, got \"~q\"" (format "~q"))
(fails "format: the template ends with a single tilde: \"x~\"" (format "x~"))

; 30: comments #| that #| nest |# |#
(test 3 (+ 1 #| one #| and |# two |# 2))

; 31: rec
(test '(1 1 2 6 24) (map (rec (fact n) (if (= n 0) 1 (* n (fact (- n 1))))) '(0 1 2 3 4)))
(test 3 (length ((rec (f . items) (if (null? items) (f 1 2 3) items)))))
(test '(a b a) (let ((ring (rec ring (list 'a (lambda () 'b) (lambda () ring))))) (list (car ring) ((cadr ring)) (car ((caddr ring))))))

; 39: parameters
(define p (make-parameter 10 (lambda (x) (* x 2))))
(test '(20 6 20) (let* ((before (p)) (inside (parameterize ((p 3)) (p)))) (list before inside (p))))
(test 1 ((make-parameter 1)))

; 45: promises
(define (loop n) (if (= n 0) (lazy (delay 'done)) (lazy (loop (- n 1)))))
(test 'done (force (loop 10000)))
(test '(1) (force (eager '(1))))
(test #t (let* ((inner (delay 1)) (outer (eager inner))) (eq? (force outer) inner)))
(test 1 (let* ((n 0) (q (delay (begin (set! n (+ n 1)) n)))) (force q) (force q)))
(test 5 (force 5))

; 46: syntax-rules
(define-syntax my-let
  (syntax-rules ::: ()
    ((_ ((name value) :::) body :::) ((lambda (name :::) body :::) value :::))))
(test 3 (my-let ((a 1) (b 2)) (+ a b)))
(define-syntax last-of (syntax-rules () ((_ first ... last) last)))
(test 3 (last-of 1 2 3))
(test 1 (let-syntax ((one (syntax-rules () ((_) 1)))) (one)))
(test 2 (letrec-syntax ((two (syntax-rules () ((_) 2)))) (two)))

; 61: cond with guards
(test '(1 2) (cond ((values 1 2) (lambda (a b) (< a b)) => list) (else 'no)))
(test 'no (cond ((values 2 1) (lambda (a b) (< a b)) => list) (else 'no)))
(test 'second (cond (#f 'first) ((= 1 1) 'second) (else 'third)))
(test 4 (cond ((assv 'b '((a 1) (b 4))) => cadr) (else #f)))
(test 7 (cond (#f) (7)))
(test 'else (cond (else 'else)))

; 62: comments of data
(test 3 (+ 1 #;(error "not evaluated") 2))
(test '(a c) '(a #;b c #;d))

; 87: => in case
(test '(one . 1) (case 1 ((1 2) => (lambda (x) (cons 'one x))) (else 'no)))
(test 10 (case 5 ((1) 'no) (else => (lambda (x) (* x 2)))))
(test 'yes (case 'a ((a) 'yes) (else 'no)))

; 98: environment variables
(test #f (get-environment-variable "OURO_NO_SUCH_VARIABLE"))
(test #t (let ((all (get-environment-variables)))
         (and (list? all) (pair? all) (string? (caar all)) (string? (cdar all))
              (equal? (get-environment-variable (caar all)) (cdar all)))))
(fails "get-environment-variable: argument 1 must be a string, got x" (get-environment-variable 'x))

; 111: boxes
(define b (box 1))
(test '(1 #t #f) (list (unbox b) (box? b) (box? 1)))
(test 2 (begin (set-box! b 2) (unbox b)))
(fails "unbox: argument 1 must be a box, got 5" (unbox 5))
(fails "set-box!: argument 1 must be a box, got (1)" (set-box! '(1) 2))

; 145: assumptions
(test 5 (assume 5))
(test #t (assume (< 1 2) "never" 1))
(fails "assume: does not hold: (< 2 1)" (assume (< 2 1)))
(fails "assume: order: 2 1 (< 2 1)" (assume (< 2 1) "order:" 2 1))
(end) ;=> 59 hold
