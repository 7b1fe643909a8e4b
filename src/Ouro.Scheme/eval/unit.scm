;;; Units: the lambda expressions of interpreted code, and when something is done about them.
;;;
;;; A unit is attended to when the calls it has left are used up: at its first call it is memoised.

(define-library (ouro eval unit)
  (import (ouro base) (ouro compiler ast) (only (ouro compiler ir) node-span) (ouro eval evaluate) (ouro eval memoise))
  (export program-code)
  (begin
    (define no-limit 1000000000000)

    (define (attend unit)
      (if (not (unit-body unit))
          (set-unit-body! unit (memoise-body (unit-lambda unit) (unit-frames unit) new-unit)))
      (set-unit-left! unit no-limit)
      (unit-body unit))

    (set-unit-attendant! attend)

    (define (new-unit node frames) (make-unit node frames #f))

    ;; Code without parameters that evaluates the nodes in order.
    (define (program-code nodes name)
      (let* ((span (and (pair? nodes) (node-span (car nodes))))
             (body (cond ((null? nodes) (make-const #f (void)))
                         ((null? (cdr nodes)) (car nodes))
                         (else (make-seq span nodes)))))
        (unit-entry (make-unit (make-lambda span name '() '() #f '() body) '() #f))))))
