;;; Definitions, and the forms whose parts stand where they stand themselves: begin, include, cond-expand.
;;;
;;; A definition's expander takes (form span scope context target) and tells the target what it defines. A splicing
;;; form's takes the same; its target is #f where only an expression may stand.

(define-library (ouro compiler definition-forms)
  (import (ouro base) (ouro compiler ast) (ouro compiler host) (ouro compiler environment)
          (ouro compiler syntax-problem) (ouro compiler registry) (only (ouro compiler procedural) transcribe-assignment) (ouro compiler expand) (ouro compiler target) (ouro compiler binding-forms))
  (export expand-define expand-define* expand-define-values expand-define-syntax
    expand-begin expand-include expand-include-ci expand-cond-expand expand-set!
    include-data cond-expand-parts)
  (begin
    ;; (define name value) or (define (name . formals) body ...)
    (define (expand-define form span scope context target)
      (define-with expand-procedure form span scope context target))

    (define (expand-define* form span scope context target)
      (define-with expand-optional-procedure form span scope context target))

    (define (define-with make-procedure form span scope context target)
      (if (< (count-parts form span context) 1)
          (syntax-problem form span context (form-name form) ": expected a name and a value after `" (form-name form)
            "`, got nothing"))
      (let ((header (cadr form)) (where (element-span (cdr form) span context)))
        (cond ((identifier? header)
               (if (not (= (length form) 3))
                   (syntax-problem form span context (form-name form) ": expected one value after the name " header ", got "
                     (number->string (- (length form) 2))))
               (let ((place (declare! target header form where)))
                 (add-item! target place span
                   (lambda () (expand-named (cddr form) header span scope context)))))
              ((and (pair? header) (identifier? (car header)))
               (if (null? (cddr form))
                   (syntax-problem form span context (form-name form) ": expected a body after " header))
               (let ((place (declare! target (car header) form (element-span header where context))))
                 (add-item! target place span
                   (lambda ()
                     (make-procedure (car header) (cons (cdr header) (cddr form)) form span scope context)))))
              (else
               (syntax-problem form where context (form-name form) ": expected a name or (name parameter ...), got " header)))))

    ;; The variables are made first and assigned when the values are there.
    (define (expand-define-values form span scope context target)
      (check-parts form 2 2 span context)
      (let* ((formals (parse-formals (cdr form) form span context))
             (names (formals-identifiers formals))
             (spans (if (formals-rest formals)
                        (append (formals-required-spans formals) (list (element-span (cdr form) span context)))
                        (formals-required-spans formals)))
             (places (map (lambda (name where) (declare! target name form where)) names spans)))
        (for-each (lambda (place) (if (variable? place) (add-variable! target place span (lambda () (unspecified-node span)))))
                  places)
        (add-item! target #f span
          (lambda ()
            (let* ((variables (formals-variables formals context))
                   (all (if (cdr variables) (append (car variables) (list (cdr variables))) (car variables))))
              (make-receive span (car variables) (cdr variables) (expand-car (cddr form) span scope context)
                (if (null? places)
                    (unspecified-node span)
                    (make-seq span
                      (map (lambda (place variable) (place-set place span (make-local-ref span variable) target))
                           places all)))))))))

    (define (expand-define-syntax form span scope context target)
      (check-parts form 2 2 span context)
      (check-identifier (cdr form) form "the name of a macro" span context)
      (declare-syntax! target (cadr form) form (element-span (cdr form) span context)
        (lambda (name) (macro-of (cddr form) name span scope context))))

    ;; --- set!

    (define (expand-set! form span scope context)
      (check-parts form 2 2 span context)
      (check-identifier (cdr form) form "the name of a variable" span context)
      (let* ((identifier (cadr form))
             (where (element-span (cdr form) span context))
             (binding (lookup identifier scope)))
        (cond ((variable? binding)
               (assign-variable binding span (expand-car (cddr form) span scope context) context))
              ((not binding)
               (assign-global (unbound-global identifier where scope context) span
                 (expand-car (cddr form) span scope context) (home-toplevel identifier scope) context))
              ((or (global? binding) (primitive? binding))
               (let ((global (assignable-global binding identifier form where scope context)))
                 (assign-global global span (expand-car (cddr form) span scope context)
                   (home-toplevel identifier scope) context)))
              ((or (conflict? binding) (pattern-variable? binding) (absent-variable? binding))
               (resolve-reference binding identifier where scope context))
              ((and (macro? binding) (transcribe-assignment binding form span scope context))
               => (lambda (expansion) (expand-car expansion span scope context)))
              (else
               (syntax-problem form where context "set!: " identifier
                 (if (macro? binding) " is a macro" " is a keyword") ", not a variable")))))

    ;; A program that assigns an imported name gets a variable of its own; a library may not. What counts is where
    ;; the identifier was written: a library's macro may assign the library's variables.
    (define (assignable-global binding identifier form where scope context)
      (let* ((home (home-toplevel identifier scope))
             (module (and (global? binding) (global-module binding))))
        (cond ((and module
                    (or (eq? module (toplevel-module home)) (eq? module (toplevel-module (scope-toplevel scope)))))
               binding)
              ((not (eq? (toplevel-kind home) 'library)) (toplevel-own! home (identifier-symbol identifier)))
              (else
               (syntax-problem form where context "set!: " identifier " is imported and cannot be assigned")))))

    ;; --- splicing forms

    (define (expand-begin form span scope context target)
      (count-parts form span context)
      (splice (cdr form) form span scope context target))

    (define (splice forms form span scope context target)
      (cond (target (scan-forms! forms span target))
            ((null? forms)
             (syntax-problem form span context (form-name form) ": expected at least one expression"))
            (else (expand-sequence forms span scope context))))

    (define (expand-include form span scope context target)
      (splice (include-data form span context #f) form span scope context target))

    (define (expand-include-ci form span scope context target)
      (splice (include-data form span context #t) form span scope context target))

    ;; All data of the files that an include form names.
    (define (include-data form span context fold-case?)
      (check-parts form 1 #f span context)
      (let loop ((pair (cdr form)))
        (if (null? pair)
            '()
            (let ((name (car pair)) (where (element-span pair span context)))
              (if (not (string? name))
                  (syntax-problem form where context (form-name form) ": expected the name of a file as a string, got " (describe name)))
              (let ((found (read-include-file name (and span (span-file span)) fold-case?)))
                (if (string? found)
                    (syntax-problem form where context (form-name form) ": " found))
                (if (not (note-inclusion! context (and span (span-file span)) (car found)))
                    (syntax-problem form where context (form-name form) ": " name " would include itself without end"))
                (let ((data (read-source (cdr found) (car found) (context-map context))))
                  (append data (loop (cdr pair)))))))))

    (define (expand-cond-expand form span scope context target)
      (count-parts form span context)
      (let ((parts (cond-expand-parts form span scope context)))
        (if (or target (pair? parts))
            (splice parts form span scope context target)
            (unspecified-node span))))

    ;; The forms of the first clause whose requirement holds.
    (define (cond-expand-parts form span scope context)
      (let loop ((pair (cdr form)))
        (if (null? pair)
            '()
            (let ((clause (car pair)) (where (element-span pair span context)))
              (if (not (and (pair? clause) (list? clause)))
                  (syntax-problem form where context "cond-expand: expected a clause (requirement form ...), got " clause))
              (if (requirement-holds? (car clause) form where scope context)
                  (cdr clause)
                  (loop (cdr pair)))))))

    ;; srfi-N -> (srfi N); #f for other symbols. As SRFI 0 has it, such a name is a feature when the library is there.
    (define (srfi-library symbol)
      (let ((text (symbol->string symbol)))
        (and (string-prefix? "srfi-" text)
             (let ((number (string->number (substring text 5 (string-length text)))))
               (and number (exact-integer? number) (>= number 0) (list 'srfi number))))))

    (define (requirement-holds? requirement form where scope context)
      (let ((data (strip requirement)))
        (define (problem)
          (syntax-problem form where context
            "cond-expand: expected a feature, (library name), (and ...), (or ...), (not ...) or else, got " (describe data)))
        (define (holds? data)
          (cond ((eq? data 'else) #t)
                ((symbol? data)
                 (or (and (memq data (features)) #t)
                     (let ((name (srfi-library data)))
                       (and name (registry-has-library? (toplevel-registry (scope-toplevel scope)) name)))))
                ((not (and (pair? data) (list? data))) (problem))
                (else
                 (case (car data)
                   ((and) (every holds? (cdr data)))
                   ((or) (any holds? (cdr data)))
                   ((not) (if (= (length data) 2) (not (holds? (cadr data))) (problem)))
                   ((library)
                    (if (and (= (length data) 2) (library-name? (cadr data)))
                        (registry-has-library? (toplevel-registry (scope-toplevel scope)) (cadr data))
                        (problem)))
                   (else (problem))))))
        (if (cyclic? data) (problem))
        (holds? data)))))
