;;; Ports: the procedures that call procedures, and the parameters that hold the current ports.

(define-library (ouro base port)
  (import (ouro syntax) (ouro primitives))
  (export
    current-input-port current-output-port current-error-port
    call-with-port call-with-input-file call-with-output-file
    with-input-from-file with-output-to-file
    call-with-output-string call-with-input-string with-output-to-string with-input-from-string)
  (begin
    (define current-input-port (standard-port-parameter 0))
    (define current-output-port (standard-port-parameter 1))
    (define current-error-port (standard-port-parameter 2))

    ;; The port is closed when the procedure returns, not when it is left by a continuation: it may come back.
    (define (call-with-port port procedure)
      (call-with-values
        (lambda () (procedure port))
        (lambda results
          (close-port port)
          (apply values results))))

    (define (call-with-input-file name procedure) (call-with-port (open-input-file name) procedure))
    (define (call-with-output-file name procedure) (call-with-port (open-output-file name) procedure))

    (define (with-input-from-file name thunk)
      (call-with-port
        (open-input-file name)
        (lambda (port) (with-parameter current-input-port port thunk))))

    (define (with-output-to-file name thunk)
      (call-with-port
        (open-output-file name)
        (lambda (port) (with-parameter current-output-port port thunk))))

    ;; What the procedure wrote to the port that it was given.
    (define (call-with-output-string procedure)
      (let ((port (open-output-string)))
        (procedure port)
        (get-output-string port)))

    (define (call-with-input-string string procedure) (procedure (open-input-string string)))

    ;; What the thunk wrote to the current output port.
    (define (with-output-to-string thunk)
      (let ((port (open-output-string)))
        (with-parameter current-output-port port thunk)
        (get-output-string port)))

    (define (with-input-from-string string thunk)
      (with-parameter current-input-port (open-input-string string) thunk))))
