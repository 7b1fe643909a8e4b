;;; Forms that bind local variables and keywords: the lambda family, the let family, receive.

(define-library (ouro compiler binding-forms)
  (import (ouro base) (ouro compiler ast) (ouro compiler host) (ouro compiler environment)
          (ouro compiler syntax-problem) (ouro compiler expand))
  (export expand-lambda expand-named-lambda expand-lambda* expand-optional-procedure expand-case-lambda
    expand-let expand-let* expand-letrec expand-let-values expand-let*-values expand-receive
    expand-let-syntax expand-letrec-syntax parse-bindings bindings-names bindings-spans bindings-inits new-variables)
  (begin
    ;; --- procedures

    (define (expand-lambda form span scope context)
      (check-parts form 2 #f span context)
      (expand-procedure #f (cdr form) form span scope context))

    ;; (named-lambda (name . formals) body ...)
    (define (expand-named-lambda form span scope context)
      (check-parts form 2 #f span context)
      (let ((header (cadr form)))
        (if (not (and (pair? header) (identifier? (car header))))
            (syntax-problem form (element-span (cdr form) span context) context
              (form-name form) ": expected (name parameter ...), got " header))
        (expand-procedure (car header) (cons (cdr header) (cddr form)) form span scope context)))

    ;; (lambda* (a #:optional b (c default) #:key d (e default) #:rest f) body ...), or . f
    (define (expand-lambda* form span scope context)
      (check-parts form 2 #f span context)
      (expand-optional-procedure #f (cdr form) form span scope context))

    ;; One parameter that may be missing; pair: its car is the default expression, or #f for #f.
    (define-record-type <parameter> (make-parameter-part identifier span default) parameter-part?
      (identifier parameter-identifier) (span parameter-span) (default parameter-default))

    (define marker-optional '|#:optional|)
    (define marker-key '|#:key|)
    (define marker-rest '|#:rest|)

    ;; A missing argument arrives as the absent object; defaults are computed left to right, each sees those before.
    (define (expand-optional-procedure name formals-pair form span scope context)
      (with-origin scope (lambda () (expand-optional name formals-pair form span scope context))))

    (define (expand-optional name formals-pair form span scope context)
      (let ((list-span (element-span formals-pair span context)))
        (define (problem where . parts)
          (apply syntax-problem form where context (form-name form) ": " parts))
        (define (parse-parameter pair where)
          (let ((item (car pair)))
            (cond ((identifier? item) (make-parameter-part item where #f))
                  ((and (list? item) (= (length item) 2) (identifier? (car item)))
                   (make-parameter-part (car item) where (cdr item)))
                  (else (problem where "expected a parameter: name or (name default), got " (describe item))))))
        (define (marker item) (and (identifier? item) (identifier-symbol item)))
        (if (endless-list? (car formals-pair))
            (problem list-span "expected a list of parameters, got " (describe (car formals-pair))))
        (let loop ((rest (car formals-pair)) (mode 'required) (required '()) (optional '()) (keywords '()) (tail #f))
          (cond ((pair? rest)
                 (let ((where (element-span rest list-span context)) (item (car rest)))
                   (cond ((eq? (marker item) marker-optional)
                          (if (not (eq? mode 'required)) (problem where "#:optional must come first, and once"))
                          (loop (cdr rest) 'optional required optional keywords tail))
                         ((eq? (marker item) marker-key)
                          (if (not (memq mode '(required optional))) (problem where "#:key must come once, before #:rest"))
                          (loop (cdr rest) 'key required optional keywords tail))
                         ((eq? (marker item) marker-rest)
                          (if (not (and (pair? (cdr rest)) (null? (cddr rest)) (identifier? (cadr rest))))
                              (problem where "expected one name after #:rest"))
                          (loop '() 'rest required optional keywords (cadr rest)))
                         ((eq? mode 'required)
                          (if (not (identifier? item)) (problem where "expected the name of a parameter, got " (describe item)))
                          (loop (cdr rest) mode (cons (make-parameter-part item where #f) required) optional keywords tail))
                         ((eq? mode 'optional)
                          (loop (cdr rest) mode required (cons (parse-parameter rest where) optional) keywords tail))
                         (else
                          (loop (cdr rest) mode required optional (cons (parse-parameter rest where) keywords) tail)))))
                ((identifier? rest) (loop '() 'rest required optional keywords rest))
                ((not (null? rest)) (problem list-span "expected a list of parameters, got " (describe (car formals-pair))))
                (else
                 (let ((parts (append (reverse required) (reverse optional) (reverse keywords))))
                   (check-distinct (append (map parameter-identifier parts) (if tail (list tail) '()))
                     (append (map parameter-span parts) (if tail (list list-span) '()))
                     form "parameter" list-span context))
                 (optional-procedure name (reverse required) (reverse optional) (reverse keywords) tail
                   (cdr formals-pair) form list-span span scope context))))))

    (define (optional-procedure name required optional keywords tail body form list-span span scope context)
      (define (variable part) (new-variable (parameter-identifier part) (parameter-span part) context))
      (let* ((required-variables (map variable required))
             (optional-variables (map variable optional))
             (keyword-variables (map variable keywords))
             (tail-variable (and tail (new-variable tail list-span context)))
             (inner (extend-scope scope (map parameter-identifier required) required-variables)))
        (let ((node (make-lambda span (and name (identifier-symbol name)) required-variables optional-variables tail-variable
                      (map (lambda (part variable) (cons (identifier-symbol (parameter-identifier part)) variable))
                           keywords keyword-variables)
                      #f)))
          (set-lambda-body! node
            (let loop ((parts (append optional keywords))
                       (raw (append optional-variables keyword-variables))
                       (inner inner))
              (if (null? parts)
                  (lambda-body
                    (expand-lambda-body node body form span scope
                      (if tail (extend-scope inner (list tail) (list tail-variable)) inner) context))
                  (let* ((part (car parts))
                         (where (parameter-span part))
                         (value (make-if where
                                  (make-primitive-call where 'absent? (list (make-local-ref where (car raw))))
                                  (if (parameter-default part)
                                      (expand-car (parameter-default part) where inner context)
                                      (make-const where #f))
                                  (make-local-ref where (car raw))))
                         (final (variable part)))
                    (make-let span (list final) (list value)
                      (loop (cdr parts) (cdr raw)
                        (extend-scope inner (list (parameter-identifier part)) (list final))))))))
          node)))

    ;; --- case-lambda

    ;; (case-lambda (formals body ...) ...) becomes one procedure with optional parameters: no list of arguments is
    ;; made, and a call with a fixed number of arguments can be resolved. A clause applies if the last parameter it
    ;; needs is there and the first that it has not is absent.
    (define (expand-case-lambda form span scope context)
      (with-origin scope (lambda () (expand-cases form span scope context))))

    (define (expand-cases form span scope context)
      (check-parts form 0 #f span context)
      (let ((clauses (parse-clauses (cdr form) form span context)))
        (cond
          ((null? clauses) (no-case span context))
          ((null? (cdr clauses)) (expand-procedure #f (car (car clauses)) form span scope context))
          (else
            (let* ((counts (map (lambda (clause) (length (formals-required (cdr clause)))) clauses))
                   (numbers (numbers-taken (map cdr clauses)))
                   ;; If numbers between are not taken, any number comes in, and the error says which are.
                   (gaps? (gaps? numbers))
                   (least (if gaps? 0 (apply min counts)))
                   (most (apply max counts))
                   (longest (list-ref clauses (list-index (lambda (count) (= count most)) counts)))
                   (shared (car (formals-variables (cdr longest) context)))
                   (parameters (list->vector shared))
                   (rest (and (or gaps? (any (lambda (clause) (formals-rest (cdr clause))) clauses))
                              (new-temporary 'rest span context))))
              (make-lambda span #f (first-of shared least) (list-tail shared least) rest '()
                (let loop ((clauses clauses) (least least))
                  (if (null? clauses)
                      (run-time-call 'no-matching-clause span (cons* (make-const span (numbers-text numbers)) (clauses-text (cdr form) span) (given shared rest span)))
                      (clause-node (car clauses) least most parameters rest
                        (lambda (least) (loop (cdr clauses) least))
                        form span scope context)))))))))

    ;; Of (case-lambda): a procedure that cannot be called.
    (define (no-case span context)
      (let ((rest (new-temporary 'rest span context)))
        (make-lambda span #f '() '() rest '()
          (run-time-call 'no-matching-clause span
            (list (make-const span "no number of arguments") (clauses-text '() span) (make-local-ref span rest))))))

    ;; The numbers of arguments that clauses take, in order; the last one is (n) if it means n and more.
    (define (numbers-taken formals)
      (define (count each) (length (formals-required each)))
      (let* ((open (map count (filter formals-rest formals)))
             (bound (and (pair? open) (apply min open)))
             (counts (map count (remove formals-rest formals)))
             (most (apply max -1 counts)))
        (let loop ((number 0))
          (cond ((and bound (>= number bound)) (list (list bound)))
                ((> number most) (if bound (list (list bound)) '()))
                ((memv number counts) (cons number (loop (+ number 1))))
                (else (loop (+ number 1)))))))

    (define (gaps? numbers)
      (and (pair? (cdr numbers))
           (let ((next (if (pair? (cadr numbers)) (car (cadr numbers)) (cadr numbers))))
             (or (> next (+ (car numbers) 1)) (gaps? (cdr numbers))))))

    ;; "1, 2 or at least 4 arguments"
    (define (numbers-text numbers)
      (let ((port (open-output-string)))
        (let loop ((numbers numbers))
          (if (pair? (car numbers))
              (begin (display "at least " port) (display (car (car numbers)) port))
              (display (car numbers) port))
          (if (pair? (cdr numbers))
              (begin
                (display (if (pair? (cddr numbers)) ", " " or ") port)
                (loop (cdr numbers)))))
        (display " arguments" port)
        (get-output-string port)))

    ;; What the message about a wrong number of arguments shows.
    (define (clauses-text clauses span)
      (let ((port (open-output-string)))
        (display "(case-lambda" port)
        (for-each (lambda (clause)
                    (display " (" port)
                    (write (strip (car clause)) port)
                    (display " ...)" port))
                  clauses)
        (display ")" port)
        (make-const span (get-output-string port))))

    ;; The arguments that there are: the rest as a list, then the parameters. Of very many nothing is said.
    (define (given parameters rest span)
      (if (> (length parameters) 20)
          '()
          (cons (if rest (make-local-ref span rest) (make-const span '()))
                (map (lambda (parameter) (make-local-ref span parameter)) parameters))))

    (define (first-of list count)
      (if (= count 0) '() (cons (car list) (first-of (cdr list) (- count 1)))))

    ;; Each clause with its formals.
    (define (parse-clauses pair form span context)
      (if (null? pair)
          '()
          (let ((clause (car pair)) (clause-span (element-span pair span context)))
            (if (not (and (list? clause) (>= (length clause) 2)))
                (syntax-problem form clause-span context (form-name form)
                  ": expected a clause (parameters expression ...), got " clause))
            (cons (cons clause (parse-formals clause form clause-span context))
                  (parse-clauses (cdr pair) form span context)))))

    ;; least: how many arguments there are at least, as the clauses before tell. otherwise: given that number again,
    ;; makes the node for the clauses that follow; asked at most once.
    (define (clause-node clause least most parameters rest otherwise form span scope context)
      (let* ((formals (cdr clause))
             (count (length (formals-required formals)))
             (variables (formals-variables formals context))
             (parameter (lambda (index) (make-local-ref span (vector-ref parameters index))))
             (absent (lambda (index) (make-primitive-call span 'absent? (list (parameter index)))))
             (body (lambda ()
                     (let ((body (expand-body (cdr (car clause)) form span scope (formals-scope formals variables scope) context)))
                       (if (null? (formals-identifiers formals))
                           body
                           (make-let span
                             (append (car variables) (if (cdr variables) (list (cdr variables)) '()))
                             (append (map parameter (iota count))
                               (if (cdr variables) (list (rest-arguments count most parameter absent rest span)) '()))
                             body)))))
             (enough (and (> count least)
                          (make-if span (absent (- count 1)) (make-const span #f) (make-const span #t))))
             (no-more (cond ((cdr variables) #f)
                            ((< count most) (absent count))
                            (rest (run-time-call 'null? span (list (make-local-ref span rest))))
                            (else #f)))
             (next-least (if (and (= count least) (not (cdr variables))) (+ least 1) least)))
        (cond ((and (< count least) (not (cdr variables))) (otherwise least))
              ((and enough no-more)
               (let ((body (body)))
                 (make-if span (make-if span enough no-more (make-const span #f)) body (otherwise next-least))))
              ((or enough no-more)
               (let ((body (body))) (make-if span (or enough no-more) body (otherwise next-least))))
              (else (body)))))

    ;; The list of all arguments from number `index` on.
    (define (rest-arguments index most parameter absent rest span)
      (if (= index most)
          (make-local-ref span rest)
          (make-if span (absent index)
            (make-const span '())
            (run-time-call 'cons span
              (list (parameter index) (rest-arguments (+ index 1) most parameter absent rest span))))))

    ;; --- let

    ;; ((name value) ...): inits has the pairs whose car is the value.
    (define-record-type <bindings> (make-bindings names spans inits) bindings?
      (names bindings-names) (spans bindings-spans) (inits bindings-inits))

    ;; pair: its car is the list of bindings.
    (define (parse-bindings pair form span context)
      (let ((list-span (element-span pair span context)))
        (if (not (list? (car pair)))
            (syntax-problem form list-span context (form-name form) ": expected a list of bindings (name value), got "
              (car pair)))
        (let loop ((rest (car pair)) (names '()) (spans '()) (inits '()))
          (if (null? rest)
              (make-bindings (reverse names) (reverse spans) (reverse inits))
              (let ((binding (car rest)) (where (element-span rest list-span context)))
                (if (not (and (list? binding) (= (length binding) 2) (identifier? (car binding))))
                    (syntax-problem form where context (form-name form) ": expected a binding (name value), got " binding))
                (loop (cdr rest) (cons (car binding) names) (cons (element-span binding where context) spans)
                  (cons (cdr binding) inits)))))))

    (define (check-bindings-distinct bindings form span context)
      (check-distinct (bindings-names bindings) (bindings-spans bindings) form "variable" span context))

    (define (new-variables names spans context)
      (map (lambda (name span) (new-variable name span context)) names spans))

    (define (expand-inits names inits span scope context)
      (if (null? names)
          '()
          (let ((node (expand-named (car inits) (car names) span scope context)))
            (cons node (expand-inits (cdr names) (cdr inits) span scope context)))))

    (define (expand-let form span scope context)
      (check-parts form 2 #f span context)
      (if (identifier? (cadr form))
          (expand-named-let form span scope context)
          (let* ((bindings (parse-bindings (cdr form) form span context))
                 (names (bindings-names bindings)))
            (check-bindings-distinct bindings form span context)
            (if (null? names)
                (expand-body (cddr form) form span scope scope context)
                (let* ((inits (expand-inits names (bindings-inits bindings) span scope context))
                       (variables (new-variables names (bindings-spans bindings) context)))
                  (make-let span variables inits
                    (expand-body (cddr form) form span scope (extend-scope scope names variables) context)))))))

    ;; (let name ((variable init) ...) body ...)
    (define (expand-named-let form span scope context)
      (check-parts form 3 #f span context)
      (let* ((bindings (parse-bindings (cddr form) form span context))
             (names (bindings-names bindings)))
        (check-bindings-distinct bindings form span context)
        (let* ((inits (expand-inits names (bindings-inits bindings) span scope context))
               (loop (new-variable (cadr form) (element-span (cdr form) span context) context))
               (around (extend-scope scope (list (cadr form)) (list loop))))
          (make-letrec span (list loop)
            (list (with-origin scope
                    (lambda ()
                      (let ((variables (new-variables names (bindings-spans bindings) context)))
                        (expand-lambda-body
                          (make-lambda span (identifier-symbol (cadr form)) variables '() #f '() #f)
                          (cdddr form) form span scope (extend-scope around names variables) context)))))
            (make-call span (make-local-ref span loop) inits)))))

    (define (expand-let* form span scope context)
      (check-parts form 2 #f span context)
      (let ((bindings (parse-bindings (cdr form) form span context)) (outer scope))
        (let loop ((names (bindings-names bindings)) (spans (bindings-spans bindings)) (inits (bindings-inits bindings))
                   (scope scope))
          (if (null? names)
              (expand-body (cddr form) form span outer scope context)
              (let* ((init (expand-named (car inits) (car names) span scope context))
                     (variable (new-variable (car names) (car spans) context)))
                (make-let span (list variable) (list init)
                  (loop (cdr names) (cdr spans) (cdr inits) (extend-scope scope (list (car names)) (list variable)))))))))

    ;; letrec and letrec*
    (define (expand-letrec form span scope context)
      (check-parts form 2 #f span context)
      (let* ((bindings (parse-bindings (cdr form) form span context))
             (names (bindings-names bindings)))
        (check-bindings-distinct bindings form span context)
        (if (null? names)
            (expand-body (cddr form) form span scope scope context)
            (let* ((variables (new-variables names (bindings-spans bindings) context))
                   (inner (extend-scope scope names variables))
                   (inits (expand-inits names (bindings-inits bindings) span inner context)))
              (make-letrec span variables inits (expand-body (cddr form) form span scope inner context))))))

    ;; --- multiple values

    ;; (receive formals producer body ...)
    (define (expand-receive form span scope context)
      (check-parts form 3 #f span context)
      (let* ((formals (parse-formals (cdr form) form span context))
             (producer (expand-car (cddr form) span scope context))
             (variables (formals-variables formals context)))
        (make-receive span (car variables) (cdr variables) producer
          (expand-body (cdddr form) form span scope (formals-scope formals variables scope) context))))

    (define (check-values-bindings form span context)
      (let ((list-span (element-span (cdr form) span context)))
        (if (not (list? (cadr form)))
            (syntax-problem form list-span context (form-name form)
              ": expected a list of bindings (parameters value), got " (cadr form)))
        (let loop ((rest (cadr form)))
          (if (pair? rest)
              (begin
                (if (not (and (list? (car rest)) (= (length (car rest)) 2)))
                    (syntax-problem form (element-span rest list-span context) context (form-name form)
                      ": expected a binding (parameters value), got " (describe (car rest))))
                (loop (cdr rest)))))))

    ;; sequential?: let*-values. Otherwise the values are computed in the outer scope.
    (define (expand-values-bindings form span scope context sequential?)
      (check-parts form 2 #f span context)
      (check-values-bindings form span context)
      (let loop ((rest (cadr form)) (inner scope) (names '()) (spans '()))
        (if (null? rest)
            (begin
              (if (not sequential?) (check-distinct (reverse names) (reverse spans) form "variable" span context))
              (expand-body (cddr form) form span scope inner context))
            (let* ((binding (car rest))
                   (where (element-span rest span context))
                   (formals (parse-formals binding form where context))
                   (producer (expand-car (cdr binding) where (if sequential? inner scope) context))
                   (variables (formals-variables formals context)))
              (make-receive where (car variables) (cdr variables) producer
                (loop (cdr rest) (formals-scope formals variables inner)
                  (append (reverse (formals-identifiers formals)) names)
                  (append (reverse (append (formals-required-spans formals) (if (formals-rest formals) (list where) '())))
                    spans)))))))

    (define (expand-let-values form span scope context) (expand-values-bindings form span scope context #f))
    (define (expand-let*-values form span scope context) (expand-values-bindings form span scope context #t))

    ;; --- local keywords

    (define (expand-local-syntax form span scope context recursive?)
      (check-parts form 2 #f span context)
      (let* ((bindings (parse-bindings (cdr form) form span context))
             (inner (nested-scope scope)))
        (check-bindings-distinct bindings form span context)
        (for-each (lambda (macro name) (scope-bind! inner name macro))
                  (map (lambda (name init)
                         (macro-of init (identifier-symbol name) span (if recursive? inner scope) context))
                       (bindings-names bindings) (bindings-inits bindings))
                  (bindings-names bindings))
        (expand-body (cddr form) form span scope inner context)))

    (define (expand-let-syntax form span scope context) (expand-local-syntax form span scope context #f))
    (define (expand-letrec-syntax form span scope context) (expand-local-syntax form span scope context #t))))
