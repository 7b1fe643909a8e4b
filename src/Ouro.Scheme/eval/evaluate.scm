;;; The evaluator: runs memoised expressions.
;;;
;;; A memoised expression is a vector, made by memoise.scm from the core language of the compiler (compiler/ast.scm):
;;;
;;;   E ::= #(local span index)                    ; of the innermost rib
;;;       | #(constant span value)
;;;       | #(global span cell)
;;;       | #(if span E E E)
;;;       | #(binary span which E E procedure)     ; a primitive applied to two values; which: see apply-binary
;;;       | #(unary span which E procedure)
;;;       | #(call-1 span tail? E E)               ; procedure, arguments
;;;       | #(call-2 span tail? E E E)
;;;       | #(enter)                               ; the body of the unit of the rib
;;;       | #(outer span index)                    ; of the rib around the innermost one
;;;       | #(seq span (E ...))
;;;       | #(let-1 span E E names)                ; value, body
;;;       | #(call-0 span tail? E)
;;;       | #(call-3 span tail? E E E E)
;;;       | #(ternary span which E E E procedure)
;;;       | #(far span index depth)
;;;       | #(checked span index depth name)       ; may have no value yet
;;;       | #(lambda span unit)
;;;       | #(set span index depth E)
;;;       | #(let span (E ...) E names)
;;;       | #(letrec span ((index . E) ...) E count names) ; in the order in which they are evaluated
;;;       | #(call span tail? E (E ...) first?)    ; first?: the operator is evaluated before the arguments
;;;       | #(primitive span (E ...) procedure)
;;;       | #(global-set span cell E)
;;;       | #(define span cell E)
;;;       | #(receive span count rest? E E names)
;;;       | #(several span #f E (E ...) first?)    ; a call that is not tail, and all its values
;;;       | #(raise span E)
;;;
;;; A rib is a vector: the rib around it; the unit whose procedure was called, or for the variables of other forms a
;;; list of their names; the variables. Every evaluation of a binding form makes a new one, since a continuation may be
;;; entered again.
;;;
;;; The innermost activation of `ev` always has the expression that is being evaluated: what is no tail call keeps
;;; its activation until the call has returned. So a backtrace can tell the exact place, and all activations of `ev` with
;;; the same rib of a procedure are one activation of that procedure.

(define-library (ouro eval evaluate)
  (import (ouro base)
          (only (ouro primitives)
            hold absent? cell-ref cell-set! cell-define! make-unset-rib check-set wrong-value-count code->closure))
  (declare (internal))
  (export ev enter-node set-unit-attendant! set-activation-describer!
    make-unit unit? unit-lambda set-unit-lambda! unit-frames unit-code set-unit-code! unit-body set-unit-body!
    unit-left set-unit-left! unit-state set-unit-state! unit-compiled set-unit-compiled! unit-origin set-unit-origin!
    unit-conversions set-unit-conversions! unit-expiry set-unit-expiry! unit-entry set-unit-starter!
    node-local node-constant node-global node-if node-unary node-binary node-ternary node-primitive
    node-call node-seq node-let node-letrec node-lambda node-set node-global-set node-define node-receive node-raise)
  (begin
    ;; A lambda expression as the evaluator knows it.
    (define-record-type <unit>
      (%make-unit left body code lambda frames origin state compiled conversions expiry)
      unit?
      (left unit-left set-unit-left!)          ; calls until it is attended to; first, see ExpiryPrimitives.cs
      (body unit-body set-unit-body!)          ; memoised, or #f
      (code unit-code set-unit-code!)          ; the code that enters the evaluator, or #f before it is needed
      (lambda unit-lambda set-unit-lambda!)    ; the node of the core language
      (frames unit-frames)                     ; the variables around it, see memoise.scm
      (origin unit-origin set-unit-origin!)    ; what it was expanded from, or #f when it is never expanded again
      (state unit-state set-unit-state!)       ; see unit.scm
      (compiled unit-compiled set-unit-compiled!) ; the code that took the place of `code`, or #f
      (conversions unit-conversions set-unit-conversions!) ; how often it was compiled
      (expiry unit-expiry set-unit-expiry!))   ; of its expansion, or #f

    (define (make-unit lambda frames origin)
      (%make-unit 0 #f #f lambda frames origin 'new #f 0 #f))

    ;; (unit) -> the memoised body: called when a unit has no calls left before something is to be done about it.
    (define attend #f)
    (define (set-unit-attendant! procedure) (set! attend procedure))

    ;; (unit) -> code: asked when the first closure of a unit is made.
    (define start #f)
    (define (set-unit-starter! procedure) (set! start procedure))

    ;; (rib, node) -> what an activation of the evaluator stands for, see describe.scm.
    (define describe #f)
    (define (set-activation-describer! procedure) (set! describe procedure))

    ;; The code of the unit's procedures.
    (define (unit-entry unit)
      (or (unit-code unit)
          (let ((code (start unit)))
            (set-unit-code! unit code)
            code)))

    ;; The numbers of the cases in ev.
    (define op-local 0)
    (define op-constant 1)
    (define op-global 2)
    (define op-if 3)
    (define op-binary 4)
    (define op-unary 5)
    (define op-call-1 6)
    (define op-call-2 7)
    (define op-enter 8)
    (define op-outer 9)
    (define op-seq 10)
    (define op-let-1 11)
    (define op-call-0 12)
    (define op-call-3 13)
    (define op-ternary 14)
    (define op-far 15)
    (define op-checked 16)
    (define op-lambda 17)
    (define op-set 18)
    (define op-let 19)
    (define op-letrec 20)
    (define op-call 21)
    (define op-primitive 22)
    (define op-global-set 23)
    (define op-define 24)
    (define op-receive 25)
    (define op-several 26)
    (define op-raise 27)

    ;; --- making memoised expressions

    (define enter-node (vector op-enter #f))

    ;; depth: how many ribs out; name: of a variable that may have no value yet, otherwise #f.
    (define (node-local span index depth name)
      (cond (name (vector op-checked span index depth name))
            ((= depth 0) (vector op-local span index))
            ((= depth 1) (vector op-outer span index))
            (else (vector op-far span index depth))))

    (define (node-constant span value) (vector op-constant span value))
    (define (node-global span cell) (vector op-global span cell))
    (define (node-if span test then else) (vector op-if span test then else))
    (define (node-unary span name a procedure) (vector op-unary span (position name unary-names) a procedure))
    (define (node-binary span name a b procedure) (vector op-binary span (position name binary-names) a b procedure))
    (define (node-ternary span name a b c procedure)
      (vector op-ternary span (eq? name 'vector-set!) a b c procedure))
    (define (node-primitive span arguments procedure) (vector op-primitive span arguments procedure))

    (define (node-call span tail? operator arguments first?)
      (let ((count (length arguments)))
        (cond ((eq? tail? 'several) (vector op-several span #f operator arguments first?))
              ((or first? (> count 3)) (vector op-call span tail? operator arguments first?))
              ((= count 0) (vector op-call-0 span tail? operator))
              ((= count 1) (vector op-call-1 span tail? operator (car arguments)))
              ((= count 2) (vector op-call-2 span tail? operator (car arguments) (cadr arguments)))
              (else (vector op-call-3 span tail? operator (car arguments) (cadr arguments) (caddr arguments))))))

    (define (node-seq span expressions) (vector op-seq span expressions))

    (define (node-let span inits body names)
      (if (and (pair? inits) (null? (cdr inits)))
          (vector op-let-1 span (car inits) body names)
          (vector op-let span inits body names)))

    (define (node-letrec span inits body count names) (vector op-letrec span inits body count names))
    (define (node-lambda span unit) (vector op-lambda span unit))
    (define (node-set span index depth value) (vector op-set span index depth value))
    (define (node-global-set span cell value) (vector op-global-set span cell value))
    (define (node-define span cell value) (vector op-define span cell value))
    (define (node-receive span count rest? producer body names) (vector op-receive span count rest? producer body names))
    (define (node-raise span value) (vector op-raise span value))

    ;; --- primitives that are applied on the spot; all others are called through their procedures

    (define unary-names '(car cdr null? pair? not absent? vector-length))
    (define binary-names '(+ - < = eq? > <= >= cons vector-ref *))

    ;; The position of the name in the list, or the length of the list.
    (define (position name names)
      (let loop ((names names) (index 0))
        (if (or (null? names) (eq? (car names) name)) index (loop (cdr names) (+ index 1)))))

    ;; --- evaluating

    (define (rib-out rib depth)
      (if (= depth 0) rib (rib-out (vector-ref rib 0) (- depth 1))))

    ;; Operands that are variables of the innermost rib, or constants, are looked up on the spot: this test is written
    ;; out where calls and primitives are quick.
    (define (ev node rib)
      (let loop ((node node) (rib rib))
        (declare (interprets describe rib node))
        (let ((op (vector-ref node 0)))
          (case op
            ((0) (vector-ref rib (vector-ref node 2)))
            ((1) (vector-ref node 2))
            ((2) (cell-ref (vector-ref node 2)))
            ((3) (loop (if (ev (vector-ref node 2) rib) (vector-ref node 3) (vector-ref node 4)) rib))
            ;; binary
            ((4)
             (let* ((a (vector-ref node 3)) (op-a (vector-ref a 0))
                    (x (if (= op-a op-local) (vector-ref rib (vector-ref a 2)) (ev a rib)))
                    (b (vector-ref node 4)) (op-b (vector-ref b 0))
                    (y (if (= op-b op-local)
                           (vector-ref rib (vector-ref b 2))
                           (if (= op-b op-constant) (vector-ref b 2) (ev b rib))))
                    (which (vector-ref node 2)))
               (case which
                 ((0) (+ x y))
                 ((1) (- x y))
                 ((2) (< x y))
                 ((3) (= x y))
                 ((4) (eq? x y))
                 ((5) (> x y))
                 ((6) (<= x y))
                 ((7) (>= x y))
                 ((8) (cons x y))
                 ((9) (vector-ref x y))
                 ((10) (* x y))
                 (else ((vector-ref node 5) x y)))))
            ;; unary
            ((5)
             (let* ((a (vector-ref node 3)) (op-a (vector-ref a 0))
                    (x (if (= op-a op-local) (vector-ref rib (vector-ref a 2)) (ev a rib)))
                    (which (vector-ref node 2)))
               (case which
                 ((0) (car x))
                 ((1) (cdr x))
                 ((2) (null? x))
                 ((3) (pair? x))
                 ((4) (not x))
                 ((5) (absent? x))
                 ((6) (vector-length x))
                 (else ((vector-ref node 4) x)))))
            ;; call-1
            ((6)
             (let* ((a (vector-ref node 4)) (op-a (vector-ref a 0))
                    (x (if (= op-a op-local)
                           (vector-ref rib (vector-ref a 2))
                           (if (= op-a op-constant) (vector-ref a 2) (ev a rib))))
                    (f (vector-ref node 3))
                    (procedure (if (= (vector-ref f 0) op-global) (cell-ref (vector-ref f 2)) (ev f rib))))
               (if (vector-ref node 2) (procedure x) (hold (procedure x)))))
            ;; call-2
            ((7)
             (let* ((a (vector-ref node 4)) (op-a (vector-ref a 0))
                    (x (if (= op-a op-local)
                           (vector-ref rib (vector-ref a 2))
                           (if (= op-a op-constant) (vector-ref a 2) (ev a rib))))
                    (b (vector-ref node 5)) (op-b (vector-ref b 0))
                    (y (if (= op-b op-local)
                           (vector-ref rib (vector-ref b 2))
                           (if (= op-b op-constant) (vector-ref b 2) (ev b rib))))
                    (f (vector-ref node 3))
                    (procedure (if (= (vector-ref f 0) op-global) (cell-ref (vector-ref f 2)) (ev f rib))))
               (if (vector-ref node 2) (procedure x y) (hold (procedure x y)))))
            ;; enter
            ((8)
             (let* ((unit (vector-ref rib 1)) (left (- (unit-left unit) 1)))
               (if (< left 0)
                   (loop (attend unit) rib)
                   (begin
                     (set-unit-left! unit left)
                     (loop (unit-body unit) rib)))))
            ((9) (vector-ref (vector-ref rib 0) (vector-ref node 2)))
            ;; seq
            ((10)
             (let next ((rest (vector-ref node 2)))
               (if (null? (cdr rest))
                   (loop (car rest) rib)
                   (begin
                     (ev (car rest) rib)
                     (next (cdr rest))))))
            ;; let-1
            ((11)
             (let ((value (ev (vector-ref node 2) rib)))
               (loop (vector-ref node 3) (vector rib (vector-ref node 4) value))))
            ;; call-0
            ((12)
             (let ((procedure (ev (vector-ref node 3) rib)))
               (if (vector-ref node 2) (procedure) (hold (procedure)))))
            ;; call-3
            ((13)
             (let* ((x (ev (vector-ref node 4) rib))
                    (y (ev (vector-ref node 5) rib))
                    (z (ev (vector-ref node 6) rib))
                    (procedure (ev (vector-ref node 3) rib)))
               (if (vector-ref node 2) (procedure x y z) (hold (procedure x y z)))))
            ;; ternary
            ((14)
             (let* ((x (ev (vector-ref node 3) rib))
                    (y (ev (vector-ref node 4) rib))
                    (z (ev (vector-ref node 5) rib)))
               (if (vector-ref node 2)
                   (vector-set! x y z)
                   ((vector-ref node 6) x y z))))
            ;; far
            ((15) (vector-ref (rib-out (vector-ref (vector-ref rib 0) 0) (- (vector-ref node 3) 2)) (vector-ref node 2)))
            ;; checked
            ((16) (check-set (vector-ref (rib-out rib (vector-ref node 3)) (vector-ref node 2)) (vector-ref node 4)))
            ;; lambda
            ((17)
             (let ((unit (vector-ref node 2)))
               (code->closure (or (unit-code unit) (unit-entry unit)) rib)))
            ;; set
            ((18)
             (let ((value (ev (vector-ref node 4) rib)))
               (vector-set! (rib-out rib (vector-ref node 3)) (vector-ref node 2) value)
               (void)))
            ;; let
            ((19)
             (let ((values (ev-all (vector-ref node 2) rib)))
               (loop (vector-ref node 3) (apply vector rib (vector-ref node 4) values))))
            ;; letrec
            ((20)
             (let ((new (make-unset-rib rib (vector-ref node 5) (vector-ref node 4))))
               (let next ((rest (vector-ref node 2)))
                 (if (pair? rest)
                     (begin
                       (vector-set! new (car (car rest)) (ev (cdr (car rest)) new))
                       (next (cdr rest)))))
               (loop (vector-ref node 3) new)))
            ;; call
            ((21)
             (let* ((early (and (vector-ref node 5) (ev (vector-ref node 3) rib)))
                    (arguments (ev-all (vector-ref node 4) rib))
                    (procedure (if (vector-ref node 5) early (ev (vector-ref node 3) rib))))
               (if (vector-ref node 2) (apply procedure arguments) (hold (apply procedure arguments)))))
            ((22) (apply (vector-ref node 3) (ev-all (vector-ref node 2) rib)))
            ;; global-set
            ((23)
             (let ((value (ev (vector-ref node 3) rib)))
               (cell-set! (vector-ref node 2) value)
               (void)))
            ;; define
            ((24)
             (let ((value (ev (vector-ref node 3) rib)))
               (cell-define! (vector-ref node 2) value)
               (void)))
            ;; receive
            ((25)
             (let ((count (vector-ref node 2)) (rest? (vector-ref node 3)) (names (vector-ref node 6)))
               (if (and (= count 2) (not rest?))
                   (receive (x y) (ev (vector-ref node 4) rib)
                     (loop (vector-ref node 5) (vector rib names x y)))
                   (receive values (ev (vector-ref node 4) rib)
                     (loop (vector-ref node 5)
                           (apply vector rib names (fit values count rest?)))))))
            ;; several
            ((26)
             (let* ((early (and (vector-ref node 5) (ev (vector-ref node 3) rib)))
                    (arguments (ev-all (vector-ref node 4) rib))
                    (f (vector-ref node 3))
                    (procedure (cond ((vector-ref node 5) early)
                                     ((= (vector-ref f 0) op-global) (cell-ref (vector-ref f 2)))
                                     (else (ev f rib)))))
               (receive values (apply procedure arguments) (apply %values values))))
            (else (raise (ev (vector-ref node 2) rib)))))))

    ;; The values of the expressions, evaluated in order. A list that was given is never changed, so that a
    ;; continuation of one of the expressions may be entered again.
    (define (ev-all nodes rib)
      (let loop ((nodes nodes) (values '()))
        (if (pair? nodes)
            (loop (cdr nodes) (cons (ev (car nodes) rib) values))
            (reverse values))))

    (define %values values)

    ;; The values for so many variables, and a list of those beyond if there is a variable for it.
    (define (fit values count rest?)
      (let ((given (length values)))
        (cond ((or (< given count) (and (> given count) (not rest?)))
               (wrong-value-count count rest? values))
              (rest? (let loop ((values values) (count count))
                       (if (= count 0) (list values) (cons (car values) (loop (cdr values) (- count 1))))))
              (else values))))))
