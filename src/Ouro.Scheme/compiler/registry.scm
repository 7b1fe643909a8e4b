;;; The libraries that a compiler or a REPL knows, and what a library is to those who import it.

(define-library (ouro compiler registry)
  (import (ouro base) (ouro compiler host))
  (export registry-toplevels make-empty-registry registry? registry-directories set-registry-directories! registry-finder
    set-registry-finder! registry-loading set-registry-loading!
    registry-library registry-module registry-add! registry-has-library? registry-require! registry-pending-in-order
    registry-evaluator set-registry-evaluator! registry-start! set-registry-run?! set-registry-prefix! registry-module-name registry-runner set-registry-runner!
    make-library library? library-name library-module library-lookup library-names library-internal library-imports
    library-import-sets library-exports library-toplevel set-library-toplevel! library-nodes library-datum
    library-mark set-library-mark!
    library-name? library-module-of)
  (begin
    ;; A library, from source or from an image.
    (define-record-type <library>
      (make-library name module lookup names internal imports import-sets exports toplevel nodes datum mark pending?)
      library?
      (name library-name)               ; list of symbols and integers
      (module library-module)           ; symbol: the module of its globals
      (lookup library-lookup)           ; exported symbol -> binding or #f
      (names library-names)             ; () -> list of exported symbols
      (internal library-internal)       ; symbol -> binding inside the library, or #f
      (imports library-imports)         ; names of the libraries that must run before it
      (import-sets library-import-sets) ; its import sets as data
      (exports library-exports)         ; list of (exported symbol . internal symbol); source only
      (toplevel library-toplevel set-library-toplevel!) ; of a compiled library #f until its inside is needed
      (nodes library-nodes)             ; its body, to be compiled; #f when already compiled
      (datum library-datum)             ; what it was made from, if it was compiled before
      ;; From source: a symbol of its own, which its body leaves for the host when it has run. Compiled: whether it is
      ;; known that it has run.
      (mark library-mark set-library-mark!)
      (pending? library-pending? set-library-pending?!))  ; whether it is in its registry's list

    (define-record-type <registry> (make-registry-record libraries directories finder run? loading pending prefix runner toplevels evaluator)
      registry?
      (libraries registry-libraries)    ; module -> library
      (directories registry-directories set-registry-directories!)
      ;; module -> library or #f: libraries that are compiled but not yet known, asked before any file.
      (finder registry-finder set-registry-finder!)
      ;; library -> boolean: whether its body has run, to its end.
      (run? registry-run? set-registry-run?!)
      (loading registry-loading set-registry-loading!)   ; names being expanded, innermost first
      (pending registry-pending set-registry-pending!)   ; libraries to run, last first
      ;; Before the names of the modules of libraries: with a prefix, libraries can be run that are there already.
      (prefix registry-prefix set-registry-prefix!)
      ;; () -> unspecified: runs what is pending, for libraries that take part in expanding others.
      (runner registry-runner set-registry-runner!)
      ;; module -> top level, of programs and environments: for what messages say about names.
      (toplevels registry-toplevels)
      ;; (pair span scope context) -> value of the expression in the car of the pair, now: a macro's transformer.
      (evaluator registry-evaluator set-registry-evaluator!))

    (define (make-empty-registry directories)
      (make-registry-record (make-eq-table) directories (lambda (module) #f) (lambda (library) #f) '() '() #f
        (lambda () (error "no library can run here")) (make-eq-table)
        (lambda (pair span scope context) (error "no transformer can run here"))))

    (define (library-name? datum)
      (and (pair? datum)
           (list? datum)
           (every (lambda (part) (or (symbol? part) (and (exact-integer? part) (>= part 0)))) datum)))

    ;; (ouro compiler ast) -> |ouro compiler ast|
    (define (library-module-of name) (library-name->module name))

    ;; The module of the globals of a library from source.
    (define (registry-module-name registry name)
      (let ((module (library-module-of name)) (prefix (registry-prefix registry)))
        (if prefix (symbol-append prefix module) module)))

    ;; The library if it is known already or compiled, otherwise #f.
    (define (registry-library registry name) (registry-module registry (library-module-of name)))

    (define (registry-module registry module)
      (or (table-ref (registry-libraries registry) module #f)
          (let ((library ((registry-finder registry) module)))
            (if library (table-set! (registry-libraries registry) module library))
            library)))

    ;; Makes the library known. One from source will have to run, also if another of that name did.
    (define (registry-add! registry library)
      (table-set! (registry-libraries registry) (library-module-of (library-name library)) library)
      (if (library-nodes library) (registry-require! registry library)))

    (define (registry-has-library? registry name)
      (and (or (registry-library registry name)
               (find-library-file name (registry-directories registry)))
           #t))

    ;; The library is needed: it and what it imports will have to run, unless they have.
    (define (registry-require! registry library)
      (if (not (or (built-in? library) (library-pending? library) ((registry-run? registry) library)))
          (begin
            (for-each (lambda (name)
                        (let ((imported (registry-library registry name)))
                          (if imported (registry-require! registry imported))))
                      (library-imports library))
            ;; In this order: what says that it is pending can be found and set back, wherever a limit ends this.
            (set-registry-pending! registry (cons library (registry-pending registry)))
            (set-library-pending?! library #t))))

    ;; (ouro syntax) and (ouro primitives) have nothing to run.
    (define (built-in? library) (not (or (library-nodes library) (library-datum library))))

    ;; The libraries that must run, in that order.
    (define (registry-pending-in-order registry) (reverse (registry-pending registry)))

    ;; Forgets what the last expansion left. What it asked for has run by now, or was stopped by an error or a limit, and
    ;; then whoever needs it asks again.
    (define (registry-start! registry)
      (set-registry-loading! registry '())
      (for-each (lambda (library) (set-library-pending?! library #f)) (registry-pending registry))
      (set-registry-pending! registry '()))))
