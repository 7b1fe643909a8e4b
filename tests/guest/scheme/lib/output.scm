; Where output goes: the current output port as a parameter.
;peer: none, with-output-to-string is ours
(define (show . values) (write values) (newline))
(show (with-output-to-string (lambda () (display "a") (write "b") (newline))))   ;=> ("a\"b\"\n")
(show (call-with-output-string (lambda (port) (write 'x port) (write-char #\y port))))   ;=> ("xy")
(define port (open-output-string))
(parameterize ((current-output-port port)) (display "caught") (newline))
(show (get-output-string port))                     ;=> ("caught\n")
; Leaving with-output-to-string restores the port, entering it again goes on collecting.
(define k #f)
(define count 0)
(define text
  (with-output-to-string
    (lambda ()
      (display "<")
      (call/cc (lambda (c) (set! k c)))
      (display count)
      (display ">"))))
(show text)
(set! count (+ count 1))
(if (< count 3) (k #f))
;=> ("<0>")
;=> ("<0>1>")
;=> ("<0>1>2>")
(show (call/cc (lambda (out) (with-output-to-string (lambda () (display "lost") (out 'left))))))   ;=> (left)
(show (call-with-input-string "(a b) c" (lambda (port) (let* ((first (read port)) (second (read port))) (list first second (eof-object? (read port)))))))   ;=> (((a b) c #t))
(show (with-input-from-string "one line\nmore" read-line))   ;=> ("one line")
