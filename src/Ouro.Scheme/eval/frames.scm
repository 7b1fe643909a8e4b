;;; Where the variables of interpreted code are: a frame tells what a rib will hold.
;;;
;;; frames ::= (frame ...)      innermost first
;;;
;;; Compiled parts of interpreted code use the same ribs, so both sides ask here.

(define-library (ouro eval frames)
  (import (ouro base) (ouro compiler ast))
  (declare (internal))
  (export make-frame frame-checked? frame-variables frame-names first-index find-variable lambda-variables)
  (begin
    ;; checked?: its variables may be read before they have a value.
    (define-record-type <frame> (make-frame checked? variables) frame?
      (checked? frame-checked?) (variables frame-variables))

    ;; Before the variables there are the rib around it, and whose rib it is.
    (define first-index 2)

    ;; #f for what is of no interest in a debugger.
    (define (frame-names frame)
      (map (lambda (variable) (and (not (variable-hidden? variable)) (variable-name variable))) (frame-variables frame)))

    ;; Calls (found index depth checked?).
    (define (find-variable variable frames found)
      (let next ((frames frames) (depth 0))
        (if (null? frames)
            (error "a variable of no frame:" (variable-name variable)))
        (let search ((variables (frame-variables (car frames))) (index first-index))
          (cond ((null? variables) (next (cdr frames) (+ depth 1)))
                ((eq? (car variables) variable) (found index depth (frame-checked? (car frames))))
                (else (search (cdr variables) (+ index 1)))))))

    ;; In the order in which arguments arrive.
    (define (lambda-variables node)
      (append (lambda-required node) (lambda-optional node)
              (if (lambda-rest node) (list (lambda-rest node)) '())
              (map cdr (lambda-keywords node))))))
