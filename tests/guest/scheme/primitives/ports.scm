; Ports: files of both kinds, closing, the current ports, and what the outside world can refuse.
;peer: none, error texts are ours
(import (scheme base) (scheme write) (scheme file) (scheme read)
        (only (ouro base) with-output-to-file with-input-from-file)
        (only (ouro primitives) standard-port-parameter))
(define-syntax show
  (syntax-rules () ((_ expression ...) (begin (begin (write expression) (display " ")) ... (newline)))))
(define-syntax fails
  (syntax-rules ()
    ((_ expression)
     (begin
       (display
         (guard (problem ((error-object? problem)
                          (display (error-object-message problem))
                          (for-each (lambda (irritant) (display " ") (write (if (port? irritant) 'port irritant)))
                            (error-object-irritants problem))
                          ""))
           expression
           "no error"))
       (newline)))))
(define name "ports.scm.scratch")
; A text.
(define out (open-output-file name))
(show (output-port? out) (textual-port? out) (output-port-open? out))       ;=> #t #t #t
(write-string "first line\nzwei: äöü €\n" out)
(flush-output-port out)
(show (file-exists? name) (call-with-input-file name read-line))            ;=> #t "first line"
(close-output-port out)
(close-output-port out)
(show (output-port-open? out))                   ;=> #f
(fails (write-char #\x out))                     ;=> write-char: argument 2 must be an open port, got port
(define in (open-input-file name))
(show (read-line in) (read-line in) (eof-object? (read-line in)))           ;=> "first line" "zwei: äöü €" #t
(fails (close-output-port in))                   ;=> close-output-port: argument 1 must be an output port, got port
(fails (flush-output-port in))                   ;=> flush-output-port: argument 1 must be an output port, got port
(fails (output-port-open? in))                   ;=> output-port-open?: argument 1 must be an output port, got port
(close-input-port in)
(show (input-port-open? in))                     ;=> #f
(fails (read-char in))                           ;=> read-char: argument 1 must be an open port, got port
(fails (close-input-port out))                   ;=> close-input-port: argument 1 must be an input port, got port
(fails (input-port-open? out))                   ;=> input-port-open?: argument 1 must be an input port, got port
; Opening for output empties a file that exists.
(call-with-output-file name (lambda (port) (write '(a "b") port)))
(show (call-with-input-file name read))          ;=> (a "b")
; Bytes.
(define bytes-out (open-binary-output-file name))
(show (binary-port? bytes-out) (textual-port? bytes-out))                   ;=> #t #f
(write-u8 200 bytes-out)
(write-bytevector (bytevector 1 2 3 4) bytes-out 1 3)
(close-port bytes-out)
(define bytes-in (open-binary-input-file name))
(show (peek-u8 bytes-in) (read-bytevector 10 bytes-in) (eof-object? (read-u8 bytes-in)))     ;=> 200 #u8(200 2 3) #t
(close-port bytes-in)
(fails (write-u8 256 (open-output-bytevector)))  ;=> write-u8: argument 1 must be a byte, 0 to 255, got 256
; The wrong kind of port, given or current.
(fails (read-char (open-input-bytevector (bytevector 1))))                  ;=> read-char: argument 1 must be a textual input port, got port
(define (reading thunk) (parameterize ((current-input-port (open-input-bytevector (bytevector 1)))) (thunk)))
(define (writing thunk) (parameterize ((current-output-port (open-output-bytevector))) (thunk)))
(define problem-of
  (lambda (thunk)
    (guard (problem ((error-object? problem)
                     (list (error-object-message problem) (length (error-object-irritants problem)))))
      (thunk))))
(show (reading (lambda () (problem-of read-char))))   ;=> ("read-char: the current input port must be a textual input port, but is" 1)
(show (reading (lambda () (problem-of (lambda () (read-u8))))))                       ;=> 1
(define (problem-in-text port thunk)
  (parameterize ((current-input-port port)) (problem-of thunk)))
(show (problem-in-text (open-input-string "x") (lambda () (read-u8))))      ;=> ("read-u8: the current input port must be a binary input port, but is" 1)
(define result #f)
(writing (lambda () (set! result (problem-of (lambda () (write-char #\x))))))
(show result)                                    ;=> ("write-char: the current output port must be a textual output port, but is" 1)
(show (problem-of (lambda () (write-u8 1))))     ;=> ("write-u8: the current output port must be a binary output port, but is" 1)
(fails (get-output-string (open-input-string ""))) ;=> get-output-string: argument 1 must be a textual output port, got port
(call-with-output-file name
  (lambda (port) (fails (get-output-string port))))                         ;=> get-output-string: argument 1 must be a port that open-output-string made, got port
(call-with-port (open-binary-output-file name)
  (lambda (port) (fails (get-output-bytevector port))))                     ;=> get-output-bytevector: argument 1 must be a port that open-output-bytevector made, got port
(show (port? ((standard-port-parameter 1))) (eq? current-output-port (standard-port-parameter 1)))   ;=> #t #t
(fails (standard-port-parameter 3))              ;=> standard-port-parameter: argument 1 must be 0, 1 or 2, got 3
; Deleting.
(delete-file name)
(show (file-exists? name))                       ;=> #f
(define (file-problem thunk)
  (guard (problem ((file-error? problem) (list (error-object-message problem) (error-object-irritants problem))))
    (thunk)))
(show (file-problem (lambda () (delete-file name))))
;=> ("delete-file: cannot delete, there is no such file:" ("ports.scm.scratch"))
(show (file-problem (lambda () (open-binary-input-file name))))
;=> ("open-binary-input-file: cannot open for reading, there is no such file:" ("ports.scm.scratch"))
(show (file-problem (lambda () (open-output-file "no/such/directory"))))
;=> ("open-output-file: cannot open for writing, there is no such directory:" ("no/such/directory"))
(show (file-problem (lambda () (open-input-file "."))))
;=> ("open-input-file: cannot open for reading, it is a directory, or access is denied:" ("."))
(show (file-problem (lambda () (open-binary-output-file ""))))
;=> ("open-binary-output-file: cannot open for writing, this is no name of a file:" (""))
