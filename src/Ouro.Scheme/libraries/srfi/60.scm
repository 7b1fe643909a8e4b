;;; SRFI 60: integers as bits. (srfi 151) is its successor.

(define-library (srfi 60)
  (import (except (ouro base) bit-count) (ouro library check)
          (only (srfi 151) bit-count first-set-bit bitwise-if any-bit-set? bit-set? copy-bit bit-field bit-field-replace
            bit-field-rotate bit-field-reverse))
  (export
    (rename bitwise-and logand) bitwise-and (rename bitwise-ior logior) bitwise-ior (rename bitwise-xor logxor) bitwise-xor
    (rename bitwise-not lognot) bitwise-not bitwise-if (rename bitwise-if bitwise-merge)
    (rename any-bit-set? logtest) (rename any-bit-set? any-bits-set?) (rename bit-count logcount) bit-count
    integer-length (rename first-set-bit log2-binary-factors) first-set-bit
    (rename bit-set? logbit?) bit-set? copy-bit bit-field copy-bit-field (rename arithmetic-shift ash) arithmetic-shift
    (rename bit-field-rotate rotate-bit-field) (rename bit-field-reverse reverse-bit-field)
    integer->list list->integer booleans->integer)
  (begin
    (define (copy-bit-field to from start end) (bit-field-replace to from start end))

    ;; The highest bit first.
    (define (integer->list i . length)
      (check 'integer->list 1 i exact-integer? "an exact integer")
      (if (pair? length) (check-count 'integer->list 2 (car length)))
      (let ((length (if (pair? length) (car length) (integer-length i))))
        (let loop ((index 0) (bits '()))
          (if (= index length)
              bits
              (loop (+ index 1) (cons (bit-set? index i) bits))))))

    (define (list->integer list)
      (check-list 'list->integer 1 list)
      (fold (lambda (bit i) (+ (* 2 i) (if bit 1 0))) 0 list))

    (define (booleans->integer . bits) (list->integer bits))))
