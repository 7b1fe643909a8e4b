;;; What an activation of the evaluator stands for: the call of an interpreted procedure, for backtraces and debuggers.
;;;
;;; in:  the innermost rib and the memoised expression that is evaluated (evaluate.scm)
;;; out: (name span identity arguments tail? variables), see Execution/InterpretedActivation.cs in the machine
;;;
;;; The rib of the procedure is the identity: all activations of the evaluator that work on one call share it.

(define-library (ouro eval describe)
  (import (ouro base) (ouro compiler ast) (ouro eval evaluate) (ouro eval frames)
          (only (ouro primitives) absent? span-file span-line span-column))
  (declare (internal))
  (export describe-activation)
  (begin
    (define (describe-activation rib node)
      (let* ((own (procedure-rib rib)) (unit (vector-ref own 1)) (procedure (unit-lambda unit)))
        (list (or (lambda-name procedure) (anonymous (lambda-span procedure)))
              (or (vector-ref node 1) (lambda-span procedure))
              own
              (and (pair? (unit-frames unit)) (not (lambda-declaration procedure 'form #f)) (arguments procedure own))
              #f
              (variables rib))))

    (set-activation-describer! describe-activation)

    (define (procedure-rib rib)
      (if (unit? (vector-ref rib 1)) rib (procedure-rib (vector-ref rib 0))))

    (define (anonymous span)
      (if span
          (string-append "#<procedure at " (span-file span) ":" (number->string (span-line span)) ":"
            (number->string (span-column span)) ">")
          "#<procedure>"))

    ;; In the order of the source; those that were not given are left out.
    (define (arguments procedure rib)
      (define count (length (append (lambda-required procedure) (lambda-optional procedure))))
      (define (given name value) (if (absent? value) '() (list (cons name value))))
      (let loop ((variables (append (lambda-required procedure) (lambda-optional procedure))) (index first-index))
        (if (pair? variables)
            (append (given (variable-name (car variables)) (vector-ref rib index)) (loop (cdr variables) (+ index 1)))
            (append
              (if (lambda-rest procedure) (map-elements (vector-ref rib index)) '())
              (let loop ((keywords (lambda-keywords procedure)) (index (if (lambda-rest procedure) (+ index 1) index)))
                (if (pair? keywords)
                    (append (given (symbol-append '|#:| (car (car keywords))) (vector-ref rib index))
                            (loop (cdr keywords) (+ index 1)))
                    '()))))))

    ;; The first of them, if there are very many.
    (define (map-elements list)
      (let loop ((list list) (left 20))
        (if (and (pair? list) (> left 0))
            (cons (cons #f (car list)) (loop (cdr list) (- left 1)))
            '())))

    ;; Of all ribs, inner ones first: #(name value setter). Names that a macro brought are left out.
    (define (variables rib)
      (if (not rib)
          '()
          (let ((names (if (unit? (vector-ref rib 1))
                           (frame-names (make-frame #f (lambda-variables (unit-lambda (vector-ref rib 1)))))
                           (vector-ref rib 1))))
            (let loop ((names names) (index first-index))
              (cond ((null? names) (variables (vector-ref rib 0)))
                    ((car names)
                     (cons (vector (car names) (vector-ref rib index) (lambda (value) (vector-set! rib index value)))
                           (loop (cdr names) (+ index 1))))
                    (else (loop (cdr names) (+ index 1))))))))))
