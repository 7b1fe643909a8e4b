;library
;;; Runs a program of this folder and tells which identifiers of the standard it executes:
;;;
;;;   ouro [-A path] tools/executed.scm IDENTIFIERS PROGRAM ARGUMENT ...      from the folder of the program
;;;
;;; IDENTIFIERS is a list of libraries and what they export. Every procedure that the program imports is replaced by one
;;; that writes "executed (scheme base) car", for each library that exports it, to standard error at its first call.
;;; A keyword, or a parameter, counts where it stands in a form that the program evaluates; what a keyword does, the
;;; program's own checks show. Comes the program to its end without exit, "ended" is written.
(import (scheme base) (scheme read) (scheme write) (scheme file) (scheme eval) (scheme process-context) (scheme cxr)
        (only (ouro base) make-eq-table table-ref table-set! table-contains? parameter?)
        (only (ouro eval) environment-names))

(define identifiers (cadr (command-line)))
(define program (caddr (command-line)))

(define (read-all file)
  (call-with-input-file file
    (lambda (port)
      (let loop ((datum (read port)))
        (if (eof-object? datum) '() (cons datum (loop (read port))))))))

(define missing (list 'missing))
(define (value-of name environment)
  (guard (e ((error-object? e) missing)) (eval name environment)))

;; The names by which the standard knows a procedure: ((library . name) ...); and those of other things, by name.
(define names-of-procedure (make-eq-table))
(define libraries-of-name (make-eq-table))
(define (add! table key entry) (table-set! table key (cons entry (table-ref table key '()))))
(define (take-library! library names)
  (let ((environment (environment library)))
    (for-each
      (lambda (name)
        (let ((value (value-of name environment)))
          (if (and (procedure? value) (not (parameter? value)))
              (add! names-of-procedure value (cons library name))
              (add! libraries-of-name name library))))
      names)))
(let loop ((rest (read-all identifiers)))
  (if (pair? rest)
      (begin
        (take-library! (car rest) (cadr rest))
        (loop (cddr rest)))))

(define error-port (current-error-port))
(define told (make-eq-table))
(define (tell library name)
  (write-string "executed " error-port)
  (write library error-port)
  (write-string " " error-port)
  (write name error-port)
  (newline error-port))
(define (tell-all key entries)
  (if (not (table-contains? told key))
      (begin
        (table-set! told key #t)
        (for-each (lambda (entry) (tell (car entry) (cdr entry))) entries))))

;; A procedure that tells and does the same.
(define (telling procedure entries)
  (lambda arguments
    (tell-all procedure entries)
    (apply procedure arguments)))

;; Keywords and parameters that stand in an evaluated form. Of a check only the expression is evaluated.
(define (look-at form)
  (cond ((symbol? form)
         (if (table-contains? libraries-of-name form)
             (tell-all form (map (lambda (library) (cons library form)) (table-ref libraries-of-name form '())))))
        ((vector? form) (for-each look-at (vector->list form)))
        ((not (pair? form)) #f)
        ((eq? (car form) 'quote) (look-at 'quote))
        ((and (eq? (car form) 'check) (pair? (cdr form))) (look-at (cadr form)))
        (else
         (look-at (car form))
         (look-at (cdr form)))))

(define forms (read-all program))
(define (import? form) (and (pair? form) (eq? (car form) 'import)))
(define (library? form) (and (pair? form) (eq? (car form) 'define-library)))
(define (head? form) (or (import? form) (library? form)))

(define here (environment))
(let loop ((forms forms))
  (cond ((and (pair? forms) (head? (car forms)))
         (eval (car forms) here)
         (loop (cdr forms)))
        (else
         (let ((names (environment-names here)))
           (eval '(import (prefix (only (scheme base) define) standard-)) here)
           (for-each
             (lambda (name)
               (let* ((value (value-of name here)) (entries (if (procedure? value) (table-ref names-of-procedure value '()) '())))
                 (if (pair? entries)
                     (eval (list 'standard-define name (telling value entries)) here))))
             names))
         (for-each
           (lambda (form)
             (look-at form)
             (eval form here))
           forms)
         (write-string "ended\n" error-port))))
