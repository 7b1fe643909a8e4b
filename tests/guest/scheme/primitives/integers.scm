; Primitives on integers: divisions with two results, bits, roots.
(import (scheme base) (scheme write)
        (only (ouro base) bitwise-and bitwise-ior bitwise-xor bitwise-not arithmetic-shift bit-count integer-length
              fixnum? flonum? exact-rational? inexact->exact)
        (only (ouro primitives) exact-nonnegative-integer? exact-integer-square-root)
        (prefix (only (ouro primitives) floor/ truncate/ exact-integer-sqrt) machine-))
;peer: none, the bitwise procedures are ours

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
; The standard's own table of examples.
(define (both divide n d) (call-with-values (lambda () (divide n d)) list))
(define (divisions divide) (list (both divide 5 2) (both divide -5 2) (both divide 5 -2) (both divide -5 -2)))
(show (divisions floor/))                        ;=> ((2 1) (-3 1) (-3 -1) (2 -1))
(show (divisions truncate/))                     ;=> ((2 1) (-2 -1) (-2 1) (2 -1))
(show (both truncate/ -5.0 2))                   ;=> (-2.0 -1.0)
(define (parts floor truncate n d) (list (floor n d) (truncate n d)))
(show (parts floor-quotient truncate-quotient -7 2) (parts floor-remainder truncate-remainder -7 2))   ;=> (-4 -3) (1 -1)
(show (parts floor-quotient truncate-quotient 7 -2) (parts floor-remainder truncate-remainder 7 -2))   ;=> (-4 -3) (-1 1)
; The one quotient of fixnums that is none.
(define least (- (expt 2 63)))
(show (truncate-quotient least -1) (truncate-remainder least -1))           ;=> 9223372036854775808 0
(show (floor-quotient least -1) (floor-remainder least -1))                 ;=> 9223372036854775808 0
(show (floor-quotient (expt 10 30) -7) (floor-remainder (expt 10 30) -7))   ;=> -142857142857142857142857142858 -6
(fails (floor/ 1 0))                             ;=> floor/: division by zero of 1
(fails (truncate/ 1 0))                          ;=> truncate/: division by zero of 1
; Each is named as it is written, compiled or called as a procedure.
(fails (floor-remainder 1.5 1))                  ;=> floor-remainder: argument 1 must be an integer, got 1.5
(fails (truncate-remainder 1 'one))              ;=> truncate-remainder: argument 2 must be an integer, got one
(fails (apply floor-remainder '(1.5 1)))         ;=> floor-remainder: argument 1 must be an integer, got 1.5
(fails (apply truncate-remainder '(1 one)))      ;=> truncate-remainder: argument 2 must be an integer, got one
; The machine has procedures of the same names, for languages that do without Scheme's library.
(show (divisions machine-floor/))                ;=> ((2 1) (-3 1) (-3 -1) (2 -1))
(show (divisions machine-truncate/))             ;=> ((2 1) (-2 -1) (-2 1) (2 -1))
(show (both machine-floor/ (expt 10 30) -7))     ;=> (-142857142857142857142857142858 -6)
(fails (machine-floor/ 1 0))                     ;=> floor/: division by zero of 1
(fails (machine-truncate/ 'one 1))               ;=> truncate/: argument 1 must be an integer, got one
(show (exact-integer-square-root 26))            ;=> 5
(show (call-with-values (lambda () (machine-exact-integer-sqrt 17)) list))  ;=> (4 1)
(fails (machine-exact-integer-sqrt -1))          ;=> exact-integer-sqrt: argument 1 must be an exact integer that is not negative, got -1
; Roots: the greatest s with s * s <= n, and n - s * s.
(define (root n) (call-with-values (lambda () (exact-integer-sqrt n)) list))
(show (root 4) (root 5) (root 0))                ;=> (2 0) (2 1) (0 0)
(show (root (+ (expt 10 40) 1)))                 ;=> (100000000000000000000 1)
(show (root (- (expt 2 64) 1)))                  ;=> (4294967295 8589934590)
(fails (exact-integer-sqrt -1))                  ;=> exact-integer-sqrt: argument 1 must be an exact integer that is not negative, got -1
(fails (exact-integer-sqrt 4.0))                 ;=> exact-integer-sqrt: argument 1 must be an exact integer that is not negative, got 4.0
; Bits, as in two's complement without end.
(define (bits . integers) (map (lambda (procedure) (apply procedure integers)) (list bitwise-and bitwise-ior bitwise-xor)))
(show (bits 12 10) (bits -1 5) (bits) (bits 6 3 5))                         ;=> (8 14 6) (5 -1 -6) (-1 0 0) (0 7 0)
(show (bits (expt 2 70) (- (expt 2 70) 1)))      ;=> (0 2361183241434822606847 2361183241434822606847)
(show (map bitwise-not (list 0 -1 10 (expt 2 65))))                         ;=> (-1 0 -11 -36893488147419103233)
(show (map arithmetic-shift '(1 1 -1 -5 1 5) '(10 -1 -1 -1 64 0)))          ;=> (1024 0 -1 -3 18446744073709551616 5)
(show (arithmetic-shift (expt 2 100) -98) (arithmetic-shift -1 -100))       ;=> 4 -1
; Ones of what is not negative, zeros of what is.
(show (map bit-count (list 0 7 -1 -8 (- (expt 2 90) 1))))                   ;=> (0 3 0 3 90)
; Without the sign bit.
(show (map integer-length (list 0 1 -1 7 8 -8 -9 (expt 2 90))))             ;=> (0 1 0 3 4 3 4 91)
(fails (bitwise-and 1 2.0))                      ;=> bitwise-and: argument 2 must be an exact integer, got 2.0
(fails (bitwise-ior 'a 2))                       ;=> bitwise-ior: argument 1 must be an exact integer, got a
(fails (bitwise-xor 1/2))                        ;=> bitwise-xor: argument 1 must be an exact integer, got 1/2
(fails (bitwise-not "1"))                        ;=> bitwise-not: argument 1 must be an exact integer, got "1"
(fails (arithmetic-shift 1 1.0))                 ;=> arithmetic-shift: argument 2 must be an exact integer, got 1.0
(fails (bit-count 1.0))                          ;=> bit-count: argument 1 must be an exact integer, got 1.0
(fails (integer-length #f))                      ;=> integer-length: argument 1 must be an exact integer, got #f
; Sorts of numbers.
(define numbers (list 1 -1 (expt 2 64) 1/2 1.0 1.5 'one))
(define (sorts test) (map test numbers))
(show (sorts fixnum?))                           ;=> (#t #t #f #f #f #f #f)
(show (sorts flonum?))                           ;=> (#f #f #f #f #t #t #f)
(show (sorts exact-rational?))                   ;=> (#t #t #t #t #f #f #f)
(show (sorts exact-nonnegative-integer?))        ;=> (#t #f #t #f #f #f #f)
(show (sorts exact-integer?))                    ;=> (#t #t #t #f #f #f #f)
(show (inexact->exact 0.25) (inexact->exact 3.0) (inexact->exact 7))        ;=> 1/4 3 7
(fails (inexact->exact 'half))                   ;=> inexact->exact: argument 1 must be a number, got half
