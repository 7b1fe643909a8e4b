;;; SRFI 14: sets of characters. They are never changed: the procedures with ! give new sets, too.

(define-library (srfi 14)
  (import (ouro base) (only (ouro primitives) equal-hash) (ouro library check) (ouro library char-set))
  (include-library-declarations "14-exports.scm")
  (begin
    (define-syntax check-set
      (syntax-rules ()
        ((_ operation position value) (check operation position value char-set? "a set of characters"))))

    (define-syntax check-char
      (syntax-rules ()
        ((_ operation position value) (check operation position value char? "a character"))))

    (define (check-sets operation first sets)
      (let loop ((rest sets) (position first))
        (if (pair? rest)
            (begin
              (check-set operation position (car rest))
              (loop (cdr rest) (+ position 1))))))

    ;; --- comparing

    (define (char-set= . sets)
      (check-sets 'char-set= 1 sets)
      (or (null? sets)
          (every (lambda (set) (equal? (bounds set) (bounds (car sets)))) (cdr sets))))

    (define (char-set<= . sets)
      (check-sets 'char-set<= 1 sets)
      (or (null? sets)
          (let loop ((first (car sets)) (rest (cdr sets)))
            (or (null? rest)
                (and (= 0 (vector-length (combine-bounds (lambda (a b) (and a (not b))) (bounds first) (bounds (car rest)))))
                     (loop (car rest) (cdr rest)))))))

    (define* (char-set-hash set #:optional (bound 0))
      (check-set 'char-set-hash 1 set)
      (check-count 'char-set-hash 2 bound)
      (let ((hash (equal-hash (bounds set))))
        (if (= bound 0) hash (modulo hash bound))))

    ;; --- going through a set: a cursor is a code point

    ;; The first code point of the set from the code on, or past-all.
    (define (first-from set code)
      (let ((bounds (bounds set)))
        (let loop ((index 0))
          (cond
            ((= index (vector-length bounds)) past-all)
            ((< code (vector-ref bounds (+ index 1))) (max code (vector-ref bounds index)))
            (else (loop (+ index 2)))))))

    (define (char-set-cursor set)
      (check-set 'char-set-cursor 1 set)
      (first-from set 0))

    (define (char-set-ref set cursor)
      (check-set 'char-set-ref 1 set)
      (check 'char-set-ref 2 cursor cursor? "a cursor of a character")
      (integer->char cursor))

    (define (char-set-cursor-next set cursor)
      (check-set 'char-set-cursor-next 1 set)
      (check 'char-set-cursor-next 2 cursor cursor? "a cursor of a character")
      (first-from set (+ cursor 1)))

    (define (cursor? object) (and (exact-integer? object) (>= object 0) (< object past-all)))
    (define (end-of-char-set? cursor) (eqv? cursor past-all))

    ;; (procedure character accumulator), in ascending order.
    (define (char-set-fold procedure seed set)
      (check-procedure 'char-set-fold 1 procedure)
      (check-set 'char-set-fold 3 set)
      (let ((bounds (bounds set)))
        (let next-range ((index 0) (accumulator seed))
          (if (= index (vector-length bounds))
              accumulator
              (let ((end (vector-ref bounds (+ index 1))))
                (let loop ((code (vector-ref bounds index)) (accumulator accumulator))
                  (if (= code end)
                      (next-range (+ index 2) accumulator)
                      (loop (+ code 1) (procedure (integer->char code) accumulator)))))))))

    (define (codes set) (char-set-fold (lambda (character codes) (cons (char->integer character) codes)) '() set))

    (define* (char-set-unfold mapper stop? successor seed #:optional (base char-set:empty))
      (check-procedure 'char-set-unfold 1 mapper)
      (check-procedure 'char-set-unfold 2 stop?)
      (check-procedure 'char-set-unfold 3 successor)
      (check-set 'char-set-unfold 5 base)
      (let loop ((seed seed) (found '()))
        (if (stop? seed)
            (char-set-union base (from-codes found))
            (let ((character (mapper seed)))
              (check-char 'char-set-unfold 1 character)
              (loop (successor seed) (cons (char->integer character) found))))))

    (define (char-set-for-each procedure set)
      (check-procedure 'char-set-for-each 1 procedure)
      (check-set 'char-set-for-each 2 set)
      (char-set-fold (lambda (character ignored) (procedure character)) (void) set)
      (void))

    (define (char-set-map procedure set)
      (check-procedure 'char-set-map 1 procedure)
      (check-set 'char-set-map 2 set)
      (from-codes
        (char-set-fold
          (lambda (character codes)
            (let ((image (procedure character)))
              (check-char 'char-set-map 1 image)
              (cons (char->integer image) codes)))
          '()
          set)))

    ;; --- making

    (define (char-set-copy set)
      (check-set 'char-set-copy 1 set)
      (from-bounds (bounds set)))

    (define (char-set . characters) (of-characters 'char-set characters))

    (define (of-characters operation characters)
      (let loop ((rest characters) (position 1) (codes '()))
        (if (null? rest)
            (from-codes codes)
            (begin
              (check-char operation position (car rest))
              (loop (cdr rest) (+ position 1) (cons (char->integer (car rest)) codes))))))

    (define* (list->char-set characters #:optional (base char-set:empty))
      (check-list 'list->char-set 1 characters)
      (check-set 'list->char-set 2 base)
      (for-each (lambda (character) (check 'list->char-set 1 character char? "a list of characters")) characters)
      (char-set-union base (from-codes (map char->integer characters))))

    (define* (string->char-set string #:optional (base char-set:empty))
      (check 'string->char-set 1 string string? "a string")
      (check-set 'string->char-set 2 base)
      (list->char-set (string->list string) base))

    (define* (char-set-filter keep? set #:optional (base char-set:empty))
      (check-procedure 'char-set-filter 1 keep?)
      (check-set 'char-set-filter 2 set)
      (check-set 'char-set-filter 3 base)
      (char-set-union base
        (from-codes
          (char-set-fold
            (lambda (character codes) (if (keep? character) (cons (char->integer character) codes) codes))
            '()
            set))))

    ;; Surrogates are left out; with error? they, and what is beyond Unicode, are an error.
    (define* (ucs-range->char-set low high #:optional error? (base char-set:empty))
      (check-count 'ucs-range->char-set 1 low)
      (check-count 'ucs-range->char-set 2 high)
      (check-set 'ucs-range->char-set 4 base)
      (if (> low high) (error "ucs-range->char-set: the range ends before it begins:" low high))
      (if (and error? (or (> high past-all) (and (< low high) (< low #xE000) (> high #xD800))))
          (error "ucs-range->char-set: not all of the range are characters:" low high))
      (let ((high (min high past-all)))
        (if (< low high)
            (char-set-union base
              (from-bounds (combine-bounds (lambda (a b) (and a b)) (vector low high) all-bounds)))
            base)))

    (define (->char-set object)
      (cond
        ((char-set? object) object)
        ((string? object) (string->char-set object))
        ((char? object) (char-set object))
        (else (raise-wrong-type '->char-set 1 object "a set of characters, a string or a character"))))

    ;; --- asking

    (define (char-set->list set)
      (check-set 'char-set->list 1 set)
      (reverse (char-set-fold cons '() set)))

    (define (char-set->string set)
      (check-set 'char-set->string 1 set)
      (list->string (char-set->list set)))

    (define (char-set-size set)
      (check-set 'char-set-size 1 set)
      (let ((bounds (bounds set)))
        (let loop ((index 0) (total 0))
          (if (= index (vector-length bounds))
              total
              (loop (+ index 2) (+ total (- (vector-ref bounds (+ index 1)) (vector-ref bounds index))))))))

    (define (char-set-count satisfied? set)
      (check-procedure 'char-set-count 1 satisfied?)
      (check-set 'char-set-count 2 set)
      (char-set-fold (lambda (character total) (if (satisfied? character) (+ total 1) total)) 0 set))

    (define (char-set-contains? set character)
      (check-set 'char-set-contains? 1 set)
      (check-char 'char-set-contains? 2 character)
      (char-set-contains-code? set (char->integer character)))

    (define (char-set-every satisfied? set)
      (check-procedure 'char-set-every 1 satisfied?)
      (check-set 'char-set-every 2 set)
      (let loop ((cursor (first-from set 0)) (result #t))
        (if (= cursor past-all)
            result
            (let ((result (satisfied? (integer->char cursor))))
              (and result (loop (first-from set (+ cursor 1)) result))))))

    (define (char-set-any satisfied? set)
      (check-procedure 'char-set-any 1 satisfied?)
      (check-set 'char-set-any 2 set)
      (let loop ((cursor (first-from set 0)))
        (and (not (= cursor past-all))
             (or (satisfied? (integer->char cursor))
                 (loop (first-from set (+ cursor 1)))))))

    ;; --- algebra

    (define (char-set-adjoin set . characters)
      (check-set 'char-set-adjoin 1 set)
      (char-set-union set (list->char-set characters)))

    (define (char-set-delete set . characters)
      (check-set 'char-set-delete 1 set)
      (char-set-difference set (list->char-set characters)))

    ;; position: which argument the first of the sets is.
    (define (combined operation inside? first sets position)
      (check-sets operation position sets)
      (from-bounds
        (fold-left (lambda (result set) (combine-bounds inside? result (bounds set))) (bounds first) sets)))

    (define (char-set-complement set)
      (check-set 'char-set-complement 1 set)
      (from-bounds (combine-bounds (lambda (all? in?) (and all? (not in?))) all-bounds (bounds set))))

    (define (char-set-union . sets) (combined 'char-set-union (lambda (a b) (or a b)) char-set:empty sets 1))

    (define (char-set-intersection . sets)
      (combined 'char-set-intersection (lambda (a b) (and a b)) char-set:full sets 1))

    (define (char-set-difference set . sets)
      (check-set 'char-set-difference 1 set)
      (combined 'char-set-difference (lambda (a b) (and a (not b))) set sets 2))

    (define (char-set-xor . sets)
      (combined 'char-set-xor (lambda (a b) (not (eq? a b))) char-set:empty sets 1))

    (define (char-set-diff+intersection set . sets)
      (check-sets 'char-set-diff+intersection 1 (cons set sets))
      (let ((others (apply char-set-union sets)))
        (values (char-set-difference set others) (char-set-intersection set others))))

    ;; --- those of Unicode

    (define none (vector))
    (define char-set:empty (from-bounds none))
    (define char-set:full (from-bounds all-bounds))
    (define char-set:ascii (from-bounds (vector 0 128)))
    (define char-set:iso-control (from-bounds (vector 0 32 127 160)))
    (define char-set:hex-digit (from-bounds (vector 48 58 65 71 97 103)))
    (define char-set:upper-case (from-categories '(0) none))
    (define char-set:lower-case (from-categories '(1) none))
    (define char-set:title-case (from-categories '(2) none))
    (define char-set:letter (from-categories '(0 1 2 3 4) none))
    (define char-set:digit (from-categories '(8) none))
    (define char-set:letter+digit (from-categories '(0 1 2 3 4 8) none))
    (define char-set:punctuation (from-categories '(18 19 20 21 22 23 24) none))
    (define char-set:symbol (from-categories '(25 26 27 28) none))
    (define ink '(0 1 2 3 4 5 6 7 8 9 10 18 19 20 21 22 23 24 25 26 27 28))
    (define char-set:graphic (from-categories ink none))
    (define char-set:printing (from-categories (append ink '(11 12 13)) (vector 9 14)))
    (define char-set:whitespace (from-categories '(11 12 13) (vector 9 14)))
    (define char-set:blank (from-categories '(11) (vector 9 10)))))
