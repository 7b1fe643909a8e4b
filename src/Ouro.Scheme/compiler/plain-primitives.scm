;;; Calls of primitives in terms of fewer primitives: what is done first to each of them, compiled or interpreted.
;;;
;;; in:  the name and arguments of a primitive call
;;; out: a primitive call that means the same, or another node; errors name the primitives of the result, so that they
;;;      read the same wherever the call is executed

(define-library (ouro compiler plain-primitives)
  (import (ouro base) (ouro compiler ast))
  (export plain-name plain-call plain-primitive-call)
  (begin
    ;; Names of one thing: opcodes and the procedure of the language that they stand for, and the standard's synonyms.
    (define plain-names
      '((add . +) (subtract . -) (multiply . *) (divide . /)
        (less . <) (less-or-equal . <=) (greater . >) (greater-or-equal . >=) (number-equal . =)
        (char-equal . char=?) (char-less . char<?)
        (floor-remainder . modulo) (truncate-remainder . remainder) (truncate-quotient . quotient)))

    (define (plain-name name)
      (let ((entry (assq name plain-names)))
        (if entry (cdr entry) name)))

    (define (call span name . arguments) (make-primitive-call span name arguments))

    ;; The call as one of a primitive that is known under one name only, with two arguments at a time.
    (define (plain-primitive-call node)
      (let ((span (primitive-call-span node))
            (name (plain-name (primitive-call-name node)))
            (arguments (primitive-call-arguments node)))
        (or (plain-call span name arguments)
            (let ((more? (and (pair? arguments) (pair? (cdr arguments)) (pair? (cddr arguments)))))
              (and more? (memq name '(+ * - /))
                   ;; Nothing may happen between the additions.
                   (every (lambda (argument) (or (const? argument) (local-ref? argument))) (cddr arguments))
                   (fold-left (lambda (sum argument) (call span name sum argument)) (car arguments) (cdr arguments))))
            (make-primitive-call span name arguments))))

    ;; What calls of one or two arguments mean in terms of others; #f for those that nothing is done to.
    (define (plain-call span name arguments)
      (case name
        ((zero?) (call span '= (car arguments) (make-const span 0)))
        ((positive?) (call span '> (car arguments) (make-const span 0)))
        ((negative?) (call span '< (car arguments) (make-const span 0)))
        ((/) (and (null? (cdr arguments)) (call span '/ (make-const span 1) (car arguments))))
        ((caar) (path span '(car car) arguments))
        ((cadr) (path span '(car cdr) arguments))
        ((cdar) (path span '(cdr car) arguments))
        ((cddr) (path span '(cdr cdr) arguments))
        ((caddr) (path span '(car cdr cdr) arguments))
        ((cdddr) (path span '(cdr cdr cdr) arguments))
        ((cadddr) (path span '(car cdr cdr cdr) arguments))
        (else #f)))

    (define (path span steps arguments)
      (if (null? steps)
          (car arguments)
          (call span (car steps) (path span (cdr steps) arguments))))))
