; Opcodes as procedures: each row that gives a value, or takes values only, is a primitive of the same name.
;peer: none, the names are ours
(import (scheme base) (scheme write)
        (only (ouro primitives) add subtract multiply divide add-immediate less less-or-equal greater
              greater-or-equal number-equal char-equal char-less absent? box box-ref box-set box? record? record-ref
              record-set! make-record-type fixnum? void))

(define-syntax show
  (syntax-rules () ((_ expression ...) (begin (begin (write expression) (display " ")) ... (newline)))))
(define-syntax fails
  (syntax-rules ()
    ((_ expression)
     (begin
       (display
         (guard (problem ((error-object? problem)
                          (display (error-object-message problem))
                          (for-each (lambda (irritant) (display " ") (write irritant))
                            (error-object-irritants problem))
                          ""))
           expression
           "no error"))
       (newline)))))
; As values, so that they are called as procedures.
(define arithmetic (list add subtract multiply divide))
(define comparisons (list less less-or-equal greater greater-or-equal number-equal))
(define (all procedures left right) (map (lambda (procedure) (procedure left right)) procedures))
(show (all arithmetic 7 2))                      ;=> (9 5 14 7/2)
(show (all arithmetic 7.5 2))                    ;=> (9.5 5.5 15.0 3.75)
(show (all arithmetic 1/3 1/6))                  ;=> (1/2 1/6 1/18 2)
(show (all comparisons 1 2))                     ;=> (#t #t #f #f #f)
(show (all comparisons 2 2))                     ;=> (#f #t #f #t #t)
(show (all comparisons 3 2.5))                   ;=> (#f #f #t #t #f)
(show (all comparisons 1/2 0.5))                 ;=> (#f #t #f #t #t)
; A fixnum has 64 bits; beyond, the sum is still exact.
(define greatest (- (expt 2 63) 1))
(show (fixnum? greatest) (fixnum? (add greatest 1)))                        ;=> #t #f
(show (all arithmetic greatest 1) )              ;=> (9223372036854775808 9223372036854775806 9223372036854775807 9223372036854775807)
(show (subtract (- greatest) 2))                 ;=> -9223372036854775809
(show (multiply greatest greatest))              ;=> 85070591730234615847396907784232501249
(define add-small (vector-ref (vector add-immediate) 0))
(show (add-small 40 2) (add-small 40 -128) (add-small 1/2 127))             ;=> 42 -88 255/2
(show (add-small greatest 1))                    ;=> 9223372036854775808
(fails (add-small 1 128))                        ;=> add-immediate: argument 2 must be an integer from -128 to 127, got 128
(fails (add-small 1 (expt 10 30)))               ;=> add-immediate: argument 2 must be an integer from -128 to 127, got 1000000000000000000000000000000
(fails (add-small 1 1.0))                        ;=> add-immediate: argument 2 must be an exact integer, got 1.0
(fails ((car arithmetic) 1 'two))                ;=> add: argument 2 must be a number, got two
(fails ((cadr arithmetic) "1" 2))                ;=> subtract: argument 1 must be a number, got "1"
(fails ((list-ref arithmetic 2) 1 #f))           ;=> multiply: argument 2 must be a number, got #f
(fails ((list-ref arithmetic 3) 1 0))            ;=> divide: division by zero of 1
(fails ((car comparisons) 'a 1))                 ;=> less: argument 1 must be a real number, got a
(fails ((cadr comparisons) 1 #\a))               ;=> less-or-equal: argument 2 must be a real number, got #\a
(fails ((list-ref comparisons 2) "" 1))          ;=> greater: argument 1 must be a real number, got ""
(fails ((list-ref comparisons 3) 1 '()))         ;=> greater-or-equal: argument 2 must be a real number, got ()
(fails ((list-ref comparisons 4) 1 'x))          ;=> number-equal: argument 2 must be a number, got x
; Characters.
(define characters (list char-equal char-less))
(show (all characters #\a #\a) (all characters #\a #\b) (all characters #\b #\a))   ;=> (#t #f) (#f #t) (#f #f)
(fails ((car characters) #\a "a"))               ;=> char-equal: argument 2 must be a character, got "a"
(fails ((cadr characters) 97 #\a))               ;=> char-less: argument 1 must be a character, got 97
; Boxes.
(define boxes (list box box-ref box-set box?))
(define content (cadr boxes))
(define set-content! (list-ref boxes 2))
(define cell ((car boxes) 'first))
(show (content cell) ((list-ref boxes 3) cell) ((list-ref boxes 3) '(first)))       ;=> first #t #f
(set-content! cell 'second)
(show (content cell))                            ;=> second
(fails (content '(second)))                      ;=> box-ref: argument 1 must be a box, got (second)
(fails (set-content! 5 'third))                  ;=> box-set: argument 1 must be a box, got 5
; Records.
(define records (list record? record-ref record-set!))
(define field (cadr records))
(define set-field! (list-ref records 2))
(define-record-type point (make-point x y) point? (x point-x) (y point-y set-point-y!))
(define p (make-point 1 2))
(show ((car records) p point) ((car records) 5 point) ((car records) p (make-record-type 'point #(x y)))) ;=> #t #f #f
(show (field p point 0) (field p point 1))       ;=> 1 2
(set-field! p point 7 1)
(show (point-x p) (point-y p))                   ;=> 1 7
(fails (field p point 2))                        ;=> record-ref: argument 3 must be an index from 0 to 1, got 2
(fails (field p 'point 0))                       ;=> record-ref: argument 2 must be a record type, got point
(fails (field 'p point 0))                       ;=> point-x: argument 1 must be a record of type point, got p
(fails (field p point (expt 2 40)))              ;=> record-ref: argument 3 must be an integer from -2147483648 to 2147483647, got 1099511627776
(fails (set-field! 'p point 7 0))                ;=> record-set!: argument 1 must be a record of type point, got p
(fails (make-record-type 'pair '#(car "cdr")))   ;=> make-record-type: argument 2 must be a vector of symbols, got #(car "cdr")
; Arguments that were not given: only optional parameters can hold them.
(define tests (list absent? null? pair? not))
(show (map (lambda (test) (test '())) tests))    ;=> (#f #t #f #f)
; Pairs, vectors, strings.
(define changers (list set-car! set-cdr! vector-set!))
(define pair (list 1 2))
((car changers) pair 'one)
((cadr changers) pair 'two)
(show pair)                                      ;=> (one . two)
(fails ((car changers) '() 1))                   ;=> set-car!: argument 1 must be a pair, got ()
(fails ((cadr changers) 5 1))                    ;=> set-cdr!: argument 1 must be a pair, got 5
(fails ((car changers) '(a b) 1))                ;=> set-car!: argument 1 is a constant and cannot be changed: (a b)
(fails ((cadr changers) '(a b) 1))               ;=> set-cdr!: argument 1 is a constant and cannot be changed: (a b)
(define elements (vector 'a 'b))
((list-ref changers 2) elements 1 'c)
(define readers (list vector-ref string-ref))
(show elements ((car readers) elements 1) ((cadr readers) "xyz" 2))          ;=> #(a c) c #\z
(fails ((car readers) elements 2))               ;=> vector-ref: argument 2 must be an index from 0 to 1, got 2
(fails ((car readers) #() 0))                    ;=> vector-ref: argument 2 must be an index, but there are no elements, got 0
(fails ((car readers) elements 1.0))             ;=> vector-ref: argument 2 must be an index, got 1.0
(fails ((cadr readers) "xyz" -1))                ;=> string-ref: argument 2 must be an index from 0 to 2, got -1
(fails ((cadr readers) "xyz" 'x))                ;=> string-ref: argument 2 must be an index, got x
(fails ((list-ref changers 2) '#(1 2) 0 0))      ;=> vector-set!: argument 1 is a constant and cannot be changed: #(1 2)
; The value that nobody asked for: one object, however it is come by.
(define nothing (list void))
(show (eq? ((car nothing)) ((car nothing))) (eq? ((car nothing)) (if #f #f)) (eq? ((car nothing)) #f))      ;=> #t #t #f
