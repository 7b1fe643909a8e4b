;;; SRFI 41: streams, lists whose elements and rests are computed when they are asked for.
;;;
;;; A stream is a record around a promise of its first cell, which is '() or a cell of two: a promise of the element, and
;;; the stream of the rest. A chain of streams that are only known to be other streams runs in constant space, as
;;; promises made with delay-force do.

(define-library (srfi 41)
  (import (ouro base) (ouro library check))
  (include-library-declarations "41-exports.scm")
  (begin
    (define-record-type stream-object (make-stream promise) stream? (promise stream-promise))
    (define-record-type cell (make-cell element rest) cell? (element cell-element) (rest cell-rest))

    (define stream-null (make-stream (make-promise '())))

    ;; The stream that the expression gives, once it is asked for.
    (define-syntax stream-lazy
      (syntax-rules ()
        ((_ expression) (make-stream (delay-force (promise-of expression))))))

    (define (promise-of object)
      (if (stream? object)
          (stream-promise object)
          (error "stream: the body of a stream must give a stream, got" object)))

    (define-syntax stream-cons
      (syntax-rules ()
        ((_ element rest) (make-stream (make-promise (make-cell (delay element) (stream-lazy rest)))))))

    (define (content stream) (force (stream-promise stream)))
    (define (stream-null? object) (and (stream? object) (null? (content object))))
    (define (stream-pair? object) (and (stream? object) (cell? (content object))))

    (define (cell-of stream operation)
      (check operation 1 stream stream? "a stream")
      (let ((cell (content stream)))
        (if (null? cell) (error (string-append (symbol->string operation) ": the stream is empty")))
        cell))

    (define (stream-car stream) (force (cell-element (cell-of stream 'stream-car))))
    (define (stream-cdr stream) (cell-rest (cell-of stream 'stream-cdr)))

    (define-syntax stream-lambda
      (syntax-rules ()
        ((_ parameters . body) (lambda parameters (stream-lazy (let () . body))))))

    (define-syntax define-stream
      (syntax-rules ()
        ((_ (name . parameters) . body) (define name (stream-lambda parameters . body)))))

    (define-syntax stream-let
      (syntax-rules ()
        ((_ name ((variable value) ...) . body)
         ((letrec ((name (stream-lambda (variable ...) . body))) name) value ...))))

    (define-syntax stream
      (syntax-rules ()
        ((_) stream-null)
        ((_ element . more) (stream-cons element (stream . more)))))

    ;; --- from and to other things

    (define (list->stream list)
      (check-list 'list->stream 1 list)
      (stream-let loop ((rest list))
        (if (null? rest) stream-null (stream-cons (car rest) (loop (cdr rest))))))

    (define (port->stream . port)
      (let ((port (if (pair? port) (car port) (current-input-port))))
        (check 'port->stream 1 port input-port? "an input port")
        (stream-let loop ()
          (let ((character (read-char port)))
            (if (eof-object? character) stream-null (stream-cons character (loop)))))))

    ;; (stream->list stream) or (stream->list count stream)
    (define (stream->list first . more)
      (let ((count (and (pair? more) first)) (stream (if (pair? more) (car more) first)))
        (if count (check-count 'stream->list 1 count))
        (check 'stream->list (if count 2 1) stream stream? "a stream")
        (let loop ((left (or count -1)) (rest stream) (results '()))
          (if (or (= left 0) (stream-null? rest))
              (reverse results)
              (loop (- left 1) (stream-cdr rest) (cons (stream-car rest) results))))))

    ;; --- making

    (define (stream-constant . elements)
      (if (null? elements)
          stream-null
          (stream-let loop ((rest elements))
            (if (null? rest) (loop elements) (stream-cons (car rest) (loop (cdr rest)))))))

    (define (stream-from first . step)
      (let ((step (if (pair? step) (car step) 1)))
        (check 'stream-from 1 first number? "a number")
        (check 'stream-from 2 step number? "a number")
        (stream-let loop ((number first))
          (stream-cons number (loop (+ number step))))))

    (define (stream-range first past . step)
      (check 'stream-range 1 first real? "a real number")
      (check 'stream-range 2 past real? "a real number")
      (let* ((step (cond ((pair? step) (car step)) ((< first past) 1) (else -1)))
             (before? (if (< step 0) > <)))
        (check 'stream-range 3 step real? "a real number")
        (stream-let loop ((number first))
          (if (before? number past) (stream-cons number (loop (+ number step))) stream-null))))

    (define (stream-iterate procedure base)
      (check-procedure 'stream-iterate 1 procedure)
      (stream-let loop ((base base))
        (stream-cons base (loop (procedure base)))))

    (define (stream-unfold mapper continue? successor base)
      (check-procedure 'stream-unfold 1 mapper)
      (check-procedure 'stream-unfold 2 continue?)
      (check-procedure 'stream-unfold 3 successor)
      (stream-let loop ((base base))
        (if (continue? base) (stream-cons (mapper base) (loop (successor base))) stream-null)))

    ;; The generator gives the next seed and, for each stream, (element), #f for nothing now, or () for its end. There
    ;; are as many streams as it gives values after the seed.
    (define (stream-unfolds generator seed)
      (check-procedure 'stream-unfolds 1 generator)
      (let* ((states (stream-let loop ((seed seed))
                       (call-with-values
                         (lambda () (generator seed))
                         (lambda (next . results) (stream-cons results (loop next))))))
             (count (length (stream-car states))))
        (define (output index)
          (stream-let loop ((states states))
            (let ((result (list-ref (stream-car states) index)))
              (cond
                ((pair? result) (stream-cons (car result) (loop (stream-cdr states))))
                ((null? result) stream-null)
                (else (loop (stream-cdr states)))))))
        (apply values (map output (iota count)))))

    ;; --- parts

    (define (stream-drop count stream)
      (check-count 'stream-drop 1 count)
      (check 'stream-drop 2 stream stream? "a stream")
      (stream-let loop ((count count) (rest stream))
        (if (or (= count 0) (stream-null? rest)) rest (loop (- count 1) (stream-cdr rest)))))

    (define (stream-take count stream)
      (check-count 'stream-take 1 count)
      (check 'stream-take 2 stream stream? "a stream")
      (stream-let loop ((count count) (rest stream))
        (if (or (= count 0) (stream-null? rest))
            stream-null
            (stream-cons (stream-car rest) (loop (- count 1) (stream-cdr rest))))))

    (define (stream-drop-while drop? stream)
      (check-procedure 'stream-drop-while 1 drop?)
      (check 'stream-drop-while 2 stream stream? "a stream")
      (stream-let loop ((rest stream))
        (if (and (stream-pair? rest) (drop? (stream-car rest))) (loop (stream-cdr rest)) rest)))

    (define (stream-take-while take? stream)
      (check-procedure 'stream-take-while 1 take?)
      (check 'stream-take-while 2 stream stream? "a stream")
      (stream-let loop ((rest stream))
        (if (and (stream-pair? rest) (take? (stream-car rest)))
            (stream-cons (stream-car rest) (loop (stream-cdr rest)))
            stream-null)))

    (define (stream-filter keep? stream)
      (check-procedure 'stream-filter 1 keep?)
      (check 'stream-filter 2 stream stream? "a stream")
      (stream-let loop ((rest stream))
        (cond
          ((stream-null? rest) stream-null)
          ((keep? (stream-car rest)) (stream-cons (stream-car rest) (loop (stream-cdr rest))))
          (else (loop (stream-cdr rest))))))

    (define (stream-ref stream index)
      (check 'stream-ref 1 stream stream? "a stream")
      (check-count 'stream-ref 2 index)
      (let loop ((rest stream) (left index))
        (cond
          ((stream-null? rest) (error "stream-ref: the stream has no element" index))
          ((= left 0) (stream-car rest))
          (else (loop (stream-cdr rest) (- left 1))))))

    (define (stream-length stream)
      (check 'stream-length 1 stream stream? "a stream")
      (let loop ((rest stream) (total 0))
        (if (stream-null? rest) total (loop (stream-cdr rest) (+ total 1)))))

    (define (stream-reverse stream)
      (check 'stream-reverse 1 stream stream? "a stream")
      (stream-let loop ((rest stream) (reversed stream-null))
        (if (stream-null? rest)
            reversed
            (loop (stream-cdr rest) (let ((element (stream-car rest))) (stream-cons element reversed))))))

    ;; --- several

    (define (check-streams operation streams)
      (let loop ((rest streams) (position 2))
        (if (pair? rest)
            (begin
              (check operation position (car rest) stream? "a stream")
              (loop (cdr rest) (+ position 1))))))

    (define (stream-append . streams)
      (check-streams 'stream-append streams)
      (stream-let loop ((streams streams))
        (cond
          ((null? streams) stream-null)
          ((null? (cdr streams)) (car streams))
          ((stream-null? (car streams)) (loop (cdr streams)))
          (else
           (stream-cons (stream-car (car streams)) (loop (cons (stream-cdr (car streams)) (cdr streams))))))))

    (define (stream-concat streams)
      (check 'stream-concat 1 streams stream? "a stream")
      (stream-let loop ((streams streams))
        (cond
          ((stream-null? streams) stream-null)
          ((not (stream? (stream-car streams)))
           (error "stream-concat: expected a stream of streams, got the element" (stream-car streams)))
          ((stream-null? (stream-car streams)) (loop (stream-cdr streams)))
          (else
           (let ((first (stream-car streams)))
             (stream-cons (stream-car first)
               (loop (stream-cons (stream-cdr first) (stream-cdr streams)))))))))

    (define (stream-map procedure stream . streams)
      (check-procedure 'stream-map 1 procedure)
      (check-streams 'stream-map (cons stream streams))
      (stream-let loop ((streams (cons stream streams)))
        (if (any stream-null? streams)
            stream-null
            (stream-cons (apply procedure (map stream-car streams)) (loop (map stream-cdr streams))))))

    (define (stream-for-each procedure stream . streams)
      (check-procedure 'stream-for-each 1 procedure)
      (check-streams 'stream-for-each (cons stream streams))
      (let loop ((streams (cons stream streams)))
        (if (not (any stream-null? streams))
            (begin
              (apply procedure (map stream-car streams))
              (loop (map stream-cdr streams))))))

    (define (stream-zip stream . streams)
      (let loop ((rest (cons stream streams)) (position 1))
        (if (pair? rest)
            (begin
              (check 'stream-zip position (car rest) stream? "a stream")
              (loop (cdr rest) (+ position 1)))))
      (apply stream-map list stream streams))

    (define (stream-fold procedure base stream)
      (check-procedure 'stream-fold 1 procedure)
      (check 'stream-fold 3 stream stream? "a stream")
      (let loop ((base base) (rest stream))
        (if (stream-null? rest) base (loop (procedure base (stream-car rest)) (stream-cdr rest)))))

    (define (stream-scan procedure base stream)
      (check-procedure 'stream-scan 1 procedure)
      (check 'stream-scan 3 stream stream? "a stream")
      (stream-let loop ((base base) (rest stream))
        (if (stream-null? rest)
            (stream-cons base stream-null)
            (stream-cons base (loop (procedure base (stream-car rest)) (stream-cdr rest))))))

    ;; --- forms

    ;; (stream-of expression clause ...): a clause is (name in stream), (name is expression) or a test.
    (define-syntax stream-of
      (syntax-rules ()
        ((_ expression . clauses) (stream-of-clauses expression stream-null . clauses))))

    ;; after: the stream of what comes when the clauses give no more.
    (define-syntax stream-of-clauses
      (syntax-rules (in is)
        ((_ expression after) (stream-cons expression after))
        ((_ expression after (name in source) . clauses)
         (stream-let loop ((rest source))
           (if (stream-null? rest)
               after
               (let ((name (stream-car rest)))
                 (stream-of-clauses expression (loop (stream-cdr rest)) . clauses)))))
        ((_ expression after (name is value) . clauses)
         (let ((name value)) (stream-of-clauses expression after . clauses)))
        ((_ expression after test . clauses)
         (if test (stream-of-clauses expression after . clauses) after))))

    ;; (stream-match stream (pattern [fender] expression) ...): a pattern is (), (pattern ...), (pattern ... . rest), a
    ;; name or _.
    (define-syntax stream-match
      (syntax-rules ()
        ((_ stream clause ...)
         (let ((matched stream))
           (check 'stream-match 1 matched stream? "a stream")
           (match-clauses matched clause ...)))))

    (define-syntax match-clauses
      (syntax-rules ()
        ((_ matched) (error "stream-match: no pattern matches the stream"))
        ((_ matched clause more ...)
         (let ((otherwise (lambda () (match-clauses matched more ...))))
           (match-clause matched otherwise clause)))))

    (define-syntax match-clause
      (syntax-rules ()
        ((_ matched otherwise (pattern expression))
         (match-pattern matched pattern expression (otherwise)))
        ((_ matched otherwise (pattern fender expression))
         (match-pattern matched pattern (if fender expression (otherwise)) (otherwise)))))

    (define-syntax match-pattern
      (syntax-rules (_)
        ((match-pattern matched () yes no) (if (stream-null? matched) yes no))
        ((match-pattern matched (_ . rest) yes no)
         (if (stream-pair? matched)
             (let ((after (stream-cdr matched))) (match-pattern after rest yes no))
             no))
        ((match-pattern matched (name . rest) yes no)
         (if (stream-pair? matched)
             (let ((name (stream-car matched)) (after (stream-cdr matched))) (match-pattern after rest yes no))
             no))
        ((match-pattern matched _ yes no) yes)
        ((match-pattern matched name yes no) (let ((name matched)) yes))))))
