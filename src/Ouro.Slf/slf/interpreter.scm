;;; The interpreter of slf's bytecode (its meaning is at the head of bytecode.scm).
;;;
;;; A body runs with an object as its implicit self: a fresh activation for a method, the new object for an object's block,
;;; the module for a program. The object knows its bytecode, so an activation of `execute` is the object, the pc, and a
;;; stack of values, which is a list that is never changed. A call of slf is a call of Scheme.
;;;
;;; For a specialiser: the pc and the bytecode are the key of the loop; bytecodes do not change once they are made; the map
;;; of a receiver and the method that was found are worth a guard.

(define-library (slf interpreter)
  (import (ouro base) (only (ouro primitives) jit-key jit-promote)
          (slf problem) (slf bytecode) (slf primitives) (slf maps) (slf objects) (slf hierarchy))
  (declare (internal))
  (export execute)
  (begin
    ;; Only the integer 0 is false.
    (define (true? value) (not (eq? value 0)))

    (define (symbol-of bytecode operand) (vector-ref (bytecode-symbols bytecode) operand))
    (define (bytecode-of bytecode operand) (vector-ref (bytecode-bytecodes bytecode) operand))

    ;; Runs the object's bytecode with the object as implicit self; gives the value of its last statement.
    (define (execute self)
      (let* ((bytecode (object-bytecode self)) (code (bytecode-code bytecode)) (end (vector-length code)))
        (let loop ((pc 0) (stack '()))
          (declare (interprets describe self pc))
          (jit-key pc bytecode)
          (if (= pc end)
              (car stack)
              (let ((operand (vector-ref code (+ pc 1))) (next (+ pc 2)))
                (case (vector-ref code pc)
                  ((0)                     ; INT_LITERAL
                   (loop next (cons operand stack)))
                  ((14)                    ; GET_LOCAL
                   (let ((found (jit-promote (find-method self (symbol-of bytecode operand)))))
                     (loop next (cons (if (method? found) (execute (entered found self 0 '())) found) stack))))
                  ((8)                     ; METHOD_LOOKUP
                   (loop next (cons (find-method (car stack) (symbol-of bytecode operand)) stack)))
                  ((9)                     ; METHOD_CALL
                   (let* ((rest (list-tail stack operand)) (found (jit-promote (car rest))))
                     (loop next
                       (cons (if (method? found)
                                 (execute (entered found (cadr rest) operand stack))
                                 found)
                             (cddr rest)))))
                  ((7)                     ; PRIMITIVE_METHOD_CALL
                   (let ((arity (primitive-arity operand)))
                     (loop next
                       (if (= arity 2)
                           (cons (call-primitive-2 operand (cadr stack) (car stack)) (cddr stack))
                           (cons (call-primitive-1 operand (car stack)) (cdr stack))))))
                  ((15)                    ; SET_LOCAL
                   (assign! self (symbol-of bytecode operand) (car stack))
                   (loop next stack))
                  ((5)                     ; JUMP_IF_FALSE
                   (loop (if (true? (car stack)) next operand) (cdr stack)))
                  ((2)                     ; POP
                   (loop next (cdr stack)))
                  ((1)                     ; IMPLICIT_SELF
                   (loop next (cons self stack)))
                  ((4)                     ; JUMP
                   (loop operand stack))
                  ((6)                     ; ASSIGNMENT
                   (assign! (car stack) (symbol-of bytecode operand) (cadr stack))
                   (loop next (cdr stack)))
                  ((10)                    ; MAKE_FUNCTION
                   (loop next (cons (make-method (bytecode-of bytecode operand)) stack)))
                  ((11)                    ; MAKE_OBJECT
                   (loop next (cons (make-object self 4) stack)))
                  ((12)                    ; ASSIGNMENT_APPEND_PARENT
                   (append-parent! (cadr stack) (symbol-of bytecode operand) (car stack))
                   (loop next (cdr stack)))
                  ((13)                    ; MAKE_OBJECT_CALL
                   (let ((object (car stack)))
                     (set-object-bytecode! object (bytecode-of bytecode operand))
                     (check-hierarchy object)
                     (loop next (cons (execute object) (cdr stack)))))
                  (else                    ; DUP
                   (loop next (cons (car stack) stack)))))))))

    ;; What an activation of the loop stands for, for backtraces and debuggers: (name span identity arguments tail? variables).
    ;; Each is a call of its own, since a body runs in one activation.
    (define (describe self pc)
      (let ((bytecode (object-bytecode self)))
        (list
          (case (bytecode-kind bytecode)
            ((program) 'program)
            ((builtins) 'builtins)
            ((object) (string-append "object " (symbol->string (bytecode-name bytecode))))
            (else (bytecode-name bytecode)))
          (bytecode-span bytecode pc)
          self
          (and (eq? (bytecode-kind bytecode) 'method)
               (map (lambda (name) (cons name (slot-value self name))) (bytecode-parameters bytecode)))
          #f
          (map (lambda (name)
                 (vector name (slot-value self name) (lambda (value) (assign! self name value))))
               (slot-names self)))))

    ;; --- names

    (define (find-method receiver name)
      (let ((found (lookup receiver name)))
        (if (missing? found)
            (lookup-failed receiver name)
            found)))

    ;; --- calls

    ;; The activation of a call. The arguments are on the stack, the last on top. `execute` itself is called by the loop, so that
    ;; each activation of the loop is one of slf.
    (define (entered method receiver count stack)
      (let ((body (method-bytecode method)))
        (if (not (= count (length (bytecode-parameters body))))
            (wrong-count body count))
        (make-activation body receiver stack)))

    (define (wrong-count body count)
      (run-problem (bytecode-signature body) " takes " (arguments (length (bytecode-parameters body))) ", got "
        (number->string count)))

    (define (arguments count)
      (case count
        ((0) "no arguments")
        ((1) "1 argument")
        (else (string-append (number->string count) " arguments"))))

    (define (call-primitive-1 number a)
      (check-operand number 1 a)
      (check-result number ((primitive-procedure number) a)))

    (define (call-primitive-2 number a b)
      (check-operand number 1 a)
      (check-operand number 2 b)
      (check-result number ((primitive-procedure number) a b)))

    (define (check-operand number position value)
      (if (not (exact-integer? value))
          (run-problem     (symbol->string (primitive-name number)) ": operand " (number->string position)
            " must be an integer, got " (value->words value))))

    (define (check-result number result)
      (if (string? result)
          (run-problem (symbol->string (primitive-name number)) ": " result)
          result))))
