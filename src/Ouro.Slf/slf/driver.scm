;;; slf as the host calls it.

(define-library (slf driver)
  (import (ouro base) (slf problem) (slf parser) (slf compiler) (slf bytecode) (slf objects) (slf hierarchy)
          (slf interpreter) (slf listing))
  (export install-builtins compile-text run-program list-code list-tree show-value)
  (begin
    ;; Where programs run: a fresh module whose __parent__ is the builtins module. The one module serves all texts of a
    ;; session, each of which goes on with what the others defined.
    (define module #f)

    ;; Makes the builtins module from its text.
    (define (install-builtins text file)
      (let ((builtins (make-object #f 8)) (bytecode (compile-program (parse text file) file 'builtins)))
        (set-object-bytecode! builtins bytecode)
        (set-builtins! builtins)
        (execute builtins)
        (set! module (make-object builtins 8))))

    ;; A text as bytecode.
    (define (compile-text text file)
      (compile-program (parse text file) file 'program))

    ;; The value of a program's last statement.
    (define (run-program bytecode)
      (set-object-bytecode! module bytecode)
      (execute module))

    ;; The listing of a program's bytecode.
    (define (list-code text file) (bytecode->text (compile-text text file)))

    ;; A program's parse tree as text.
    (define (list-tree text file) (tree->text (parse text file)))

    ;; A value as a user sees it.
    (define (show-value value)
      (if (exact-integer? value)
          (number->string value)
          (value->words value)))))
