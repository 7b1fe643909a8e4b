;; Declarations: what becomes of them, and what is wrong with them.

(lambda (n) (declare (type fixnum n)) n)
;=> (lambda (n) (if (fixnum? n) (void) (raise-declaration-error "type of n is fixnum" n)) n)

(let ((n 1)) (declare (type fixnum n)) (set! n 2))
;=> (let ((n 1)) (if (fixnum? n) (void) (raise-declaration-error "type of n is fixnum" n)) (set! n (let ((value 2)) (if (fixnum? value) value (raise-declaration-error "type of n is fixnum" value)))))

;; A definition of a procedure that is declared to be one stays as it is.
(lambda () (declare (type procedure f)) (define (f) 1) f)
;=> (lambda () (letrec* ((f (lambda () 1))) f))

(declare (type (or pair null) p)) (define p '())
;=> (define p (let ((value '())) (if (if (pair? value) #t (null? value)) value (raise-declaration-error "type of p is (or pair null)" value))))

;; A policy is no code.
(lambda (x) (declare (policy debug)) (f x))
;=> (lambda (x) (f x))

(lambda (x) (declare (policy debug)))
;error 1:1: lambda: expected an expression after the definitions of the body

(let ((x 1)) (declare (typ fixnum x)) x)
;error 1:23: declare: there is no declaration `typ`; did you mean type?

(declare (frobnicate))
;error 1:10: declare: there is no declaration `frobnicate`; there are (type TYPE variable ...), (values TYPE ...), (policy debug) or (policy optimise), (interprets DESCRIBE VIEW POSITION), (internal)

(declare type)
;error 1:10: declare: expected a clause like (type fixnum n), got `type`

(declare . type)
;error 1:1: declare: expected a list of parts, got a form that ends in a dot: `(declare . type)`

(let ((x 1)) (declare (type fixnum)) x)
;error 1:23: declare: expected (type TYPE variable ...), got `(type fixnum)`

(let ((x 1)) (declare (type fixnum 5)) x)
;error 1:36: declare: expected the name of a variable in (type TYPE variable ...), got `5`

(let ((x 1)) (declare (type fixnumm x)) x)
;error 1:29: declare: there is no type `fixnumm` here; did you mean fixnum?

(let ((x 1)) (declare (type whatever-it-is x)) x)
;error 1:29: declare: there is no type `whatever-it-is` here; there are fixnum, flonum, integer, rational, real, number, pair, list, null, string, symbol, character, vector, bytevector, procedure, boolean, table, promise, box, port, eof-object, record types and (or TYPE ...)

(let ((x 1)) (declare (type (list fixnum) x)) x)
;error 1:29: declare: expected a type: a name or (or TYPE ...), got `(list fixnum)`

(let ((x 1)) (declare (type fixnum y)) x)
;error 1:36: declare: `y` is no variable that is bound here: by the form around the body, or by a definition in it; did you mean x?

;; Only what the form itself binds.
(let ((count 1)) (let ((other 2)) (declare (type fixnum count)) other))
;error 1:57: declare: `count` is no variable that is bound here: by the form around the body, or by a definition in it

(let ((x 1)) (declare (type fixnum x) (type string x)) x)
;error 1:52: declare: the type of `x` is declared twice

(let ((x 1)) (display x) (declare (type fixnum x)) x)
;error 1:26: declare: declarations stand at the head of a body, before definitions and expressions

(f (declare (type fixnum x)))
;error 1:4: declare: a declaration is not allowed here; declarations stand at the head of a body, a library or a program

(let ((x 1)) (declare (policy debug)) x)
;error 1:23: declare: `policy` has no meaning in a body that is not a procedure's; it belongs at the head of a procedure's body, or at the outermost level of a library or program

(lambda () (declare (internal)) 1)
;error 1:21: declare: `internal` has no meaning in the body of a procedure; it belongs at the outermost level of a library

(declare (interprets a b c))
;error 1:10: declare: `interprets` has no meaning at the outermost level of a program; it belongs at the head of a procedure's body

(lambda (view) (declare (interprets describe view)) 1)
;error 1:25: declare: expected (interprets DESCRIBE VIEW POSITION), got `(interprets describe view)`

(lambda () (declare (policy debgu)) 1)
;error 1:29: declare: expected a policy, debug or optimise, got `debgu`; did you mean debug?

(define x 1)
(declare (type fixnum x))
;error 2:23: declare: `x` is defined or assigned above; declare it before

(declare (type fixnum car))
;error 1:23: declare: `car` is not a variable of this program; define it, and declare it before

(declare (type fixnum counter))
(define conter 1)
;error 1:23: declare: `counter` is not defined here; did you mean conter?

(declare (type fixnum n) (type string n))
(define n 1)
;error 1:39: declare: the type of `n` is declared twice

(declare (type fixnum m))
(define-syntax m (syntax-rules () ((_) 1)))
;error 1:23: declare: `m` is not a variable
