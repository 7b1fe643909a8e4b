;;; SRFI 158: generators and accumulators. A generator is a procedure without arguments that gives another value at each
;;; call and then, for ever, an end-of-file object. An accumulator is a procedure that takes values and, given an
;;; end-of-file object, gives what has come together.

(define-library (srfi 158)
  (import (ouro base) (ouro library check))
  (include-library-declarations "158-exports.scm")
  (begin
    (define eof (eof-object))

    (define (check-generators operation first generators)
      (let loop ((rest generators) (position first))
        (if (pair? rest)
            (begin
              (check-procedure operation position (car rest))
              (loop (cdr rest) (+ position 1))))))

    ;; --- making

    (define (generator . elements) (list->generator elements))

    (define (circular-generator first . more)
      (let* ((elements (cons first more)) (rest elements))
        (lambda ()
          (if (null? rest) (set! rest elements))
          (let ((element (car rest)))
            (set! rest (cdr rest))
            element))))

    (define* (make-iota-generator count #:optional (start 0) (step 1))
      (check-count 'make-iota-generator 1 count)
      (check 'make-iota-generator 2 start number? "a number")
      (check 'make-iota-generator 3 step number? "a number")
      (let ((index 0))
        (lambda ()
          (if (< index count)
              (let ((number (+ start (* index step))))
                (set! index (+ index 1))
                number)
              eof))))

    (define* (make-range-generator start #:optional end (step 1))
      (check 'make-range-generator 1 start number? "a number")
      (if end (check 'make-range-generator 2 end real? "a real number"))
      (check 'make-range-generator 3 step number? "a number")
      (let ((number start))
        (lambda ()
          (if (or (not end) (if (< step 0) (> number end) (< number end)))
              (let ((given number))
                (set! number (+ number step))
                given)
              eof))))

    ;; The procedure gets another one, which hands a value out and stops until the next is wanted.
    (define (make-coroutine-generator procedure)
      (check-procedure 'make-coroutine-generator 1 procedure)
      (define leave #f)
      (define resume #f)
      (define (yield value)
        (call-with-current-continuation
          (lambda (continuation)
            (set! resume continuation)
            (leave value))))
      (lambda ()
        (call-with-current-continuation
          (lambda (continuation)
            (set! leave continuation)
            (if resume
                (resume (void))
                (begin
                  (procedure yield)
                  (set! resume (lambda (ignored) (leave eof)))
                  (leave eof)))))))

    (define (list->generator list)
      (check-list 'list->generator 1 list)
      (let ((rest list))
        (lambda ()
          (if (null? rest)
              eof
              (let ((element (car rest)))
                (set! rest (cdr rest))
                element)))))

    ;; The elements at the indices from `from` by the step, before `to`.
    (define (indexed ref sequence from to step)
      (let ((index from))
        (lambda ()
          (if (= index to)
              eof
              (let ((element (ref sequence index)))
                (set! index (+ index step))
                element)))))

    (define* (vector->generator vector #:optional (start 0) (end (and (vector? vector) (vector-length vector))))
      (check 'vector->generator 1 vector vector? "a vector")
      (check-range 'vector->generator 2 start end (vector-length vector))
      (indexed vector-ref vector start end 1))

    (define* (reverse-vector->generator vector #:optional (start 0) (end (and (vector? vector) (vector-length vector))))
      (check 'reverse-vector->generator 1 vector vector? "a vector")
      (check-range 'reverse-vector->generator 2 start end (vector-length vector))
      (indexed vector-ref vector (- end 1) (- start 1) -1))

    (define* (string->generator string #:optional (start 0) (end (and (string? string) (string-length string))))
      (check 'string->generator 1 string string? "a string")
      (check-range 'string->generator 2 start end (string-length string))
      (indexed string-ref string start end 1))

    (define* (bytevector->generator bytes #:optional (start 0) (end (and (bytevector? bytes) (bytevector-length bytes))))
      (check 'bytevector->generator 1 bytes bytevector? "a bytevector")
      (check-range 'bytevector->generator 2 start end (bytevector-length bytes))
      (indexed bytevector-u8-ref bytes start end 1))

    (define (make-for-each-generator for-each)
      (check-procedure 'make-for-each-generator 1 for-each)
      (lambda (collection)
        (make-coroutine-generator (lambda (yield) (for-each yield collection)))))

    (define (make-unfold-generator stop? mapper successor seed)
      (check-procedure 'make-unfold-generator 1 stop?)
      (check-procedure 'make-unfold-generator 2 mapper)
      (check-procedure 'make-unfold-generator 3 successor)
      (lambda ()
        (if (stop? seed)
            eof
            (let ((value (mapper seed)))
              (set! seed (successor seed))
              value))))

    ;; --- from generators to generators

    ;; The last argument is the generator.
    (define (gcons* first . more)
      (let ((rest (cons first more)))
        (check-procedure 'gcons* (length rest) (last rest))
        (lambda ()
          (if (null? (cdr rest))
              ((car rest))
              (let ((value (car rest)))
                (set! rest (cdr rest))
                value)))))

    (define (gappend . generators)
      (check-generators 'gappend 1 generators)
      (lambda ()
        (let loop ()
          (if (null? generators)
              eof
              (let ((value ((car generators))))
                (if (eof-object? value)
                    (begin
                      (set! generators (cdr generators))
                      (loop))
                    value))))))

    (define (gflatten generators)
      (check-procedure 'gflatten 1 generators)
      (let ((current #f))
        (lambda ()
          (let loop ()
            (cond
              ((eof-object? current) eof)
              (current
               (let ((value (current)))
                 (if (eof-object? value)
                     (begin
                       (set! current (generators))
                       (loop))
                     value)))
              (else
               (set! current (generators))
               (loop)))))))

    ;; Lists of count values; the last may be shorter, or is filled up.
    (define* (ggroup generator count #:optional (padding eof))
      (check-procedure 'ggroup 1 generator)
      (check-count 'ggroup 2 count)
      (lambda ()
        (let loop ((left count) (group '()))
          (if (= left 0)
              (reverse group)
              (let ((value (generator)))
                (cond
                  ((not (eof-object? value)) (loop (- left 1) (cons value group)))
                  ((null? group) eof)
                  ((eof-object? padding) (reverse group))
                  (else (append (reverse group) (make-list left padding)))))))))

    ;; Of values that are the same, those of earlier generators come first.
    (define (gmerge less? generator . generators)
      (check-procedure 'gmerge 1 less?)
      (check-generators 'gmerge 2 (cons generator generators))
      (if (null? generators)
          generator
          (let ((right (apply gmerge less? generators)) (a #f) (b #f) (started? #f))
            (lambda ()
              (if (not started?)
                  (begin
                    (set! a (generator))
                    (set! b (right))
                    (set! started? #t)))
              (cond
                ((and (eof-object? a) (eof-object? b)) eof)
                ((or (eof-object? a) (and (not (eof-object? b)) (less? b a)))
                 (let ((value b))
                   (set! b (right))
                   value))
                (else
                 (let ((value a))
                   (set! a (generator))
                   value)))))))

    ;; The next value of each, or #f when one has ended.
    (define (next-values generators)
      (let loop ((rest generators) (values '()))
        (if (null? rest)
            (reverse values)
            (let ((value ((car rest))))
              (if (eof-object? value) #f (loop (cdr rest) (cons value values)))))))

    (define (gmap procedure generator . generators)
      (check-procedure 'gmap 1 procedure)
      (check-generators 'gmap 2 (cons generator generators))
      (if (null? generators)
          (lambda ()
            (let ((value (generator)))
              (if (eof-object? value) eof (procedure value))))
          (let ((generators (cons generator generators)))
            (lambda ()
              (let ((values (next-values generators)))
                (if values (apply procedure values) eof))))))

    ;; (procedure value ... seed) gives a value and the next seed.
    (define (gcombine procedure seed generator . generators)
      (check-procedure 'gcombine 1 procedure)
      (check-generators 'gcombine 3 (cons generator generators))
      (let ((generators (cons generator generators)))
        (lambda ()
          (let ((values (next-values generators)))
            (if values
                (call-with-values
                  (lambda () (apply procedure (append values (list seed))))
                  (lambda (value next)
                    (set! seed next)
                    value))
                eof)))))

    (define (gfilter keep? generator)
      (check-procedure 'gfilter 1 keep?)
      (check-procedure 'gfilter 2 generator)
      (lambda ()
        (let loop ((value (generator)))
          (if (or (eof-object? value) (keep? value)) value (loop (generator))))))

    (define (gremove drop? generator)
      (check-procedure 'gremove 1 drop?)
      (check-procedure 'gremove 2 generator)
      (gfilter (lambda (value) (not (drop? value))) generator))

    ;; (procedure value state) gives whether the value stays, and the next state.
    (define (gstate-filter procedure state generator)
      (check-procedure 'gstate-filter 1 procedure)
      (check-procedure 'gstate-filter 3 generator)
      (lambda ()
        (let loop ((value (generator)))
          (if (eof-object? value)
              eof
              (if (call-with-values
                    (lambda () (procedure value state))
                    (lambda (keep? next)
                      (set! state next)
                      keep?))
                  value
                  (loop (generator)))))))

    (define* (gtake generator count #:optional (padding eof))
      (check-procedure 'gtake 1 generator)
      (check-count 'gtake 2 count)
      (let ((left count))
        (lambda ()
          (if (= left 0)
              eof
              (let ((value (generator)))
                (set! left (- left 1))
                (if (eof-object? value) padding value))))))

    (define (gdrop generator count)
      (check-procedure 'gdrop 1 generator)
      (check-count 'gdrop 2 count)
      (let ((left count))
        (lambda ()
          (let loop ()
            (if (= left 0)
                (generator)
                (begin
                  (set! left (- left 1))
                  (if (eof-object? (generator))
                      (begin
                        (set! left 0)
                        eof)
                      (loop))))))))

    (define (gtake-while keep? generator)
      (check-procedure 'gtake-while 1 keep?)
      (check-procedure 'gtake-while 2 generator)
      (let ((ended? #f))
        (lambda ()
          (if ended?
              eof
              (let ((value (generator)))
                (if (and (not (eof-object? value)) (keep? value))
                    value
                    (begin
                      (set! ended? #t)
                      eof)))))))

    (define (gdrop-while drop? generator)
      (check-procedure 'gdrop-while 1 drop?)
      (check-procedure 'gdrop-while 2 generator)
      (let ((dropping? #t))
        (lambda ()
          (if dropping?
              (let loop ((value (generator)))
                (if (and (not (eof-object? value)) (drop? value))
                    (loop (generator))
                    (begin
                      (set! dropping? #f)
                      value)))
              (generator)))))

    (define* (gdelete object generator #:optional (same? equal?))
      (check-procedure 'gdelete 2 generator)
      (check-procedure 'gdelete 3 same?)
      (gremove (lambda (value) (same? object value)) generator))

    (define* (gdelete-neighbor-dups generator #:optional (same? equal?))
      (check-procedure 'gdelete-neighbor-dups 1 generator)
      (check-procedure 'gdelete-neighbor-dups 2 same?)
      (let ((previous #f) (started? #f))
        (lambda ()
          (let loop ((value (generator)))
            (if (and started? (not (eof-object? value)) (same? previous value))
                (loop (generator))
                (begin
                  (set! started? #t)
                  (set! previous value)
                  value))))))

    ;; The values at the indices that the second generator gives, which must grow.
    (define (gindex values indices)
      (check-procedure 'gindex 1 values)
      (check-procedure 'gindex 2 indices)
      (let ((at 0) (ended? #f))
        (lambda ()
          (let ((index (if ended? eof (indices))))
            (if (eof-object? index)
                eof
                (begin
                  (check-count 'gindex 2 index)
                  (if (< index at) (error "gindex: the indices must grow, got" index))
                  (let loop ((value (values)))
                    (cond
                      ((eof-object? value)
                       (set! ended? #t)
                       eof)
                      ((= at index)
                       (set! at (+ at 1))
                       value)
                      (else
                       (set! at (+ at 1))
                       (loop (values)))))))))))

    ;; The values for which the second generator gives true.
    (define (gselect values truths)
      (check-procedure 'gselect 1 values)
      (check-procedure 'gselect 2 truths)
      (lambda ()
        (let loop ()
          (let* ((value (values)) (truth (truths)))
            (cond
              ((or (eof-object? value) (eof-object? truth)) eof)
              (truth value)
              (else (loop)))))))

    ;; --- using generators

    (define* (generator->reverse-list generator #:optional count)
      (check-procedure 'generator->reverse-list 1 generator)
      (if count (check-count 'generator->reverse-list 2 count))
      (let loop ((list '()) (left (or count -1)))
        (if (= left 0)
            list
            (let ((value (generator)))
              (if (eof-object? value)
                  list
                  (loop (cons value list) (- left 1)))))))

    (define* (generator->list generator #:optional count)
      (check-procedure 'generator->list 1 generator)
      (if count (check-count 'generator->list 2 count))
      (reverse (generator->reverse-list generator count)))

    (define* (generator->vector generator #:optional count)
      (check-procedure 'generator->vector 1 generator)
      (if count (check-count 'generator->vector 2 count))
      (reverse-list->vector (generator->reverse-list generator count)))

    ;; How many values were stored, from the index on.
    (define (generator->vector! vector at generator)
      (check 'generator->vector! 1 vector vector? "a vector")
      (check-at-most 'generator->vector! 2 at (vector-length vector))
      (check-procedure 'generator->vector! 3 generator)
      (let loop ((index at))
        (if (= index (vector-length vector))
            (- index at)
            (let ((value (generator)))
              (if (eof-object? value)
                  (- index at)
                  (begin
                    (vector-set! vector index value)
                    (loop (+ index 1))))))))

    (define* (generator->string generator #:optional count)
      (check-procedure 'generator->string 1 generator)
      (if count (check-count 'generator->string 2 count))
      (let ((characters (generator->reverse-list generator count)))
        (for-each (lambda (value) (check 'generator->string 1 value char? "a generator of characters")) characters)
        (reverse-list->string characters)))

    (define (generator-fold procedure seed generator . generators)
      (check-procedure 'generator-fold 1 procedure)
      (check-generators 'generator-fold 3 (cons generator generators))
      (let ((generators (cons generator generators)))
        (let loop ((seed seed))
          (let ((values (next-values generators)))
            (if values
                (loop (apply procedure (append values (list seed))))
                seed)))))

    (define (generator-for-each procedure generator . generators)
      (check-procedure 'generator-for-each 1 procedure)
      (check-generators 'generator-for-each 2 (cons generator generators))
      (let ((generators (cons generator generators)))
        (let loop ()
          (let ((values (next-values generators)))
            (if values
                (begin
                  (apply procedure values)
                  (loop)))))))

    (define (generator-map->list procedure generator . generators)
      (check-procedure 'generator-map->list 1 procedure)
      (check-generators 'generator-map->list 2 (cons generator generators))
      (generator->list (apply gmap procedure generator generators)))

    (define (generator-find satisfied? generator)
      (check-procedure 'generator-find 1 satisfied?)
      (check-procedure 'generator-find 2 generator)
      (let loop ()
        (let ((value (generator)))
          (cond
            ((eof-object? value) #f)
            ((satisfied? value) value)
            (else (loop))))))

    (define (generator-count satisfied? generator)
      (check-procedure 'generator-count 1 satisfied?)
      (check-procedure 'generator-count 2 generator)
      (let loop ((total 0))
        (let ((value (generator)))
          (cond
            ((eof-object? value) total)
            ((satisfied? value) (loop (+ total 1)))
            (else (loop total))))))

    (define (generator-any satisfied? generator)
      (check-procedure 'generator-any 1 satisfied?)
      (check-procedure 'generator-any 2 generator)
      (let loop ()
        (let ((value (generator)))
          (and (not (eof-object? value))
               (or (satisfied? value) (loop))))))

    (define (generator-every satisfied? generator)
      (check-procedure 'generator-every 1 satisfied?)
      (check-procedure 'generator-every 2 generator)
      (let loop ((result #t))
        (let ((value (generator)))
          (if (eof-object? value)
              result
              (let ((result (satisfied? value)))
                (and result (loop result)))))))

    ;; Calls the unfold with what it takes to go through the generator, and more arguments.
    (define (generator-unfold generator unfold . arguments)
      (check-procedure 'generator-unfold 1 generator)
      (check-procedure 'generator-unfold 2 unfold)
      (apply unfold eof-object? (lambda (value) value) (lambda (value) (generator)) (generator) arguments))

    ;; --- accumulators

    (define (make-accumulator procedure seed finish)
      (check-procedure 'make-accumulator 1 procedure)
      (check-procedure 'make-accumulator 3 finish)
      (let ((state seed))
        (lambda (object)
          (if (eof-object? object)
              (finish state)
              (begin
                (set! state (procedure object state))
                (void))))))

    (define (same object) object)
    (define (count-accumulator) (make-accumulator (lambda (object total) (+ total 1)) 0 same))
    (define (list-accumulator) (make-accumulator cons '() reverse))
    (define (reverse-list-accumulator) (make-accumulator cons '() same))
    (define (vector-accumulator) (make-accumulator cons '() reverse-list->vector))
    (define (reverse-vector-accumulator) (make-accumulator cons '() list->vector))
    (define (sum-accumulator) (make-accumulator + 0 same))
    (define (product-accumulator) (make-accumulator * 1 same))

    (define (string-accumulator)
      (make-accumulator
        (lambda (character list)
          (check 'string-accumulator 1 character char? "a character")
          (cons character list))
        '()
        reverse-list->string))

    (define (byte? object) (and (exact-integer? object) (<= 0 object 255)))

    (define (bytevector-accumulator)
      (make-accumulator
        (lambda (byte list)
          (check 'bytevector-accumulator 1 byte byte? "an exact integer from 0 to 255")
          (cons byte list))
        '()
        (lambda (list) (apply bytevector (reverse list)))))

    ;; Stores from the index on, and gives the vector.
    (define (storing operation sequence at length set)
      (check-at-most operation 2 at length)
      (make-accumulator
        (lambda (object index)
          (if (= index length)
              (error (string-append (symbol->string operation) ": there is no room for") object))
          (set sequence index object)
          (+ index 1))
        at
        (lambda (index) sequence)))

    (define (vector-accumulator! vector at)
      (check 'vector-accumulator! 1 vector vector? "a vector")
      (storing 'vector-accumulator! vector at (vector-length vector) vector-set!))

    (define (bytevector-accumulator! bytes at)
      (check 'bytevector-accumulator! 1 bytes bytevector? "a bytevector")
      (storing 'bytevector-accumulator! bytes at (bytevector-length bytes) bytevector-u8-set!))))
