;;; The classic bytecode of slf, as the compiler makes it and the interpreter runs it.
;;;
;;;   opcode               operand           stack before -> after (its top at the right)
;;;   INT_LITERAL          integer           -> integer
;;;   IMPLICIT_SELF        0                 -> self
;;;   POP                  0                 value ->
;;;   DUP                  0                 value -> value value
;;;   JUMP                 target            ->
;;;   JUMP_IF_FALSE        target            value ->                         ; jumps if the value is the integer 0
;;;   ASSIGNMENT           symbol            value receiver -> value          ; sets the receiver's own slot
;;;   PRIMITIVE_METHOD_CALL primitive        operand ... -> value
;;;   METHOD_LOOKUP        symbol            receiver -> receiver found
;;;   METHOD_CALL          count             receiver found argument ... -> value
;;;   MAKE_FUNCTION        bytecode          -> method
;;;   MAKE_OBJECT          0                 -> object                        ; its __parent__ is the implicit self
;;;   ASSIGNMENT_APPEND_PARENT symbol        object value -> object           ; a new parent slot
;;;   MAKE_OBJECT_CALL     bytecode          object -> value                  ; runs a body with the object as implicit self
;;;   GET_LOCAL            symbol            -> value                         ; IMPLICIT_SELF, METHOD_LOOKUP, METHOD_CALL 0
;;;   SET_LOCAL            symbol            value -> value                   ; IMPLICIT_SELF, ASSIGNMENT
;;;
;;; An instruction is two elements of `code`: the number of its opcode and its operand. Operands that are symbols or bytecodes
;;; are their numbers in `symbols` and `bytecodes`, primitives their numbers in (slf primitives), targets the indices of
;;; instructions' opcodes. There is no return: a body ends at the end of the code, with one value on its stack.

(define-library (slf bytecode)
  (import (ouro base) (slf problem))
  (declare (internal))
  (export
    make-bytecode bytecode? bytecode-kind bytecode-name bytecode-parameters bytecode-code bytecode-symbols
    bytecode-bytecodes bytecode-places bytecode-file bytecode-slots bytecode-map set-bytecode-map!
    bytecode-span bytecode-signature opcode-names opcode-number opcode-operand-kind)
  (begin
    (define-record-type <bytecode>
      (make-bytecode kind name parameters code symbols bytecodes places file slots map) bytecode?
      (kind bytecode-kind)               ; program, builtins, method or object
      (name bytecode-name)               ; symbol; of a program and the builtins #f
      (parameters bytecode-parameters)   ; of a method: list of symbols
      (code bytecode-code)               ; vector
      (symbols bytecode-symbols)         ; vector of symbols
      (bytecodes bytecode-bytecodes)     ; vector of bytecodes: of methods and objects inside
      (places bytecode-places)           ; for each instruction its place, or #f
      (file bytecode-file)               ; string
      (slots bytecode-slots)             ; how many slots the object that runs it will have at least
      (map bytecode-map set-bytecode-map!)) ; of a method: the map of a fresh activation, once there was one

    ;; Opcodes by number: (name . kind of operand).
    (define opcodes
      '#((INT_LITERAL . integer) (IMPLICIT_SELF . none) (POP . none) (DUP . none) (JUMP . target) (JUMP_IF_FALSE . target)
         (ASSIGNMENT . symbol) (PRIMITIVE_METHOD_CALL . primitive) (METHOD_LOOKUP . symbol) (METHOD_CALL . count)
         (MAKE_FUNCTION . bytecode) (MAKE_OBJECT . none) (ASSIGNMENT_APPEND_PARENT . symbol)
         (MAKE_OBJECT_CALL . bytecode) (GET_LOCAL . symbol) (SET_LOCAL . symbol)))

    (define opcode-names (map car (vector->list opcodes)))

    (define (opcode-number name) (list-index (lambda (other) (eq? other name)) opcode-names))

    (define (opcode-operand-kind number) (cdr (vector-ref opcodes number)))

    ;; Where the instruction at pc stands in the source, or #f.
    (define (bytecode-span bytecode pc)
      (let ((place (vector-ref (bytecode-places bytecode) (quotient pc 2))))
        (and place (place-span place (bytecode-file bytecode)))))

    ;; A method as its caller writes it: f(a, b).
    (define (bytecode-signature bytecode)
      (let ((name (symbol->string (bytecode-name bytecode))) (parameters (bytecode-parameters bytecode)))
        (if (null? parameters)
            name
            (string-append name "(" (string-join (map symbol->string parameters) ", ") ")"))))))
