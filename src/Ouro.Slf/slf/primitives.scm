;;; The primitives of slf. They act on integers; only the integer 0 is false, and truth is 1.
;;;
;;; A primitive's first operand is its receiver: a $int_add(b). Without a receiver all operands are arguments: $int_add(a, b).

(define-library (slf primitives)
  (import (ouro base))
  (declare (internal))
  (export primitive-number primitive-name primitive-arity primitive-procedure primitive-names)
  (begin
    ;; (name arity procedure); a procedure takes its operands, which are integers, and gives an integer, or a string that
    ;; says what is wrong.
    (define-record-type <primitive> (make-primitive name arity procedure) primitive?
      (name %primitive-name)
      (arity %primitive-arity)
      (procedure %primitive-procedure))

    ;; Results have at most that many bits, like all exact integers of the machine.
    (define most-bits 33554432)

    (define (truth boolean) (if boolean 1 0))

    (define (too-large)
      (string-append "the result is too large: it would have more than " (number->string most-bits) " bits"))

    (define (int-add a b)
      (if (or (and (fixnum? a) (fixnum? b)) (< (max (integer-length a) (integer-length b)) most-bits))
          (+ a b)
          (too-large)))

    (define (int-sub a b)
      (if (or (and (fixnum? a) (fixnum? b)) (< (max (integer-length a) (integer-length b)) most-bits))
          (- a b)
          (too-large)))

    (define (int-mul a b)
      (if (or (and (fixnum? a) (fixnum? b)) (<= (+ (integer-length a) (integer-length b)) most-bits))
          (* a b)
          (too-large)))

    (define (int-div a b)
      (if (eq? b 0)
          (string-append "division of " (integer->text a) " by 0")
          (floor-quotient a b)))

    (define (int-mod a b)
      (if (eq? b 0)
          (string-append "there is no remainder of a division of " (integer->text a) " by 0")
          (floor-remainder a b)))

    (define (bool-nor a b) (truth (and (eq? a 0) (eq? b 0))))

    (define (bool-gz a) (truth (> a 0)))

    (define (math-sqrt a)
      (if (< a 0)
          (string-append "a negative number has no square root: " (integer->text a))
          (call-with-values (lambda () (exact-integer-sqrt a)) (lambda (root rest) root))))

    (define (math-pow a b)
      (cond
        ((< b 0)
         (string-append "an exponent must not be negative, since numbers are integers: " (integer->text b)))
        ((memv a '(-1 0 1)) (expt a b))
        ((> (* (- (integer-length a) 1) b) most-bits) (too-large))
        (else
         ;; Factors of two are a shift: powers of two take no time, however large they are.
         (let* ((twos (twos a)) (shift (* twos b)))
           (if (> shift most-bits)
               (too-large)
               (let ((odd-part (power (arithmetic-shift a (- twos)) b 1)))
                 (if (or (string? odd-part) (> (+ (integer-length (abs odd-part)) shift) most-bits))
                     (too-large)
                     (arithmetic-shift odd-part shift))))))))

    ;; How often two divides a number other than 0.
    (define (twos a) (bit-count (bitwise-and (bitwise-not a) (- a 1))))

    ;; a to the power of b, times the factor. No product on the way is larger than the result.
    (define (power a b factor)
      (if (= b 0)
          factor
          (let ((next (if (odd? b) (int-mul a factor) factor)))
            (cond ((string? next) next)
                  ((= b 1) next)
                  (else
                   (let ((square (int-mul a a)))
                     (if (string? square)
                         square
                         (power square (quotient b 2) next))))))))

    (define (puts a)
      (write-string (number->string a))
      (newline)
      a)

    (define (integer->text a)
      (if (> (integer-length a) 200)
          (string-append "a number of " (number->string (integer-length a)) " bits")
          (number->string a)))

    (define primitives
      (vector
        (make-primitive '$int_add 2 int-add)
        (make-primitive '$int_sub 2 int-sub)
        (make-primitive '$int_mul 2 int-mul)
        (make-primitive '$int_div 2 int-div)
        (make-primitive '$int_mod 2 int-mod)
        (make-primitive '$bool_nor 2 bool-nor)
        (make-primitive '$bool_gz 1 bool-gz)
        (make-primitive '$math_sqrt 1 math-sqrt)
        (make-primitive '$math_pow 2 math-pow)
        (make-primitive '$puts 1 puts)))

    (define (primitive-names) (map %primitive-name (vector->list primitives)))

    ;; The number of the primitive with a name, or #f.
    (define (primitive-number name)
      (list-index (lambda (other) (eq? other name)) (primitive-names)))

    (define (primitive-name number) (%primitive-name (vector-ref primitives number)))
    (define (primitive-arity number) (%primitive-arity (vector-ref primitives number)))
    (define (primitive-procedure number) (%primitive-procedure (vector-ref primitives number)))))
