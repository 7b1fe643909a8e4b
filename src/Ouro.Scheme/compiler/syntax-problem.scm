;;; Syntax errors: words, positions and suggestions.

(define-library (ouro compiler syntax-problem)
  (import (ouro base) (ouro compiler host) (ouro compiler environment))
  (export syntax-problem describe form-name form-span element-span check-parts count-parts check-identifier
    check-distinct nearest-name strip cyclic? endless-list? in-words)
  (begin
    ;; Raises a syntax error about the form. The parts of the message are strings; other data are written.
    ;; A form that a macro made, or eval was given, has no text in the source: it is added to the message.
    (define (syntax-problem form span context . parts)
      (let ((message (apply string-append (map (lambda (part) (if (string? part) part (describe part))) parts))))
        (if (or (not (pair? form)) (source-map-form (context-map context) form))
            (raise-syntax-error message span)
            (raise-syntax-error (string-append message (if span ", in a macro's expansion:" ", in")) span (strip form)))))

    ;; The datum in backquotes, shortened.
    (define (describe datum)
      (let ((port (open-output-string)))
        (write (strip datum) port)
        (let ((text (get-output-string port)))
          (string-append "`" (if (> (string-length text) 60) (string-append (substring text 0 57) "...") text) "`"))))

    (define (form-name form) (symbol->string (identifier-symbol (car form))))

    ;; The span of a sub-form, or of what surrounds it when it is not from the source.
    (define (form-span form span context)
      (or (and (pair? form) (source-map-form (context-map context) form)) span))

    (define (element-span pair span context)
      (or (source-map-element (context-map context) pair)
          (form-span (car pair) span context)))

    ;; The number of parts after the keyword; an error if the form is not a proper list.
    (define (count-parts form span context)
      (if (list? form)
          (- (length form) 1)
          (syntax-problem form span context (form-name form) ": expected a list of parts, got a form that ends in a dot: " form)))

    ;; maximum #f: any number.
    (define (check-parts form minimum maximum span context)
      (let ((count (count-parts form span context)))
        (if (or (< count minimum) (and maximum (> count maximum)))
            (syntax-problem form span context
              (form-name form) ": expected " (in-words minimum maximum "part") " after `" (form-name form) "`, got "
              (number->string count)))))

    (define (in-words minimum maximum noun)
      (cond ((not maximum) (string-append "at least " (number->string minimum) " " (plural noun minimum)))
            ((= minimum maximum) (string-append (number->string minimum) " " (plural noun minimum)))
            (else
             (string-append (number->string minimum) (if (= (+ minimum 1) maximum) " or " " to ")
               (number->string maximum) " " (plural noun maximum)))))

    (define (plural noun count) (if (= count 1) noun (string-append noun "s")))

    ;; The car of the pair must be an identifier. what: "a variable".
    (define (check-identifier pair form what span context)
      (if (not (identifier? (car pair)))
          (syntax-problem form (element-span pair span context) context
            (form-name form) ": expected " what ", got " (describe (car pair)))))

    ;; No identifier may occur twice. spans: of each.
    (define (check-distinct identifiers spans form what span context)
      (if (> (length identifiers) 12)
          (let ((seen (make-eq-table)))
            (for-each (lambda (identifier where)
                        (if (table-contains? seen identifier) (twice identifier where form what span context))
                        (table-set! seen identifier #t))
                      identifiers spans))
          (let loop ((identifiers identifiers) (spans spans) (seen '()))
            (if (pair? identifiers)
                (begin
                  (if (memq (car identifiers) seen)
                      (twice (car identifiers) (car spans) form what span context))
                  (loop (cdr identifiers) (cdr spans) (cons (car identifiers) seen)))))))

    (define (twice identifier where form what span context)
      (syntax-problem form (or where span) context
        (form-name form) ": " what " " identifier " is named twice"))

    ;; --- data

    ;; The datum with symbols for aliases. Parts without aliases are shared with the original.
    (define (strip datum)
      (if (cyclic? datum) (strip-cyclic datum (make-eq-table)) (strip-tree datum)))

    (define (strip-tree datum)
      (cond ((pair? datum)
             (let ((first (strip-tree (car datum))) (rest (strip-tree (cdr datum))))
               (if (and (eq? first (car datum)) (eq? rest (cdr datum))) datum (cons first rest))))
            ((alias? datum) (identifier-symbol datum))
            ((and (vector? datum) (vector-needs-strip? datum)) (list->vector (map strip-tree (vector->list datum))))
            (else datum)))

    (define (vector-needs-strip? vector)
      (let loop ((index 0))
        (and (< index (vector-length vector))
             (let ((item (vector-ref vector index)))
               (or (alias? item) (pair? item) (vector? item) (loop (+ index 1)))))))

    (define (strip-cyclic datum done)
      (cond ((alias? datum) (identifier-symbol datum))
            ((table-ref done datum #f))
            ((pair? datum)
             (let ((copy (cons #f #f)))
               (table-set! done datum copy)
               (set-car! copy (strip-cyclic (car datum) done))
               (set-cdr! copy (strip-cyclic (cdr datum) done))
               copy))
            ((vector? datum)
             (let ((copy (make-vector (vector-length datum) #f)))
               (table-set! done datum copy)
               (do ((index 0 (+ index 1)))
                   ((= index (vector-length datum)) copy)
                 (vector-set! copy index (strip-cyclic (vector-ref datum index) done)))))
            (else datum)))

    ;; Does the datum contain itself? A walk that ends within 100,000 steps answers for nearly all data; only
    ;; longer ones pay for remembering where they are.
    (define (cyclic? datum)
      (and (compound? datum)
           (< (walk datum 100000) 0)
           (contains-itself? datum)))

    ;; The steps left after a walk over the datum, or a negative number.
    (define (walk datum steps)
      (let loop ((datum datum) (pending '()) (steps steps))
        (cond ((< steps 0) steps)
              ((pair? datum)
               (if (compound? (car datum))
                   (loop (car datum) (cons (cdr datum) pending) (- steps 1))
                   (loop (cdr datum) pending (- steps 1))))
              ((vector? datum)
               (loop '() (append (filter compound? (vector->list datum)) pending) (- steps (vector-length datum) 1)))
              ((pair? pending) (loop (car pending) (cdr pending) steps))
              (else steps))))

    ;; Does following the cdrs of the datum never end?
    (define (endless-list? datum)
      (let loop ((fast datum) (slow datum))
        (and (pair? fast)
             (pair? (cdr fast))
             (let ((fast (cddr fast)) (slow (cdr slow)))
               (or (eq? fast slow)
                   (loop fast slow))))))

    (define (compound? datum) (or (pair? datum) (vector? datum)))

    (define (contains-itself? datum)
      (let ((state (make-eq-table)))    ; datum -> open or done
        (define (visit datum)
          (and (compound? datum)
               (case (table-ref state datum #f)
                 ((open) #t)
                 ((done) #f)
                 (else
                  (table-set! state datum 'open)
                  (let ((found (if (pair? datum)
                                   (or (visit (car datum)) (visit (cdr datum)))
                                   (any visit (vector->list datum)))))
                    (table-set! state datum 'done)
                    found)))))
        (visit datum)))

    ;; --- suggestions

    ;; The symbol of the list that is nearest to the name, or #f if none is near.
    (define (nearest-name name names)
      (let* ((text (symbol->string name))
             (limit (cond ((< (string-length text) 4) 1) ((< (string-length text) 8) 2) (else 3))))
        (let loop ((names names) (best #f) (best-distance (+ limit 1)))
          (cond ((null? names) best)
                ((eq? (car names) name) (loop (cdr names) best best-distance))
                (else
                 (let ((distance (edit-distance text (symbol->string (car names)) best-distance)))
                   (if (< distance best-distance)
                       (loop (cdr names) (car names) distance)
                       (loop (cdr names) best best-distance))))))))

    ;; Insertions, deletions, replacements and swaps of neighbours between two strings, or limit if not below it.
    (define (edit-distance a b limit)
      (let ((length-a (string-length a)) (length-b (string-length b)))
        (if (or (>= (- length-a length-b) limit) (>= (- length-b length-a) limit))
            limit
            (let loop ((i 1) (row (iota-vector (+ length-b 1))) (before #f))
              (if (> i length-a)
                  (vector-ref row length-b)
                  (let ((next (make-vector (+ length-b 1) i)))
                    (do ((j 1 (+ j 1)))
                        ((> j length-b))
                      (let* ((same? (char=? (string-ref a (- i 1)) (string-ref b (- j 1))))
                             (cost (min (+ (vector-ref row j) 1)
                                        (+ (vector-ref next (- j 1)) 1)
                                        (+ (vector-ref row (- j 1)) (if same? 0 1)))))
                        (vector-set! next j
                          (if (and before (> j 1)
                                   (char=? (string-ref a (- i 1)) (string-ref b (- j 2)))
                                   (char=? (string-ref a (- i 2)) (string-ref b (- j 1))))
                              (min cost (+ (vector-ref before (- j 2)) 1))
                              cost))))
                    (loop (+ i 1) next row)))))))

    (define (iota-vector length) (list->vector (iota length)))))
