;;; The compiler as a whole: programs, libraries and images, from text to code objects.
;;;
;;; A session holds what was imported so far. Code comes back as a list in the order in which it must run, each to be
;;; called once without arguments: the bodies of libraries that became needed, then the program.

(define-library (ouro compiler driver)
  (import (ouro base) (only (ouro compiler ast) make-global make-global-define make-const)
          (only (ouro primitives) assemble image-write compiled-library compiled-library-code library-run-mark code->procedure expansion-runs-code)
          (ouro compiler host) (ouro compiler environment) (ouro compiler registry) (ouro compiler library) (ouro compiler program)
          (ouro compiler library-image) (only (ouro compiler expand) expand-car) (only (ouro compiler procedural) transformer-scope) (ouro compiler show) (ouro compiler last-call) (ouro compiler passes))
  (export visible-names make-session compile-program expand-to-data trace-pass build-image build-library-image
          current-session session-registry session-policy set-session-interpreter! run-pending
          compiled-libraries pending-libraries library-unit image-of-units note-program)
  (begin
    (define-record-type <session>
      (%make-session registry policy interpreter compiled) session?
      (registry session-registry)
      (policy session-policy)
      ;; (nodes, name) -> code: what makes code of programs and libraries in place of the compiler, or #f.
      (interpreter session-interpreter set-session-interpreter!)
      ;; ((library . code) ...): what was compiled for the last program, for the cache.
      (compiled session-compiled set-session-compiled!))

    ;; The session that eval and its relatives belong to: the last that was made.
    (define *session* #f)
    (define (current-session) *session*)

    ;; directories: where libraries are looked for; policy: optimise or debug.
    (define (make-session directories policy)
      (let ((registry (make-registry directories)))
        (set-registry-finder! registry (lambda (module) (find-compiled module registry)))
        (set-registry-runner! registry run-pending)
        (set-registry-evaluator! registry evaluate-transformer)
        (set-registry-run?! registry library-has-run?)
        (set! *session* (%make-session registry policy #f '()))
        *session*))

    ;; module: the symbol of the library's globals, its name with blanks.
    (define (find-compiled module registry)
      (let ((descriptor (compiled-library module)))
        (and descriptor (datum->library (cdr descriptor) registry))))

    ;; Code of the libraries that must run now, then the last code.
    (define (pending-code session last)
      (let loop ((libraries (registry-pending-in-order (session-registry session))) (codes '()))
        (if (pair? libraries)
            ;; One that took part in the expansion has run.
            (let ((code (and (not (and (library-nodes (car libraries)) (library-has-run? (car libraries))))
                             (library-code (car libraries) session))))
              (loop (cdr libraries) (if code (cons code codes) codes)))
            (append-reverse codes last))))

    ;; #f: it is compiled, and has run.
    (define (library-code library session)
      (if (library-nodes library)
          (let ((code (session-code session (library-body library (library-mark library)) (library-toplevel library)
                        (library-module library))))
            (set-session-compiled! session (cons (cons library code) (session-compiled session)))
            code)
          (let ((code (compiled-library-code (library-name library))))
            (if (not code) (set-library-mark! library #t))
            code)))

    ;; The nodes of a library, which end by leaving the mark: a library has run when the mark is there, and one that an
    ;; error or a limit stopped runs again when it is needed again.
    (define (library-body library mark)
      (append (library-nodes library)
              (list (make-global-define #f (make-global (library-module library) '|has run|) (make-const #f mark)))))

    (define (library-has-run? library)
      (if (library-nodes library)
          (eq? (library-run-mark (library-module library)) (library-mark library))
          (library-mark library)))

    (define (session-code session nodes toplevel name)
      (let ((interpreter (session-interpreter session)))
        (if interpreter
            (interpreter nodes name)
            (assemble (compile-nodes nodes (policy-of toplevel (session-policy session)) name (marks-of toplevel 0))))))

    ;; The symbols that mean something at the top level whose globals are of that module; none if it is not known.
    (define (visible-names session module)
      (let ((toplevel (table-ref (registry-toplevels (session-registry session)) module #f)))
        (if toplevel
            (append (table-keys (toplevel-definitions toplevel)) (toplevel-import-names toplevel))
            '())))

    ;; What the text declares, otherwise the policy given.
    (define (policy-of toplevel policy) (toplevel-declaration toplevel 'policy policy))

    ;; How the code of a text appears in backtraces (CodeMarks in the machine): not at all, if it says that it is internal.
    (define (marks-of toplevel default) (if (toplevel-declaration toplevel 'internal #f) 4 default))

    ;; Of a library that belongs to the language only what a program called is shown. The compiler is not of these.
    (define (library-marks name) (if (and (memq (cadr name) '(compiler eval)) (not (equal? name '(ouro compiler procedural)))) 0 2))

    ;; Gives the list of code to run.
    (define (compile-program session text file)
      (set-session-compiled! session '())
      (let* ((map (make-source-map))
             (data (read-source text file map))
             (environment (make-program-environment (session-registry session)))
             (nodes (expand-program data map environment)))
        (pending-code session (list (session-code session (keep-activation nodes) environment 'program)))))

    ;; The program, and the libraries that it needs from source, after expansion: a list of data.
    (define (expand-to-data session text file)
      (expand-text text file (session-registry session) standard-imports))

    ;; The program after a pass, as text.
    (define (trace-pass session text file pass)
      (let* ((map (make-source-map))
             (data (read-source text file map))
             (environment (make-program-environment (session-registry session)))
             (nodes (expand-program data map environment)))
        (compile-trace nodes (policy-of environment (session-policy session)) pass)))

    ;; Runs the libraries that became needed.
    (define (run-pending)
      (for-each (lambda (code) ((code->procedure code))) (pending-code *session* '())))

    ;; The value of the expression in the car of the pair, now: a macro's transformer.
    (define (evaluate-transformer pair span scope context)
      (expansion-runs-code)
      (let* ((scope (transformer-scope scope))
             (toplevel (scope-toplevel scope))
             (looked-up (toplevel-looked-up toplevel)))
        (set-toplevel-looked-up! toplevel #f)
        (let ((node (expand-car pair span scope (make-transformer-context context))))
          (set-toplevel-looked-up! toplevel looked-up)
          (run-pending)
          ((code->procedure (session-code *session* (list node) toplevel 'transformer))))))

    ;; --- what the cache of compiled code keeps

    ;; The names of the libraries from source that were compiled for the last program, in order.
    (define (compiled-libraries session) (reverse (map (lambda (entry) (library-name (car entry))) (session-compiled session))))

    ;; The names of the libraries that run before the last program, in order.
    (define (pending-libraries session) (map library-name (registry-pending-in-order (session-registry session))))

    ;; The unit of an image for one of the compiled libraries.
    (define (library-unit session name)
      (let loop ((entries (session-compiled session)))
        (let ((library (car (car entries))))
          (if (equal? (library-name library) name)
              (list name (cdr (car entries)) (cons (library-imports library) (library->datum library)))
              (loop (cdr entries))))))

    ;; An image of units, the last of which is a program if there is its code.
    (define (image-of-units units program)
      (image-write (if program (append units (list (list 'program program '()))) units)))

    ;; Expands a program whose code came from the cache: then its names are known, for messages.
    (define (note-program session text file)
      (let ((map (make-source-map)))
        (expand-program (read-source text file map) map (make-program-environment (session-registry session)))
        #t))

    ;; --- images

    ;; An image of the named libraries and all that they import, as a bytevector.
    (define (build-image directories names)
      (image-of names (make-registry directories)))

    ;; An image of those of the named libraries that the running image lacks, and of all such that they import.
    (define (build-library-image names)
      (let ((registry (make-registry '())))
        (set-registry-finder! registry (lambda (module) (find-compiled module registry)))
        (image-of names registry)))

    (define (image-of names registry)
      (let ((context (make-context (make-source-map))))
        (for-each (lambda (name) (find-library name registry #f context)) names)
        (image-write
          (let loop ((libraries (registry-pending-in-order registry)) (units '()))
            (if (pair? libraries)
                (let ((library (car libraries)))
                  (loop (cdr libraries)
                    (if (library-nodes library)
                        (cons (list (library-name library)
                                    (assemble (compile-nodes (library-body library #t)
                                                (policy-of (library-toplevel library) 'optimise)
                                                (library-module library)
                                                (marks-of (library-toplevel library) (library-marks (library-name library)))))
                                    (cons (library-imports library) (library->datum library)))
                              units)
                        units)))
                (reverse units))))))))
