;;; The evaluator as programs see it.

(define-library (ouro eval)
  (import (ouro base) (ouro eval environment) (ouro eval unit) (ouro eval evaluate))
  (export interpreted-procedure? compile procedure-conversions eval-policy set-eval-policy!
    evaluate-source environment-names)
  (begin
    ;; Whether a call of the procedure runs its source, and not compiled code.
    (define (interpreted-procedure? object)
      (and (procedure? object)
           (let ((unit (procedure-unit object)))
             (and unit (interpreted? unit)))))

    ;; How often the procedure was compiled since it was evaluated.
    (define (procedure-conversions procedure)
      (unit-conversions (evaluated-unit procedure "procedure-conversions")))

    ;; Compiles a procedure that eval made, and gives it. All procedures of the same lambda expression are compiled with it.
    (define (compile procedure)
      (convert! (evaluated-unit procedure "compile"))
      procedure)

    (define (evaluated-unit object name)
      (or (and (procedure? object) (procedure-unit object))
          (error (string-append name ": expected a procedure that eval, load or the REPL made, got") object)))))
