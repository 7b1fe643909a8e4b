;;; The procedures that expanded code calls without the program naming them. Every library and program depends on
;;; this one, so it depends on primitives only and does nothing when it starts.

(define-library (ouro runtime)
  (import (ouro syntax) (ouro primitives))
  (export call-with-guard call-with-reraising-guard)
  (begin
    ;; Calls (body). If it raises an object, control leaves the body (its after thunks run) and (handler object) is
    ;; called in the place of this call. The body's values and the object are told apart by a mark that is new for
    ;; each call; both come as values, so nothing else has to be wrapped.
    (define (call-with-guard body handler)
      (let ((mark (cons 'raised '())))
        (call-with-values
          (lambda ()
            (call-with-escape-continuation
              (lambda (escape)
                (with-exception-handler
                  (lambda (object) (escape mark object))
                  body))))
          (lambda results
            (if (and (pair? results) (eq? (car results) mark))
                (handler (car (cdr results)))
                (apply values results))))))

    ;; The same, but the handler gets the object and a procedure that goes back to where it was raised, and raises it
    ;; again there, continuably: what `guard` does when no clause applies.
    (define (call-with-reraising-guard body handler)
      (let ((mark (cons 'raised '())))
        (call-with-values
          (lambda ()
            (call-with-escape-continuation
              (lambda (escape)
                (with-exception-handler
                  (lambda (object)
                    ;; What is given to `resume` runs here, with the handlers of the raise.
                    ((call-with-current-continuation
                       (lambda (resume) (escape mark object resume)))))
                  body))))
          (lambda results
            (if (and (pair? results) (eq? (car results) mark))
                (let ((object (car (cdr results)))
                      (resume (car (cdr (cdr results)))))
                  (handler object
                    (lambda () (resume (lambda () (raise-continuable object))))))
                (apply values results))))))))
