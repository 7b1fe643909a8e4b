;;; Libraries: import sets, define-library, and compiled libraries as data.

(define-library (ouro compiler library)
  (import (ouro base) (only (ouro primitives) global-cell cell-ref library-cached? library-read library-used expansion-runs-code) (ouro compiler ast) (ouro compiler host) (ouro compiler environment)
          (ouro compiler syntax-problem) (ouro compiler registry) (ouro compiler expand) (ouro compiler target) (ouro compiler declare) (ouro compiler definition-forms)
          (ouro compiler forms))
  (export make-registry import-into! add-import-set! find-library expand-library)
  (begin
    ;; directories: where libraries are looked for, list of strings.
    (define (make-registry directories)
      (let ((registry (make-empty-registry directories)))
        (registry-add! registry
          (make-library '(ouro syntax) '|ouro syntax| core-form core-form-names core-form '() '() '() #f #f #f #f #f))
        (registry-add! registry
          (make-library '(ouro primitives) '|ouro primitives| primitive-binding primitive-names primitive-binding
            '() '() '() #f #f #f #f #f))
        registry))

    ;; --- finding

    ;; The library of that name; it is read and expanded if need be. pair, span: where the name stands.
    (define (find-library name registry span context)
      (or (let ((known (known-library name registry)))
            (if known (library-used name))
            known)
          (if (member name (registry-loading registry))
              (syntax-problem #f span context "cyclic import: "
                (string-join (map written (reverse (cons name (until name (registry-loading registry))))) " imports "))
              (let ((found (find-library-file name (registry-directories registry))))
                (if found
                    (load-library-once name (car found) (cdr found) registry span context)
                    (syntax-problem #f span context "no library " (written name)
                      (if (null? (registry-directories registry))
                          "; there are no library directories to look in"
                          (string-append "; looked in " (string-join (registry-directories registry) ", ")))))))))

    ;; One from source that was read for a program with an error has not run. (A compiled one runs when something of it
    ;; is used.)
    (define (known-library name registry)
      (let ((library (registry-library registry name)))
        (if (and library (library-nodes library)) (registry-require! registry library))
        library))

    ;; From the cache of compiled libraries, if it is there. Then it runs as one from source does: whoever imports it may
    ;; have done so for what its body does.
    (define (load-library-once name file text registry span context)
      (if (library-cached? name file)
          (let ((library (registry-library registry name)))
            (registry-require! registry library)
            library)
          (load-library name file text registry span context)))

    ;; The elements up to and with the first that is equal.
    (define (until element list)
      (cons (car list) (if (equal? element (car list)) '() (until element (cdr list)))))

    (define (written datum)
      (let ((port (open-output-string)))
        (write datum port)
        (get-output-string port)))

    (define (load-library name file text registry span context)
      (let* ((map (make-source-map))
             (inner (make-context map))
             (data (read-source text file map)))
        (let loop ((pair data))
          (if (pair? pair)
              (let ((form (car pair)))
                (if (and (pair? form) (eq? (car form) 'define-library))
                    (expand-library form (source-map-form map form) inner registry)
                    (syntax-problem form (or (source-map-element map pair) span) inner
                      "expected only define-library in the file of a library, got " (describe form)))
                (loop (cdr pair)))))
        (let ((library (registry-library registry name)) (alone? (and (pair? data) (null? (cdr data)))))
          ;; One that may be kept leaves the mark that compiled ones leave.
          (if (and (library-read name alone?) library alone?) (set-library-mark! library #t)))
        (or (registry-library registry name)
            (syntax-problem #f span context "file " file " does not define library " (written name)))))

    ;; --- import sets

    ;; Adds what (import set ...) names. Gives the import sets as data.
    (define (import-into! toplevel form span context)
      (count-parts form span context)
      (let loop ((pair (cdr form)))
        (if (pair? pair)
            (begin
              (add-import-set! toplevel (car pair) (element-span pair span context) context)
              (loop (cdr pair))))))

    (define (add-import-set! toplevel datum span context)
      (toplevel-add-import! toplevel (parse-import-set datum span (toplevel-registry toplevel) context)))

    ;; set ::= (only set name ...) | (except set name ...) | (prefix set name) | (rename set (name name) ...)
    ;;       | library name
    (define (parse-import-set datum span registry context)
      (define (problem . parts) (apply syntax-problem #f span context "import: " parts))
      (if (not (and (pair? datum) (list? datum) (not (cyclic? datum))))
          (problem "expected an import set: a library's name or (only ...), (except ...), (prefix ...), (rename ...), got "
            datum))
      (if (and (memq (car datum) '(only except prefix rename)) (pair? (cdr datum)) (pair? (cadr datum)))
          (let* ((inner (parse-import-set (cadr datum) (element-span (cdr datum) span context) registry context))
                 (modify (case (car datum)
                           ((only) import-only)
                           ((except) import-except)
                           ((prefix) import-prefix)
                           (else import-rename))))
            (modify inner (cddr datum) datum span context))
          (begin
            (check-library-name datum (lambda () (problem "expected the name of a library, got " (describe datum))))
            (let ((library (find-library datum registry span context)))
              (make-import-set datum (library-lookup library) (library-names library))))))

    (define (check-library-name name problem)
      (if (not (library-name? name)) (problem)))

    ;; pair: its car must be a name that the set has.
    (define (check-imported set pair span context)
      (let ((name (car pair)))
        (if (not (symbol? name))
            (syntax-problem #f (element-span pair span context) context "import: expected a name, got " name))
        (if (not ((import-set-lookup set) name))
            (let ((near (nearest-name name ((import-set-names set))))
                  (message (string-append (written (import-set-library set)) " does not export " (symbol->string name))))
              (syntax-problem #f (element-span pair span context) context message
                (if near (string-append "; did you mean " (symbol->string near) "?") ""))))))

    (define (check-all-imported set names span context)
      (if (pair? names)
          (begin
            (check-imported set names span context)
            (check-all-imported set (cdr names) span context))))

    (define (import-only set names datum span context)
      (check-all-imported set names span context)
      (let ((lookup (import-set-lookup set)))
        (make-import-set (import-set-library set)
          (lambda (symbol) (and (memq symbol names) (lookup symbol)))
          (lambda () names))))

    (define (import-except set names datum span context)
      (check-all-imported set names span context)
      (let ((lookup (import-set-lookup set)) (all (import-set-names set)))
        (make-import-set (import-set-library set)
          (lambda (symbol) (and (not (memq symbol names)) (lookup symbol)))
          (lambda () (filter (lambda (name) (not (memq name names))) (all))))))

    (define (import-prefix set arguments datum span context)
      (if (not (and (pair? arguments) (null? (cdr arguments)) (symbol? (car arguments))))
          (syntax-problem #f span context "import: expected (prefix set name), got " (describe datum)))
      (let* ((prefix (symbol->string (car arguments)))
             (count (string-length prefix))
             (lookup (import-set-lookup set))
             (all (import-set-names set)))
        (make-import-set (import-set-library set)
          (lambda (symbol)
            (let ((text (symbol->string symbol)))
              (and (> (string-length text) count)
                   (string=? (substring text 0 count) prefix)
                   (lookup (string->symbol (substring text count (string-length text)))))))
          (lambda () (map (lambda (name) (symbol-append (car arguments) name)) (all))))))

    (define (import-rename set renames datum span context)
      (let loop ((pair renames))
        (if (pair? pair)
            (let ((rename (car pair)))
              (if (not (and (list? rename) (= (length rename) 2) (symbol? (cadr rename))))
                  (syntax-problem #f (element-span pair span context) context
                    "import: expected (name new-name) in rename, got " rename))
              (check-imported set rename (element-span pair span context) context)
              (loop (cdr pair)))))
      (let ((lookup (import-set-lookup set))
            (all (import-set-names set))
            (by-new-name (map (lambda (rename) (cons (cadr rename) (car rename))) renames)))
        (make-import-set (import-set-library set)
          (lambda (symbol)
            (let ((entry (assq symbol by-new-name)))
              (cond (entry (lookup (cdr entry)))
                    ((assq symbol renames) #f)
                    (else (lookup symbol)))))
          (lambda ()
            (append (map car by-new-name) (filter (lambda (name) (not (assq name renames))) (all)))))))

    ;; --- define-library

    ;; What the declarations of a library say so far. Lists have the last first.
    (define-record-type <declarations> (make-declarations exports imports declares bodies expander) declarations?
      (exports declarations-exports set-declarations-exports!)  ; (exported internal . span)
      (imports declarations-imports set-declarations-imports!)  ; (form . span)
      (declares declarations-declares set-declarations-declares!) ; (form . span)
      (bodies declarations-bodies set-declarations-bodies!)     ; (forms . span)
      (expander declarations-expander set-declarations-expander!)) ; (form . span) or #f

    ;; Expands a library, with those it imports, and adds it to the registry.
    (define (expand-library form span context registry)
      (check-parts form 1 #f span context)
      (let ((name (cadr form)))
        (check-library-name name
          (lambda ()
            (syntax-problem form (element-span (cdr form) span context) context
              "define-library: expected a name like (part ...), got " name)))
        (let* ((module (registry-module-name registry name))
               (toplevel (make-toplevel module name 'library registry))
               (declarations (make-declarations '() '() '() '() #f))
               (scope (toplevel-root toplevel))
               (target (make-target 'library scope scope context)))
          (set-registry-loading! registry (cons name (registry-loading registry)))
          (collect-declarations! (cddr form) declarations form span scope context)
          (for-each (lambda (entry) (import-into! toplevel (car entry) (cdr entry) context))
                    (reverse (declarations-imports declarations)))
          (for-each (lambda (entry) (expand-declare (car entry) (cdr entry) scope context target))
                    (reverse (declarations-declares declarations)))
          (for-each (lambda (entry) (scan-forms! (car entry) (cdr entry) target))
                    (let ((bodies (reverse (declarations-bodies declarations))) (expander (declarations-expander declarations)))
                      (if expander
                          (list (cons (expanded-forms (append-map car bodies) (car expander) (cdr expander) registry context) span))
                          bodies)))
          (check-declared toplevel context)
          (let* ((nodes (items->nodes (take-items! target)))
                 (exports (check-exports (reverse (declarations-exports declarations)) toplevel form context))
                 (library (make-library name module
                            (lambda (symbol)
                              (let ((entry (assq symbol exports))) (and entry (toplevel-lookup toplevel (cdr entry)))))
                            (lambda () (map car exports))
                            (lambda (symbol) (toplevel-lookup toplevel symbol))
                            (dependencies name toplevel)
                            (strip (append-map (lambda (entry) (cdr (car entry)))
                                               (reverse (declarations-imports declarations))))
                            exports toplevel nodes #f (gensym "run") #f)))
            (set-registry-loading! registry (cdr (registry-loading registry)))
            (registry-add! registry library)
            library))))

    ;; The libraries that must run before this one: those it imports, and (ouro runtime) for its code.
    (define (dependencies name toplevel)
      (let ((imports (remove (lambda (name) (member name '((ouro syntax) (ouro primitives) (ouro runtime))))
                             (delete-duplicates (map import-set-library (reverse (toplevel-imports toplevel)))))))
        (if (equal? name '(ouro runtime)) imports (cons '(ouro runtime) imports))))

    ;; A library may be written in forms of its own: (expander (library) procedure) gives them to a procedure of another
    ;; library, which runs for it now, and the library consists of the forms that come back. Data that come back as
    ;; they were keep their places in the source.
    (define (expanded-forms forms declaration span registry context)
      (let* ((library (find-library (cadr declaration) registry (element-span (cdr declaration) span context) context))
             (name (caddr declaration))
             (where (element-span (cddr declaration) span context))
             (binding ((library-lookup library) name)))
        (if (not (global? binding))
            (let ((near (nearest-name name ((library-names library)))))
              (if near
                  (syntax-problem declaration where context "expander: " (written (cadr declaration))
                    " exports no procedure " name "; did you mean " near "?")
                  (syntax-problem declaration where context "expander: " (written (cadr declaration))
                    " exports no procedure " name))))
        (expansion-runs-code)
        ((registry-runner registry))
        (let ((result ((cell-ref (global-cell (global-module binding) (global-name binding))) forms)))
          (if (not (and (list? result) (not (cyclic? result))))
              (syntax-problem declaration span context "expander: expected a list of forms from " name ", got " result))
          result)))

    (define (collect-declarations! pair declarations form span scope context)
      (if (pair? pair)
          (begin
            (collect-declaration! (car pair) declarations form (element-span pair span context) scope context)
            (collect-declarations! (cdr pair) declarations form span scope context))))

    (define (collect-declaration! declaration declarations form span scope context)
      (define (add-body! forms)
        (set-declarations-bodies! declarations (cons (cons forms span) (declarations-bodies declarations))))
      (define (problem)
        (syntax-problem form span context "define-library: expected export, import, begin, include, include-ci, "
          "include-library-declarations, cond-expand, declare or expander, got " declaration))
      (if (not (and (pair? declaration) (list? declaration))) (problem))
      (case (car declaration)
        ((export)
         (collect-exports! (cdr declaration) declarations declaration span context))
        ((import)
         (set-declarations-imports! declarations (cons (cons declaration span) (declarations-imports declarations))))
        ((begin) (add-body! (cdr declaration)))
        ((include) (add-body! (include-data declaration span context #f)))
        ((include-ci) (add-body! (include-data declaration span context #t)))
        ((include-library-declarations)
         (collect-declarations! (include-data declaration span context #f) declarations form span scope context))
        ((declare)
         (set-declarations-declares! declarations (cons (cons declaration span) (declarations-declares declarations))))
        ((expander)
         (check-parts declaration 2 2 span context)
         (if (declarations-expander declarations)
             (syntax-problem declaration span context "define-library: a library can have only one expander"))
         (check-library-name (cadr declaration)
           (lambda ()
             (syntax-problem declaration (element-span (cdr declaration) span context) context
               "expander: expected the name of a library, got " (cadr declaration))))
         (check-identifier (cddr declaration) declaration "the name of a procedure" span context)
         (set-declarations-expander! declarations (cons declaration span)))
        ((cond-expand)
         (collect-declarations! (cond-expand-parts declaration span scope context) declarations form span scope context))
        (else (problem))))

    (define (collect-exports! pair declarations form span context)
      (if (pair? pair)
          (let* ((spec (car pair))
                 (where (element-span pair span context))
                 (entry (cond ((symbol? spec) (cons spec (cons spec where)))
                              ((and (list? spec) (= (length spec) 3) (eq? (car spec) 'rename)
                                    (symbol? (cadr spec)) (symbol? (caddr spec)))
                               (cons (caddr spec) (cons (cadr spec) where)))
                              (else
                               (syntax-problem form where context
                                 "export: expected a name or (rename name exported-name), got " (describe spec))))))
            (set-declarations-exports! declarations (cons entry (declarations-exports declarations)))
            (collect-exports! (cdr pair) declarations form span context))))

    ;; Gives (exported . internal) for each; all must be defined or imported, and no exported name twice.
    (define (check-exports entries toplevel form context)
      (let ((seen (make-eq-table)))
        (map (lambda (entry)
               (let ((exported (car entry)) (internal (cadr entry)) (where (cddr entry)))
                 (if (table-contains? seen exported)
                     (syntax-problem form where context "export: " exported " is exported twice"))
                 (table-set! seen exported #t)
                 (let ((binding (toplevel-lookup toplevel internal)))
                   (cond ((not binding)
                          (let ((near (nearest-name internal (append (table-keys (toplevel-definitions toplevel))
                                                                     (toplevel-import-names toplevel)))))
                            (if near
                                (syntax-problem form where context "export: " internal
                                  " is neither defined nor imported; did you mean " near "?")
                                (syntax-problem form where context "export: " internal
                                  " is neither defined nor imported"))))
                         ((conflict? binding)
                          (resolve-reference binding internal where (toplevel-root toplevel) context))))
                 (cons exported internal)))
             entries)))))
