;;; SRFI 115: regular expressions, as data. What a match is: see (ouro library regexp-compile).

(define-library (srfi 115)
  (import (ouro base) (ouro library check) (ouro library char-set) (ouro library regexp-parse) (ouro library regexp-compile))
  (include-library-declarations "115-exports.scm")
  (begin
    (define-record-type regular-expression (make-regexp sre program submatches names) regexp?
      (sre regexp-sre) (program regexp-program) (submatches regexp-submatches) (names regexp-names))

    ;; positions: of the whole, then of the submatches, starts and ends in turn.
    (define-record-type regexp-match (make-match regexp string positions) regexp-match?
      (regexp match-regexp) (string match-string) (positions match-positions))

    (define (regexp object)
      (if (regexp? object)
          object
          (let ((parsed (parse-sre (without-regexps object))))
            (make-regexp object (compile-tree (parsed-tree parsed) (parsed-submatches parsed)) (parsed-submatches parsed)
              (parsed-names parsed)))))

    ;; An expression may have compiled ones in it.
    (define (without-regexps sre)
      (cond
        ((regexp? sre) (without-regexps (regexp-sre sre)))
        ((pair? sre) (cons (without-regexps (car sre)) (without-regexps (cdr sre))))
        (else sre)))

    (define-syntax rx
      (syntax-rules ()
        ((_ sre ...) (regexp `(: sre ...)))))

    (define (regexp->sre regexp)
      (check 'regexp->sre 1 regexp regexp? "a regular expression")
      (without-regexps (regexp-sre regexp)))

    ;; Ranges, so that large sets are short.
    (define (char-set->sre set)
      (check 'char-set->sre 1 set char-set? "a set of characters")
      (let loop ((bounds (vector->list (bounds set))) (characters '()))
        (if (null? bounds)
            (list '/ (list->string (reverse characters)))
            (loop (cddr bounds)
              (cons (integer->char (- (cadr bounds) 1)) (cons (integer->char (car bounds)) characters))))))

    (define (valid-sre? object)
      (guard (problem (#t #f))
        (regexp object)
        #t))

    ;; --- matching: the range begins as argument 3

    (define (check-range-of operation string start end)
      (check operation 2 string string? "a string")
      (check-range operation 3 start end (string-length string)))

    (define (length-of string) (and (string? string) (string-length string)))

    ;; The match that begins at `from` or later, in the string from start to end.
    (define (search regexp string from start end whole?)
      (let ((positions (run (regexp-program regexp) string from start end whole?)))
        (and positions (make-match regexp string positions))))

    (define* (regexp-matches re string #:optional (start 0) (end (length-of string)))
      (check-range-of 'regexp-matches string start end)
      (search (regexp re) string start start end #t))

    (define* (regexp-matches? re string #:optional (start 0) (end (length-of string)))
      (check-range-of 'regexp-matches? string start end)
      (and (search (regexp re) string start start end #t) #t))

    (define* (regexp-search re string #:optional (start 0) (end (length-of string)))
      (check-range-of 'regexp-search string start end)
      (search (regexp re) string start start end #f))

    ;; Calls (procedure index match string accumulator) for each match, index: where the one before ended; at last
    ;; (finish index #f string accumulator). After an empty match the search goes on one character later.
    (define* (regexp-fold re procedure seed string #:optional (finish (lambda (index match string accumulator) accumulator))
               (start 0) (end (length-of string)))
      (check-procedure 'regexp-fold 2 procedure)
      (check 'regexp-fold 4 string string? "a string")
      (check-procedure 'regexp-fold 5 finish)
      (check-range 'regexp-fold 6 start end (string-length string))
      (fold-matches (regexp re) procedure seed string finish start end))

    (define (fold-matches regexp procedure seed string finish start end)
      (let loop ((index start) (from start) (accumulator seed))
        (let ((match (and (<= from end) (search regexp string from start end #f))))
          (if match
              (let* ((first (start-of match)) (last (end-of match))
                     (accumulator (procedure index match string accumulator)))
                (loop last (if (= first last) (+ last 1) last) accumulator))
              (finish index #f string accumulator)))))

    (define (start-of match) (vector-ref (match-positions match) 0))
    (define (end-of match) (vector-ref (match-positions match) 1))
    (define (empty? match) (= (start-of match) (end-of match)))
    (define (text-of match) (substring (match-string match) (start-of match) (end-of match)))

    ;; The matches that are not empty.
    (define* (regexp-extract re string #:optional (start 0) (end (length-of string)))
      (check-range-of 'regexp-extract string start end)
      (fold-matches (regexp re)
        (lambda (index match string results) (if (empty? match) results (cons (text-of match) results)))
        '()
        string
        (lambda (index match string results) (reverse results))
        start
        end))

    ;; What is between the matches that are not empty.
    (define* (regexp-split re string #:optional (start 0) (end (length-of string)))
      (check-range-of 'regexp-split string start end)
      (let ((parts (parts-of (regexp re) string start end)))
        (let loop ((parts parts) (between '()))
          (if (null? (cdr parts))
              (reverse (cons (car parts) between))
              (loop (cddr parts) (cons (car parts) between))))))

    ;; What is between them and what they match, in turn; without an empty string at the end.
    (define* (regexp-partition re string #:optional (start 0) (end (length-of string)))
      (check-range-of 'regexp-partition string start end)
      (let* ((parts (parts-of (regexp re) string start end)) (reversed (reverse parts)))
        (if (and (pair? (cdr parts)) (string=? (car reversed) ""))
            (reverse (cdr reversed))
            parts)))

    ;; (between match between ... between)
    (define (parts-of regexp string start end)
      (call-with-values
        (lambda ()
          (fold-matches regexp
            (lambda (index match string state)
              (if (empty? match)
                  state
                  (cons (end-of match)
                    (cons (text-of match) (cons (substring string (car state) (start-of match)) (cdr state))))))
            (cons start '())
            string
            (lambda (index match string state) (values (car state) (cdr state)))
            start
            end))
        (lambda (from parts) (reverse (cons (substring string from end) parts)))))

    ;; --- replacing

    ;; The match number count, counted from 0, is replaced; without one, nothing is.
    (define* (regexp-replace re string substitute #:optional (start 0) (end (length-of string)) (count 0))
      (check 'regexp-replace 2 string string? "a string")
      (check-range 'regexp-replace 4 start (or end (string-length string)) (string-length string))
      (check-count 'regexp-replace 6 count)
      (let ((regexp (regexp re)) (end (or end (string-length string))))
        (let loop ((from start) (left count))
          (let ((match (and (<= from end) (search regexp string from start end #f))))
            (cond
              ((not match) (substring string start end))
              ((> left 0) (loop (if (empty? match) (+ (end-of match) 1) (end-of match)) (- left 1)))
              (else
               (string-append (substring string start (start-of match))
                 (substitution 'regexp-replace substitute match start end)
                 (substring string (end-of match) end))))))))

    (define* (regexp-replace-all re string substitute #:optional (start 0) (end (length-of string)))
      (check 'regexp-replace-all 2 string string? "a string")
      (check-range 'regexp-replace-all 4 start end (string-length string))
      (apply string-append
        (fold-matches (regexp re)
          (lambda (index match string parts)
            (cons (substitution 'regexp-replace-all substitute match start end)
              (cons (substring string index (start-of match)) parts)))
          '()
          string
          (lambda (index match string parts) (reverse (cons (substring string index end) parts)))
          start
          end)))

    ;; A string, the number or name of a submatch, pre, post, a procedure of the match, or a list of these.
    (define (substitution operation substitute match start end)
      (cond
        ((string? substitute) substitute)
        ((eq? substitute 'pre) (substring (match-string match) start (start-of match)))
        ((eq? substitute 'post) (substring (match-string match) (end-of match) end))
        ((or (exact-integer? substitute) (symbol? substitute)) (or (field operation match substitute) ""))
        ((procedure? substitute) (substitution operation (substitute match) match start end))
        ((list? substitute)
         (apply string-append (map (lambda (part) (substitution operation part match start end)) substitute)))
        (else
         (raise-wrong-type operation 3 substitute
           "a string, the number or name of a submatch, pre, post, a procedure or a list of these"))))

    ;; --- matches

    (define-syntax check-match
      (syntax-rules ()
        ((_ operation match) (check operation 1 match regexp-match? "a match"))))

    (define (regexp-match-count match)
      (check-match 'regexp-match-count match)
      (regexp-submatches (match-regexp match)))

    ;; Where in the positions the field's are. Of several submatches with the name, the first that matched.
    (define (index-of operation match field)
      (let ((names (regexp-names (match-regexp match))) (positions (match-positions match)))
        (cond
          ((exact-integer? field)
           (check-index operation 2 field (+ (regexp-submatches (match-regexp match)) 1))
           (* 2 field))
          ((not (assq field names)) (error (string-append (symbol->string operation) ": there is no submatch named") field))
          (else
           (let ((entry
                   (or (find (lambda (entry) (and (eq? (car entry) field) (vector-ref positions (+ (* 2 (cdr entry)) 1)))) names)
                       (assq field names))))
             (* 2 (cdr entry)))))))

    (define (field operation match field)
      (let* ((index (index-of operation match field)) (positions (match-positions match))
             (start (vector-ref positions index)) (end (vector-ref positions (+ index 1))))
        (and start end (substring (match-string match) start end))))

    (define* (regexp-match-submatch match #:optional (number 0))
      (check-match 'regexp-match-submatch match)
      (field 'regexp-match-submatch match number))

    (define* (regexp-match-submatch-start match #:optional (number 0))
      (check-match 'regexp-match-submatch-start match)
      (position-of 'regexp-match-submatch-start match number 0))

    (define* (regexp-match-submatch-end match #:optional (number 0))
      (check-match 'regexp-match-submatch-end match)
      (position-of 'regexp-match-submatch-end match number 1))

    ;; A submatch that began and did not end has no positions.
    (define (position-of operation match field offset)
      (let ((index (index-of operation match field)) (positions (match-positions match)))
        (and (vector-ref positions index) (vector-ref positions (+ index 1)) (vector-ref positions (+ index offset)))))

    (define (regexp-match->list match)
      (check-match 'regexp-match->list match)
      (map (lambda (number) (field 'regexp-match->list match number)) (iota (+ (regexp-match-count match) 1))))))
