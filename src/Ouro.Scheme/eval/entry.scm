;;; The code of an interpreted procedure: puts its arguments in a rib and enters the evaluator.
;;;
;;; It has the name, the parameters and the span of the source, so that calling, printing and wrong numbers of
;;; arguments are those of a compiled procedure.

(define-library (ouro eval entry)
  (import (ouro base) (ouro compiler ast) (ouro eval frames) (only (ouro primitives) assemble))
  (declare (internal))
  (export make-entry-code most-parameters)
  (begin
    ;; Beyond so many parameters a procedure is compiled at once: instructions name 256 registers.
    (define most-parameters 100)

    ;; unit: what the rib belongs to; node: the lambda; start: the expression that the evaluator begins with.
    ;; outer?: the captured variable is the rib around it; otherwise there is none.
    (define (make-entry-code unit node start outer?)
      (let* ((required (length (lambda-required node)))
             (optional (length (lambda-optional node)))
             (keywords (map car (lambda-keywords node)))
             (count (+ required optional (if (lambda-rest node) 1 0) (length keywords)))
             (area count)
             (rib (+ area 4)))
        (assemble
          (list 'code (list 'name (lambda-name node)) (list 'span (lambda-span node))
                (list 'parameters required optional (and (lambda-rest node) #t) keywords)
                (list 'registers (+ rib 2 count))
                (list 'free (if outer? 1 0))
                '(sites 0)
                '(marks 4)
                (append
                  (list 'body
                        (list 'span (lambda-span node)))
                  (map (lambda (variable index) (list 'variable (variable-name variable) #f index))
                       (lambda-variables node) (iota count))
                  (list (if outer? (list 'free rib 0) (list 'constant rib ''#f))
                        (list 'constant (+ rib 1) (list 'quote unit)))
                  (map (lambda (index) (list 'move (+ rib 2 index) index)) (iota count))
                  (list (list 'primitive-n (+ area 3) rib (+ count 2) '(primitive vector))
                        (list 'constant (+ area 2) (list 'quote start))
                        (list 'global (+ area 1) '(global |ouro eval evaluate| ev))
                        (list 'continue-call 2 area)))))))))
