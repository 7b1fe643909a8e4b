;;; define-record-type: a type, a constructor, a predicate, accessors and modifiers, each a definition of its own.

(define-library (ouro compiler record-forms)
  (import (ouro base) (ouro compiler ast) (ouro compiler host) (ouro compiler environment)
          (ouro compiler syntax-problem) (ouro compiler expand) (ouro compiler target))
  (export expand-define-record-type)
  (begin
    ;; (define-record-type type constructor predicate field ...)
    ;;   type        ::= name | (name)
    ;;   constructor ::= #f | name | (name field ...)
    ;;   predicate   ::= #f | name
    ;;   field       ::= name | (name) | (name accessor) | (name accessor modifier)
    (define (expand-define-record-type form span scope context target)
      (define (problem where . parts)
        (apply syntax-problem form where context "define-record-type: " parts))
      (check-parts form 3 #f span context)
      (let* ((type-pair (cdr form))
             (type-name (if (and (pair? (car type-pair)) (null? (cdr (car type-pair)))) (car (car type-pair)) (car type-pair)))
             (constructor-pair (cdr type-pair))
             (constructor (car constructor-pair))
             (constructor-span (element-span constructor-pair span context))
             (predicate-pair (cdr constructor-pair))
             (predicate (car predicate-pair))
             (fields (record-fields (cdr predicate-pair) span context problem))
             (field-names (map record-field-name fields)))
        (if (not (identifier? type-name))
            (problem (element-span type-pair span context) "expected the name of the type, got " type-name))
        (if (not (or (not constructor) (identifier? constructor)
                     (and (pair? constructor) (list? constructor) (every identifier? constructor))))
            (problem constructor-span "expected a constructor: name, (name field ...) or #f, got " constructor))
        (if (not (or (not predicate) (identifier? predicate)))
            (problem (element-span predicate-pair span context) "expected the name of the predicate or #f, got " predicate))
        (check-distinct field-names (map record-field-span fields) form "field" span context)
        (if (pair? constructor) (check-constructor constructor constructor-span field-names type-name form context problem))
        (let* ((type-place (declare! target type-name form (element-span type-pair span context)))
               (type (lambda () (if (global? type-place) (make-global-ref span type-place) (make-local-ref span type-place)))))
          (define (define-procedure! identifier where parameters make-body)
            (let ((place (declare! target identifier form where)))
              (add-item! target place where
                (lambda ()
                  (let ((variables (map (lambda (parameter) (new-variable parameter where context)) parameters)))
                    (make-lambda where (identifier-symbol identifier) variables '() #f '()
                      (make-body variables)))))))
          (add-item! target type-place span
            (lambda ()
              (run-time-call 'make-record-type span
                (append (list (make-const span (type-symbol type-name))
                              (make-const span (list->vector (map identifier-symbol field-names))))
                        (operation-names fields span)))))
          (if constructor
              (let ((name (if (pair? constructor) (car constructor) constructor))
                    (parameters (if (pair? constructor) (cdr constructor) field-names)))
                (define-procedure! name constructor-span parameters
                  (lambda (variables)
                    (make-primitive-call constructor-span 'record
                      (cons (type) (map (lambda (field) (field-init field parameters variables constructor-span)) field-names)))))))
          (if predicate
              (define-procedure! predicate (element-span predicate-pair span context) '(object)
                (lambda (variables)
                  (make-primitive-call span 'record? (list (make-local-ref span (car variables)) (type))))))
          (let loop ((fields fields) (index 0))
            (if (pair? fields)
                (let* ((field (car fields)) (where (record-field-span field)) (position (make-const where index)))
                  (if (record-field-accessor field)
                      (define-procedure! (record-field-accessor field) where '(record)
                        (lambda (variables)
                          (make-primitive-call where 'record-ref
                            (list (make-local-ref where (car variables)) (type) position)))))
                  (if (record-field-modifier field)
                      (define-procedure! (record-field-modifier field) where '(record value)
                        (lambda (variables)
                          (make-primitive-call where 'record-set!
                            (list (make-local-ref where (car variables)) (type)
                                  (make-local-ref where (cadr variables)) position)))))
                  (loop (cdr fields) (+ index 1))))))))

    (define-record-type <record-field> (make-record-field name accessor modifier span) record-field?
      (name record-field-name) (accessor record-field-accessor) (modifier record-field-modifier) (span record-field-span))

    ;; What errors call the accessor and the modifier of each field: constants for make-record-type, as many as there are.
    (define (operation-names fields span)
      (let ((accessors (map record-field-accessor fields)) (modifiers (map record-field-modifier fields)))
        (define (names identifiers)
          (make-const span (list->vector (map (lambda (name) (and name (identifier-symbol name))) identifiers))))
        (cond ((any (lambda (name) name) modifiers) (list (names accessors) (names modifiers)))
              ((any (lambda (name) name) accessors) (list (names accessors)))
              (else '()))))

    (define (record-fields pair span context problem)
      (if (null? pair)
          '()
          (let ((field (car pair)) (where (element-span pair span context)))
            (cons
              (cond ((identifier? field) (make-record-field field #f #f where))
                    ((and (pair? field) (list? field) (<= (length field) 3) (every identifier? field))
                     (make-record-field (car field)
                       (and (pair? (cdr field)) (cadr field))
                       (and (pair? (cdr field)) (pair? (cddr field)) (caddr field))
                       where))
                    (else
                     (problem where "expected a field: name, (name accessor) or (name accessor modifier), got " field)))
              (record-fields (cdr pair) span context problem)))))

    (define (check-constructor constructor span field-names type-name form context problem)
      (let ((spans (map (lambda (name) span) (cdr constructor))))
        (check-distinct (cdr constructor) spans form "constructor field" span context))
      (let loop ((pair (cdr constructor)))
        (if (pair? pair)
            (begin
              (if (not (memq (car pair) field-names))
                  (problem (element-span pair span context) (car pair) " is no field of " type-name
                    (if (null? field-names)
                        ", which has none"
                        (string-append "; its fields are "
                          (string-join (map (lambda (name) (symbol->string (identifier-symbol name))) field-names) " ")))))
              (loop (cdr pair))))))

    ;; What a constructor puts into a field: its parameter, or the unspecified value.
    (define (field-init field parameters variables span)
      (let loop ((parameters parameters) (variables variables))
        (cond ((null? parameters) (unspecified-node span))
              ((eq? (car parameters) field) (make-local-ref span (car variables)))
              (else (loop (cdr parameters) (cdr variables))))))

    ;; <point> is the type of points.
    (define (type-symbol identifier)
      (let* ((text (symbol->string (identifier-symbol identifier))) (end (- (string-length text) 1)))
        (if (and (> end 1) (char=? (string-ref text 0) #\<) (char=? (string-ref text end) #\>))
            (string->symbol (substring text 1 end))
            (identifier-symbol identifier))))))
