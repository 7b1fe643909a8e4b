;;; One name for each primitive that has several: opcodes are known by the procedure of the language that they stand for,
;;; whose name errors use as well.

(define-library (ouro compiler plain-primitives)
  (import (ouro base))
  (export plain-name)
  (begin
    (define plain-names
      '((add . +) (subtract . -) (multiply . *) (divide . /)
        (less . <) (less-or-equal . <=) (greater . >) (greater-or-equal . >=) (number-equal . =)
        (char-equal . char=?) (char-less . char<?)))

    (define (plain-name name)
      (let ((entry (assq name plain-names)))
        (if entry (cdr entry) name)))))
