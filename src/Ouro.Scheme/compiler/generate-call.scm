;;; generate, part: calls. The area is at sp: two registers of header, the second also for the procedure, then the
;;; arguments, each evaluated where the callee expects it.

(define-library (ouro compiler generate-call)
  (import (ouro base) (ouro compiler ast) (ouro compiler ir) (ouro compiler emit) (ouro compiler variables))
  (export generate-call generate-procedure-call generate-apply generate-keyword-call)
  (begin
    (define (generate-call e node destination sp)
      (let* ((operator (call-operator node))
             (arguments (call-arguments node))
             (count (length arguments))
             (area (reserve e sp (+ count 2)))
             (late? (or (local-ref? operator) (global-ref? operator))))
        (if (not late?) (generate e operator (+ area 1) (+ area 2)))
        (generate-arguments e arguments (+ area 2))
        (if (and (global-ref? operator) (not (eq? destination 'tail)) (not (run? destination))
                 (<= (+ area count) 255))
            (begin
              (at-span e (call-span node))
              (finish-call e destination sp area
                           (lambda (target)
                             (emit-call-global e (global-operand (global-ref-global operator))
                                               target count area))))
            (begin
              (if late?
                  (generate e
                            ;; The place of an unbound procedure is the call, as where one instruction does both.
                            (if (global-ref? operator)
                                (make-global-ref (call-span node) (global-ref-global operator))
                                operator)
                            (+ area 1) (+ area count 2)))
              (at-span e (call-span node))
              (emit-plain-call e destination sp area count)))))

    (define (generate-arguments e arguments first)
      (let loop ((rest arguments) (register first))
        (if (pair? rest)
            (begin
              (generate e (car rest) register register)
              (loop (cdr rest) (+ register 1))))))

    ;; The procedure and the arguments are in place.
    (define (emit-plain-call e destination sp area count)
      (cond
        ((eq? destination 'tail) (emit-call e 'tail-call #f count area))
        ((run? destination)
         (emit-call e 'call-values area count area)
         (unpack-run e area destination))
        (else
         (finish-call e destination sp area
                      (lambda (target) (emit-call e 'call target count area))))))

    ;; emit-to: emits the call for a target register.
    (define (finish-call e destination sp area emit-to)
      (if (exact-integer? destination)
          (emit-to destination)
          (begin
            (emit-to area)
            (deliver e area destination (+ area 1)))))

    ;; Of a primitive that is called like any procedure.
    (define (generate-procedure-call e name span arguments destination sp)
      (let* ((count (length arguments))
             (area (reserve e sp (+ count 2))))
        (emit e 'constant (+ area 1) (list 'primitive name))
        (generate-arguments e arguments (+ area 2))
        (at-span e span)
        (emit-plain-call e destination sp area count)))

    ;; (apply procedure argument ... list): the arguments after the procedure, in its area. Without a list (and then
    ;; without arguments) it is left to the primitive.
    (define (generate-apply e span arguments destination sp)
      (let* ((count (- (length arguments) 1))
             (area (reserve e sp (+ count 2))))
        (if (or (run? destination) (< count 1) (> (+ area count) 255))
            (generate-procedure-call e 'apply span arguments destination sp)
            (begin
              (generate e (car arguments) (+ area 1) (+ area 2))
              (generate-arguments e (cdr arguments) (+ area 2))
              (at-span e span)
              (if (eq? destination 'tail)
                  (emit-call e 'tail-apply #f count area)
                  (finish-call e destination sp area
                               (lambda (target) (emit-call e 'call-apply target count area))))))))

    ;; (call-with-keywords procedure names argument ...): an instruction if the names are known and it has room for the
    ;; numbers.
    (define (generate-keyword-call e span arguments destination sp)
      (let* ((count (- (length arguments) 2))
             (area (reserve e sp (+ (max count 0) 2))))
        (if (or (run? destination) (not (known-names? (cadr arguments) count)) (> (+ area count) 255))
            (generate-procedure-call e 'call-with-keywords span arguments destination sp)
            (let ((names (list 'quote (const-value (cadr arguments)))))
              (generate e (car arguments) (+ area 1) (+ area 2))
              (generate-arguments e (cddr arguments) (+ area 2))
              (at-span e span)
              (if (eq? destination 'tail)
                  (emit-call-keywords e names #f count area)
                  (finish-call e destination sp area
                               (lambda (target) (emit-call-keywords e names target count area))))))))

    (define (known-names? node count)
      (and (const? node)
           (let ((names (const-value node)))
             (and (vector? names)
                  (<= (vector-length names) count)
                  (every symbol? (vector->list names))))))))
