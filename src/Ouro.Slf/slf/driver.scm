;;; slf as the host calls it.

(define-library (slf driver)
  (import (ouro base) (slf problem) (slf parser) (slf compiler) (slf bytecode) (slf objects) (slf hierarchy)
          (slf interpreter) (slf listing))
  (declare (internal))
  (export install-builtins compile-text enter-program list-code list-tree show-value visible-names)
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

    ;; The module, to be executed: it will run the program.
    (define (enter-program bytecode)
      (set-object-bytecode! module bytecode)
      module)

    ;; The listing of a program's bytecode.
    (define (list-code text file) (bytecode->text (compile-text text file)))

    ;; A program's parse tree as text.
    (define (list-tree text file) (tree->text (parse text file)))

    ;; The names that a text can use.
    (define (visible-names) (inherited-names module))

    ;; A value as a user sees it.
    (define (show-value value)
      (if (exact-integer? value)
          (number->string value)
          (value->words value)))))
