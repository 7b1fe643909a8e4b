;;; SRFI 143: fixnums, the integers of 64 bits. What is none, and a result that would be none, is an error.

(define-library (srfi 143)
  (import (ouro base) (only (ouro primitives) raise-out-of-range) (ouro library check)
          (prefix (only (srfi 151) bit-count bitwise-if bit-set? copy-bit first-set-bit bit-field bit-field-rotate
                    bit-field-reverse)
                  bits:))
  (include-library-declarations "143-exports.scm")
  (begin
    (define fx-width 64)
    (define fx-greatest 9223372036854775807)
    (define fx-least -9223372036854775808)

    (define-syntax check-fixnum
      (syntax-rules ()
        ((_ operation position value) (check operation position value fixnum? "a fixnum"))))

    (define (too-large operation arguments)
      (apply error (string-append (symbol->string operation) ": the result is no fixnum, of") arguments))

    ;; (define-fixnum (name argument ...) result): all arguments are fixnums, and so is the result.
    (define-syntax define-fixnum
      (syntax-rules ()
        ((_ (name i) result)
         (define (name i)
           (check-fixnum 'name 1 i)
           (let ((value result))
             (if (fixnum? value) value (too-large 'name (list i))))))
        ((_ (name i j) result)
         (define (name i j)
           (check-fixnum 'name 1 i)
           (check-fixnum 'name 2 j)
           (let ((value result))
             (if (fixnum? value) value (too-large 'name (list i j))))))
        ((_ (name i j k) result)
         (define (name i j k)
           (check-fixnum 'name 1 i)
           (check-fixnum 'name 2 j)
           (check-fixnum 'name 3 k)
           (let ((value result))
             (if (fixnum? value) value (too-large 'name (list i j k))))))))

    (define-syntax define-test
      (syntax-rules ()
        ((_ (name i) result)
         (define (name i)
           (check-fixnum 'name 1 i)
           result))))

    (define-syntax define-comparison
      (syntax-rules ()
        ((_ name holds?)
         (define (name i j . more)
           (check-fixnum 'name 1 i)
           (check-fixnum 'name 2 j)
           (let loop ((rest more) (position 3))
             (if (pair? rest)
                 (begin
                   (check-fixnum 'name position (car rest))
                   (loop (cdr rest) (+ position 1)))))
           (apply holds? i j more)))))

    (define-comparison fx=? =)
    (define-comparison fx<? <)
    (define-comparison fx>? >)
    (define-comparison fx<=? <=)
    (define-comparison fx>=? >=)
    (define-comparison fxmax max)
    (define-comparison fxmin min)
    (define-test (fxzero? i) (= i 0))
    (define-test (fxpositive? i) (> i 0))
    (define-test (fxnegative? i) (< i 0))
    (define-test (fxodd? i) (odd? i))
    (define-test (fxeven? i) (even? i))

    (define-fixnum (fx+ i j) (+ i j))
    (define-fixnum (fx- i j) (- i j))
    (define-fixnum (fx* i j) (* i j))
    (define-fixnum (fxneg i) (- i))
    (define-fixnum (fxquotient i j) (quotient i j))
    (define-fixnum (fxremainder i j) (remainder i j))
    (define-fixnum (fxabs i) (abs i))
    (define-fixnum (fxsquare i) (* i i))

    ;; The root and what is left.
    (define (fxsqrt i)
      (check-fixnum 'fxsqrt 1 i)
      (if (< i 0) (raise-out-of-range 'fxsqrt 1 i "at least 0"))
      (exact-integer-sqrt i))

    ;; As two fixnums: what is left of the number after a carry, and the carry, which counts 2^64.
    (define (carried operation i j k number)
      (check-fixnum operation 1 i)
      (check-fixnum operation 2 j)
      (check-fixnum operation 3 k)
      (let* ((low (bitwise-and (number) 18446744073709551615))
             (low (if (> low fx-greatest) (- low 18446744073709551616) low)))
        (values low (quotient (- (number) low) 18446744073709551616))))

    (define (fx+/carry i j k) (carried 'fx+/carry i j k (lambda () (+ i j k))))
    (define (fx-/carry i j k) (carried 'fx-/carry i j k (lambda () (- i j k))))
    (define (fx*/carry i j k) (carried 'fx*/carry i j k (lambda () (+ (* i j) k))))

    ;; --- bits

    (define-fixnum (fxnot i) (bitwise-not i))

    (define-syntax define-bitwise
      (syntax-rules ()
        ((_ name combine)
         (define (name . fixnums)
           (let loop ((rest fixnums) (position 1))
             (if (pair? rest)
                 (begin
                   (check-fixnum 'name position (car rest))
                   (loop (cdr rest) (+ position 1)))))
           (apply combine fixnums)))))

    (define-bitwise fxand bitwise-and)
    (define-bitwise fxior bitwise-ior)
    (define-bitwise fxxor bitwise-xor)

    (define (check-shift operation count)
      (check-fixnum operation 2 count)
      (if (not (< -64 count 64)) (raise-out-of-range operation 2 count "between -63 and 63")))

    (define (fxarithmetic-shift i count)
      (check-fixnum 'fxarithmetic-shift 1 i)
      (check-shift 'fxarithmetic-shift count)
      (let ((shifted (arithmetic-shift i count)))
        (if (fixnum? shifted) shifted (too-large 'fxarithmetic-shift (list i count)))))

    (define (fxarithmetic-shift-left i count)
      (check-fixnum 'fxarithmetic-shift-left 1 i)
      (check-count 'fxarithmetic-shift-left 2 count)
      (check-shift 'fxarithmetic-shift-left count)
      (let ((shifted (arithmetic-shift i count)))
        (if (fixnum? shifted) shifted (too-large 'fxarithmetic-shift-left (list i count)))))

    (define (fxarithmetic-shift-right i count)
      (check-fixnum 'fxarithmetic-shift-right 1 i)
      (check-count 'fxarithmetic-shift-right 2 count)
      (check-shift 'fxarithmetic-shift-right count)
      (arithmetic-shift i (- count)))

    (define-fixnum (fxbit-count i) (bits:bit-count i))
    (define-fixnum (fxlength i) (integer-length i))
    (define-fixnum (fxif mask i j) (bits:bitwise-if mask i j))
    (define-fixnum (fxfirst-set-bit i) (bits:first-set-bit i))

    ;; The sign stands for all bits on the left.
    (define (fxbit-set? index i)
      (check-index 'fxbit-set? 1 index 64)
      (check-fixnum 'fxbit-set? 2 i)
      (bits:bit-set? index i))

    (define (signed i) (if (> i fx-greatest) (- i 18446744073709551616) (if (< i fx-least) (+ i 18446744073709551616) i)))

    (define (fxcopy-bit index i bit)
      (check-index 'fxcopy-bit 1 index 64)
      (check-fixnum 'fxcopy-bit 2 i)
      (signed (bits:copy-bit index i bit)))

    (define (check-field operation i position start end)
      (check-fixnum operation 1 i)
      (check-range operation position start end 64))

    (define (fxbit-field i start end)
      (check-field 'fxbit-field i 2 start end)
      (signed (bits:bit-field i start end)))

    (define (fxbit-field-rotate i count start end)
      (check-fixnum 'fxbit-field-rotate 2 count)
      (check-field 'fxbit-field-rotate i 3 start end)
      (signed (bits:bit-field-rotate i count start end)))

    (define (fxbit-field-reverse i start end)
      (check-field 'fxbit-field-reverse i 2 start end)
      (signed (bits:bit-field-reverse i start end)))))
