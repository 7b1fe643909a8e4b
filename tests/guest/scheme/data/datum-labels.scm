; Datum labels: shared and circular data in a text.
;peer: none, Guile does not read them
(define (from text) (read (open-input-string text)))
(let ((x (from "#0=(a b . #0#)"))) (write (eq? x (cddr x))) (newline))     ;=> #t
(let ((x (from "(#1=(x) #1#)"))) (write (eq? (car x) (cadr x))) (newline)) ;=> #t
(write (car '#2=(quoted . #2#))) (newline)                     ;=> quoted
