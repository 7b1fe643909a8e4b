;;; Strings: the procedures that call procedures. Re-entrant, like those of (ouro base list).

(define-library (ouro base string)
  (import (ouro syntax) (ouro primitives) (only (ouro base list) map))
  (export string-map string-for-each string-count string-index string-any string-every string-filter)
  (begin
    ;; operation, argument: what the error says, where the first string is argument number 2.
    (define (checked-length string operation argument)
      (if (string? string)
          (string-length string)
          (raise-wrong-type operation argument string "a string")))

    (define (shortest-length strings operation)
      (let loop ((rest (cdr strings)) (argument 3) (shortest (checked-length (car strings) operation 2)))
        (if (null? rest)
            shortest
            (loop (cdr rest) (+ argument 1) (min shortest (checked-length (car rest) operation argument))))))

    (define (string-map procedure string . strings)
      (if (null? strings)
          (let ((length (checked-length string 'string-map 2)))
            (let loop ((index 0) (characters '()))
              (if (< index length)
                  (loop (+ index 1) (cons (mapped (procedure (string-ref string index))) characters))
                  (reverse-list->string characters))))
          (let* ((strings (cons string strings))
                 (length (shortest-length strings 'string-map)))
            (let loop ((index 0) (characters '()))
              (if (< index length)
                  (loop (+ index 1) (cons (mapped (apply procedure (strings-at strings index))) characters))
                  (reverse-list->string characters))))))

    (define (mapped result)
      (if (char? result)
          result
          (error "string-map: expected a character from the procedure, got" result)))

    (define (string-for-each procedure string . strings)
      (if (null? strings)
          (let ((length (checked-length string 'string-for-each 2)))
            (let loop ((index 0))
              (if (< index length)
                  (begin
                    (procedure (string-ref string index))
                    (loop (+ index 1)))
                  (void))))
          (let* ((strings (cons string strings))
                 (length (shortest-length strings 'string-for-each)))
            (let loop ((index 0))
              (if (< index length)
                  (begin
                    (apply procedure (strings-at strings index))
                    (loop (+ index 1)))
                  (void))))))

    ;; The range [start, end) in the optional arguments, as two values.
    (define (string-range string range)
      (let ((start (if (pair? range) (car range) 0))
            (end (if (and (pair? range) (pair? (cdr range))) (car (cdr range)) (string-length string))))
        (values start end)))

    ;; A test is a character or a predicate.
    (define (satisfies? test character)
      (if (char? test)
          (eq? test character)
          (test character)))

    (define (string-count string test . range)
      (call-with-values
        (lambda () (string-range string range))
        (lambda (start end)
          (let loop ((index start) (total 0))
            (if (< index end)
                (loop (+ index 1) (if (satisfies? test (string-ref string index)) (+ total 1) total))
                total)))))

    ;; Index of the first character that is, or satisfies, the test; or #f.
    (define (string-index string test . range)
      (call-with-values
        (lambda () (string-range string range))
        (lambda (start end)
          (if (char? test)
              (string-index-char string test start end)
              (let loop ((index start))
                (cond
                  ((>= index end) #f)
                  ((test (string-ref string index)) index)
                  (else (loop (+ index 1)))))))))

    (define (string-any test string)
      (let ((length (string-length string)))
        (let loop ((index 0))
          (if (< index length)
              (or (satisfies? test (string-ref string index))
                  (loop (+ index 1)))
              #f))))

    (define (string-every test string)
      (let ((length (string-length string)))
        (let loop ((index 0) (result #t))
          (if (< index length)
              (let ((result (satisfies? test (string-ref string index))))
                (if result
                    (loop (+ index 1) result)
                    #f))
              result))))

    (define (string-filter test string)
      (let ((length (string-length string)))
        (let loop ((index 0) (characters '()))
          (if (< index length)
              (let ((character (string-ref string index)))
                (loop (+ index 1) (if (satisfies? test character) (cons character characters) characters)))
              (reverse-list->string characters)))))))
