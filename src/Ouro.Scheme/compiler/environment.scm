;;; Identifiers, what they mean, and where they mean it.
;;;
;;; Hygiene is by renaming. An identifier is a symbol or an alias; a macro's expansion gets a fresh alias for each
;;; symbol that its template inserts. A binding form binds identifiers, compared with eq?, so an inserted binding
;;; catches only identifiers inserted by the same expansion. An alias that nothing binds means what its name meant
;;; where the macro was defined. `quote` turns aliases back into symbols.
;;;
;;;   identifier ::= symbol | (alias identifier scope family)
;;;   family     ::= (vector . list)         ; all aliases that one expansion inserted, for datum->syntax; or #f
;;;   scope      ::= (scope ((identifier . binding) ...) toplevel)
;;;   binding    ::= variable                ; a local variable (ast.scm)
;;;                | global                  ; a global variable (ast.scm)
;;;                | (primitive name minimum maximum)
;;;                | (core name kind expander)
;;;                | (macro name scope kind rules compiled)
;;;                | (pattern-variable variable depth)  ; of syntax-case: only templates may use it
;;;                | (absent-variable name)   ; inside a transformer: a variable of the program around it
;;;                | (conflict name first second)   ; imported twice with different meanings: an error when used
;;;
;;; The bindings of a scope start with its own and end with those of the scope around it, so that looking up an
;;; identifier is one assq. This sharing is sound because the scopes inside a body are made only after all its
;;; definitions are known.

(define-library (ouro compiler environment)
  (import (ouro base) (ouro compiler ast) (ouro compiler host))
  (export
    make-alias make-family-alias alias? alias-name alias-scope alias-family identifier? identifier-symbol
    make-pattern-variable pattern-variable? pattern-variable-variable pattern-variable-depth
    make-absent-variable absent-variable? absent-variable-name
    make-core core? core-name core-kind core-expander core-named?
    make-primitive primitive? primitive-name primitive-minimum primitive-maximum primitive-binding primitive-accepts?
    make-macro macro? macro-name macro-scope macro-kind macro-rules macro-compiled set-macro-compiled!
    make-conflict conflict? conflict-name conflict-first conflict-second
    same-binding?
    make-scope scope? scope-bindings scope-toplevel scope-bind! scope-binds? nested-scope extend-scope
    lookup same-identifier? auxiliary?
    make-toplevel toplevel? toplevel-module toplevel-name toplevel-kind toplevel-registry toplevel-definitions
    toplevel-imports toplevel-root toplevel-lookup toplevel-import-lookup toplevel-import-names toplevel-add-import!
    toplevel-define! toplevel-define-alias! toplevel-alias-definition toplevel-fresh-name! toplevel-used-import?
    toplevel-owned toplevel-own! toplevel-owns? toplevel-restart? set-toplevel-restart?! toplevel-forget!
    toplevel-looked-up set-toplevel-looked-up! set-toplevel-observer! toplevel-dependents set-toplevel-dependents!
    with-origin origin? origin-toplevel origin-make origin-names
    toplevel-definition-span toplevel-set-definition-span!
    toplevel-declare! toplevel-declaration toplevel-declare-type! toplevel-type toplevel-declared-names
    toplevel-written? toplevel-note-write!
    make-import-set import-set-library import-set-lookup import-set-names
    make-context context-map set-context-map! context-path set-context-path! context-next-id!
    context-keywords? set-context-keywords?! note-inclusion! make-transformer-context context-transformer?
    new-variable new-temporary)
  (begin
    ;; --- identifiers

    (define-record-type <alias> (make-family-alias name scope family) alias?
      (name alias-name)                 ; the identifier that the template has
      (scope alias-scope)               ; where the macro was defined
      (family alias-family))

    (define (make-alias name scope) (make-family-alias name scope #f))

    (define (identifier? datum) (or (symbol? datum) (alias? datum)))

    (define (identifier-symbol identifier)
      (if (symbol? identifier) identifier (identifier-symbol (alias-name identifier))))

    ;; --- bindings

    ;; kind: expression, definition, begin, include, cond-expand, or auxiliary (else, =>, unquote ...).
    ;; An expander of an expression takes (form span scope context) and gives a node; one of a definition
    ;; takes (form span scope context target), see definitions.scm.
    (define-record-type <core> (make-core name kind expander) core?
      (name core-name) (kind core-kind) (expander core-expander))

    (define (core-named? binding name) (and (core? binding) (eq? (core-name binding) name)))

    (define-record-type <primitive> (make-primitive name minimum maximum) primitive?
      (name primitive-name) (minimum primitive-minimum) (maximum primitive-maximum))

    ;; The binding of a name of the catalogue, or #f.
    (define (primitive-binding name)
      (let ((info (primitive-info name)))
        (and info (make-primitive name (vector-ref info 0) (vector-ref info 1)))))

    (define (primitive-accepts? primitive count)
      (and (>= count (primitive-minimum primitive))
           (or (< (primitive-maximum primitive) 0) (<= count (primitive-maximum primitive)))))

    ;; kind: syntax-rules, or explicit, implicit or procedure (procedural.scm). rules: what syntax-rules.scm wants, or the
    ;; expression of the transformer; as data or as a procedure that gives them. compiled: #f until the first use.
    (define-record-type <macro> (make-macro name scope kind rules compiled) macro?
      (name macro-name) (scope macro-scope) (kind macro-kind) (rules macro-rules)
      (compiled macro-compiled set-macro-compiled!))

    (define-record-type <pattern-variable> (make-pattern-variable variable depth) pattern-variable?
      (variable pattern-variable-variable) (depth pattern-variable-depth))

    (define-record-type <absent-variable> (make-absent-variable name) absent-variable? (name absent-variable-name))

    (define-record-type <conflict> (make-conflict name first second) conflict?
      (name conflict-name) (first conflict-first) (second conflict-second))

    (define (same-binding? a b)
      (or (eq? a b)
          (and (primitive? a) (primitive? b) (eq? (primitive-name a) (primitive-name b)))
          (and (global? a) (global? b)
               (eq? (global-name a) (global-name b))
               (eq? (global-module a) (global-module b)))))

    ;; --- scopes

    (define-record-type <scope> (make-scope bindings toplevel) scope?
      (bindings scope-bindings set-scope-bindings!)
      (toplevel scope-toplevel))

    (define (scope-bind! scope identifier binding)
      (set-scope-bindings! scope (cons (cons identifier binding) (scope-bindings scope))))

    ;; Does the scope itself, and not one around it, bind the identifier?
    (define (scope-binds? scope outer identifier)
      (let ((end (scope-bindings outer)))
        (let loop ((entries (scope-bindings scope)))
          (cond ((or (eq? entries end) (null? entries)) #f)
                ((eq? (car (car entries)) identifier) #t)
                (else (loop (cdr entries)))))))

    (define (nested-scope scope) (make-scope (scope-bindings scope) (scope-toplevel scope)))

    (define (extend-scope scope identifiers bindings)
      (let loop ((identifiers identifiers) (bindings bindings) (entries (scope-bindings scope)))
        (if (null? identifiers)
            (make-scope entries (scope-toplevel scope))
            (loop (cdr identifiers) (cdr bindings) (cons (cons (car identifiers) (car bindings)) entries)))))

    ;; What the identifier means in the scope, or #f if nothing gives it a meaning.
    (define (lookup identifier scope)
      (let ((entry (assq identifier (scope-bindings scope))))
        (cond (entry (cdr entry))
              ((symbol? identifier) (toplevel-lookup (scope-toplevel scope) identifier))
              ((toplevel-alias-definition (scope-toplevel scope) identifier))
              (else (lookup (alias-name identifier) (alias-scope identifier))))))

    ;; Do two identifiers, each in its scope, mean the same?
    (define (same-identifier? a scope-a b scope-b)
      (let ((binding-a (lookup a scope-a)) (binding-b (lookup b scope-b)))
        (if (or binding-a binding-b)
            (and binding-a binding-b (same-binding? binding-a binding-b))
            (eq? (identifier-symbol a) (identifier-symbol b)))))

    ;; Is the datum an identifier that means the auxiliary keyword `name`, which may have been imported under another?
    (define (auxiliary? datum name scope)
      (and (identifier? datum) (core-named? (lookup datum scope) name)))

    ;; --- top levels: the environment of a library, a program or a REPL

    ;; Imports are looked up when a name is first used: importing a library costs nothing until then.
    ;; library: its name, a list. lookup: symbol -> binding or #f. names: -> list of symbols, for suggestions.
    (define-record-type <import-set> (make-import-set library lookup names) import-set?
      (library import-set-library) (lookup import-set-lookup) (names import-set-names))

    (define-record-type <toplevel>
      (%make-toplevel module name kind registry definitions imported aliases spans imports root fresh owned restart?
        declarations types looked-up observer dependents)
      toplevel?
      (module toplevel-module)          ; symbol, the module of its globals
      (name toplevel-name)              ; the library's name, a list, or #f
      (kind toplevel-kind)              ; library, program or repl
      (registry toplevel-registry)
      (definitions toplevel-definitions set-toplevel-definitions!) ; symbol -> binding
      (imported toplevel-imported set-toplevel-imported!)          ; symbol -> binding, for names used so far
      (aliases toplevel-aliases set-toplevel-aliases!)   ; alias -> binding: definitions that macros inserted
      (spans toplevel-spans set-toplevel-spans!)         ; symbol -> span of its definition, in a library; see below
      (imports toplevel-imports set-toplevel-imports!)   ; import sets, latest first
      (root toplevel-root set-toplevel-root!)            ; the scope without local bindings
      (fresh toplevel-fresh set-toplevel-fresh!)
      (owned toplevel-owned set-toplevel-owned!)         ; (symbol . imported binding) that a program redefines
      (restart? toplevel-restart? set-toplevel-restart?!)
      (declarations toplevel-declarations set-toplevel-declarations!) ; (kind . value), latest first
      ;; symbol -> (type . span) of declared variables, type: a procedure that gives it; #f: there are none.
      (types toplevel-types set-toplevel-types!)
      (looked-up toplevel-looked-up set-toplevel-looked-up!) ; symbol -> what it meant, or #f; see "origins"
      ;; #f, or called with a symbol whose meaning may have changed; with #f: that of any symbol.
      (observer toplevel-observer set-toplevel-observer!)
      (dependents toplevel-dependents set-toplevel-dependents!)) ; what the observer wants to keep, or #f

    (define (make-toplevel module name kind registry)
      (let ((toplevel (%make-toplevel module name kind registry (make-eq-table) (make-eq-table) (make-eq-table)
                        (make-eq-table) '() #f 0 '() #f '() #f #f #f #f)))
        (set-toplevel-root! toplevel (make-scope '() toplevel))
        toplevel))

    (define (toplevel-lookup toplevel symbol)
      (let ((binding (or (table-ref (toplevel-definitions toplevel) symbol #f)
                         (table-ref (toplevel-imported toplevel) symbol #f)
                         (let ((binding (toplevel-import-lookup toplevel symbol)))
                           (if binding (table-set! (toplevel-imported toplevel) symbol binding))
                           binding)))
            (looked-up (toplevel-looked-up toplevel)))
        (if looked-up (table-set! looked-up symbol binding))
        binding))

    ;; What the imports give for a name. In a REPL the latest import wins; elsewhere two meanings are a conflict.
    (define (toplevel-import-lookup toplevel symbol)
      (let loop ((sets (toplevel-imports toplevel)) (found #f) (found-in #f))
        (if (null? sets)
            found
            (let ((binding ((import-set-lookup (car sets)) symbol)))
              (cond ((not binding) (loop (cdr sets) found found-in))
                    ((eq? (toplevel-kind toplevel) 'repl) binding)
                    ((not found) (loop (cdr sets) binding (car sets)))
                    ((same-binding? found binding) (loop (cdr sets) found found-in))
                    (else (make-conflict symbol (import-set-library (car sets)) (import-set-library found-in))))))))

    (define (toplevel-import-names toplevel)
      (append-map (lambda (set) ((import-set-names set))) (toplevel-imports toplevel)))

    (define (toplevel-add-import! toplevel set)
      (set-toplevel-imports! toplevel (cons set (toplevel-imports toplevel)))
      (set-toplevel-imported! toplevel (make-eq-table))
      (if (toplevel-observer toplevel) ((toplevel-observer toplevel) #f)))

    ;; Has some form already been expanded with the imported meaning of the name?
    (define (toplevel-used-import? toplevel symbol) (table-contains? (toplevel-imported toplevel) symbol))

    (define (toplevel-define! toplevel symbol binding)
      (table-set! (toplevel-definitions toplevel) symbol binding)
      (if (toplevel-observer toplevel) ((toplevel-observer toplevel) symbol)))

    (define (toplevel-define-alias! toplevel alias binding)
      (table-set! (toplevel-aliases toplevel) alias binding))

    (define (toplevel-alias-definition toplevel alias)
      (table-ref (toplevel-aliases toplevel) alias #f))

    ;; A name for a definition that a macro inserted: no source can spell it by accident, and the same source gives
    ;; the same names.
    (define (toplevel-fresh-name! toplevel symbol)
      (let ((number (+ (toplevel-fresh toplevel) 1)))
        (set-toplevel-fresh! toplevel number)
        (let ((name (symbol-append symbol (string->symbol (string-append "%" (number->string number))))))
          (if (table-contains? (toplevel-definitions toplevel) name)
              (toplevel-fresh-name! toplevel symbol)
              name))))

    (define (toplevel-definition-span toplevel symbol) (table-ref (toplevel-spans toplevel) symbol #f))
    (define (toplevel-set-definition-span! toplevel symbol span) (table-set! (toplevel-spans toplevel) symbol span))

    ;; --- what is declared at the outermost level

    (define (toplevel-declare! toplevel kind value)
      (set-toplevel-declarations! toplevel (cons (cons kind value) (toplevel-declarations toplevel))))

    (define (toplevel-declaration toplevel kind default)
      (let loop ((entries (toplevel-declarations toplevel)))
        (cond ((null? entries) default)
              ((eq? (car (car entries)) kind) (cdr (car entries)))
              (else (loop (cdr entries))))))

    (define (toplevel-declare-type! toplevel symbol type span)
      (if (not (toplevel-types toplevel)) (set-toplevel-types! toplevel (make-eq-table)))
      (table-set! (toplevel-types toplevel) symbol (cons type span)))

    (define (toplevel-type toplevel symbol)
      (let ((types (toplevel-types toplevel)))
        (and types
             (let ((entry (table-ref types symbol #f))) (and entry (car entry))))))

    ;; In a program: has a definition or assignment of the variable been expanded?
    (define (toplevel-written? toplevel symbol) (table-contains? (toplevel-spans toplevel) symbol))
    (define (toplevel-note-write! toplevel symbol)
      (if (eq? (toplevel-kind toplevel) 'program) (table-set! (toplevel-spans toplevel) symbol #f)))

    ;; (name . span) of each.
    (define (toplevel-declared-names toplevel)
      (let ((types (toplevel-types toplevel)))
        (if types
            (map (lambda (entry) (cons (car entry) (cddr entry))) (table->alist types))
            '())))

    ;; A program may define or assign a name that it imports: then the program has a variable of its own, everywhere.
    ;; It starts with the imported value. When forms were already expanded with the imported meaning, the expansion
    ;; has to start again.
    (define (toplevel-own! toplevel symbol)
      (let ((imported (toplevel-import-lookup toplevel symbol))
            (own (make-global (toplevel-module toplevel) symbol)))
        (set-toplevel-owned! toplevel (cons (cons symbol imported) (toplevel-owned toplevel)))
        (if (toplevel-used-import? toplevel symbol) (set-toplevel-restart?! toplevel #t))
        (toplevel-define! toplevel symbol own)
        own))

    (define (toplevel-owns? toplevel symbol) (and (assq symbol (toplevel-owned toplevel)) #t))

    ;; Forgets all definitions but keeps what the toplevel owns: the state in which the expansion starts again.
    (define (toplevel-forget! toplevel)
      (set-toplevel-definitions! toplevel (make-eq-table))
      (set-toplevel-imported! toplevel (make-eq-table))
      (set-toplevel-aliases! toplevel (make-eq-table))
      (set-toplevel-fresh! toplevel 0)
      (set-toplevel-restart?! toplevel #f)
      (set-toplevel-spans! toplevel (make-eq-table))
      (set-toplevel-declarations! toplevel '())
      (set-toplevel-types! toplevel #f)
      (for-each (lambda (entry)
                  (toplevel-define! toplevel (car entry) (make-global (toplevel-module toplevel) (car entry))))
                (toplevel-owned toplevel)))

    ;; --- origins: how a procedure comes to be expanded again when a name means something else
    ;;
    ;; Where it is wanted (looked-up is a table), each lambda node keeps what it was made from: a procedure that makes
    ;; it anew in the same scope, and all names of the top level that were looked up, with what they meant then.

    (define-record-type <origin> (make-origin toplevel make names) origin?
      (toplevel origin-toplevel)
      (make origin-make)                ; () -> lambda node
      (names origin-names))             ; table: symbol -> binding or #f

    ;; The lambda node that `make` gives.
    (define (with-origin scope make)
      (let* ((toplevel (scope-toplevel scope)) (around (toplevel-looked-up toplevel)))
        (if around
            (let ((names (make-eq-table)))
              (set-toplevel-looked-up! toplevel names)
              (let ((node (make)))
                (set-toplevel-looked-up! toplevel around)
                (for-each (lambda (name) (table-set! around name (table-ref names name #f))) (table-keys names))
                (set-lambda-info! node (make-origin toplevel make names))
                node))
            (make))))

    ;; --- the state of one expansion

    (define-record-type <context> (%make-context map next-id path keywords? inclusions transformer?) context?
      (map context-map set-context-map!)
      (next-id context-next-id set-context-next-id!)
      ;; #f, or in a source with cycles the forms being expanded, innermost first.
      (path context-path set-context-path!)
      ;; Whether a keyword like #:name was met.
      (keywords? context-keywords? set-context-keywords?!)
      ;; Which files include which: list of (includer . included), names as spans have them.
      (inclusions context-inclusions set-context-inclusions!)
      ;; Whether what is expanded is a macro's transformer, and runs now: its constants may be anything.
      (transformer? context-transformer?))

    (define (make-context map) (%make-context map 0 #f #f '() #f))

    (define (make-transformer-context context) (%make-context (context-map context) 0 #f #f '() #t))

    ;; The text of one file is put into that of another. False when that would never end: the first is included by the second already.
    (define (note-inclusion! context includer included)
      (let ((inclusions (context-inclusions context)))
        (let search ((files (list included)) (seen '()))
          (cond ((null? files)
                 (if (not (member (cons includer included) inclusions))
                     (set-context-inclusions! context (cons (cons includer included) inclusions)))
                 #t)
                ((equal? (car files) includer) #f)
                ((member (car files) seen) (search (cdr files) seen))
                (else
                 (search (append (filter-map (lambda (inclusion) (and (equal? (car inclusion) (car files)) (cdr inclusion))) inclusions)
                                 (cdr files))
                         (cons (car files) seen)))))))

    (define (context-next-id! context)
      (let ((id (context-next-id context)))
        (set-context-next-id! context (+ id 1))
        id))

    ;; What a macro inserts, and what a core form brings itself, is hidden.
    (define (new-variable identifier span context)
      (if (symbol? identifier)
          (make-variable identifier (context-next-id! context) span)
          (new-temporary (identifier-symbol identifier) span context)))

    (define (new-temporary name span context)
      (let ((variable (make-variable name (context-next-id! context) span)))
        (set-variable-hidden?! variable #t)
        variable))))
