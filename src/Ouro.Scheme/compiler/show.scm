;;; A whole source text as expanded data: what `ouro expand FILE` prints and golden tests compare.

(define-library (ouro compiler show)
  (import (ouro base) (ouro compiler host) (ouro compiler registry) (ouro compiler program) (ouro compiler unparse))
  (export expand-text)
  (begin
    ;; Gives a list of data: (library name node ...) for each library expanded from source, then the program's nodes.
    ;; default-imports: import sets for a program that has none.
    (define (expand-text text file registry default-imports)
      (let* ((map (make-source-map))
             (data (read-source text file map))
             (nodes (expand-program-with default-imports data map (make-program-environment registry))))
        (append (library-data (registry-pending-in-order registry)) (unparse-all nodes))))

    (define (library-data libraries)
      (cond ((null? libraries) '())
            ((library-nodes (car libraries))
             (cons (cons 'library (cons (library-name (car libraries)) (unparse-all (library-nodes (car libraries)))))
                   (library-data (cdr libraries))))
            (else (library-data (cdr libraries)))))))
