;library
; What the programs of this folder check with; they import base:string-search. Only what goes wrong is printed, and the
; number of checks that held.

(define passed 0)

; The value of the expression is equal to the one expected.
(define-syntax test
  (syntax-rules ()
    ((_ expected expression) (compare 'expression expected expression))))

; The values of the expression.
(define-syntax gives
  (syntax-rules ()
    ((_ (expected ...) expression)
     (compare 'expression '(expected ...) (call-with-values (lambda () expression) list)))))

; The expression ends with an error whose message and irritants have the text in them.
(define-syntax fails
  (syntax-rules ()
    ((_ text expression)
     (let ((told (call-with-current-continuation
                   (lambda (return)
                     (with-exception-handler
                       (lambda (problem) (return (describe-problem problem)))
                       (lambda () (list 'value expression)))))))
       (if (and (string? told) (base:string-search text told))
           (set! passed (+ passed 1))
           (report 'expression told text))))))

(define (compare form expected actual)
  (if (equal? expected actual)
      (set! passed (+ passed 1))
      (report form actual expected)))

(define (report form actual expected)
  (write form)
  (display " gives ")
  (write actual)
  (display ", not ")
  (write expected)
  (newline))

(define (describe-problem problem)
  (let ((port (open-output-string)))
    (if (error-object? problem)
        (begin
          (display (error-object-message problem) port)
          (for-each
            (lambda (irritant)
              (write-char #\space port)
              (write irritant port))
            (error-object-irritants problem)))
        (write (list 'raised problem) port))
    (get-output-string port)))

(define (end)
  (write passed)
  (display " hold")
  (newline))
