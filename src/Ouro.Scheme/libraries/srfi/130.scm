;;; SRFI 130: strings, by cursors. A cursor is an index: both take the same time everywhere.

(define-library (srfi 130)
  (import (except (ouro base) string-null? string-every string-any reverse-list->string string-join string-pad-right
            string-trim string-trim-right string-prefix? string-suffix? string-index string-contains string-reverse
            string-count string-split string-filter)
          (prefix (only (ouro base) string-null? reverse-list->string string-contains string-reverse string-join) base:)
          (ouro library check))
  (export
    string-cursor? string-cursor-start string-cursor-end string-cursor-next string-cursor-prev string-cursor-forward
    string-cursor-back string-cursor=? string-cursor<? string-cursor>? string-cursor<=? string-cursor>=? string-cursor-diff
    string-cursor->index string-index->cursor
    string-null? string-every string-any
    string-tabulate string-unfold string-unfold-right
    string->list/cursors string->vector/cursors reverse-list->string string-join
    string-ref/cursor substring/cursors string-copy/cursors string-take string-drop string-take-right string-drop-right
    string-pad string-pad-right string-trim string-trim-right string-trim-both
    string-prefix-length string-suffix-length string-prefix? string-suffix?
    string-index string-index-right string-skip string-skip-right string-contains string-contains-right
    string-reverse string-concatenate string-concatenate-reverse string-fold string-fold-right string-for-each-cursor
    string-replicate string-count string-replace string-split string-filter string-remove)
  (begin
    ;; Evaluates to the string's length in a default, where the string may yet be something else.
    (define (end-of string) (and (string? string) (string-length string)))

    (define (check-string operation position string) (check operation position string string? "a string"))

    ;; string: argument number `position`; the range begins as argument number `from`.
    (define (check-part operation position string from start end)
      (check-string operation position string)
      (check-range operation from start end (string-length string)))

    ;; --- cursors

    (define (string-cursor? object) (and (exact-integer? object) (>= object 0)))

    (define (string-cursor-start string)
      (check-string 'string-cursor-start 1 string)
      0)

    (define (string-cursor-end string)
      (check-string 'string-cursor-end 1 string)
      (string-length string))

    (define (moved operation string cursor by)
      (check-string operation 1 string)
      (check-at-most operation 2 cursor (string-length string))
      (let ((to (+ cursor by)))
        (if (or (< to 0) (> to (string-length string)))
            (error (string-append (symbol->string operation) ": the cursor would leave the string, for") to))
        to))

    (define (string-cursor-next string cursor) (moved 'string-cursor-next string cursor 1))
    (define (string-cursor-prev string cursor) (moved 'string-cursor-prev string cursor -1))

    (define (string-cursor-forward string cursor count)
      (check-count 'string-cursor-forward 3 count)
      (moved 'string-cursor-forward string cursor count))

    (define (string-cursor-back string cursor count)
      (check-count 'string-cursor-back 3 count)
      (moved 'string-cursor-back string cursor (- 0 count)))

    (define (compare operation holds? first second)
      (check-count operation 1 first)
      (check-count operation 2 second)
      (holds? first second))

    (define (string-cursor=? first second) (compare 'string-cursor=? = first second))
    (define (string-cursor<? first second) (compare 'string-cursor<? < first second))
    (define (string-cursor>? first second) (compare 'string-cursor>? > first second))
    (define (string-cursor<=? first second) (compare 'string-cursor<=? <= first second))
    (define (string-cursor>=? first second) (compare 'string-cursor>=? >= first second))

    (define (string-cursor-diff string start end)
      (check-string 'string-cursor-diff 1 string)
      (check-at-most 'string-cursor-diff 2 start (string-length string))
      (check-at-most 'string-cursor-diff 3 end (string-length string))
      (- end start))

    (define (string-cursor->index string cursor)
      (check-string 'string-cursor->index 1 string)
      (check-at-most 'string-cursor->index 2 cursor (string-length string))
      cursor)

    (define (string-index->cursor string index)
      (check-string 'string-index->cursor 1 string)
      (check-at-most 'string-index->cursor 2 index (string-length string))
      index)

    ;; --- predicates

    (define (string-null? string)
      (check-string 'string-null? 1 string)
      (base:string-null? string))

    (define* (string-every satisfied? string #:optional (start 0) (end (end-of string)))
      (check-procedure 'string-every 1 satisfied?)
      (check-part 'string-every 2 string 3 start end)
      (let loop ((index start) (result #t))
        (if (= index end)
            result
            (let ((result (satisfied? (string-ref string index))))
              (and result (loop (+ index 1) result))))))

    (define* (string-any satisfied? string #:optional (start 0) (end (end-of string)))
      (check-procedure 'string-any 1 satisfied?)
      (check-part 'string-any 2 string 3 start end)
      (let loop ((index start))
        (and (< index end)
             (or (satisfied? (string-ref string index))
                 (loop (+ index 1))))))

    ;; --- making

    (define (string-tabulate procedure length)
      (check-procedure 'string-tabulate 1 procedure)
      (check-count 'string-tabulate 2 length)
      (let loop ((index 0) (characters '()))
        (if (= index length)
            (base:reverse-list->string characters)
            (loop (+ index 1) (cons (character 'string-tabulate 1 (procedure index)) characters)))))

    ;; What a procedure given as that argument made: it must be a character.
    (define (character operation position object)
      (check operation position object char? "a procedure that gives characters")
      object)

    ;; The mapper may give a string, too.
    (define (pieces->characters operation object characters)
      (cond
        ((char? object) (cons object characters))
        ((string? object) (append-reverse (string->list object) characters))
        (else (character operation 2 object))))

    (define* (string-unfold stop? mapper successor seed #:optional (base "") (make-final (lambda (seed) "")))
      (check-procedure 'string-unfold 1 stop?)
      (check-procedure 'string-unfold 2 mapper)
      (check-procedure 'string-unfold 3 successor)
      (let loop ((seed seed) (characters '()))
        (if (stop? seed)
            (string-append (text base) (base:reverse-list->string characters) (text (make-final seed)))
            (loop (successor seed) (pieces->characters 'string-unfold (mapper seed) characters)))))

    ;; The first character made comes last.
    (define* (string-unfold-right stop? mapper successor seed #:optional (base "") (make-final (lambda (seed) "")))
      (check-procedure 'string-unfold-right 1 stop?)
      (check-procedure 'string-unfold-right 2 mapper)
      (check-procedure 'string-unfold-right 3 successor)
      (let loop ((seed seed) (parts '()))
        (if (stop? seed)
            (apply string-append (text (make-final seed)) (reverse (cons (text base) (reverse parts))))
            (let ((made (mapper seed)))
              (if (not (string? made)) (character 'string-unfold-right 2 made))
              (loop (successor seed) (cons (text made) parts))))))

    (define (text object) (if (char? object) (make-string 1 object) object))

    ;; --- to and from other things

    (define* (string->list/cursors string #:optional (start 0) (end (end-of string)))
      (check-part 'string->list/cursors 1 string 2 start end)
      (string->list string start end))

    (define* (string->vector/cursors string #:optional (start 0) (end (end-of string)))
      (check-part 'string->vector/cursors 1 string 2 start end)
      (string->vector string start end))

    (define (reverse-list->string characters)
      (check-list 'reverse-list->string 1 characters)
      (for-each (lambda (character) (check 'reverse-list->string 1 character char? "a list of characters")) characters)
      (base:reverse-list->string characters))

    (define (check-strings operation strings)
      (check-list operation 1 strings)
      (for-each (lambda (string) (check operation 1 string string? "a list of strings")) strings))

    ;; grammar: infix, strict-infix (there must be a string), prefix or suffix.
    (define* (string-join strings #:optional (delimiter " ") (grammar 'infix))
      (check-strings 'string-join strings)
      (check-string 'string-join 2 delimiter)
      (case grammar
        ((infix) (base:string-join strings delimiter))
        ((strict-infix)
         (if (null? strings) (error "string-join: with the grammar strict-infix there must be a string"))
         (base:string-join strings delimiter))
        ((prefix) (apply string-append (map (lambda (string) (string-append delimiter string)) strings)))
        ((suffix) (apply string-append (map (lambda (string) (string-append string delimiter)) strings)))
        (else (error "string-join: expected the grammar infix, strict-infix, prefix or suffix, got" grammar))))

    ;; --- parts

    (define (string-ref/cursor string cursor)
      (check-string 'string-ref/cursor 1 string)
      (check-index 'string-ref/cursor 2 cursor (string-length string))
      (string-ref string cursor))

    (define (substring/cursors string start end)
      (check-part 'substring/cursors 1 string 2 start end)
      (substring string start end))

    (define* (string-copy/cursors string #:optional (start 0) (end (end-of string)))
      (check-part 'string-copy/cursors 1 string 2 start end)
      (string-copy string start end))

    (define (check-characters operation string count)
      (check-string operation 1 string)
      (check-at-most operation 2 count (string-length string)))

    (define (string-take string count)
      (check-characters 'string-take string count)
      (substring string 0 count))

    (define (string-drop string count)
      (check-characters 'string-drop string count)
      (substring string count (string-length string)))

    (define (string-take-right string count)
      (check-characters 'string-take-right string count)
      (substring string (- (string-length string) count) (string-length string)))

    (define (string-drop-right string count)
      (check-characters 'string-drop-right string count)
      (substring string 0 (- (string-length string) count)))

    ;; Of that length, with the character on the left, or without what is too much there.
    (define* (string-pad string length #:optional (padding #\space) (start 0) (end (end-of string)))
      (check-pad 'string-pad string length padding start end)
      (let ((have (- end start)))
        (if (< length have)
            (substring string (- end length) end)
            (string-append (make-string (- length have) padding) (substring string start end)))))

    (define* (string-pad-right string length #:optional (padding #\space) (start 0) (end (end-of string)))
      (check-pad 'string-pad-right string length padding start end)
      (let ((have (- end start)))
        (if (< length have)
            (substring string start (+ start length))
            (string-append (substring string start end) (make-string (- length have) padding)))))

    (define (check-pad operation string length padding start end)
      (check-count operation 2 length)
      (check operation 3 padding char? "a character")
      (check-part operation 1 string 4 start end))

    (define* (string-trim string #:optional (trim? char-whitespace?) (start 0) (end (end-of string)))
      (check-trim 'string-trim string trim? start end)
      (substring string (skip-left string trim? start end) end))

    (define* (string-trim-right string #:optional (trim? char-whitespace?) (start 0) (end (end-of string)))
      (check-trim 'string-trim-right string trim? start end)
      (substring string start (skip-right string trim? start end)))

    (define* (string-trim-both string #:optional (trim? char-whitespace?) (start 0) (end (end-of string)))
      (check-trim 'string-trim-both string trim? start end)
      (let ((start (skip-left string trim? start end)))
        (substring string start (skip-right string trim? start end))))

    (define (check-trim operation string trim? start end)
      (check-procedure operation 2 trim?)
      (check-part operation 1 string 3 start end))

    (define (skip-left string skip? start end)
      (let loop ((index start))
        (if (and (< index end) (skip? (string-ref string index))) (loop (+ index 1)) index)))

    (define (skip-right string skip? start end)
      (let loop ((index end))
        (if (and (> index start) (skip? (string-ref string (- index 1)))) (loop (- index 1)) index)))

    ;; --- prefixes and suffixes

    (define (check-two operation first second start1 end1 start2 end2)
      (check-string operation 1 first)
      (check-string operation 2 second)
      (check-range operation 3 start1 end1 (string-length first))
      (check-range operation 5 start2 end2 (string-length second)))

    (define* (string-prefix-length first second
               #:optional (start1 0) (end1 (end-of first)) (start2 0) (end2 (end-of second)))
      (check-two 'string-prefix-length first second start1 end1 start2 end2)
      (common-prefix first second start1 end1 start2 end2))

    (define (common-prefix first second start1 end1 start2 end2)
      (let ((most (min (- end1 start1) (- end2 start2))))
        (let loop ((length 0))
          (if (and (< length most)
                   (char=? (string-ref first (+ start1 length)) (string-ref second (+ start2 length))))
              (loop (+ length 1))
              length))))

    (define* (string-suffix-length first second
               #:optional (start1 0) (end1 (end-of first)) (start2 0) (end2 (end-of second)))
      (check-two 'string-suffix-length first second start1 end1 start2 end2)
      (common-suffix first second start1 end1 start2 end2))

    (define (common-suffix first second start1 end1 start2 end2)
      (let ((most (min (- end1 start1) (- end2 start2))))
        (let loop ((length 0))
          (if (and (< length most)
                   (char=? (string-ref first (- end1 length 1)) (string-ref second (- end2 length 1))))
              (loop (+ length 1))
              length))))

    (define* (string-prefix? first second #:optional (start1 0) (end1 (end-of first)) (start2 0) (end2 (end-of second)))
      (check-two 'string-prefix? first second start1 end1 start2 end2)
      (= (common-prefix first second start1 end1 start2 end2) (- end1 start1)))

    (define* (string-suffix? first second #:optional (start1 0) (end1 (end-of first)) (start2 0) (end2 (end-of second)))
      (check-two 'string-suffix? first second start1 end1 start2 end2)
      (= (common-suffix first second start1 end1 start2 end2) (- end1 start1)))

    ;; --- searching: from the left the cursor of the character, or the end; from the right the cursor after it, or the start

    (define (check-search operation string satisfied? start end)
      (check-procedure operation 2 satisfied?)
      (check-part operation 1 string 3 start end))

    (define (complement satisfied?) (lambda (character) (not (satisfied? character))))

    (define* (string-index string satisfied? #:optional (start 0) (end (end-of string)))
      (check-search 'string-index string satisfied? start end)
      (skip-left string (complement satisfied?) start end))

    (define* (string-index-right string satisfied? #:optional (start 0) (end (end-of string)))
      (check-search 'string-index-right string satisfied? start end)
      (skip-right string (complement satisfied?) start end))

    (define* (string-skip string satisfied? #:optional (start 0) (end (end-of string)))
      (check-search 'string-skip string satisfied? start end)
      (skip-left string satisfied? start end))

    (define* (string-skip-right string satisfied? #:optional (start 0) (end (end-of string)))
      (check-search 'string-skip-right string satisfied? start end)
      (skip-right string satisfied? start end))

    ;; The first, or last, place where the second stands in the first.
    (define* (string-contains first second #:optional (start1 0) (end1 (end-of first)) (start2 0) (end2 (end-of second)))
      (check-two 'string-contains first second start1 end1 start2 end2)
      (let ((at (base:string-contains (substring first start1 end1) (substring second start2 end2))))
        (and at (+ start1 at))))

    (define* (string-contains-right first second
               #:optional (start1 0) (end1 (end-of first)) (start2 0) (end2 (end-of second)))
      (check-two 'string-contains-right first second start1 end1 start2 end2)
      (let ((at (base:string-contains (base:string-reverse (substring first start1 end1))
                  (base:string-reverse (substring second start2 end2)))))
        (and at (- end1 at (- end2 start2)))))

    ;; --- whole strings

    (define* (string-reverse string #:optional (start 0) (end (end-of string)))
      (check-part 'string-reverse 1 string 2 start end)
      (base:string-reverse (substring string start end)))

    (define (string-concatenate strings)
      (check-strings 'string-concatenate strings)
      (apply string-append strings))

    (define* (string-concatenate-reverse strings #:optional (final "") (end (end-of final)))
      (check-strings 'string-concatenate-reverse strings)
      (check-string 'string-concatenate-reverse 2 final)
      (check-at-most 'string-concatenate-reverse 3 end (string-length final))
      (apply string-append (reverse (cons (substring final 0 end) strings))))

    (define* (string-fold procedure seed string #:optional (start 0) (end (end-of string)))
      (check-procedure 'string-fold 1 procedure)
      (check-part 'string-fold 3 string 4 start end)
      (let loop ((index start) (accumulator seed))
        (if (< index end)
            (loop (+ index 1) (procedure (string-ref string index) accumulator))
            accumulator)))

    (define* (string-fold-right procedure seed string #:optional (start 0) (end (end-of string)))
      (check-procedure 'string-fold-right 1 procedure)
      (check-part 'string-fold-right 3 string 4 start end)
      (let loop ((index end) (accumulator seed))
        (if (> index start)
            (loop (- index 1) (procedure (string-ref string (- index 1)) accumulator))
            accumulator)))

    (define* (string-for-each-cursor procedure string #:optional (start 0) (end (end-of string)))
      (check-procedure 'string-for-each-cursor 1 procedure)
      (check-part 'string-for-each-cursor 2 string 3 start end)
      (let loop ((index start))
        (if (< index end)
            (begin
              (procedure index)
              (loop (+ index 1))))))

    ;; From index `from` to `to` of the string repeated in both directions.
    (define* (string-replicate string from to #:optional (start 0) (end (end-of string)))
      (check 'string-replicate 2 from exact-integer? "an exact integer")
      (check 'string-replicate 3 to exact-integer? "an exact integer")
      (check-part 'string-replicate 1 string 4 start end)
      (let ((length (- end start)))
        (cond
          ((> from to) (error "string-replicate: the range ends before it begins:" from to))
          ((= from to) "")
          ((= length 0) (error "string-replicate: there is nothing to repeat in an empty string"))
          (else
           (let* ((copies (+ 2 (quotient (- to from) length)))
                  (first (modulo from length))
                  (part (substring string start end)))
             (let loop ((left copies) (parts '()))
               (if (> left 0)
                   (loop (- left 1) (cons part parts))
                   (substring (apply string-append parts) first (+ first (- to from))))))))))

    (define* (string-count string satisfied? #:optional (start 0) (end (end-of string)))
      (check-search 'string-count string satisfied? start end)
      (let loop ((index start) (total 0))
        (if (< index end)
            (loop (+ index 1) (if (satisfied? (string-ref string index)) (+ total 1) total))
            total)))

    ;; The part of the first is replaced by that of the second.
    (define* (string-replace first second start1 end1 #:optional (start2 0) (end2 (end-of second)))
      (check-two 'string-replace first second start1 end1 start2 end2)
      (string-append (substring first 0 start1) (substring second start2 end2) (substring first end1 (string-length first))))

    ;; Splits at most limit times (#f: no limit). The grammar says what an empty string is, and whether an empty part at
    ;; the beginning (prefix) or end (suffix) counts.
    (define* (string-split string delimiter
               #:optional (grammar 'infix) limit (start 0) (end (end-of string)))
      (check-string 'string-split 2 delimiter)
      (if limit (check-count 'string-split 4 limit))
      (check-part 'string-split 1 string 5 start end)
      (let* ((parts (if (= start end) '() (split string delimiter (or limit -1) start end))))
        (case grammar
          ((infix) parts)
          ((strict-infix)
           (if (null? parts) (error "string-split: with the grammar strict-infix the string must not be empty"))
           parts)
          ((prefix) (if (and (pair? parts) (= (string-length (car parts)) 0)) (cdr parts) parts))
          ((suffix)
           (let ((reversed (reverse parts)))
             (if (and (pair? parts) (= (string-length (car reversed)) 0)) (reverse (cdr reversed)) parts)))
          (else (error "string-split: expected the grammar infix, strict-infix, prefix or suffix, got" grammar)))))

    ;; With an empty delimiter, single characters.
    (define (split string delimiter limit start end)
      (let ((length (string-length delimiter)))
        (let loop ((from start) (left limit) (parts '()))
          (let ((at (cond
                      ((= left 0) #f)
                      ((> length 0) (string-contains string delimiter from end))
                      ((< (+ from 1) end) (+ from 1))
                      (else #f))))
            (if at
                (loop (+ at length) (- left 1) (cons (substring string from at) parts))
                (reverse (cons (substring string from end) parts)))))))

    (define* (string-filter keep? string #:optional (start 0) (end (end-of string)))
      (check-procedure 'string-filter 1 keep?)
      (check-part 'string-filter 2 string 3 start end)
      (filtered keep? string start end))

    (define* (string-remove drop? string #:optional (start 0) (end (end-of string)))
      (check-procedure 'string-remove 1 drop?)
      (check-part 'string-remove 2 string 3 start end)
      (filtered (complement drop?) string start end))

    (define (filtered keep? string start end)
      (let loop ((index start) (characters '()))
        (if (< index end)
            (let ((character (string-ref string index)))
              (loop (+ index 1) (if (keep? character) (cons character characters) characters)))
            (base:reverse-list->string characters))))))
