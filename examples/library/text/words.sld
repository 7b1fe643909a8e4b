;;; Words of a text, and how often each occurs.

(define-library (text words)
  (import (scheme base) (scheme char) (only (ouro base) make-equal-table table-update!/default table->alist))
  (export words count-words for-each-word)
  (begin
    ;; The words of a string in lower case, as a list. A word is a run of letters.
    (define (words text)
      (let loop ((letters (string->list text)) (word '()) (found '()))
        (cond ((and (pair? letters) (char-alphabetic? (car letters)))
               (loop (cdr letters) (cons (char-downcase (car letters)) word) found))
              ((pair? word)
               (loop letters '() (cons (list->string (reverse word)) found)))
              ((pair? letters)
               (loop (cdr letters) '() found))
              (else (reverse found)))))

    ;; An association list from words to counts, in the order in which the words first occur.
    (define (count-words text)
      (let ((counts (make-equal-table)))
        (for-each (lambda (word) (table-update!/default counts word (lambda (n) (+ n 1)) 0))
                  (words text))
        (table->alist counts)))

    ;; (for-each-word (word text) body ...): a macro that a library exports.
    (define-syntax for-each-word
      (syntax-rules ()
        ((_ (word text) body ...)
         (for-each (lambda (word) body ...) (words text)))))))
