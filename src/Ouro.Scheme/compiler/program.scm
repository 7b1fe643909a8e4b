;;; Programs, and single forms for a REPL or eval.
;;;
;;; Forms are expanded in order: a macro is known from its definition on. Names are different: when a program defines
;;; or assigns a name that it imports, the name means the program's own variable everywhere. Definitions that can be
;;; seen without expanding are found first; when one is found too late, the expansion starts again.

(define-library (ouro compiler program)
  (import (ouro base) (only (ouro primitives) library-of-program) (ouro compiler ast) (ouro compiler host) (ouro compiler environment)
          (ouro compiler syntax-problem) (ouro compiler registry) (ouro compiler expand) (ouro compiler target) (ouro compiler declare) (ouro compiler library))
  (export make-program-environment make-repl-environment standard-imports
    expand-program expand-program-with expand-form expand-again environment-import!)
  (begin
    ;; What a program without an import gets: the standard's libraries, and lists, sorting and tables from ours.
    (define standard-imports
      '((scheme base) (ouro base) (scheme write) (scheme read) (scheme char) (scheme cxr) (scheme lazy) (scheme inexact)
        (scheme complex) (scheme process-context) (scheme time) (scheme eval) (scheme load) (scheme file)
        (scheme case-lambda) (ouro syntax-case)))

    (define (make-program-environment registry) (noted-toplevel 'program 'program registry))

    (define (noted-toplevel module kind registry)
      (let ((toplevel (make-toplevel module #f kind registry)))
        (table-set! (registry-toplevels registry) module toplevel)
        toplevel))

    ;; A REPL, or an environment for eval: module is the symbol that its globals are kept under.
    ;; That of a program stays the one that messages are about.
    (define (make-repl-environment registry module)
      (if (table-contains? (registry-toplevels registry) module)
          (make-toplevel module #f 'repl registry)
          (noted-toplevel module 'repl registry)))

    ;; Imports the libraries that nobody named, as one set: a name means what the first library that has it says, and
    ;; the libraries after that one are not even looked at. Those that are missing are left out.
    (define (import-available! environment names context)
      (let ((registry (toplevel-registry environment)))
        (define (available name)
          (or (registry-library registry name)
              (and (registry-has-library? registry name) (find-library name registry #f context))))
        (toplevel-add-import! environment
          (make-import-set (car names)
            (lambda (symbol)
              (let loop ((names names))
                (and (pair? names)
                     (let ((library (available (car names))))
                       (or (and library ((library-lookup library) symbol))
                           (loop (cdr names)))))))
            (lambda ()
              (append-map
                (lambda (name)
                  (let ((library (available name))) (if library ((library-names library)) '())))
                names))))))

    ;; Imports a list of import sets, as (environment set ...) and the REPL do.
    (define (environment-import! environment sets)
      (start! environment)
      (import-into! environment (cons 'import sets) #f (make-context (make-source-map))))

    ;; Forgets what an expansion that ended with an error left, and asks for the library that expanded code needs.
    (define (start! environment)
      (let* ((registry (toplevel-registry environment)) (runtime (registry-library registry '(ouro runtime))))
        (registry-start! registry)
        (if runtime (registry-require! registry runtime))))

    ;; data: list of forms, as read-source gives it. Gives the nodes to run, in order; the registry's pending
    ;; libraries run before them.
    (define (expand-program data map environment)
      (expand-program-with standard-imports data map environment))

    (define (expand-program-with default-imports data map environment)
      (let ((context (make-context map)))
        (start! environment)
        (let ((body (take-head! data default-imports environment context)))
          (declare-owned! body environment)
          (let attempt ()
            (let ((nodes (expand-forms body environment context)))
              (if (toplevel-restart? environment)
                  (begin
                    (toplevel-forget! environment)
                    (attempt))
                  (begin
                    (check-declared environment context)
                    (owned-nodes environment '() nodes))))))))

    ;; Does what the imports and libraries at the head of a program say; gives the forms after them.
    (define (take-head! data default-imports environment context)
      (let loop ((pair data) (imported? #f))
        (let ((span (and (pair? pair) (element-span pair #f context))))
          (cond ((and (pair? pair) (head-form? (car pair) 'import))
                 (import-into! environment (car pair) span context)
                 (loop (cdr pair) #t))
                ((and (pair? pair) (head-form? (car pair) 'define-library))
                 (expand-library-of-program (car pair) span context (toplevel-registry environment))
                 (loop (cdr pair) imported?))
                (else
                 (if (not (or imported? (null? default-imports)))
                     (import-available! environment default-imports context))
                 pair)))))

    (define (expand-library-of-program form span context registry)
      (library-of-program (library-name (expand-library form span context registry))))

    (define (head-form? form name) (and (pair? form) (eq? (car form) name)))

    (define (expand-forms pair environment context)
      (let* ((scope (toplevel-root environment)) (target (make-target 'program scope scope context)))
        (let loop ((pair pair))
          (if (pair? pair)
              (begin
                (expand-toplevel-form! (car pair) (element-span pair #f context) target)
                (loop (cdr pair)))))
        (items->nodes (take-items! target))))

    (define (expand-toplevel-form! form span target)
      (let* ((context (target-context target)) (environment (scope-toplevel (target-scope target))))
        (if (and (pair? form) (cyclic? form)) (set-context-path! context '()))
        (cond ((and (head-form? form 'import) (not (toplevel-lookup environment 'import)))
               (import-into! environment form span context))
              ((and (head-form? form 'define-library) (not (toplevel-lookup environment 'define-library)))
               (expand-library-of-program form span context (toplevel-registry environment)))
              (else (scan-form! form span target)))
        (set-context-path! context #f)))

    ;; One form, in an environment that goes on. Gives a list of nodes, to run in order.
    (define (expand-form form span map environment)
      (let ((context (make-context map)))
        (start! environment)
        (repeatedly environment
          (lambda ()
            (let* ((scope (toplevel-root environment)) (target (make-target 'program scope scope context)))
              (expand-toplevel-form! form span target)
              (items->nodes (take-items! target))))
          (lambda (nodes before) (append before nodes)))))

    ;; The same for a procedure that was expanded before (see "origins" in environment.scm): calls
    ;; (found lambda nodes), nodes: what has to run before.
    (define (expand-again origin found)
      (start! (origin-toplevel origin))
      (let ((toplevel (origin-toplevel origin)))
        (repeatedly toplevel
          (lambda () (with-origin (toplevel-root toplevel) (origin-make origin)))
          found)))

    ;; Expands, again when a name was taken over from the imports in the middle, and calls (found result nodes), nodes: the
    ;; definitions of names that were taken over. Where the environment is observed, origins are kept.
    (define (repeatedly environment expand found)
      (let ((owned (toplevel-owned environment)) (around (toplevel-looked-up environment)))
        (set-toplevel-restart?! environment #f)
        (let attempt ()
          (set-toplevel-looked-up! environment (and (toplevel-dependents environment) (make-eq-table)))
          (let ((result (expand)))
            (if (toplevel-restart? environment)
                (begin
                  (set-toplevel-restart?! environment #f)
                  (attempt))
                (begin
                  (set-toplevel-looked-up! environment around)
                  (found result (owned-nodes environment owned '()))))))))

    ;; --- names that a program takes over from its imports

    ;; The definitions of each own variable that starts with an imported value, before other nodes. until: those already
    ;; done.
    (define (owned-nodes environment until nodes)
      (let loop ((owned (toplevel-owned environment)) (nodes nodes))
        (if (eq? owned until)
            nodes
            (let ((symbol (car (car owned))) (imported (cdr (car owned))))
              (loop (cdr owned)
                (if (or (global? imported) (primitive? imported))
                    (cons (make-global-define #f (make-global (toplevel-module environment) symbol)
                            (if (global? imported)
                                (make-global-ref #f imported)
                                (make-primitive-ref #f (primitive-name imported))))
                          nodes)
                    nodes))))))

    ;; Takes over the imported names that top-level forms plainly define.
    (define (declare-owned! pair environment)
      (if (pair? pair)
          (begin
            (declare-owned-by! (car pair) environment)
            (declare-owned! (cdr pair) environment))))

    (define (declare-owned-by! form environment)
      (if (and (pair? form) (pair? (cdr form)) (list? form))
          (case (car form)
            ((define define* )
             (own-imported! (if (pair? (cadr form)) (car (cadr form)) (cadr form)) environment))
            ((define-values)
             (let loop ((formals (cadr form)))
               (cond ((pair? formals) (own-imported! (car formals) environment) (loop (cdr formals)))
                     (else (own-imported! formals environment)))))
            ((define-record-type)
             (if (> (length form) 3) (declare-owned-by-record! (cdr form) environment)))
            ((begin) (if (not (cyclic? form)) (declare-owned! (cdr form) environment)))
            (else #f))))

    ;; parts: type constructor predicate field ...
    (define (declare-owned-by-record! parts environment)
      (let ((constructor (cadr parts)))
        (own-imported! (car parts) environment)
        (own-imported! (if (pair? constructor) (car constructor) constructor) environment)
        (own-imported! (caddr parts) environment)
        (for-each (lambda (field)
                    (if (list? field)
                        (for-each (lambda (name) (own-imported! name environment)) (if (pair? field) (cdr field) '()))))
                  (cdddr parts))))

    (define (own-imported! name environment)
      (if (and (symbol? name)
               (not (toplevel-owns? environment name))
               (toplevel-import-lookup environment name))
          (toplevel-own! environment name)))))
