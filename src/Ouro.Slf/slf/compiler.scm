;;; From the parse tree to bytecode.
;;;
;;; A statement is compiled for its value or for what it does; the stack is then one value higher, or as before. What has no
;;; value of its own, a while and an if whose condition is false and that has no else, has the value 0 where one is needed.

(define-library (slf compiler)
  (import (ouro base) (only (ouro primitives) jit-const!) (slf problem) (slf tree) (slf bytecode) (slf primitives))
  (declare (internal))
  (export compile-program)
  (begin
    ;; Bytecode that is being made. Lists have the last first.
    (define-record-type <assembly> (make-assembly file code places pc symbols bytecodes bytecode-count) assembly?
      (file assembly-file)
      (code assembly-code set-assembly-code!)
      (places assembly-places set-assembly-places!)
      (pc assembly-pc set-assembly-pc!)
      (symbols assembly-symbols)         ; table: symbol -> number, in order
      (bytecodes assembly-bytecodes set-assembly-bytecodes!)
      (bytecode-count assembly-bytecode-count set-assembly-bytecode-count!))

    ;; A list of statements, perhaps empty, as the bytecode of a program, or of the builtins module.
    (define (compile-program statements file kind)
      (compile-body kind #f '() statements file))

    (define (compile-body kind name parameters statements file)
      (let ((assembly (make-assembly file '() '() 0 (make-eq-table) '() 0)))
        (if (null? statements)
            (emit! assembly 'INT_LITERAL 0 #f)
            (compile-block statements #t assembly))
        (jit-const!
          (make-bytecode kind name parameters
            (list->vector (map resolved (reverse (assembly-code assembly))))
            (list->vector (table-keys (assembly-symbols assembly)))
            (list->vector (reverse (assembly-bytecodes assembly)))
            (list->vector (reverse (assembly-places assembly)))
            file
            ;; self and __parent__, too.
            (+ 2 (length parameters) (count-slots statements))
            #f))))

    ;; About how many slots the statements set in the implicit self.
    (define (count-slots statements)
      (fold-left (lambda (sum statement)
                   (cond ((and (assignment? statement) (not (assignment-receiver statement))) (+ sum 1))
                         ((or (def? statement) (object-statement? statement)) (+ sum 1))
                         ((if? statement)
                          (+ sum (count-slots (if-then statement)) (count-slots (or (if-else statement) '()))))
                         ((while? statement) (+ sum (count-slots (while-body statement))))
                         (else sum)))
        0 statements))

    ;; --- emitting

    (define (emit! assembly opcode operand place)
      (set-assembly-code! assembly (cons operand (cons (opcode-number opcode) (assembly-code assembly))))
      (set-assembly-places! assembly (cons place (assembly-places assembly)))
      (set-assembly-pc! assembly (+ (assembly-pc assembly) 2)))

    (define (symbol-operand assembly symbol)
      (table-intern! (assembly-symbols assembly) symbol
        (lambda () (table-count (assembly-symbols assembly)))))

    (define (bytecode-operand assembly bytecode)
      (let ((number (assembly-bytecode-count assembly)))
        (set-assembly-bytecodes! assembly (cons bytecode (assembly-bytecodes assembly)))
        (set-assembly-bytecode-count! assembly (+ number 1))
        number))

    ;; A jump whose target is not known yet: its operand is a label, which is a list of the target.
    (define (emit-jump! assembly opcode place)
      (let ((label (list #f)))
        (emit! assembly opcode label place)
        label))

    ;; The jump with this label goes to the next instruction.
    (define (land! assembly label) (set-car! label (assembly-pc assembly)))

    (define (resolved element) (if (pair? element) (car element) element))

    ;; --- statements

    (define (compile-block statements value? assembly)
      (if (null? (cdr statements))
          (compile-statement (car statements) value? assembly)
          (begin
            (compile-statement (car statements) #f assembly)
            (compile-block (cdr statements) value? assembly))))

    (define (compile-statement statement value? assembly)
      (cond
        ((assignment? statement) (compile-assignment statement value? assembly))
        ((if? statement) (compile-if statement value? assembly))
        ((while? statement) (compile-while statement value? assembly))
        ((def? statement) (compile-def statement value? assembly))
        ((object-statement? statement) (compile-object statement value? assembly))
        (else
         (compile-expression statement assembly)
         (drop-unless! value? assembly))))

    (define (drop-unless! value? assembly)
      (if (not value?) (emit! assembly 'POP 0 #f)))

    (define (compile-assignment node value? assembly)
      (compile-expression (assignment-value node) assembly)
      (let ((name (symbol-operand assembly (assignment-name node))))
        (if (assignment-receiver node)
            (begin
              (compile-expression (assignment-receiver node) assembly)
              (emit! assembly 'ASSIGNMENT name (assignment-place node)))
            (emit! assembly 'SET_LOCAL name (assignment-place node))))
      (drop-unless! value? assembly))

    (define (compile-if node value? assembly)
      (compile-expression (if-test node) assembly)
      (let ((to-else (emit-jump! assembly 'JUMP_IF_FALSE (if-place node))))
        (compile-block (if-then node) value? assembly)
        (if (or (if-else node) value?)
            (let ((to-end (emit-jump! assembly 'JUMP #f)))
              (land! assembly to-else)
              (if (if-else node)
                  (compile-block (if-else node) value? assembly)
                  (emit! assembly 'INT_LITERAL 0 #f))
              (land! assembly to-end))
            (land! assembly to-else))))

    (define (compile-while node value? assembly)
      (let ((start (assembly-pc assembly)))
        (compile-expression (while-test node) assembly)
        (let ((to-end (emit-jump! assembly 'JUMP_IF_FALSE (while-place node))))
          (compile-block (while-body node) #f assembly)
          (emit! assembly 'JUMP start (while-place node))
          (land! assembly to-end)
          (if value? (emit! assembly 'INT_LITERAL 0 #f)))))

    (define (compile-def node value? assembly)
      (let ((method (compile-body 'method (def-name node) (def-parameters node) (def-body node) (assembly-file assembly))))
        (emit! assembly 'MAKE_FUNCTION (bytecode-operand assembly method) (def-place node))
        (emit! assembly 'SET_LOCAL (symbol-operand assembly (def-name node)) (def-place node))
        (drop-unless! value? assembly)))

    (define (compile-object node value? assembly)
      (let* ((place (object-statement-place node))
             (body (compile-body 'object (object-statement-name node) '() (object-statement-body node)
                     (assembly-file assembly)))
             (number (bytecode-operand assembly body)))
        (emit! assembly 'MAKE_OBJECT 0 place)
        (for-each
          (lambda (parent)
            (compile-expression (parent-expression parent) assembly)
            (emit! assembly 'ASSIGNMENT_APPEND_PARENT (symbol-operand assembly (parent-name parent)) (parent-place parent)))
          (object-statement-parents node))
        (emit! assembly 'DUP 0 #f)
        (emit! assembly 'MAKE_OBJECT_CALL number place)
        (emit! assembly 'POP 0 #f)
        (emit! assembly 'SET_LOCAL (symbol-operand assembly (object-statement-name node)) place)
        (drop-unless! value? assembly)))

    ;; --- expressions

    ;; A chain of calls, each the receiver of the next, may be long: its inner end comes first, without recursion.
    (define (compile-expression expression assembly)
      (let loop ((inner expression) (outer '()))
        (let ((receiver (receiver-of inner)))
          (if receiver
              (loop receiver (cons inner outer))
              (begin
                (compile-first inner assembly)
                (for-each (lambda (node) (compile-rest node assembly)) outer))))))

    (define (receiver-of node)
      (cond ((send? node) (send-receiver node))
            ((primitive-call? node) (primitive-call-receiver node))
            (else #f)))

    ;; Without a receiver.
    (define (compile-first node assembly)
      (cond
        ((number-node? node)
         (emit! assembly 'INT_LITERAL (number-value node) (number-place node)))
        ((primitive-call? node) (compile-primitive node 0 assembly))
        ((null? (send-arguments node))
         (emit! assembly 'GET_LOCAL (symbol-operand assembly (send-name node)) (send-place node)))
        (else
         (emit! assembly 'IMPLICIT_SELF 0 (send-name-place node))
         (compile-rest node assembly))))

    ;; The receiver is on the stack.
    (define (compile-rest node assembly)
      (if (primitive-call? node)
          (compile-primitive node 1 assembly)
          (begin
            (emit! assembly 'METHOD_LOOKUP (symbol-operand assembly (send-name node)) (send-name-place node))
            (for-each (lambda (argument) (compile-expression argument assembly)) (send-arguments node))
            (emit! assembly 'METHOD_CALL (length (send-arguments node)) (send-place node)))))

    ;; receivers: 0 or 1 operand is on the stack already.
    (define (compile-primitive node receivers assembly)
      (let* ((name (primitive-call-name node))
             (number (primitive-number name))
             (count (+ receivers (length (primitive-call-arguments node)))))
        (if (not number)
            (syntax-problem (assembly-file assembly) (primitive-call-name-place node)
              "there is no primitive " (shortened (symbol->string name)) "; there are "
              (string-join (map symbol->string (primitive-names)) " ")))
        (if (not (= count (primitive-arity number)))
            (syntax-problem (assembly-file assembly) (primitive-call-place node)
              (symbol->string name) " takes " (operands (primitive-arity number)) ", its receiver included, got "
              (number->string count)))
        (for-each (lambda (argument) (compile-expression argument assembly)) (primitive-call-arguments node))
        (emit! assembly 'PRIMITIVE_METHOD_CALL number (primitive-call-place node))))

    (define (operands count)
      (if (= count 1) "1 operand" (string-append (number->string count) " operands")))))
