;;; (ouro runtime): the procedures that expanded code calls without the program naming them. Every library and program
;;; depends on this one, so it depends on primitives only and does nothing when it starts.

(define-library (ouro runtime)
  (import (ouro primitives))
  (export call-with-guard call-with-reraising-guard no-matching-clause assertion-failed)
  (begin
    ;; guard with an else clause: what `body` gives, or, when it raises, what `handler` gives for the object in the
    ;; dynamic environment of the guard.
    (define (call-with-guard body handler)
      ((call-with-current-continuation
         (lambda (return)
           (with-exception-handler
             (lambda (object) (return (lambda () (handler object))))
             (lambda () (results-thunk body)))))))

    ;; guard without: the handler also gets a procedure that goes back to where the object was raised and raises it
    ;; again from there, for the handlers outside the guard.
    (define (call-with-reraising-guard body handler)
      ((call-with-current-continuation
         (lambda (return)
           (with-exception-handler
             (lambda (object)
               ((call-with-current-continuation
                  (lambda (resume)
                    (return
                      (lambda ()
                        (handler object
                          (lambda () (resume (lambda () (raise-continuable object)))))))))))
             (lambda () (results-thunk body)))))))

    ;; A procedure that gives the values which `body` gave. It is called after the handler is gone.
    (define (results-thunk body)
      (call-with-values body
        (lambda results
          (if (and (pair? results) (null? (cdr results)))
              (let ((result (car results))) (lambda () result))
              (lambda () (apply values results))))))

    (define (no-matching-clause)
      (error "no clause of the case-lambda takes this number of arguments"))

    (define (assertion-failed expression)
      (error "assertion failed:" expression))))
