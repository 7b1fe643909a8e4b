;;; generate, part: calls of primitives: as an opcode of that name if there is one, otherwise through the
;;; primitive's entry; tests as fused compare and branch.

(define-library (ouro compiler generate-primitive)
  (import (ouro base) (only (ouro primitives) raise-syntax-error) (ouro compiler ast) (ouro compiler ir) (ouro compiler primitives) (ouro compiler emit)
          (ouro compiler variables) (ouro compiler generate-call))
  (export generate-primitive-call)
  (begin
    (define (generate-primitive-call e node destination sp)
      (let ((name (primitive-call-name node)) (span (primitive-call-span node))
            (arguments (primitive-call-arguments node)))
        (if (test? destination)
            (generate-test e name span arguments destination sp)
            (generate-value e name span arguments destination sp))))

    ;;; Values

    (define (generate-value e name span arguments destination sp)
      (case name
        ((+ add) (generate-sum e span arguments destination sp))
        ((- subtract) (generate-difference e span arguments destination sp))
        ((*) (generate-chain e 'multiply name span arguments destination sp))
        ((/) (generate-chain e 'divide name span arguments destination sp))
        ((<) (generate-binary e 'less name span arguments destination sp))
        ((>) (generate-binary e 'greater name span arguments destination sp))
        ((<=) (generate-binary e 'less-or-equal name span arguments destination sp))
        ((>=) (generate-binary e 'greater-or-equal name span arguments destination sp))
        ((char=?) (generate-binary e 'char-equal name span arguments destination sp))
        ((char<?) (generate-binary e 'char-less name span arguments destination sp))
        ((=) (generate-binary e 'number-equal name span arguments destination sp))
        ((zero?) (generate-sign e 'number-equal name span arguments destination sp))
        ((positive?) (generate-sign e 'greater name span arguments destination sp))
        ((negative?) (generate-sign e 'less name span arguments destination sp))
        ((floor-remainder) (generate-synonym e 'modulo name span arguments destination sp))
        ((truncate-remainder) (generate-synonym e 'remainder name span arguments destination sp))
        ((truncate-quotient) (generate-synonym e 'quotient name span arguments destination sp))
        ((caar) (generate-path e name span '(car car) arguments destination sp))
        ((cadr) (generate-path e name span '(cdr car) arguments destination sp))
        ((cdar) (generate-path e name span '(car cdr) arguments destination sp))
        ((cddr) (generate-path e name span '(cdr cdr) arguments destination sp))
        ((caddr) (generate-path e name span '(cdr cdr car) arguments destination sp))
        ((cdddr) (generate-path e name span '(cdr cdr cdr) arguments destination sp))
        ((cadddr) (generate-path e name span '(cdr cdr cdr car) arguments destination sp))
        ((raise) (generate-raise e span arguments destination sp))
        ((%interprets) (generate-interprets e span arguments destination sp))
        ((apply) (generate-apply e span arguments destination sp))
        ((call-with-keywords) (generate-keyword-call e span arguments destination sp))
        ((values) (generate-values e span arguments destination sp))
        ((record) (generate-record e span arguments destination sp))
        ((vector-ref) (generate-vector-ref e span arguments destination sp))
        (else (generate-ordinary e name span arguments destination sp))))

    ;; As an instruction it keeps the activation that raises, which says where.
    (define (generate-raise e span arguments destination sp)
      (let ((register (operand e (car arguments) sp)))
        (at-span e span)
        (emit e 'raise register)))

    ;; No instruction: where the variables are.
    (define (generate-interprets e span arguments destination sp)
      (define (register node)
        (or (in-own-register e node)
            (raise-syntax-error "declare: what an interpreter's activation is described by must be variables of the procedure that are never assigned" span)))
      (let ((describe (car arguments)))
        (note-interpreter! e (global-operand (global-ref-global describe))
                           (register (cadr arguments)) (register (caddr arguments)))
        (deliver-constant e (void) destination sp)))

    (define (in-own-register e node)
      (and (local-ref? node)
           (not (facts-boxed? (variable-facts (local-ref-variable node))))
           (local-register e (local-ref-variable node))))

    (define (two? arguments)
      (and (pair? arguments) (pair? (cdr arguments)) (null? (cddr arguments))))

    ;; A constant for an instruction's signed 8 bits, or #f.
    (define (small-constant node)
      (and (const? node)
           (let ((value (const-value node)))
             (and (exact-integer? value) (<= -128 value 127) value))))

    (define (generate-sum e span arguments destination sp)
      (cond ((not (two? arguments)) (generate-chain e 'add '+ span arguments destination sp))
            ((small-constant (cadr arguments))
             (generate-add-immediate e '+ 1 span (car arguments) (small-constant (cadr arguments)) destination sp))
            ((small-constant (car arguments))
             (generate-add-immediate e '+ 2 span (cadr arguments) (small-constant (car arguments)) destination sp))
            (else (generate-binary e 'add '+ span arguments destination sp))))

    ;; x - 0 is not x + 0 for the flonum -0.0.
    (define (generate-difference e span arguments destination sp)
      (let ((constant (and (two? arguments) (small-constant (cadr arguments)))))
        (cond ((not (two? arguments)) (generate-chain e 'subtract '- span arguments destination sp))
              ((and constant (not (= constant 0)) (not (= constant -128)))
               (generate-add-immediate e '- 1 span (car arguments) (- constant) destination sp))
              (else (generate-binary e 'subtract '- span arguments destination sp)))))

    ;; number: which argument of the operation it is.
    (define (generate-add-immediate e name number span argument constant destination sp)
      (let ((source (operand e argument sp)) (target (result-register e destination sp)))
        (at-span e span)
        (if (not (and (eq? name '+) (= number 1))) (note-operation! e name number 2))
        (emit e 'add-immediate target source constant)
        (deliver e target destination sp)))

    (define (generate-binary e opcode name span arguments destination sp)
      (if (two? arguments)
          (let* ((registers (operands e arguments sp))
                 (target (result-register e destination sp)))
            (at-span e span)
            (emit e opcode target (car registers) (cadr registers))
            (deliver e target destination sp))
          (generate-entry e name span arguments destination sp)))

    (define (generate-vector-ref e span arguments destination sp)
      (let ((index (cadr arguments)))
        (if (and (const? index) (exact-integer? (const-value index)) (<= 0 (const-value index) 255))
            (let ((vector (operand e (car arguments) sp)) (target (result-register e destination sp)))
              (at-span e span)
              (emit e 'vector-ref-immediate target vector (const-value index))
              (deliver e target destination sp))
            (generate-binary e 'vector-ref 'vector-ref span arguments destination sp))))

    ;; (+ a b c ...) is (+ (+ a b) c) ...; all arguments are evaluated first.
    (define (generate-chain e opcode name span arguments destination sp)
      (let ((count (length arguments)))
        (cond ((= count 2) (generate-binary e opcode name span arguments destination sp))
              ((or (< count 2) (> count 100)) (generate-entry e name span arguments destination sp))
              (else
               (let* ((registers (operands e arguments sp))
                      (target (reserve e (fold-left (lambda (sp register) (next-sp register sp)) sp registers) 1)))
                 (at-span e span)
                 (emit e opcode target (car registers) (cadr registers))
                 (let loop ((rest (cddr registers)) (number 3))
                   (note-operation! e name 1 number)
                   (if (null? (cdr rest))
                       (let ((last (result-register e destination sp)))
                         (emit e opcode last target (car rest))
                         (deliver e last destination sp))
                       (begin
                         (emit e opcode target target (car rest))
                         (loop (cdr rest) (+ number 1))))))))))

    ;; A comparison with zero, as a value.
    (define (generate-sign e opcode name span arguments destination sp)
      (generate-named e opcode name span (list (car arguments) (make-const span 0)) destination sp))

    (define (generate-synonym e opcode name span arguments destination sp)
      (if (two? arguments)
          (generate-named e opcode name span arguments destination sp)
          (generate-entry e name span arguments destination sp)))

    ;; Two arguments, by an opcode of another name.
    (define (generate-named e opcode name span arguments destination sp)
      (let* ((registers (operands e arguments sp)) (target (result-register e destination sp)))
        (at-span e span)
        (note-operation! e name 1 2)
        (emit e opcode target (car registers) (cadr registers))
        (deliver e target destination sp)))

    ;; Steps, the first first.
    (define (generate-path e name span steps arguments destination sp)
      (let* ((source (operand e (car arguments) sp)) (target (result-register e destination sp)))
        (at-span e span)
        (note-operation! e name 1 2)
        (emit e (car steps) target source)
        (for-each (lambda (step)
                    (note-operation! e name 0 2)
                    (emit e step target target))
                  (cdr steps))
        (deliver e target destination sp)))

    ;; Registers with the values, evaluated in order. A variable in its own register is read by the instruction,
    ;; so it is copied first if something evaluated later may assign it.
    (define (operands e nodes sp)
      (let loop ((rest nodes) (sp sp) (registers '()))
        (if (null? rest)
            (reverse registers)
            (let* ((node (car rest))
                   (register
                     (if (and (local-ref? node)
                              (variable-assigned? (local-ref-variable node))
                              (not (every simple-operand? (cdr rest))))
                         (let ((register (reserve e sp 1)))
                           (generate e node register register)
                           register)
                         (operand e node sp))))
              (loop (cdr rest) (next-sp register sp) (cons register registers))))))

    (define (generate-ordinary e name span arguments destination sp)
      (cond ((and (one-value-primitive name) (not (eq? destination 'tail)) (not (run? destination)))
             (generate-entry e (one-value-primitive name) span arguments destination sp))
            ((called-primitive? name)
             (generate-procedure-call e name span arguments destination sp))
            ((direct-operands name arguments)
             (generate-direct e name span arguments destination sp))
            (else (generate-entry e name span arguments destination sp))))

    ;; Whether there is an opcode of that name that takes these arguments as registers and immediates. What fits into
    ;; add-immediate only the generator knows.
    (define (direct-operands name arguments)
      (let ((kinds (operand-kinds name)))
        (and kinds
             (not (eq? name 'add-immediate))
             (let loop ((kinds kinds) (arguments arguments))
               (cond ((null? kinds) (null? arguments))
                     ((eq? (car kinds) 'write) (loop (cdr kinds) arguments))
                     ((null? arguments) #f)
                     ((eq? (car kinds) 'read) (loop (cdr kinds) (cdr arguments)))
                     ((eq? (car kinds) 'immediate)
                      (and (immediate? (car arguments)) (loop (cdr kinds) (cdr arguments))))
                     (else #f))))))

    (define (immediate? node)
      (and (const? node)
           (let ((value (const-value node)))
             (and (exact-integer? value) (<= 0 value 32767)))))

    (define (generate-direct e name span arguments destination sp)
      (let* ((kinds (operand-kinds name))
             (registers (operands e (remove-immediates kinds arguments) sp))
             (target (and (memq 'write kinds) (result-register e destination sp))))
        (at-span e span)
        (apply emit e name
               (let loop ((kinds kinds) (arguments arguments) (registers registers))
                 (cond ((null? kinds) '())
                       ((eq? (car kinds) 'write) (cons target (loop (cdr kinds) arguments registers)))
                       ((eq? (car kinds) 'read)
                        (cons (car registers) (loop (cdr kinds) (cdr arguments) (cdr registers))))
                       (else
                        (cons (const-value (car arguments)) (loop (cdr kinds) (cdr arguments) registers))))))
        (if target
            (deliver e target destination sp)
            (deliver-constant e (void) destination sp))))

    (define (remove-immediates kinds arguments)
      (cond ((null? kinds) '())
            ((eq? (car kinds) 'write) (remove-immediates (cdr kinds) arguments))
            ((eq? (car kinds) 'read) (cons (car arguments) (remove-immediates (cdr kinds) (cdr arguments))))
            (else (remove-immediates (cdr kinds) (cdr arguments)))))

    ;; Through the primitive's entry.
    (define (generate-entry e name span arguments destination sp)
      (let ((primitive (list 'primitive name)) (count (length arguments)))
        (cond
          ((= count 1)
           (let ((source (operand e (car arguments) sp)) (target (result-register e destination sp)))
             (at-span e span)
             (emit e 'primitive-1 target source primitive)
             (deliver e target destination sp)))
          ((= count 2)
           (let ((registers (operands e arguments sp)) (target (result-register e destination sp)))
             (at-span e span)
             (emit e 'primitive-2 target (car registers) (cadr registers) primitive)
             (deliver e target destination sp)))
          ((> count 255) (generate-procedure-call e name span arguments destination sp))
          (else
           (let* ((first (consecutive e arguments sp)) (target (result-register e destination sp)))
             (at-span e span)
             (emit-run e (lambda (first) (list 'primitive-n target first count primitive))
                       target first count #f)
             (deliver e target destination sp))))))

    ;; The values in consecutive registers: the first.
    (define (consecutive e nodes sp)
      (let ((first (reserve e sp (max 1 (length nodes)))))
        (let loop ((rest nodes) (register first))
          (if (pair? rest)
              (begin
                (generate e (car rest) register register)
                (loop (cdr rest) (+ register 1)))))
        first))

    (define (generate-record e span arguments destination sp)
      (let* ((type (operand e (car arguments) sp))
             (count (length (cdr arguments)))
             (first (consecutive e (cdr arguments) (next-sp type sp)))
             (target (result-register e destination sp)))
        (at-span e span)
        (emit-run e (lambda (first) (list 'record target type first count)) target first count #f)
        (deliver e target destination sp)))

    ;;; Multiple values

    (define (generate-values e span arguments destination sp)
      (let ((count (length arguments)))
        (cond
          ((eq? destination 'effect)
           (for-each (lambda (argument) (generate e argument 'effect sp)) arguments))
          ((eq? destination 'tail) (return-values e span arguments count sp))
          ((run? destination)
           (if (and (= count (run-count destination)) (not (run-rest? destination)))
               (fill-run e arguments (run-first destination) sp)
               (let ((first (consecutive e arguments sp)) (target (reserve e sp 1)))
                 (at-span e span)
                 (emit-run e (lambda (first) (list 'pack-values target first count)) target first count #f)
                 (unpack-run e target destination))))
          ((null? arguments) (deliver-constant e (void) destination sp))
          (else
           ;; one value is wanted: the first
           (let ((register (reserve e sp 1)))
             (generate e (car arguments) register register)
             (for-each (lambda (argument) (generate e argument 'effect (+ register 1))) (cdr arguments))
             (deliver e register destination (+ register 1)))))))

    (define (fill-run e arguments register sp)
      (if (pair? arguments)
          (begin
            (generate e (car arguments) register sp)
            (fill-run e (cdr arguments) (+ register 1) sp))))

    (define (return-values e span arguments count sp)
      (if (= count 1)
          (emit e 'return (operand e (car arguments) sp))
          (let ((first (consecutive e arguments sp)))
            (at-span e span)
            (emit-run e (lambda (first) (list 'return-values first count)) #f first count #f))))

    ;;; Tests

    (define (generate-test e name span arguments test sp)
      (case name
        ((not)
         (generate e (car arguments)
                   (make-test (test-else test) (test-then test) (test-next test))
                   sp))
        ((null?) (branch-1 e 'branch-null arguments test sp))
        ((pair?) (branch-1 e 'branch-pair arguments test sp))
        ((absent?) (branch-1 e 'branch-absent arguments test sp))
        ((eq?) (branch-2 e 'branch-eq span arguments test sp))
        ((< less) (generate-less e name span arguments test sp #f))
        ((>) (generate-less e name span arguments test sp #t))
        ((<= less-or-equal) (compare e 'branch-less-or-equal name span arguments test sp))
        ((>=) (compare e 'branch-greater-or-equal name span arguments test sp))
        ((= number-equal) (generate-equal e name span arguments test sp))
        ((zero?) (generate-sign-test e 'branch-equal-immediate name span arguments test sp))
        ((positive?) (generate-sign-test e 'branch-greater-immediate name span arguments test sp))
        ((negative?) (generate-sign-test e 'branch-less-immediate name span arguments test sp))
        (else (generate-value e name span arguments test sp))))

    (define (branch-1 e opcode arguments test sp)
      (emit-branch e test opcode (operand e (car arguments) sp)))

    (define (branch-2 e opcode span arguments test sp)
      (let ((registers (operands e arguments sp)))
        (at-span e span)
        (emit-branch e test opcode (car registers) (cadr registers))))

    (define (compare e opcode name span arguments test sp)
      (if (two? arguments)
          (branch-2 e opcode span arguments test sp)
          (generate-value e name span arguments test sp)))

    ;; name: #f if the instruction is called as in the source.
    (define (branch-immediate e opcode name span argument constant test sp)
      (let ((register (operand e argument sp)))
        (at-span e span)
        (if name (note-operation! e name 2 1))
        (emit-branch e test opcode register constant)))

    (define (generate-sign-test e opcode name span arguments test sp)
      (let ((register (operand e (car arguments) sp)))
        (at-span e span)
        (note-operation! e name 1 2)
        (emit-branch e test opcode register 0)))

    ;; A constant on the left turns the comparison around.
    (define (generate-less e name span arguments test sp greater?)
      (let ((left (and (two? arguments) (small-constant (car arguments))))
            (right (and (two? arguments) (small-constant (cadr arguments)))))
        (cond (right
               (branch-immediate e (if greater? 'branch-greater-immediate 'branch-less-immediate) #f
                                 span (car arguments) right test sp))
              (left
               (branch-immediate e (if greater? 'branch-less-immediate 'branch-greater-immediate) (if greater? '> '<)
                                 span (cadr arguments) left test sp))
              (else (compare e (if greater? 'branch-greater 'branch-less) name span arguments test sp)))))

    (define (generate-equal e name span arguments test sp)
      (let ((left (and (two? arguments) (small-constant (car arguments))))
            (right (and (two? arguments) (small-constant (cadr arguments)))))
        (cond (right (branch-immediate e 'branch-equal-immediate #f span (car arguments) right test sp))
              (left (branch-immediate e 'branch-equal-immediate '= span (cadr arguments) left test sp))
              (else (compare e 'branch-number-equal name span arguments test sp)))))))
