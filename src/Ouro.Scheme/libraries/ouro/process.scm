;;; (ouro process): running other programs. Needs the capability for processes.
;;;
;;;   (run-process program [arguments] #:input text #:directory path #:environment alist)
;;;       runs it to its end; three values: its exit status, what it wrote to its standard output, and to its standard error.
;;;       It reads the text, nothing if none is given; environment: variables beside ours, as ((name . content) ...)
;;;   (process-status program argument ...)    the exit status; the program has our standard streams
;;;   (process-output program argument ...)    what it writes; a status other than 0 is an error
;;;   (process-lines program argument ...)     the same as a list of lines
;;;
;;; A program that is killed by a signal has the status 128 plus the number of the signal.

(define-library (ouro process)
  (import (ouro base) (only (ouro primitives) run-program) (ouro library check))
  (export run-process process-status process-output process-lines)
  (begin
    (define* (run-process program #:optional (arguments '()) #:key (input "") directory (environment '()))
      (check-program 'run-process program arguments)
      (check 'run-process 3 input string? "a string")
      (apply values (run-program program arguments input directory environment)))

    (define (check-program operation program arguments)
      (check operation 1 program string? "a string")
      (check operation 2 arguments list? "a list of strings")
      (for-each (lambda (argument) (check operation 2 argument string? "a list of strings")) arguments))

    (define (check-arguments operation program arguments)
      (check operation 1 program string? "a string")
      (let loop ((rest arguments) (position 2))
        (if (pair? rest)
            (begin
              (check operation position (car rest) string? "a string")
              (loop (cdr rest) (+ position 1))))))

    (define (process-status program . arguments)
      (check-arguments 'process-status program arguments)
      (run-program program arguments #f #f '()))

    (define (output-of operation program arguments)
      (check-arguments operation program arguments)
      (call-with-values
        (lambda () (run-process program arguments))
        (lambda (status output error-output)
          (if (not (= status 0))
              (error
                (string-append (symbol->string operation) ": " program " ended with the status " (number->string status)
                  (if (string=? error-output "") "" (string-append ", having said: " (string-trim-right error-output))))))
          output)))

    (define (process-output program . arguments) (output-of 'process-output program arguments))

    (define (process-lines program . arguments)
      (let ((lines (string-split (output-of 'process-lines program arguments) "\n")))
        ;; The last line ends as the others do.
        (let ((reversed (reverse lines)))
          (if (and (pair? reversed) (string=? (car reversed) ""))
              (reverse (cdr reversed))
              lines))))))
