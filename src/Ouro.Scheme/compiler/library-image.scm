;;; A compiled library as one datum, and back.
;;;
;;;   datum      ::= (name imports exports macros)
;;;   imports    ::= (library-name ...)                      ; what must run before it
;;;   exports    ::= ((name . descriptor) ...)
;;;   descriptor ::= (syntax . name) | (primitive . name) | (global module . name) | (macro library-name . name)
;;;   macros     ::= #f                                      ; no macro of its own: the environment is not needed
;;;                | (import-sets definitions rules aliases)
;;;   definitions ::= (name | (name . descriptor) ...)       ; a name alone: a variable of the library
;;;   rules      ::= ((name kind . encoded rules) ...)
;;;   aliases    ::= ((identifier library-name . name-or-#f) ...)  ; identifier: symbol or number of an earlier alias;
;;;                                                          ; name: what the library's definition of the alias is called
;;;
;;; A template refers to names of the library that are not exported, so its whole environment must come back; that
;;; happens when a macro of the library is first looked up. In encoded rules #(alias n) stands for an alias and
;;; #(vector item ...) for a vector. The same library gives the same datum, whatever was expanded before.

(define-library (ouro compiler library-image)
  (import (ouro base) (ouro compiler ast) (ouro compiler host) (ouro compiler environment)
          (ouro compiler registry) (ouro compiler library))
  (export library->datum datum->library)
  (begin
    ;; --- writing

    (define (library->datum library)
      (or (library-datum library)
          (let ((toplevel (library-toplevel library)))
            (list (library-name library)
                  (library-imports library)
                  (map (lambda (entry) (cons (car entry) (descriptor (toplevel-lookup toplevel (cdr entry)))))
                       (library-exports library))
                  (macros-datum library toplevel)))))

    (define (descriptor binding)
      (cond ((core? binding) (cons 'syntax (core-name binding)))
            ((primitive? binding) (cons 'primitive (primitive-name binding)))
            ((global? binding) (cons 'global (cons (global-module binding) (global-name binding))))
            ((macro? binding)
             (cons 'macro (cons (toplevel-name (scope-toplevel (macro-scope binding))) (macro-name binding))))
            (else (error "a binding that cannot be kept in an image" binding))))

    (define (own-macro? name binding toplevel)
      (and (macro? binding)
           (eq? (macro-name binding) name)
           (eq? (scope-toplevel (macro-scope binding)) toplevel)))

    (define (macros-datum library toplevel)
      (let* ((names (list-sort (lambda (a b) (string<? (symbol->string a) (symbol->string b)))
                               (table-keys (toplevel-definitions toplevel))))
             (binding (lambda (name) (table-ref (toplevel-definitions toplevel) name #f)))
             (macros (filter (lambda (name) (own-macro? name (binding name) toplevel)) names)))
        (and (pair? macros)
             (let* ((encoder (make-encoder (make-eq-table) '() 0 toplevel))
                    (rules (map (lambda (name) (cons name (cons (macro-kind (binding name)) (encode (rules-of (binding name)) encoder)))) macros)))
               (list (library-import-sets library)
                     (map (lambda (name)
                            (let ((binding (binding name)))
                              (if (and (global? binding)
                                       (eq? (global-name binding) name)
                                       (eq? (global-module binding) (toplevel-module toplevel)))
                                  name
                                  (cons name (descriptor binding)))))
                          (filter (lambda (name) (not (memq name macros))) names))
                     rules
                     (reverse (encoder-aliases encoder)))))))

    (define (rules-of macro)
      (let ((rules (macro-rules macro))) (if (procedure? rules) (rules) rules)))

    ;; aliases: the encoded ones, last first.
    (define-record-type <encoder> (make-encoder numbers aliases count toplevel) encoder?
      (numbers encoder-numbers) (aliases encoder-aliases set-encoder-aliases!)
      (count encoder-count set-encoder-count!) (toplevel encoder-toplevel))

    (define (encode datum encoder)
      (cond ((pair? datum)
             (let ((first (encode (car datum) encoder))) (cons first (encode (cdr datum) encoder))))
            ((alias? datum) (vector 'alias (alias-number datum encoder)))
            ((vector? datum) (list->vector (cons 'vector (encode (vector->list datum) encoder))))
            (else datum)))

    (define (alias-number alias encoder)
      (or (table-ref (encoder-numbers encoder) alias #f)
          (let* ((name (alias-name alias))
                 (identifier (if (alias? name) (alias-number name encoder) name))
                 (definition (toplevel-alias-definition (encoder-toplevel encoder) alias))
                 (number (encoder-count encoder)))
            (table-set! (encoder-numbers encoder) alias number)
            (set-encoder-count! encoder (+ number 1))
            (set-encoder-aliases! encoder
              (cons (cons identifier
                      (cons (toplevel-name (scope-toplevel (alias-scope alias)))
                        (cond ((global? definition) (global-name definition))
                              ((macro? definition) (macro-name definition))
                              (else #f))))
                    (encoder-aliases encoder)))
            number)))

    ;; --- reading

    ;; Costs nothing but the record: exports are looked up in the datum.
    (define (datum->library datum registry)
      (let* ((name (car datum))
             (module (library-module-of name))
             (exports (caddr datum))
             (library #f))
        (define (internal symbol)
          (if (not (library-toplevel library))
              (begin
                (set-library-toplevel! library (make-toplevel module name 'library registry))
                (fill-toplevel! (library-toplevel library) (cadddr datum) name registry)
                (registry-require! registry library)))
          (toplevel-lookup (library-toplevel library) symbol))
        (set! library
          (make-library name module
            (lambda (symbol)
              (let ((entry (assq symbol exports)))
                (and entry (descriptor->binding (cdr entry) name internal registry))))
            (lambda () (map car exports))
            internal
            (cadr datum) '() '() #f #f datum #f #f))
        library))

    ;; name, internal: of the library that the descriptor belongs to. A library whose variable or macro is looked up
    ;; will have to run.
    (define (descriptor->binding descriptor name internal registry)
      (case (car descriptor)
        ((primitive) (primitive-binding (cdr descriptor)))
        ((syntax) ((library-lookup (registry-library registry '(ouro syntax))) (cdr descriptor)))
        ((global)
         (let ((library (registry-module registry (cadr descriptor))))
           (if library (registry-require! registry library))
           (make-global (cadr descriptor) (cddr descriptor))))
        (else
         (if (equal? (cadr descriptor) name)
             (internal (cddr descriptor))
             ((library-internal (registry-library registry (cadr descriptor))) (cddr descriptor))))))

    ;; Brings back the environment inside a library.
    (define (fill-toplevel! toplevel macros name registry)
      (let ((context (make-context (make-source-map)))
            (definitions (cadr macros))
            (rules (caddr macros))
            (aliases (make-vector (length (cadddr macros)) #f)))
        (define (own symbol) (table-ref (toplevel-definitions toplevel) symbol #f))
        (for-each (lambda (set) (add-import-set! toplevel set #f context)) (car macros))
        (for-each (lambda (entry)
                    (if (symbol? entry)
                        (toplevel-define! toplevel entry (make-global (toplevel-module toplevel) entry))))
                  definitions)
        (for-each (lambda (entry)
                    (toplevel-define! toplevel (car entry)
                      (make-macro (car entry) (toplevel-root toplevel) (cadr entry)
                        (lambda () (decode (cddr entry) aliases)) #f)))
                  rules)
        (for-each (lambda (entry)
                    (if (pair? entry)
                        (toplevel-define! toplevel (car entry)
                          (descriptor->binding (cdr entry) name own registry))))
                  definitions)
        (let loop ((entries (cadddr macros)) (number 0))
          (if (pair? entries)
              (let* ((entry (car entries))
                     (identifier (if (symbol? (car entry)) (car entry) (vector-ref aliases (car entry))))
                     (home (if (equal? (cadr entry) name) toplevel (inside (cadr entry) registry)))
                     (alias (make-alias identifier (toplevel-root home))))
                (vector-set! aliases number alias)
                (if (cddr entry) (toplevel-define-alias! toplevel alias (own (cddr entry))))
                (loop (cdr entries) (+ number 1)))))))

    ;; The environment inside another library.
    (define (inside name registry)
      (let ((library (registry-library registry name)))
        ((library-internal library) '||)
        (library-toplevel library)))

    (define (decode datum aliases)
      (cond ((pair? datum) (cons (decode (car datum) aliases) (decode (cdr datum) aliases)))
            ((not (vector? datum)) datum)
            ((eq? (vector-ref datum 0) 'alias) (vector-ref aliases (vector-ref datum 1)))
            (else (list->vector (decode (cdr (vector->list datum)) aliases)))))))
