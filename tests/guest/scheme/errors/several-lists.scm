; Errors name the procedure that was called, also with several lists.
(import (scheme base) (scheme write) (only (ouro base) fold append-map any delete))
(define-syntax message
  (syntax-rules ()
    ((_ expression) (begin (display (guard (problem (#t (error-object-message problem))) expression)) (newline)))))
(message (map + '(1 2) 5))                  ;=> map: argument 3 must be a list, got
(message (for-each + '(1 2) '(1 2) 'x))     ;=> for-each: argument 4 must be a list, got
(message (map + '(1 2) '(1 . 2)))           ;=> map: argument 3 must be a list, got
(message (fold + 0 '(1) 5))                 ;=> fold: argument 4 must be a list, got
(message (append-map list '(1) 5))          ;=> append-map: argument 3 must be a list, got
(message (any < '(2) 5))                    ;=> any: argument 3 must be a list, got
(message (delete 1 5))                      ;=> delete: argument 2 must be a list, got
(write (list (map + '(1 2) '(10 20 30)) (delete 1 '(1 2 1)) (delete 3 '(1 2 3 4) <)))   ;=> ((11 22) (2) (1 2 3))
(newline)
