;;; SRFI 2: and-let*, an `and` whose clauses may bind what they give.

(define-library (srfi 2)
  (import (ouro base))
  (export and-let*)
  (begin
    ;; A clause is (name expression), (expression) or a name. The value is that of the body, without one that of the last
    ;; clause.
    (define-syntax and-let*
      (syntax-rules ()
        ((_ ()) #t)
        ((_ () . body) (let () . body))
        ((_ ((name expression))) expression)
        ((_ ((expression))) expression)
        ((_ (name)) name)
        ((_ ((name expression) . clauses) . body)
         (let ((name expression))
           (if name (and-let* clauses . body) #f)))
        ((_ ((expression) . clauses) . body) (if expression (and-let* clauses . body) #f))
        ((_ (name . clauses) . body) (if name (and-let* clauses . body) #f))))))
