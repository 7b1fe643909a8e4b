; What interpreters tell the specialiser is the identity to everybody else; places that only an interpreter knows.
(import (scheme base) (scheme write)
        (only (ouro primitives) jit-key jit-const! jit-promote jit-opaque jit-pure raise-source-error make-span nearest-name))

(define object (vector 1 2))
(define (message thunk)
  (guard (problem ((error-object? problem)
                   (string-append (error-object-message problem) " "
                     (let ((port (open-output-string)))
                       (write (error-object-irritants problem) port)
                       (get-output-string port)))))
    (thunk)))
(write (eq? (jit-key object 'other 3) object)) (newline)                  ;=> #t
(write (eq? (jit-const! object) object)) (newline)                        ;=> #t
(write (eq? (jit-promote object) object)) (newline)                       ;=> #t
(write (eq? (jit-opaque message) message)) (newline)                      ;=> #t
(write (eq? (jit-pure message) message)) (newline)                        ;=> #t
(write (map (lambda (hint) (hint car)) (list jit-key jit-const! jit-promote))) (newline)
;=> (#<procedure car> #<procedure car> #<procedure car>)
(write (message (lambda () (jit-opaque 5)))) (newline)                    ;=> "jit-opaque: argument 1 must be a procedure, got (5)"
(write (message (lambda () (jit-pure "p")))) (newline)                    ;=> "jit-pure: argument 1 must be a procedure, got (\"p\")"

(write (nearest-name 'lenght '(width length height))) (newline)           ;=> length
(write (nearest-name 'abc '(xyz 5))) (newline)                            ;=> #f
(write (message (lambda () (nearest-name 'abc '(xyz . 5))))) (newline)
;=> "nearest-name: argument 2 must be a list of symbols, got ((xyz . 5))"

(write (message (lambda () (raise-source-error "it went wrong:" #f 1 2)))) (newline)   ;=> "it went wrong: (1 2)"
(write (message (lambda () (raise-source-error "it went wrong" 'here)))) (newline)
;=> "raise-source-error: argument 2 must be a source span or #f, got (here)"
(raise-source-error "it went wrong:" (make-span "nowhere.txt" 3 4 3 6) 'x)
;error: nowhere.txt:3:4: error: it went wrong: x
