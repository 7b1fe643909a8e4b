; Tables and procedures.
;peer: none, tables are ours
(define (show . values) (write values) (newline))
(define t (make-equal-table))
(table-update! t "n" (lambda (x) (+ x 1)) (lambda () 0))
(table-update! t "n" (lambda (x) (+ x 1)))
(table-update!/default t 'list (lambda (l) (cons 'x l)) '())
(show (table->alist t))                             ;=> ((("n" . 2) (list x)))
(show (table-intern! t 'made (lambda () 'fresh)) (table-intern! t 'made (lambda () 'again)))   ;=> (fresh fresh)
(table-for-each (lambda (key value) (write key) (write-char #\space)) t) (write-char #\.) (newline)   ;=> "n" list made .
(show (table-map (lambda (key value) key) t))       ;=> (("n" list made))
; A loop that deletes what it visits.
(table-for-each (lambda (key value) (table-delete! t key)) t)
(show (table-count t))                              ;=> (0)
(show (table->alist (alist->table '((a . 1) (b . 2) (a . 3)))))   ;=> (((a . 1) (b . 2)))
(show (guard (e (#t (error-object-message e))) (table-update! t 'none list)))   ;=> ("table-ref: the table has no key")
