;;; Types that a program declares, and the checks that they become.
;;;
;;;   TYPE ::= name of the table below
;;;          | variable that holds a record type
;;;          | (or TYPE ...)
;;;
;;; in:  a type as it was written; a node whose value must have it
;;; out: nodes of the core language that test a value, and raise an error if it is of another type. A check is ordinary
;;;      code: who runs it, compiled or not, need not know of types.

(define-library (ouro compiler declared-types)
  (import (ouro base) (ouro compiler ast) (ouro compiler host) (ouro compiler environment)
          (ouro compiler syntax-problem))
  (export parse-type type? type-datum type-text type-predicates checked-node check-node checked-result)
  (begin
    ;; Each type that has a name of its own, with the primitive that tells its values.
    (define predicates
      '((fixnum . fixnum?) (flonum . flonum?) (integer . integer?) (rational . rational?) (real . real?)
        (number . number?) (pair . pair?) (list . list?) (null . null?) (string . string?) (symbol . symbol?)
        (character . char?) (vector . vector?) (bytevector . bytevector?) (procedure . procedure?)
        (boolean . boolean?) (table . table?) (promise . promise?) (box . box?) (port . port?)
        (eof-object . eof-object?)))

    ;; alternatives: names of predicates, and bindings of variables that hold record types.
    (define-record-type <type> (make-type datum alternatives) type?
      (datum type-datum)                ; as it was written
      (alternatives type-alternatives))

    ;; The predicates that tell its values, or #f if they alone do not.
    (define (type-predicates type)
      (and (every symbol? (type-alternatives type)) (type-alternatives type)))

    (define (type-text type)
      (let ((port (open-output-string)))
        (write (type-datum type) port)
        (get-output-string port)))

    (define (parse-type form span scope context)
      (if (cyclic? form) (syntax-problem #f span context "declare: a type that contains itself"))
      (make-type (strip form) (alternatives form span scope context)))

    (define (alternatives form span scope context)
      (cond ((identifier? form) (list (named-type form span scope context)))
            ((and (pair? form) (list? form) (identifier? (car form)) (eq? (identifier-symbol (car form)) 'or)
                  (pair? (cdr form)))
             (let loop ((pair (cdr form)))
               (if (null? pair)
                   '()
                   (let ((first (alternatives (car pair) (element-span pair span context) scope context)))
                     (append first (loop (cdr pair)))))))
            (else
             (syntax-problem #f span context "declare: expected a type: a name or (or TYPE ...), got " (describe form)))))

    (define (named-type identifier span scope context)
      (let ((entry (assq (identifier-symbol identifier) predicates)))
        (if entry
            (cdr entry)
            (let ((binding (lookup identifier scope)))
              (if (or (variable? binding) (global? binding))
                  binding
                  (unknown-type identifier span context))))))

    (define (unknown-type identifier span context)
      (let* ((names (map car predicates)) (near (nearest-name (identifier-symbol identifier) names)))
        (syntax-problem #f span context "declare: there is no type " identifier " here"
          (if near
              (string-append "; did you mean " (symbol->string near) "?")
              (string-append "; there are " (string-join (map symbol->string names) ", ")
                ", record types and (or TYPE ...)")))))

    ;; --- nodes

    ;; Whether the variable's value is of the type, as a test.
    (define (test-node type variable span)
      (let loop ((alternatives (type-alternatives type)))
        (let ((test (alternative-test (car alternatives) variable span)))
          (if (null? (cdr alternatives))
              test
              (make-if span test (make-const span #t) (loop (cdr alternatives)))))))

    (define (alternative-test alternative variable span)
      (let ((value (make-local-ref span variable)))
        (cond ((symbol? alternative) (make-primitive-call span alternative (list value)))
              ((variable? alternative)
               (make-primitive-call span 'record? (list value (make-local-ref span alternative))))
              (else
               (make-primitive-call span 'record? (list value (make-global-ref span alternative)))))))

    ;; what: "type of n" or "result of f".
    (define (failure-node type what variable span)
      (make-primitive-call span 'raise-declaration-error
        (list (make-const span (string-append what " is " (type-text type)))
              (make-local-ref span variable))))

    ;; For its effect: an error unless the variable's value is of the type.
    (define (check-node type what variable span)
      (make-if span (test-node type variable span)
        (make-const span (void))
        (failure-node type what variable span)))

    ;; The node's value, after a check.
    (define (checked-node type what node span context)
      (if (obvious? type node)
          node
          (let ((variable (new-temporary 'value span context)))
            (make-let span (list variable) (list node)
              (make-if span (test-node type variable span)
                (make-local-ref span variable)
                (failure-node type what variable span))))))

    ;; A procedure that is declared to be one: then a definition of it stays a plain definition.
    (define (obvious? type node)
      (and (lambda? node) (memq 'procedure? (type-alternatives type)) #t))

    ;; The body's values, each after its check. types: at least one.
    (define (checked-result types name body span context)
      (let ((what (if name (string-append "result of " (symbol->string name)) "result")))
        (if (null? (cdr types))
            (checked-node (car types) what body span context)
            (let ((variables (map (lambda (type) (new-temporary 'value span context)) types)))
              (make-receive span variables #f body
                (make-seq span
                  (append
                    (let loop ((types types) (rest variables) (number 1))
                      (if (null? types)
                          '()
                          (cons (check-node (car types)
                                  (string-append what ", value " (number->string number) ",") (car rest) span)
                                (loop (cdr types) (cdr rest) (+ number 1)))))
                    (list (make-primitive-call span 'values
                            (map (lambda (variable) (make-local-ref span variable)) variables))))))))))))
