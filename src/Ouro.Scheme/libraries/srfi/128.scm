;;; SRFI 128: comparators, which bundle a type test, an equality, an order and a hash function.

(define-library (srfi 128)
  (import (ouro base) (only (ouro primitives) equal-hash eqv-hash eq-hash) (ouro library check))
  (include-library-declarations "128-exports.scm")
  (begin
    (define-record-type comparator (%make-comparator type-test equality ordering hash ordered? hashable?) comparator?
      (type-test %type-test)
      (equality %equality)
      (ordering %ordering)
      (hash %hash)
      (ordered? %ordered?)
      (hashable? %hashable?))

    (define (comparator-type-test-predicate comparator)
      (check 'comparator-type-test-predicate 1 comparator comparator? "a comparator")
      (%type-test comparator))

    (define (comparator-equality-predicate comparator)
      (check 'comparator-equality-predicate 1 comparator comparator? "a comparator")
      (%equality comparator))

    (define (comparator-ordering-predicate comparator)
      (check 'comparator-ordering-predicate 1 comparator comparator? "a comparator")
      (%ordering comparator))

    (define (comparator-hash-function comparator)
      (check 'comparator-hash-function 1 comparator comparator? "a comparator")
      (%hash comparator))

    (define (comparator-ordered? comparator)
      (check 'comparator-ordered? 1 comparator comparator? "a comparator")
      (%ordered? comparator))

    (define (comparator-hashable? comparator)
      (check 'comparator-hashable? 1 comparator comparator? "a comparator")
      (%hashable? comparator))

    ;; Type test: #t for any object. Equality: #t for neither less than the other. Ordering, hash: #f for none.
    (define (make-comparator type-test equality ordering hash)
      (if (not (eq? type-test #t)) (check-procedure 'make-comparator 1 type-test))
      (if (not (eq? equality #t)) (check-procedure 'make-comparator 2 equality))
      (if ordering (check-procedure 'make-comparator 3 ordering))
      (if hash (check-procedure 'make-comparator 4 hash))
      (if (and (eq? equality #t) (not ordering))
          (error "make-comparator: without an equality there must be an ordering predicate"))
      (%make-comparator
        (if (eq? type-test #t) (lambda (object) #t) type-test)
        (if (eq? equality #t) (lambda (a b) (not (or (ordering a b) (ordering b a)))) equality)
        (or ordering (lambda (a b) (error "the comparator has no ordering predicate; it was asked about" a b)))
        (or hash (lambda (object) (error "the comparator has no hash function; it was asked about" object)))
        (and ordering #t)
        (and hash #t)))

    (define any? (lambda (object) #t))
    (define (make-eq-comparator) (make-comparator any? eq? #f eq-hash))
    (define (make-eqv-comparator) (make-comparator any? eqv? #f eqv-hash))
    (define (make-equal-comparator) (make-comparator any? equal? #f equal-hash))

    ;; --- hashing

    ;; Hashes are not negative and below the bound.
    (define-syntax hash-bound (syntax-rules () ((_) 1073741824)))
    (define-syntax hash-salt (syntax-rules () ((_) 16064047)))

    (define (combine hash other) (bitwise-and (+ (* hash 31) other) 1073741823))

    (define (boolean-hash object)
      (check 'boolean-hash 1 object boolean? "a boolean")
      (if object 1 0))

    (define (char-hash character)
      (check 'char-hash 1 character char? "a character")
      (char->integer character))

    (define (char-ci-hash character)
      (check 'char-ci-hash 1 character char? "a character")
      (char->integer (char-foldcase character)))

    (define (string-hash string)
      (check 'string-hash 1 string string? "a string")
      (equal-hash string))

    (define (string-ci-hash string)
      (check 'string-ci-hash 1 string string? "a string")
      (equal-hash (string-foldcase string)))

    (define (symbol-hash symbol)
      (check 'symbol-hash 1 symbol symbol? "a symbol")
      (equal-hash (symbol->string symbol)))

    ;; Numbers that are = have the same hash.
    (define (number-hash number)
      (check 'number-hash 1 number number? "a number")
      (cond
        ((exact? number) (eqv-hash number))
        ((not (finite? number)) (eqv-hash number))
        (else (eqv-hash (exact number)))))

    ;; --- the default comparator

    ;; Comparators for further types, the first registered first.
    (define registered '())

    (define (comparator-register-default! comparator)
      (check 'comparator-register-default! 1 comparator comparator? "a comparator")
      (set! registered (append registered (list comparator))))

    (define (registered-for object)
      (find (lambda (comparator) ((%type-test comparator) object)) registered))

    ;; The place of the object's type in the order of types.
    (define (type-rank object)
      (cond
        ((null? object) 0)
        ((pair? object) 1)
        ((boolean? object) 2)
        ((char? object) 3)
        ((string? object) 4)
        ((symbol? object) 5)
        ((number? object) 6)
        ((vector? object) 7)
        ((bytevector? object) 8)
        (else
         (let loop ((rest registered) (rank 9))
           (cond
             ((null? rest) rank)
             (((%type-test (car rest)) object) rank)
             (else (loop (cdr rest) (+ rank 1))))))))

    ;; -1, 0 or 1; at the end of what is known, objects are the same if they are eqv?.
    (define (default-compare a b)
      (let ((rank (type-rank a)) (other (type-rank b)))
        (cond
          ((< rank other) -1)
          ((> rank other) 1)
          (else
           (case rank
             ((0) 0)
             ((1) (compare-lists a b))
             ((2) (if (eq? a b) 0 (if a 1 -1)))
             ((3) (if (char=? a b) 0 (if (char<? a b) -1 1)))
             ((4) (if (string=? a b) 0 (if (string<? a b) -1 1)))
             ((5) (compare-symbols a b))
             ((6) (compare-numbers a b))
             ((7) (compare-elements a b vector-length vector-ref))
             ((8) (compare-elements a b bytevector-length bytevector-u8-ref))
             (else
              (let ((comparator (registered-for a)))
                (cond
                  ((not comparator) (if (eqv? a b) 0 #f))
                  (((%equality comparator) a b) 0)
                  ((not (%ordered? comparator)) #f)
                  (((%ordering comparator) a b) -1)
                  (else 1)))))))))

    (define (compare-symbols a b)
      (cond
        ((eq? a b) 0)
        ((string<? (symbol->string a) (symbol->string b)) -1)
        (else 1)))

    ;; Complex numbers by their real parts, then by their imaginary parts.
    (define (compare-numbers a b)
      (cond
        ((= a b) 0)
        ((and (real? a) (real? b)) (if (< a b) -1 1))
        ((= (real-part a) (real-part b)) (if (< (imag-part a) (imag-part b)) -1 1))
        (else (if (< (real-part a) (real-part b)) -1 1))))

    (define (compare-lists a b)
      (let loop ((a a) (b b))
        (if (and (pair? a) (pair? b))
            (let ((order (default-compare (car a) (car b))))
              (if (eqv? order 0) (loop (cdr a) (cdr b)) order))
            (default-compare a b))))

    (define (compare-elements a b length-of ref)
      (let ((length (length-of a)) (other (length-of b)))
        (cond
          ((< length other) -1)
          ((> length other) 1)
          (else
           (let loop ((index 0))
             (if (= index length)
                 0
                 (let ((order (default-compare (ref a index) (ref b index))))
                   (if (eqv? order 0) (loop (+ index 1)) order))))))))

    (define (default-equal? a b) (eqv? 0 (default-compare a b)))

    (define (default-less? a b)
      (let ((order (default-compare a b)))
        (if (not order) (error "the default comparator knows no order of" a b))
        (eqv? order -1)))

    (define (default-hash object)
      (cond
        ((number? object) (number-hash object))
        ((pair? object)
         (let loop ((rest object) (hash 17))
           (if (pair? rest)
               (loop (cdr rest) (combine hash (default-hash (car rest))))
               (combine hash (default-hash rest)))))
        ((vector? object)
         (vector-fold (lambda (hash element) (combine hash (default-hash element))) 19 object))
        ((symbol? object) (symbol-hash object))
        ((or (string? object) (bytevector? object)) (equal-hash object))
        ((null? object) 1)
        ((boolean? object) (boolean-hash object))
        ((char? object) (char-hash object))
        (else
         (let ((comparator (registered-for object)))
           (if comparator ((%hash comparator) object) (eqv-hash object))))))

    (define default (%make-comparator any? default-equal? default-less? default-hash #t #t))
    (define (make-default-comparator) default)

    ;; --- of compounds

    (define (make-pair-comparator first second)
      (check 'make-pair-comparator 1 first comparator? "a comparator")
      (check 'make-pair-comparator 2 second comparator? "a comparator")
      (make-comparator
        (lambda (object)
          (and (pair? object)
               (comparator-test-type first (car object))
               (comparator-test-type second (cdr object))))
        (lambda (a b) (and (=? first (car a) (car b)) (=? second (cdr a) (cdr b))))
        (and (%ordered? first)
             (%ordered? second)
             (lambda (a b)
               (if (=? first (car a) (car b))
                   (<? second (cdr a) (cdr b))
                   (<? first (car a) (car b)))))
        (and (%hashable? first)
             (%hashable? second)
             (lambda (object)
               (combine (comparator-hash first (car object)) (comparator-hash second (cdr object)))))))

    ;; Of whatever has a head and a tail, to its end.
    (define (make-list-comparator element type-test empty? head tail)
      (check 'make-list-comparator 1 element comparator? "a comparator")
      (check-procedure 'make-list-comparator 2 type-test)
      (check-procedure 'make-list-comparator 3 empty?)
      (check-procedure 'make-list-comparator 4 head)
      (check-procedure 'make-list-comparator 5 tail)
      (make-comparator
        (lambda (object)
          (and (type-test object)
               (let loop ((rest object))
                 (or (empty? rest)
                     (and (comparator-test-type element (head rest)) (loop (tail rest)))))))
        (lambda (a b)
          (let loop ((a a) (b b))
            (cond
              ((empty? a) (empty? b))
              ((empty? b) #f)
              (else (and (=? element (head a) (head b)) (loop (tail a) (tail b)))))))
        (and (%ordered? element)
             (lambda (a b)
               (let loop ((a a) (b b))
                 (cond
                   ((empty? a) (not (empty? b)))
                   ((empty? b) #f)
                   ((=? element (head a) (head b)) (loop (tail a) (tail b)))
                   (else (<? element (head a) (head b)))))))
        (and (%hashable? element)
             (lambda (object)
               (let loop ((rest object) (hash 23))
                 (if (empty? rest)
                     hash
                     (loop (tail rest) (combine hash (comparator-hash element (head rest))))))))))

    ;; Of whatever has a length and elements by index. Shorter ones come first.
    (define (make-vector-comparator element type-test length-of ref)
      (check 'make-vector-comparator 1 element comparator? "a comparator")
      (check-procedure 'make-vector-comparator 2 type-test)
      (check-procedure 'make-vector-comparator 3 length-of)
      (check-procedure 'make-vector-comparator 4 ref)
      (make-comparator
        (lambda (object)
          (and (type-test object)
               (let ((length (length-of object)))
                 (let loop ((index 0))
                   (or (= index length)
                       (and (comparator-test-type element (ref object index)) (loop (+ index 1))))))))
        (lambda (a b)
          (let ((length (length-of a)))
            (and (= length (length-of b))
                 (let loop ((index 0))
                   (or (= index length)
                       (and (=? element (ref a index) (ref b index)) (loop (+ index 1))))))))
        (and (%ordered? element)
             (lambda (a b)
               (let ((length (length-of a)) (other (length-of b)))
                 (if (= length other)
                     (let loop ((index 0))
                       (cond
                         ((= index length) #f)
                         ((=? element (ref a index) (ref b index)) (loop (+ index 1)))
                         (else (<? element (ref a index) (ref b index)))))
                     (< length other)))))
        (and (%hashable? element)
             (lambda (object)
               (let ((length (length-of object)))
                 (let loop ((index 0) (hash 29))
                   (if (= index length)
                       hash
                       (loop (+ index 1) (combine hash (comparator-hash element (ref object index)))))))))))

    ;; --- using one

    (define (comparator-test-type comparator object)
      (check 'comparator-test-type 1 comparator comparator? "a comparator")
      (and ((%type-test comparator) object) #t))

    (define (comparator-check-type comparator object)
      (check 'comparator-check-type 1 comparator comparator? "a comparator")
      (if (not ((%type-test comparator) object))
          (error "comparator-check-type: not an object that the comparator compares:" object))
      #t)

    (define (comparator-hash comparator object)
      (check 'comparator-hash 1 comparator comparator? "a comparator")
      ((%hash comparator) object))

    ;; Whether (holds? equality ordering a b) for all neighbours.
    (define (all-neighbours operation comparator holds? a b more)
      (check operation 1 comparator comparator? "a comparator")
      (let ((same? (%equality comparator)) (less? (%ordering comparator)))
        (let loop ((a a) (b b) (more more))
          (and (holds? same? less? a b)
               (or (null? more) (loop b (car more) (cdr more)))))))

    (define (=? comparator a b . more)
      (all-neighbours '=? comparator (lambda (same? less? a b) (and (same? a b) #t)) a b more))

    (define (<? comparator a b . more)
      (all-neighbours '<? comparator (lambda (same? less? a b) (and (less? a b) #t)) a b more))

    (define (>? comparator a b . more)
      (all-neighbours '>? comparator (lambda (same? less? a b) (and (less? b a) #t)) a b more))

    (define (<=? comparator a b . more)
      (all-neighbours '<=? comparator (lambda (same? less? a b) (not (less? b a))) a b more))

    (define (>=? comparator a b . more)
      (all-neighbours '>=? comparator (lambda (same? less? a b) (not (less? a b))) a b more))

    ;; (comparator-if<=> [comparator] a b less equal greater)
    (define-syntax comparator-if<=>
      (syntax-rules ()
        ((_ a b less equal greater) (comparator-if<=> default a b less equal greater))
        ((_ comparator a b less equal greater)
         (let ((c comparator) (first a) (second b))
           (cond
             ((=? c first second) equal)
             ((<? c first second) less)
             (else greater))))))))
