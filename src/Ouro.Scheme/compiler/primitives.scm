;;; What the passes know about primitives beyond their declarations.
;;;
;;; Declarations give argument counts, effects, and whether a call on constants may be evaluated early
;;; (primitive-info). Here: which ones cannot fail, which always give a boolean, which give several values or
;;; call back into guest code and so must be called as procedures.

(define-library (ouro compiler primitives)
  (import (ouro base) (only (ouro primitives) primitive-info))
  (export total-primitive? boolean-primitive? called-primitive? foldable-primitive? one-value-primitive
          reading-primitive?
          primitive-exists? primitive-accepts?)
  (begin
    (define facts-by-name (make-eq-table))

    (define (declare! fact names)
      (for-each (lambda (name)
                  (table-set! facts-by-name name (cons fact (table-ref facts-by-name name '()))))
                names))

    (define (primitive-fact? fact name)
      (and (memq fact (table-ref facts-by-name name '())) #t))

    ;; Takes anything, reads nothing that changes, cannot fail: it may be dropped when nobody wants its value.
    (define (total-primitive? name) (primitive-fact? 'total name))

    (define (boolean-primitive? name) (primitive-fact? 'boolean name))

    (declare! 'total
      '(eq? eqv? not null? pair? absent? symbol? string? char? vector? bytevector? procedure? boolean?
        number? integer? rational? real? complex? exact-integer? eof-object? default-object? record?
        cons list vector box unbound values void))

    (declare! 'boolean
      '(eq? eqv? equal? not null? pair? absent? symbol? string? char? vector? bytevector? procedure? boolean?
        number? integer? rational? real? complex? exact-integer? exact? inexact? eof-object? record?
        < > <= >= = zero? positive? negative? even? odd? list? table? box? promise? condition?
        char=? char<? char>? char<=? char>=? string=? string<? string>? string<=? string>=?
        less less-or-equal number-equal port? input-port? output-port? symbol=? boolean=?
        char-alphabetic? char-numeric? char-whitespace? char-upper-case? char-lower-case?))

    ;; Their result may be several values.
    (declare! 'several
      '(values floor/ truncate/ exact-integer-sqrt call-with-values dynamic-wind apply
        call-with-current-continuation))

    ;; Every effect there is: it calls guest code.
    (define all-effects 262143)

    ;; Whether it must be called as a procedure, with an activation of its own.
    (define (called-primitive? name)
      (or (primitive-fact? 'several name)
          (let ((info (primitive-info name)))
            (and info (= (vector-ref info 3) all-effects)))))

    ;; The primitive that does the same and gives the first of several values, or #f. It needs no activation of its own.
    (define (one-value-primitive name) (and (eq? name 'host-use) 'host-use-one))

    ;; Whether it writes nothing and does not reach outside: reads are at the even bits from 0 to 14, allocation is
    ;; bit 17.
    (define (reading-primitive? name)
      (let ((info (primitive-info name)))
        (and info
             (let loop ((effects (vector-ref info 3)) (bit 0))
               (or (= effects 0)
                   (and (or (even? effects) (and (even? bit) (< bit 16)) (= bit 17))
                        (loop (quotient effects 2) (+ bit 1))))))))

    (define (primitive-exists? name) (and (primitive-info name) #t))

    (define (primitive-accepts? name count)
      (let ((info (primitive-info name)))
        (and info
             (>= count (vector-ref info 0))
             (or (< (vector-ref info 1) 0)
                 (<= count (vector-ref info 1))))))

    ;; Results of these can be much larger than their arguments.
    (define growing '(expt exact-integer-sqrt make-string make-vector make-bytevector make-list
                      arithmetic-shift number->string exact))

    (define (foldable-primitive? name)
      (let ((info (primitive-info name)))
        (and info (vector-ref info 2) (not (memq name growing)))))))
