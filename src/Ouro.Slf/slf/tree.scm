;;; The parse tree: what the parser gives and the compiler takes. Each node begins with its place; blocks are lists of
;;; statements and never empty; names are symbols.
;;;
;;;   statement  ::= expression
;;;                | (assignment place receiver name value)     ; receiver: expression, or #f for the implicit self
;;;                | (if place test then else)                  ; else: block or #f
;;;                | (while place test body)
;;;                | (def place name parameters body)
;;;                | (object place name parents body)           ; parents: list of (parent place name expression)
;;;   expression ::= (number place value)
;;;                | (send place receiver name arguments name-place)        ; the place is that of name and arguments
;;;                | (primitive-call place receiver name arguments name-place)   ; name with its $

(define-library (slf tree)
  (import (ouro base))
  (declare (internal))
  (export
    make-assignment assignment? assignment-place assignment-receiver assignment-name assignment-value
    make-if if? if-place if-test if-then if-else
    make-while while? while-place while-test while-body
    make-def def? def-place def-name def-parameters def-body
    make-object-statement object-statement? object-statement-place object-statement-name object-statement-parents
    object-statement-body
    make-parent parent-place parent-name parent-expression
    make-number number-node? number-place number-value
    make-send send? send-place send-receiver send-name send-arguments send-name-place
    make-primitive-call primitive-call? primitive-call-place primitive-call-receiver primitive-call-name
    primitive-call-arguments primitive-call-name-place)
  (begin
    (define-record-type <assignment> (make-assignment place receiver name value) assignment?
      (place assignment-place) (receiver assignment-receiver) (name assignment-name) (value assignment-value))
    (define-record-type <if> (make-if place test then else) if?
      (place if-place) (test if-test) (then if-then) (else if-else))
    (define-record-type <while> (make-while place test body) while?
      (place while-place) (test while-test) (body while-body))
    (define-record-type <def> (make-def place name parameters body) def?
      (place def-place) (name def-name) (parameters def-parameters) (body def-body))
    (define-record-type <object-statement> (make-object-statement place name parents body) object-statement?
      (place object-statement-place) (name object-statement-name) (parents object-statement-parents)
      (body object-statement-body))
    (define-record-type <parent> (make-parent place name expression) parent?
      (place parent-place) (name parent-name) (expression parent-expression))
    (define-record-type <number> (make-number place value) number-node?
      (place number-place) (value number-value))
    (define-record-type <send> (make-send place receiver name arguments name-place) send?
      (place send-place) (receiver send-receiver) (name send-name) (arguments send-arguments)
      (name-place send-name-place))
    (define-record-type <primitive-call> (make-primitive-call place receiver name arguments name-place) primitive-call?
      (place primitive-call-place) (receiver primitive-call-receiver) (name primitive-call-name)
      (arguments primitive-call-arguments) (name-place primitive-call-name-place))))
