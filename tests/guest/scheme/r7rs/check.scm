;library
;;; How the programs of this folder say what must hold:
;;;
;;;   (check expression => value ...)       the expression has these values, in the sense of equal?; values are data, not evaluated
;;;   (check expression error "text")       it raises an error object; the text is its message and its irritants, as write shows them
;;;   (check expression raises object)      it raises another object
;;;   (end-of-checks)                       says how many checks there were
;;;
;;; What does not hold is printed, so that the output differs from what the program announces. Other implementations
;;; word their errors as they like: there, any error object will do, and also any other object.

(define checks 0)

(define (complain form . parts)
  (display "FAILED: ")
  (write form)
  (for-each (lambda (part) (if (string? part) (display part) (write (car part)))) parts)
  (newline))

;; What the thunk does: (values value ...) or (raised object).
(define (outcome thunk)
  (call-with-current-continuation
    (lambda (leave)
      (with-exception-handler
        (lambda (object) (leave (list 'raised object)))
        (lambda () (call-with-values thunk (lambda results (cons 'values results))))))))

(define (error-text object)
  (let ((port (open-output-string)))
    (display (error-object-message object) port)
    (for-each
      (lambda (irritant)
        (display " " port)
        (write irritant port))
      (error-object-irritants object))
    (get-output-string port)))

(define (describe-outcome outcome)
  (if (and (eq? (car outcome) 'raised) (error-object? (cadr outcome)))
      (list 'error (error-text (cadr outcome)))
      outcome))

(define (check-outcome form outcome expected holds?)
  (set! checks (+ checks 1))
  (if (not (holds? outcome))
      (complain form " gave " (list (describe-outcome outcome)) ", not " (list expected))))

(define (check-values form thunk expected)
  (check-outcome form (outcome thunk) (cons 'values expected)
    (lambda (outcome) (equal? outcome (cons 'values expected)))))

(define words-are-ours? (and (memq 'ouro (features)) #t))

(define (check-error form thunk text)
  (check-outcome form (outcome thunk) (list 'error text)
    (lambda (outcome)
      (and (eq? (car outcome) 'raised)
           (or (not words-are-ours?)
               (and (error-object? (cadr outcome)) (equal? (error-text (cadr outcome)) text)))))))

(define (check-raises form thunk object)
  (check-outcome form (outcome thunk) (list 'raised object)
    (lambda (outcome) (equal? outcome (list 'raised object)))))

(define-syntax check
  (syntax-rules (=> error raises)
    ((_ expression => value ...) (check-values 'expression (lambda () expression) '(value ...)))
    ((_ expression error text) (check-error 'expression (lambda () expression) text))
    ((_ expression raises object) (check-raises 'expression (lambda () expression) 'object))))

(define (end-of-checks)
  (display checks)
  (display " checks")
  (newline))
