; A device that opens and then refuses: a full one to write to, memory without an address to read from.
;peer: none, error texts are ours
(import (scheme base) (scheme write) (scheme file) (scheme eval))
(define (starts-with? start text)
  (and (>= (string-length text) (string-length start))
       (string=? start (substring text 0 (string-length start)))))
(define (problem-of thunk expected)
  (guard (problem ((and (file-error? problem) (starts-with? expected (error-object-message problem))) 'refused)
                  ((error-object? problem) (error-object-message problem)))
    (thunk)))
; Where there are no such devices, there is nothing to see.
(define (check needed expected thunk)
  (write (if (file-exists? needed) (problem-of thunk expected) 'refused))
  (newline))
(check "/dev/full" "flush-output-port: cannot write to /dev/full: "
  (lambda ()
    (let ((port (open-output-file "/dev/full")))
      (write-string "text" port)
      (flush-output-port port))))                ;=> refused
(check "/dev/full" "close-port: cannot write to /dev/full: "
  (lambda ()
    (let ((port (open-binary-output-file "/dev/full")))
      (write-u8 1 port)
      (close-port port))))                       ;=> refused
(check "/proc/self/mem" "read-char: cannot read from /proc/self/mem: "
  (lambda () (read-char (open-input-file "/proc/self/mem"))))                 ;=> refused
(check "/proc/self/mem" "read-u8: cannot read from /proc/self/mem: "
  (lambda () (read-u8 (open-binary-input-file "/proc/self/mem"))))            ;=> refused
; A source that is there and cannot be read.
(check "/proc/self/mem" "read-include-file: cannot read /proc/self/mem: "
  (lambda () (eval '(include "/proc/self/mem") (environment '(scheme base)))))   ;=> refused
