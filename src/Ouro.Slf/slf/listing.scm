;;; Bytecode and parse trees as text, for people.

(define-library (slf listing)
  (import (ouro base) (slf bytecode) (slf primitives) (slf tree))
  (declare (internal))
  (export bytecode->text tree->text)
  (begin
    ;; --- bytecode
    ;;
    ;;   method f(x), prog.slf
    ;;       0  2:5   GET_LOCAL x
    ;;
    ;; and those inside after it.

    (define (bytecode->text bytecode)
      (call-with-output-string
        (lambda (port) (write-bytecode bytecode port))))

    (define (write-bytecode bytecode port)
      (write-string
        (case (bytecode-kind bytecode)
          ((method) (string-append "method " (bytecode-signature bytecode)))
          ((object) (string-append "object " (symbol->string (bytecode-name bytecode))))
          (else "program"))
        port)
      (write-string ", " port)
      (write-string (bytecode-file bytecode) port)
      (newline port)
      (let ((code (bytecode-code bytecode)))
        (let loop ((pc 0))
          (if (< pc (vector-length code))
              (begin
                (write-instruction bytecode pc port)
                (loop (+ pc 2))))))
      (vector-for-each
        (lambda (inner)
          (newline port)
          (write-bytecode inner port))
        (bytecode-bytecodes bytecode)))

    (define (write-instruction bytecode pc port)
      (let* ((opcode (vector-ref (bytecode-code bytecode) pc))
             (operand (vector-ref (bytecode-code bytecode) (+ pc 1)))
             (place (vector-ref (bytecode-places bytecode) (quotient pc 2)))
             (words (operand->words bytecode (opcode-operand-kind opcode) operand)))
        (write-string (string-pad-left (number->string pc) 6) port)
        (write-string "  " port)
        (write-string
          (string-pad-right
            (if place
                (string-append (number->string (vector-ref place 0)) ":" (number->string (vector-ref place 1)))
                "")
            8)
          port)
        (write-string (symbol->string (list-ref opcode-names opcode)) port)
        (if words
            (begin
              (write-string " " port)
              (write-string words port)))
        (newline port)))

    (define (operand->words bytecode kind operand)
      (case kind
        ((integer target count) (number->string operand))
        ((symbol) (symbol->string (vector-ref (bytecode-symbols bytecode) operand)))
        ((primitive) (symbol->string (primitive-name operand)))
        ((bytecode)
         (let ((inner (vector-ref (bytecode-bytecodes bytecode) operand)))
           (if (eq? (bytecode-kind inner) 'method)
               (bytecode-signature inner)
               (symbol->string (bytecode-name inner)))))
        (else #f)))

    ;; --- trees
    ;;
    ;; A statement a line; calls as (receiver name argument ...), with self for the implicit self.

    (define (tree->text statements)
      (call-with-output-string
        (lambda (port) (write-block statements 0 port))))

    (define (write-block statements depth port)
      (for-each (lambda (statement) (write-statement statement depth port)) statements))

    (define (write-line depth port . parts)
      (write-string (make-string (* 4 depth) #\space) port)
      (for-each (lambda (part) (write-string part port)) parts)
      (newline port))

    (define (write-statement node depth port)
      (cond
        ((assignment? node)
         (write-line depth port "(" (receiver->text (assignment-receiver node)) " "
           (symbol->string (assignment-name node)) " = " (expression->text (assignment-value node)) ")"))
        ((if? node)
         (write-line depth port "if " (expression->text (if-test node)) ":")
         (write-block (if-then node) (+ depth 1) port)
         (if (if-else node)
             (begin
               (write-line depth port "else:")
               (write-block (if-else node) (+ depth 1) port))))
        ((while? node)
         (write-line depth port "while " (expression->text (while-test node)) ":")
         (write-block (while-body node) (+ depth 1) port))
        ((def? node)
         (write-line depth port "def " (symbol->string (def-name node))
           (list->text (map symbol->string (def-parameters node))) ":")
         (write-block (def-body node) (+ depth 1) port))
        ((object-statement? node)
         (write-line depth port "object " (symbol->string (object-statement-name node))
           (list->text
             (map (lambda (parent)
                    (string-append (symbol->string (parent-name parent)) "="
                      (expression->text (parent-expression parent))))
                  (object-statement-parents node)))
           ":")
         (write-block (object-statement-body node) (+ depth 1) port))
        (else (write-line depth port (expression->text node)))))

    (define (list->text texts)
      (if (null? texts) "" (string-append "(" (string-join texts ", ") ")")))

    (define (receiver->text receiver)
      (if receiver (expression->text receiver) "self"))

    (define (expression->text node)
      (cond
        ((number-node? node) (number->string (number-value node)))
        ((send? node)
         (call->text (receiver->text (send-receiver node)) (send-name node) (send-arguments node)))
        ((primitive-call-receiver node)
         (call->text (receiver->text (primitive-call-receiver node)) (primitive-call-name node)
           (primitive-call-arguments node)))
        (else (call->text #f (primitive-call-name node) (primitive-call-arguments node)))))

    (define (call->text receiver name arguments)
      (string-append "("
        (string-join
          (append (if receiver (list receiver) '()) (list (symbol->string name)) (map expression->text arguments))
          " ")
        ")"))))
