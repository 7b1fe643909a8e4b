;;; SRFI 61: cond with clauses (generator guard => receiver).

(define-library (srfi 61)
  (import (rename (ouro base) (cond basic-cond)))
  (export (rename general-cond cond) else =>)
  (begin
    (define-syntax general-cond
      (syntax-rules (else =>)
        ((_) (if #f #f))
        ((_ (else . body)) (let () . body))
        ((_ (test => receiver) . clauses)
         (let ((value test))
           (if value (receiver value) (general-cond . clauses))))
        ((_ (generator guard => receiver) . clauses)
         (call-with-values
           (lambda () generator)
           (lambda values
             (if (apply guard values)
                 (apply receiver values)
                 (general-cond . clauses)))))
        ((_ (test) . clauses) (or test (general-cond . clauses)))
        ((_ (test . body) . clauses)
         (if test (let () . body) (general-cond . clauses)))))))
