; Lists, vectors, bytevectors, tables, parameters, case-lambda: what no program of the other folders calls.
;peer: none, half of the procedures are ours
(import (scheme base) (scheme write) (scheme case-lambda) (scheme lazy)
        (only (ouro base) subvector delete-duplicates append-reverse make-eq-table make-eqv-table make-equal-table
              table-set! table-delete! table-ref table-clear! table-count assert sort sort! list-sort reduce)
        (only (ouro primitives) table-kind table-version bytevector-fill! parameter? parameter-converter
              convert-parameter with-parameter make-parameter-object make-case-lambda no-matching-clause
              assertion-failed raise-wrong-type vectors-at))
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
; Lists.
(define circle (list 1 2))
(set-cdr! (cdr circle) circle)
(fails (list-copy circle))                       ;=> list-copy: argument 1 must be a list that ends, got #0=(1 2 . #0#)
(show (list-copy '(1 2 . 3)) (list-copy 5))      ;=> (1 2 . 3) 5
(fails (length circle))                          ;=> length: argument 1 must be a list, got #0=(1 2 . #0#)
(fails (assq 'c '((a 1) b (c 2))))               ;=> assq: argument 2 must be a list of pairs, got ((a 1) b (c 2))
(fails (assv 'c '((a 1) b (c 2))))               ;=> assv: argument 2 must be a list of pairs, got ((a 1) b (c 2))
(fails (assoc 'c '((a 1) b (c 2))))              ;=> assoc: argument 2 must be a list of pairs, got ((a 1) b (c 2))
(fails (list-tail '(1 2) 3))                     ;=> list-tail: argument 2 must be at most 2, the length of the list, got 3
(fails (list-ref '(1 2) -1))                     ;=> list-ref: argument 2 must be an index, 0 or more, got -1
(fails (make-list 'three))                       ;=> make-list: argument 1 must be an index, got three
(fails (sort 5 <))                               ;=> sort: argument 1 must be a list or a vector, got 5
(fails (raise-wrong-type 'juggle 3 "ball" "a club"))                        ;=> juggle: argument 3 must be a club, got "ball"
; Vectors.
(show (subvector #(a b c d) 1 3) (subvector #(a b) 2 2))                    ;=> #(b c) #()
(fails (subvector #(a b c d) 3 2))               ;=> subvector: argument 2 must be at most 2, the end of the range, got 3
(fails (subvector '(a) 0 1))                     ;=> subvector: argument 1 must be a vector, got (a)
(define piece (make-vector 3000000 0))
(fails (apply vector-append (make-list 800 piece)))                         ;=> vector-append: a vector of 2400000000 elements is too long
(fails (vector-append #(1) '(2)))                ;=> vector-append: argument 2 must be a vector, got (2)
(show (vectors-at '(#(1 2) #(3 4)) 1))           ;=> (2 4)
(fails (vectors-at '(#(1 2) "34") 1))            ;=> vectors-at: argument 1 must be a vector, got "34"
; Bytevectors.
(define bytes (bytevector 1 2 3 4))
(bytevector-fill! bytes 9 1 3)
(show bytes)                                     ;=> #u8(1 9 9 4)
(bytevector-fill! bytes 255)
(show bytes)                                     ;=> #u8(255 255 255 255)
(fails (bytevector-fill! bytes 256))             ;=> bytevector-fill!: argument 2 must be a byte, 0 to 255, got 256
(fails (bytevector-fill! bytes 0 3 5))           ;=> bytevector-fill!: argument 4 must be at most 4, the length, got 5
(fails (bytevector-append bytes "5"))            ;=> bytevector-append: argument 2 must be a bytevector, got "5"
(define part (make-bytevector 30000000))
(fails (apply bytevector-append (make-list 80 part)))                       ;=> bytevector-append: a bytevector of 2400000000 bytes is too long
(fails (make-bytevector (expt 2 80)))            ;=> make-bytevector: argument 1 must be an index, 0 or more, got 1208925819614629174706176
; Tables say how they compare keys; their version grows with each change.
(define table (make-equal-table))
(show (table-kind table) (table-kind (make-eqv-table)) (table-kind (make-eq-table)))  ;=> equal? eqv? eq?
(define (grows change)
  (let ((before (table-version table)))
    (change)
    (> (table-version table) before)))
(show (grows (lambda () (table-set! table "a" 1))) (grows (lambda () (table-set! table "b" 2)))
      (grows (lambda () (table-delete! table "a"))) (grows (lambda () (table-clear! table))))               ;=> #t #t #t #t
(show (grows (lambda () (table-ref table "a" 0))) (grows (lambda () (table-count table))))                  ;=> #f #f
(fails (table-kind '()))                         ;=> table-kind: argument 1 must be a table, got ()
(fails (table-ref table "a"))                    ;=> table-ref: the table has no key "a"
; Parameters.
(define plain (make-parameter 1))
(define doubled (make-parameter 2 (lambda (value) (* 2 value))))
(show (parameter? plain) (parameter? car) (plain) (doubled))                ;=> #t #f 1 4
(show (parameter-converter plain) (procedure? (parameter-converter doubled)))         ;=> #f #t
(show (convert-parameter doubled 5) (convert-parameter plain 5))            ;=> 10 5
(show (with-parameter doubled 5 (lambda () (doubled))) (doubled))           ;=> 5 4
(fails (parameter-converter car))                ;=> parameter-converter: argument 1 must be a parameter, got #<procedure car>
(fails (convert-parameter 'plain 1))             ;=> parameterize: expected a parameter, got plain
(fails (with-parameter 'plain 1 list))           ;=> with-parameter: argument 1 must be a parameter, got plain
(fails (plain 1))                                ;=> a parameter takes 0 arguments, got 1
; Several procedures as one.
(define count (make-case-lambda (lambda () 'none) (lambda (a) 'one) (lambda (a b . rest) 'many)))
(show (count) (count 1) (count 1 2) (count 1 2 3))                          ;=> none one many many
(fails (make-case-lambda (lambda () 1) car))     ;=> make-case-lambda: argument 2 must be a closure, got #<procedure car>
(define few (make-case-lambda (lambda () 'none) (lambda (a) 'one)))
(fails (few 1 2))                                ;=> a case-lambda has no clause for 2 arguments
(define chosen (case-lambda ((a) 1) ((a b c) 3)))
(show (chosen 1) (chosen 1 2 3))                 ;=> 1 3
(fails (chosen 1 2))                             ;=> the procedure takes 1 or 3 arguments, got 2
(fails (chosen))                                 ;=> the procedure takes 1 or 3 arguments, got 0
(fails (chosen 1 2 3 4 5))                       ;=> the procedure takes 1 or 3 arguments, got 5
(fails (apply chosen (list 1 2 3 4)))            ;=> the procedure takes 1 or 3 arguments, got 4
(define open (case-lambda ((a b) 2) (() 0) ((a b c d . e) (list a b c d e))))
(show (open) (open 1 2) (open 1 2 3 4) (open 1 2 3 4 5 6))          ;=> 0 2 (1 2 3 4 ()) (1 2 3 4 (5 6))
(fails (open 1))                                 ;=> the procedure takes 0, 2 or at least 4 arguments, got 1
(fails (open 1 2 3))                             ;=> the procedure takes 0, 2 or at least 4 arguments, got 3
(define near (case-lambda ((a) 1) ((a b) 2) ((a b . c) 3)))
(show (near 1) (near 1 2) (near 1 2 3))          ;=> 1 2 3
(fails (near))                                   ;=> near takes at least 1 argument, got 0
(fails (no-matching-clause "1 or 3" "(f)"))               ;=> the procedure takes 1 or 3, got another number
(fails (no-matching-clause "1 or 3" "(f)" '(1 2) 3))      ;=> the procedure takes 1 or 3, got 3
(fails (no-matching-clause "1 or 3" "(f)" '(1 . 2)))      ;=> no-matching-clause: argument 3 must be a list, got (1 . 2)
; Assertions and promises.
(fails (assert (= 1 2)))                         ;=> assertion failed: (= 1 2)
(show (begin (assert (memv 2 '(1 2 3))) 'holds)) ;=> holds
(fails (force (delay-force 5)))                  ;=> delay-force: the expression must give a promise, got 5
; Variables that have no value yet.
(define (early) (letrec ((first (lambda () second)) (second (first))) second))
(fails (early))                                  ;=> variable used before it has a value: second
(fails (with-exception-handler 'none list))      ;=> with-exception-handler: argument 1 must be a procedure, got none
