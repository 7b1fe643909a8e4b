;;; Declarations: what a program says about its variables and about how it wants to be compiled.
;;;
;;;   (declare clause ...)
;;;   clause ::= (kind part ...)
;;;
;;; in:  a declare form, and the kind of place where it stands: procedure (the head of a procedure's body), body (of
;;;      let and its relatives), library, program or repl
;;; out: a declaration for each clause; names in its parts are identifiers, which mean something only when all
;;;      definitions of the place are known
;;;
;;; Each kind of clause is a line of `clause-kinds`: where it may stand, how it is written, and what reads its parts.
;;; What it means is said where it is used: types in declared-types.scm and expand.scm, policies in passes.scm.

(define-library (ouro compiler declarations)
  (import (ouro base) (ouro compiler environment) (ouro compiler syntax-problem))
  (export read-declarations
    declaration? declaration-kind declaration-span declaration-parts
    policies)
  (begin
    ;; parts: what the kind's reader gives.
    (define-record-type <declaration> (make-declaration kind span parts) declaration?
      (kind declaration-kind)           ; symbol
      (span declaration-span)           ; of the clause
      (parts declaration-parts))

    ;; read: (lambda (clause span context) parts)
    (define-record-type <clause-kind> (make-clause-kind name places usage read) clause-kind?
      (name clause-kind-name)
      (places clause-kind-places)
      (usage clause-kind-usage)
      (read clause-kind-read))

    (define policies '(debug optimise))

    ;; (type TYPE variable ...): parts ((type . span) (identifier . span) ...)
    (define (read-type clause span context)
      (check-clause clause 2 #f span context)
      (let loop ((pair (cddr clause)) (names '()))
        (if (null? pair)
            (cons (cons (cadr clause) (element-span (cdr clause) span context)) (reverse names))
            (begin
              (check-name pair clause "the name of a variable" span context)
              (loop (cdr pair) (cons (cons (car pair) (element-span pair span context)) names))))))

    ;; (values TYPE ...): parts ((type . span) ...)
    (define (read-values clause span context)
      (check-clause clause 1 #f span context)
      (let loop ((pair (cdr clause)))
        (if (null? pair)
            '()
            (cons (cons (car pair) (element-span pair span context)) (loop (cdr pair))))))

    ;; (policy NAME): parts: the symbol
    (define (read-policy clause span context)
      (check-clause clause 1 1 span context)
      (let ((name (strip (cadr clause))))
        (if (not (memq name policies))
            (let ((near (and (symbol? name) (nearest-name name policies))))
              (syntax-problem clause (element-span (cdr clause) span context) context
                "declare: expected a policy, " (string-join (map symbol->string policies) " or ") ", got " (cadr clause)
                (if near (string-append "; did you mean " (symbol->string near) "?") ""))))
        name))

    ;; (interprets DESCRIBE VIEW POSITION): parts ((identifier . span) ...)
    (define (read-interprets clause span context)
      (check-clause clause 3 3 span context)
      (let loop ((pair (cdr clause)))
        (if (null? pair)
            '()
            (begin
              (check-name pair clause "a name" span context)
              (cons (cons (car pair) (element-span pair span context)) (loop (cdr pair)))))))

    ;; (internal): parts #t
    (define (read-internal clause span context)
      (check-clause clause 0 0 span context)
      #t)

    (define clause-kinds
      (list
        (make-clause-kind 'type '(procedure body library program repl) "(type TYPE variable ...)" read-type)
        (make-clause-kind 'values '(procedure) "(values TYPE ...)" read-values)
        (make-clause-kind 'policy '(procedure library program repl) "(policy debug) or (policy optimise)" read-policy)
        (make-clause-kind 'interprets '(procedure) "(interprets DESCRIBE VIEW POSITION)" read-interprets)
        (make-clause-kind 'internal '(library) "(internal)" read-internal)))

    (define (find-kind name)
      (let loop ((kinds clause-kinds))
        (cond ((null? kinds) #f)
              ((eq? (clause-kind-name (car kinds)) name) (car kinds))
              (else (loop (cdr kinds))))))

    ;; minimum, maximum: how many parts the clause has; maximum #f: any number.
    (define (check-clause clause minimum maximum span context)
      (let ((count (- (length clause) 1)))
        (if (or (< count minimum) (and maximum (> count maximum)))
            (syntax-problem clause span context "declare: expected "
              (clause-kind-usage (find-kind (identifier-symbol (car clause)))) ", got " clause))))

    (define (check-name pair clause what span context)
      (if (not (identifier? (car pair)))
          (syntax-problem clause (element-span pair span context) context
            "declare: expected " what " in " (clause-kind-usage (find-kind (identifier-symbol (car clause))))
            ", got " (describe (car pair)))))

    ;; The declarations of the form, in order.
    (define (read-declarations form span context place)
      (count-parts form span context)
      (let loop ((pair (cdr form)))
        (if (null? pair)
            '()
            (let ((declaration (read-clause (car pair) (element-span pair span context) context place)))
              (cons declaration (loop (cdr pair)))))))

    (define (read-clause clause span context place)
      (if (not (and (pair? clause) (list? clause) (identifier? (car clause))))
          (syntax-problem clause span context "declare: expected a clause like (type fixnum n), got " clause))
      (let* ((name (identifier-symbol (car clause))) (kind (find-kind name)))
        (if (not kind) (unknown-clause name clause span context))
        (if (not (memq place (clause-kind-places kind)))
            (syntax-problem clause span context "declare: " name " has no meaning " (in-place place)
              "; it belongs " (in-places (clause-kind-places kind))))
        (make-declaration name span ((clause-kind-read kind) clause span context))))

    (define (unknown-clause name clause span context)
      (let* ((names (map clause-kind-name clause-kinds)) (near (nearest-name name names)))
        (syntax-problem clause span context "declare: there is no declaration " name
          (if near
              (string-append "; did you mean " (symbol->string near) "?")
              (string-append "; there are " (string-join (map clause-kind-usage clause-kinds) ", "))))))

    (define (in-place place)
      (case place
        ((procedure) "in the body of a procedure")
        ((body) "in a body that is not a procedure's")
        ((library) "in a library")
        ((program) "at the outermost level of a program")
        (else "at this level")))

    (define (in-places places)
      (cond ((not (memq 'procedure places)) "at the outermost level of a library")
            ((memq 'program places) "at the head of a procedure's body, or at the outermost level of a library or program")
            (else "at the head of a procedure's body")))))
