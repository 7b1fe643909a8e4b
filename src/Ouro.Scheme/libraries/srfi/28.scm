;;; SRFI 28: basic format strings. (ouro format) has more directives.

(define-library (srfi 28)
  (import (ouro base) (ouro library check))
  (export format)
  (begin
    ;; ~a displays an argument, ~s writes it, ~% is a newline, ~~ a tilde. Gives a string.
    (define (format template . arguments)
      (check 'format 1 template string? "a string")
      (let ((length (string-length template)) (port (open-output-string)))
        (let loop ((index 0) (arguments arguments))
          (cond
            ((= index length)
             (if (pair? arguments) (error "format: more arguments than directives, beginning with" (car arguments)))
             (get-output-string port))
            ((not (char=? (string-ref template index) #\~))
             (write-char (string-ref template index) port)
             (loop (+ index 1) arguments))
            ((= (+ index 1) length) (error "format: the template ends with a single tilde:" template))
            (else
             (let ((directive (string-ref template (+ index 1))))
               (case directive
                 ((#\a #\A #\s #\S)
                  (if (null? arguments)
                      (error "format: no argument is left for the directive" (string #\~ directive)))
                  ((if (memv directive '(#\a #\A)) display write) (car arguments) port)
                  (loop (+ index 2) (cdr arguments)))
                 ((#\%) (newline port) (loop (+ index 2) arguments))
                 ((#\~) (write-char #\~ port) (loop (+ index 2) arguments))
                 (else (error "format: expected ~a, ~s, ~% or ~~, got" (string #\~ directive))))))))))))
