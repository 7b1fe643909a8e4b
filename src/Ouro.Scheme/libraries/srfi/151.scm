;;; SRFI 151: exact integers as bits, of which negative ones have infinitely many on the left.

(define-library (srfi 151)
  (import (rename (ouro base) (bit-count base-bit-count)) (ouro library check))
  (include-library-declarations "151-exports.scm")
  (begin
    (define-syntax check-integer
      (syntax-rules ()
        ((_ operation position value) (check operation position value exact-integer? "an exact integer"))))

    (define (check-field operation start end)
      (check-count operation 2 start)
      (check-count operation 3 end)
      (if (> start end) (error (string-append (symbol->string operation) ": the field ends before it begins:") start end)))

    ;; The lowest bits set, that many.
    (define (mask width) (- (arithmetic-shift 1 width) 1))

    (define (check-two operation i j)
      (check-integer operation 1 i)
      (check-integer operation 2 j))

    (define (bitwise-eqv . integers)
      (fold
        (lambda (integer result)
          (check-integer 'bitwise-eqv 1 integer)
          (bitwise-not (bitwise-xor result integer)))
        -1
        integers))

    (define (bitwise-nand i j) (check-two 'bitwise-nand i j) (bitwise-not (bitwise-and i j)))
    (define (bitwise-nor i j) (check-two 'bitwise-nor i j) (bitwise-not (bitwise-ior i j)))
    (define (bitwise-andc1 i j) (check-two 'bitwise-andc1 i j) (bitwise-and (bitwise-not i) j))
    (define (bitwise-andc2 i j) (check-two 'bitwise-andc2 i j) (bitwise-and i (bitwise-not j)))
    (define (bitwise-orc1 i j) (check-two 'bitwise-orc1 i j) (bitwise-ior (bitwise-not i) j))
    (define (bitwise-orc2 i j) (check-two 'bitwise-orc2 i j) (bitwise-ior i (bitwise-not j)))

    ;; Of a negative integer, how many bits are not set.
    (define (bit-count i)
      (check-integer 'bit-count 1 i)
      (base-bit-count (if (< i 0) (bitwise-not i) i)))

    ;; The bits of i where the mask has a bit, elsewhere those of j.
    (define (bitwise-if mask i j)
      (check-integer 'bitwise-if 1 mask)
      (check-integer 'bitwise-if 2 i)
      (check-integer 'bitwise-if 3 j)
      (merge mask i j))

    (define (merge mask i j) (bitwise-ior (bitwise-and mask i) (bitwise-and (bitwise-not mask) j)))

    ;; --- single bits

    (define (bit-set? index i)
      (check-count 'bit-set? 1 index)
      (check-integer 'bit-set? 2 i)
      (bit? index i))

    (define (bit? index i) (odd? (arithmetic-shift i (- index))))

    (define (copy-bit index i bit)
      (check-count 'copy-bit 1 index)
      (check-integer 'copy-bit 2 i)
      (with-bit index i bit))

    (define (with-bit index i bit) (merge (arithmetic-shift 1 index) (if bit -1 0) i))

    (define (bit-swap first second i)
      (check-count 'bit-swap 1 first)
      (check-count 'bit-swap 2 second)
      (check-integer 'bit-swap 3 i)
      (with-bit second (with-bit first i (bit? second i)) (bit? first i)))

    (define (any-bit-set? bits i)
      (check-two 'any-bit-set? bits i)
      (not (= 0 (bitwise-and bits i))))

    (define (every-bit-set? bits i)
      (check-two 'every-bit-set? bits i)
      (= bits (bitwise-and bits i)))

    ;; -1 of 0.
    (define (first-set-bit i)
      (check-integer 'first-set-bit 1 i)
      (- (integer-length (bitwise-and i (- i))) 1))

    ;; --- fields: from bit start, before bit end

    (define (field i start end) (bitwise-and (arithmetic-shift i (- start)) (mask (- end start))))

    ;; The bits of the field, where they stand.
    (define (field-mask start end) (arithmetic-shift (mask (- end start)) start))

    (define (bit-field i start end)
      (check-integer 'bit-field 1 i)
      (check-field 'bit-field start end)
      (field i start end))

    (define (bit-field-any? i start end)
      (check-integer 'bit-field-any? 1 i)
      (check-field 'bit-field-any? start end)
      (not (= 0 (field i start end))))

    (define (bit-field-every? i start end)
      (check-integer 'bit-field-every? 1 i)
      (check-field 'bit-field-every? start end)
      (= (mask (- end start)) (field i start end)))

    (define (bit-field-clear i start end)
      (check-integer 'bit-field-clear 1 i)
      (check-field 'bit-field-clear start end)
      (bitwise-and i (bitwise-not (field-mask start end))))

    (define (bit-field-set i start end)
      (check-integer 'bit-field-set 1 i)
      (check-field 'bit-field-set start end)
      (bitwise-ior i (field-mask start end)))

    (define (check-replacing operation target source start end)
      (check-two operation target source)
      (check-count operation 3 start)
      (check-count operation 4 end)
      (if (> start end) (error (string-append (symbol->string operation) ": the field ends before it begins:") start end)))

    ;; The field of the target becomes the lowest bits of the source; or the same field of the source.
    (define (bit-field-replace target source start end)
      (check-replacing 'bit-field-replace target source start end)
      (replaced target source start end))

    (define (replaced target source start end)
      (merge (field-mask start end) (arithmetic-shift source start) target))

    (define (bit-field-replace-same target source start end)
      (check-replacing 'bit-field-replace-same target source start end)
      (merge (field-mask start end) source target))

    ;; To the left, or by a negative count to the right.
    (define (bit-field-rotate i count start end)
      (check-integer 'bit-field-rotate 1 i)
      (check-integer 'bit-field-rotate 2 count)
      (check-count 'bit-field-rotate 3 start)
      (check-count 'bit-field-rotate 4 end)
      (if (> start end) (error "bit-field-rotate: the field ends before it begins:" start end))
      (let ((width (- end start)))
        (if (= width 0)
            i
            (let ((count (modulo count width)) (bits (field i start end)))
              (replaced i (bitwise-ior (arithmetic-shift bits count) (arithmetic-shift bits (- count width))) start end)))))

    (define (bit-field-reverse i start end)
      (check-integer 'bit-field-reverse 1 i)
      (check-field 'bit-field-reverse start end)
      (let loop ((left (- end start)) (bits (field i start end)) (reversed 0))
        (if (= left 0)
            (replaced i reversed start end)
            (loop (- left 1) (arithmetic-shift bits -1) (+ (* 2 reversed) (bitwise-and bits 1))))))

    ;; --- as booleans, the lowest bit first

    (define* (bits->list i #:optional (length (and (exact-integer? i) (integer-length i))))
      (check-count 'bits->list 1 i)
      (check-count 'bits->list 2 length)
      (let loop ((index (- length 1)) (list '()))
        (if (< index 0)
            list
            (loop (- index 1) (cons (bit? index i) list)))))

    (define (list->bits list)
      (check-list 'list->bits 1 list)
      (fold (lambda (bit i) (+ (* 2 i) (if bit 1 0))) 0 (reverse list)))

    (define* (bits->vector i #:optional (length (and (exact-integer? i) (integer-length i))))
      (check-count 'bits->vector 1 i)
      (check-count 'bits->vector 2 length)
      (list->vector (bits->list i length)))

    (define (vector->bits vector)
      (check 'vector->bits 1 vector vector? "a vector")
      (list->bits (vector->list vector)))

    (define (bits . booleans) (list->bits booleans))

    (define (bitwise-fold procedure seed i)
      (check-procedure 'bitwise-fold 1 procedure)
      (check-count 'bitwise-fold 3 i)
      (let ((length (integer-length i)))
        (let loop ((index 0) (accumulator seed))
          (if (= index length)
              accumulator
              (loop (+ index 1) (procedure (bit? index i) accumulator))))))

    (define (bitwise-for-each procedure i)
      (check-procedure 'bitwise-for-each 1 procedure)
      (check-count 'bitwise-for-each 2 i)
      (bitwise-fold (lambda (bit ignored) (procedure bit)) #f i)
      (void))

    (define (bitwise-unfold stop? mapper successor seed)
      (check-procedure 'bitwise-unfold 1 stop?)
      (check-procedure 'bitwise-unfold 2 mapper)
      (check-procedure 'bitwise-unfold 3 successor)
      (let loop ((seed seed) (booleans '()))
        (if (stop? seed)
            (list->bits (reverse booleans))
            (loop (successor seed) (cons (mapper seed) booleans)))))

    ;; All bits, for ever.
    (define (make-bitwise-generator i)
      (check-integer 'make-bitwise-generator 1 i)
      (let ((index -1))
        (lambda ()
          (set! index (+ index 1))
          (bit? index i))))))
