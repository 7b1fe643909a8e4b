;; Declared types are checked where a variable gets its value, and at each assignment.
(define (show . items) (for-each display items) (newline))
(define (try thunk)
  (guard (problem (#t (show (error-object-message problem) " " (error-object-irritants problem)))) (thunk)))

;; Parameters: at entry.
(define (twice n) (declare (type fixnum n)) (* 2 n))
(show (twice 4))                         ;=> 8
(try (lambda () (twice "a")))            ;=> declared type of n is fixnum, got (a)

;; All of a form's variables have their values before the first is checked.
(try (lambda () (let* ((a 1) (b (begin (display "b ") 'b))) (declare (type string a b)) a)))
;=> b declared type of a is string, got (1)

;; Assignments, also those that stand before the declaration in the text.
(try (lambda () (let ((n 1)) (declare (type fixnum n)) (set! n 2) (display n) (set! n 'x))))
;=> 2declared type of n is fixnum, got (x)
(try (lambda ()
       (letrec ((n 1) (spoil (lambda () (set! n 'x)))) (declare (type fixnum n)) (spoil) (display n))))
;=> declared type of n is fixnum, got (x)
(try (lambda ()
       (let* ((n 1) (spoil (lambda () (set! n 'x)))) (declare (type fixnum n)) (spoil) (display n))))
;=> declared type of n is fixnum, got (x)

;; Definitions in the body.
(define (sum list)
  (declare (type list list) (type number total))
  (define total 0)
  (for-each (lambda (item) (set! total (if (string? item) item (+ total item)))) list)
  total)
(show (sum '(1 2 3)))                    ;=> 6
(try (lambda () (sum '(1 "x" 3))))       ;=> declared type of total is number, got (x)
(try (lambda () (sum 5)))                ;=> declared type of list is list, got (5)
(try (lambda () (let () (declare (type pair a)) (define-values (a b) (values 1 2)) b)))
;=> declared type of a is pair, got (1)
(show (let () (declare (type pair a)) (define-values (a b) (values '(1) 2)) b))   ;=> 2

;; Several types, and record types.
(define-record-type <point> (make-point x y) point? (x point-x) (y point-y))
(define (x-of p) (declare (type (or <point> pair) p)) (if (pair? p) (car p) (point-x p)))
(show (x-of (make-point 3 4)) (x-of '(5 . 6)))   ;=> 35
(try (lambda () (x-of 7)))               ;=> declared type of p is (or <point> pair), got (7)

;; Of loops: at each turn.
(try (lambda () (let loop ((i 3)) (declare (type fixnum i)) (display i) (loop (if (= i 1) 'end (- i 1))))))
;=> 321declared type of i is fixnum, got (end)

;; Optional and rest parameters; clauses of case-lambda.
(define* (opt a #:optional (b "b") #:rest c) (declare (type fixnum b) (type null c)) (+ a b))
(show (opt 1 2))                         ;=> 3
(try (lambda () (opt 1)))                ;=> declared type of b is fixnum, got (b)
(try (lambda () (opt 1 2 3)))            ;=> declared type of c is null, got ((3))
(define cases (case-lambda ((a) (declare (type string a)) a) ((a b) (declare (type symbol b)) b)))
(show (cases "s") (cases 1 'b))          ;=> sb
(try (lambda () (cases 1)))              ;=> declared type of a is string, got (1)
(try (lambda () (cases "s" "s")))        ;=> declared type of b is symbol, got (s)

;; Results.
(define (half n) (declare (type integer n) (values fixnum)) (/ n 2))
(show (half 4))                          ;=> 2
(try (lambda () (half 3)))               ;=> declared result of half is fixnum, got (3/2)
(define (both n) (declare (values fixnum string)) (values n n))
(try (lambda () (both 3)))               ;=> declared result of both, value 2, is string, got (3)
(try (lambda () (both "s")))             ;=> declared result of both, value 1, is fixnum, got (s)
(show (call-with-values (lambda () ((lambda (n) (declare (values fixnum string)) (values n "s")) 1)) list))
;=> (1 s)

;; A value that comes from a continuation that is entered again is checked, too.
(define again #f)
(try (lambda ()
       (let ((n (call/cc (lambda (k) (set! again k) 1))))
         (declare (type fixnum n))
         (show n)
         (if (= n 1) (again 'two)))))
;=> 1
;=> declared type of n is fixnum, got (two)

;; Each name that a type may have.
(for-each
  (lambda (entry)
    (for-each
      (lambda (value)
        (if (guard (problem (#t #f)) ((cdr entry) value)) (begin (display (car entry)) (display " "))))
      (list 1)))
  (list (cons 'fixnum (lambda (v) (declare (type fixnum v)) #t))
        (cons 'flonum (lambda (v) (declare (type flonum v)) #t))
        (cons 'integer (lambda (v) (declare (type integer v)) #t))
        (cons 'rational (lambda (v) (declare (type rational v)) #t))
        (cons 'real (lambda (v) (declare (type real v)) #t))
        (cons 'number (lambda (v) (declare (type number v)) #t))
        (cons 'pair (lambda (v) (declare (type pair v)) #t))
        (cons 'list (lambda (v) (declare (type list v)) #t))
        (cons 'null (lambda (v) (declare (type null v)) #t))
        (cons 'string (lambda (v) (declare (type string v)) #t))
        (cons 'symbol (lambda (v) (declare (type symbol v)) #t))
        (cons 'character (lambda (v) (declare (type character v)) #t))
        (cons 'vector (lambda (v) (declare (type vector v)) #t))
        (cons 'bytevector (lambda (v) (declare (type bytevector v)) #t))
        (cons 'procedure (lambda (v) (declare (type procedure v)) #t))
        (cons 'boolean (lambda (v) (declare (type boolean v)) #t))
        (cons 'table (lambda (v) (declare (type table v)) #t))
        (cons 'promise (lambda (v) (declare (type promise v)) #t))
        (cons 'box (lambda (v) (declare (type box v)) #t))
        (cons 'port (lambda (v) (declare (type port v)) #t))
        (cons 'eof-object (lambda (v) (declare (type eof-object v)) #t))))
(newline)
;=> fixnum integer rational real number
