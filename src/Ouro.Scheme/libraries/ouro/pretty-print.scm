;;; (ouro pretty-print): data over several lines.
;;;
;;;   (pretty-print object [port] [width])   a line or more, of at most 80 characters unless width says otherwise
;;;   (pretty->string object [width])
;;;
;;; A list that does not fit on a line is laid out as code is: after `define` and others of forms' names, the body stands two
;;; columns to the right; otherwise arguments stand below each other, beside a short operator or below a long one.
;;; What contains itself is written with labels, on one line.

(define-library (ouro pretty-print)
  (import (ouro base) (ouro library check))
  (export pretty-print pretty->string)
  (begin
    (define (check-width operation position width)
      (if (not (and (exact-integer? width) (> width 0)))
          (raise-wrong-type operation position width "an exact integer above 0")))

    (define* (pretty-print object #:optional (port (current-output-port)) (width 80))
      (check 'pretty-print 2 port output-port? "an output port")
      (check-width 'pretty-print 3 width)
      (write-string (pretty->string object width) port)
      (newline port))

    (define* (pretty->string object #:optional (width 80))
      (check-width 'pretty->string 2 width)
      (if (contains-itself? object)
          (write-to-string object)
          (call-with-output-string (lambda (port) (layout object 0 0 width port)))))

    ;; --- cycles

    ;; Whether a pair or vector is inside itself: those on the way from the root are in the table with #t, those that
    ;; are known to be free of cycles with #f.
    (define (contains-itself? object)
      (let ((seen (make-eq-table)))
        (define (visit object)
          (cond
            ((not (or (pair? object) (vector? object))) #f)
            ((table-contains? seen object) (table-ref seen object))
            (else
             (table-set! seen object #t)
             (let ((found? (if (pair? object) (or (visit (car object)) (visit (cdr object))) (visit-elements object 0))))
               (if (not found?) (table-set! seen object #f))
               found?))))
        (define (visit-elements vector index)
          (and (< index (vector-length vector))
               (or (visit (vector-ref vector index)) (visit-elements vector (+ index 1)))))
        (visit object)))

    ;; --- widths

    ;; How many of the columns are left after the object on one line, or #f if it does not fit.
    (define (left-after object columns)
      (cond
        ((not columns) #f)
        ((abbreviation object) => (lambda (prefix) (left-after (cadr object) (less columns (string-length prefix)))))
        ((pair? object)
         (let loop ((rest object) (columns (less columns 1)))
           (cond
             ((not columns) #f)
             ((pair? rest)
              (let ((columns (left-after (car rest) columns)))
                (loop (cdr rest) (if (null? (cdr rest)) columns (less columns 1)))))
             ((null? rest) (less columns 1))
             (else (less (left-after rest (less columns 2)) 1)))))
        ((vector? object)
         (if (= 0 (vector-length object))
             (less columns 3)
             (left-after (vector->list object) (less columns 1))))
        (else (less columns (string-length (write-to-string object))))))

    (define (less columns count) (and columns (>= columns count) (- columns count)))

    (define (abbreviation object)
      (and (pair? object)
           (pair? (cdr object))
           (null? (cddr object))
           (case (car object)
             ((quote) "'")
             ((quasiquote) "`")
             ((unquote) ",")
             ((unquote-splicing) ",@")
             (else #f))))

    ;; --- layout: from the column on, with so many closing parentheses to come after it

    (define (layout object column closing width port)
      (cond
        ((left-after object (less (max 0 (- width column)) closing)) (write object port))
        ((abbreviation object)
         => (lambda (prefix)
              (write-string prefix port)
              (layout (cadr object) (+ column (string-length prefix)) closing width port)))
        ((pair? object) (layout-list object column closing width port))
        ((and (vector? object) (> (vector-length object) 0))
         (write-string "#(" port)
         (layout-below (vector->list object) (+ column 2) (+ closing 1) width port)
         (write-string ")" port))
        (else (write object port))))

    (define (break-to column port)
      (newline port)
      (write-string (make-string column #\space) port))

    ;; The elements below each other, the first where the port is; an improper end after a dot.
    (define (layout-below rest column closing width port)
      (layout (car rest) column (if (null? (cdr rest)) closing 0) width port)
      (layout-rest (cdr rest) column closing width port))

    (define (layout-rest rest column closing width port)
      (cond
        ((pair? rest)
         (break-to column port)
         (layout-below rest column closing width port))
        ((not (null? rest))
         (break-to column port)
         (write-string ". " port)
         (layout rest (+ column 2) closing width port))))

    ;; How many arguments stand beside the name of a form before its body; #f: it is no form.
    (define (beside name)
      (case name
        ((define define* define-syntax define-record-type lambda lambda* when unless let let* letrec letrec* let-values
          let*-values let-syntax letrec-syntax parameterize guard case syntax-rules define-values named-lambda define-library
          do receive)
         1)
        ((begin case-lambda delay) 0)
        (else #f)))

    (define (layout-list object column closing width port)
      (let* ((operator (car object)) (rest (cdr object)) (count (and (symbol? operator) (beside operator))))
        (write-string "(" port)
        (cond
          ((not (pair? rest)) (layout-below object (+ column 1) (+ closing 1) width port))
          (count (layout-form operator rest (if (named-let? operator rest) 2 count) column closing width port))
          ((and (symbol? operator) (<= (string-length (write-to-string operator)) 12))
           (let ((text (write-to-string operator)))
             (write-string text port)
             (write-string " " port)
             (layout-below rest (+ column (string-length text) 2) (+ closing 1) width port)))
          (else (layout-below object (+ column 1) (+ closing 1) width port)))
        (write-string ")" port)))

    (define (named-let? operator rest) (and (eq? operator 'let) (symbol? (car rest))))

    ;; So many arguments on the first line, the others two columns to the right of the parenthesis.
    (define (layout-form operator rest count column closing width port)
      (let* ((text (write-to-string operator)))
        (write-string text port)
        (let loop ((rest rest) (count count) (at (+ column 1 (string-length text))))
          (if (and (> count 0) (pair? rest))
              (begin
                (write-string " " port)
                (layout (car rest) (+ at 1) (if (null? (cdr rest)) (+ closing 1) 0) width port)
                (loop (cdr rest) (- count 1) (+ at 1 (width-of (car rest) width))))
              (layout-rest rest (+ column 2) (+ closing 1) width port)))))

    ;; On one line, or the whole width.
    (define (width-of object width)
      (let ((left (left-after object width))) (if left (- width left) width)))))
