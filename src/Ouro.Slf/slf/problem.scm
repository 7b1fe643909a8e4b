;;; Errors in slf texts and programs, with their place.
;;;
;;;   place ::= #(line column end-line end-column)   ; from 1; the end is after the last character

(define-library (slf problem)
  (import (ouro base) (only (ouro primitives) make-span raise-syntax-error raise-source-error))
  (declare (internal))
  (export place place-span syntax-problem run-problem shortened)
  (begin
    (define (place line column end-line end-column) (vector line column end-line end-column))

    (define (place-span place file)
      (make-span file (vector-ref place 0) (vector-ref place 1) (vector-ref place 2) (vector-ref place 3)))

    ;; A text that is no slf program. The parts are strings.
    (define (syntax-problem file place . parts)
      (raise-syntax-error (apply string-append parts) (place-span place file)))

    ;; A program that went wrong. Where is said by the interpreter's activation.
    (define (run-problem . parts)
      (raise-source-error (apply string-append parts) #f))

    ;; A long text cut in the middle.
    (define (shortened text)
      (let ((length (string-length text)))
        (if (<= length 60)
            text
            (string-append (substring text 0 28) "..." (substring text (- length 28) length)))))))
