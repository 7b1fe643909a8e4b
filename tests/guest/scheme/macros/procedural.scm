; Macros whose transformers are procedures: er-macro-transformer, ir-macro-transformer, syntax-case.
(define-library (helpers)
  (import (scheme base) (ouro syntax-case))
  (export numbered swapped private-tmp)
  (begin
    (define (numbered list) (let loop ((i 0) (list list)) (if (null? list) '() (cons (cons i (car list)) (loop (+ i 1) (cdr list))))))
    ; Templates may stand in procedures that transformers call: what they insert means what it means here.
    (define tmp 'private)
    (define (swapped form) (syntax-case form () ((_ a b ...) #'(list b ... a tmp))))
    (define-syntax private-tmp (er-macro-transformer (lambda (form rename compare) (rename 'tmp))))))
(import (scheme base) (scheme write) (scheme cxr) (scheme eval) (ouro syntax-case) (helpers))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
; Explicit renaming: hygiene is what rename gives.
(define-syntax swap!
  (er-macro-transformer
    (lambda (form rename compare)
      (let ((a (cadr form)) (b (caddr form)))
        `(,(rename 'let) ((,(rename 'tmp) ,a)) (,(rename 'set!) ,a ,b) (,(rename 'set!) ,b ,(rename 'tmp)))))))
(show (let ((tmp 1) (other 2)) (swap! tmp other) (list tmp other)))                   ;=> (2 1)
(define-syntax has-else
  (er-macro-transformer (lambda (form rename compare) (if (compare (cadr form) (rename 'else)) "yes" "no"))))
(show (list (has-else else) (has-else other) (let ((else 1)) (has-else else))))       ;=> ("yes" "no" "no")
(define-syntax same-renamed (er-macro-transformer (lambda (form rename compare) (eq? (rename 'x) (rename 'x)))))
(show (same-renamed))                                                                 ;=> #t
(define-syntax it (er-macro-transformer (lambda (form rename compare) `(,(rename 'let) ((it ,(cadr form))) ,(caddr form)))))
(show (it 5 (* it it)))                                                               ;=> 25
(show (let-syntax ((m (er-macro-transformer (lambda (f r c) `(,(r 'quote) ,(numbered (cdr f))))))) (m a b)))  ;=> ((0 . a) (1 . b))
(show (private-tmp))                                                                  ;=> private
(define-syntax define-both (er-macro-transformer (lambda (f r c) `(,(r 'begin) (,(r 'define) ,(cadr f) 1) (,(r 'define) ,(caddr f) 2)))))
(define-both one two)
(show (list one two))                                                                 ;=> (1 2)
(show (let () (define-both a b) (+ a b)))                                             ;=> 3
; Implicit renaming: hygiene is the rule, inject the exception.
(define-syntax aif
  (ir-macro-transformer
    (lambda (form inject compare)
      (let ((it (inject 'it))) `(let ((,it ,(cadr form))) (if ,it ,(caddr form) ,(cadddr form)))))))
(show (let ((if list) (let 3)) (aif (assq 'a '((a . 1))) (cdr it) let)))              ;=> 1
(define-syntax ir-or (ir-macro-transformer (lambda (f i c) `(let ((t ,(cadr f))) (if t t ,(caddr f))))))
(show (let ((t 5)) (ir-or #f t)))                                                     ;=> 5
(define-syntax ir-else? (ir-macro-transformer (lambda (f i c) (c (cadr f) 'else))))
(show (list (ir-else? else) (ir-else? if)))                                           ;=> (#t #f)
; syntax-case.
(define-syntax my-or
  (lambda (form)
    (syntax-case form ()
      ((_) #'#f)
      ((_ e) #'e)
      ((_ e rest ...) #'(let ((t e)) (if t t (my-or rest ...)))))))
(show (let ((t 5) (if list)) (my-or #f t)))                                           ;=> 5
(define-syntax while
  (lambda (form)
    (syntax-case form ()
      ((k test body ...)
       (with-syntax ((break (datum->syntax #'k 'break)))
         #'(call/cc (lambda (break) (let loop () (when test body ... (loop))))))))))
(show (let ((i 0)) (while #t (set! i (+ i 1)) (if (= i 10) (break i)))))              ;=> 10
; A macro that uses it: break is that of the macro, not of its user.
(define-syntax count-to (syntax-rules () ((_ n) (let ((i 0)) (while #t (set! i (+ i 1)) (if (= i n) (break i)))))))
(show (let ((break 'mine)) (count-to 7)))                                             ;=> 7
(define-syntax my-let
  (lambda (form)
    (syntax-case form ()
      ((_ ((name value) ...) body ...)
       (let loop ((names #'(name ...))) (or (null? names) (and (identifier? (car names)) (loop (cdr names)))))
       #'((lambda (name ...) body ...) value ...))
      ((_ name ((n v) ...) body ...) #'((letrec ((name (lambda (n ...) body ...))) name) v ...)))))
(show (my-let ((a 1) (b 2)) (+ a b)))                                                 ;=> 3
(show (my-let loop ((i 0)) (if (< i 5) (loop (+ i 1)) i)))                            ;=> 5
(define-syntax literal (lambda (form) (syntax-case form (else =>) ((_ else) "else") ((_ =>) "arrow") ((_ x) "other"))))
(show (list (literal else) (literal =>) (literal x) (let ((else 1)) (literal else)))) ;=> ("else" "arrow" "other" "other")
(define-syntax nested (lambda (form) (syntax-case form () ((_ (a b ...) ...) #'(quote ((a ... (b ...) ...) #(b ... ...)))))))
(show (nested (1 2 3) (4) (5 6)))                                                     ;=> ((1 4 5 (2 3) () (6)) #(2 3 6))
(define-syntax quasi
  (lambda (form)
    (syntax-case form ()
      ((_ a b ...) #`(list #,(+ 1 2) a #,@(map (lambda (b) #`(quote (#,b))) #'(b ...)) 'end)))))
(show (quasi 5 x y))                                                                  ;=> (3 5 (x) (y) end)
(define-syntax temporaries
  (lambda (form)
    (syntax-case form ()
      ((_ e ...) (with-syntax (((t ...) (generate-temporaries #'(e ...)))) #'(let ((t e) ...) (list t ...)))))))
(show (temporaries 1 2 3))                                                            ;=> (1 2 3)
(define-syntax kinds
  (lambda (form)
    (syntax-case form ()
      ((_ a b) `(,#'quote (,(free-identifier=? #'a #'b) ,(bound-identifier=? #'a #'b) ,(syntax->datum #'(a . b))))))))
(show (list (kinds x x) (kinds x y)))                                                 ;=> ((#t #t (x . x)) (#f #f (x . y)))
(define-syntax swapping (lambda (form) (swapped form)))
(show (let ((tmp 1) (list 2)) (swapping tmp list)))                                   ;=> (2 1 private)
; Names for expressions.
(define-syntax ten (identifier-syntax 10))
(define v (vector 1 2))
(define-syntax first-of-v (identifier-syntax (name (vector-ref v 0)) ((set! name e) (vector-set! v 0 e))))
(set! first-of-v 9)
(show (list (+ ten 1) first-of-v v))                                                  ;=> (11 9 #(9 2))
(define-syntax by-hand
  (make-variable-transformer
    (lambda (form) (syntax-case form (set!) ((set! _ e) #'(list 'set e)) ((_ e ...) #'(list 'call e ...)) (_ #''alone)))))
(show (list by-hand (by-hand 1) (set! by-hand 2)))                                    ;=> (alone (call 1) (set 2))
; In eval, and after being redefined.
(define place (environment '(scheme base) '(ouro syntax-case)))
(eval '(define (helper x) (list 'quote x)) place)
(eval '(define-syntax m (lambda (form) (helper (syntax->datum form)))) place)
(eval '(define (use) (m 1)) place)
(show (eval '(use) place))                                                            ;=> (m 1)
(eval '(define-syntax m (lambda (form) #''new)) place)
(show (eval '(use) place))                                                            ;=> new
; Errors.
(define (message form)
  (call/cc (lambda (k) (with-exception-handler (lambda (e) (k (error-object-message e))) (lambda () (eval form place))))))
(define-syntax told (syntax-rules () ((_ form) (begin (display (message 'form)) (newline)))))
(told (let-syntax ((m (er-macro-transformer (lambda (f r c) (car 5))))) (m 1)))       ;=> m: in the transformer: car: argument 1 must be a pair, got 5, in
(told (let-syntax ((m (er-macro-transformer 5))) (m 1)))                              ;=> expected a transformer, which is a procedure, got `5`
(told (er-macro-transformer 5))                                                       ;=> `er-macro-transformer` is a keyword that has no meaning here; it belongs inside another form, in
(told (let-syntax ((m (er-macro-transformer))) (m 1)))                                ;=> er-macro-transformer: expected 1 part after `er-macro-transformer`, got 0, in
(told (let ((x 1)) (let-syntax ((m (er-macro-transformer (lambda (f r c) x)))) (m)))) ;=> `x` is a variable of the program around the macro; it has no value when the transformer runs
(told (let-syntax ((m (lambda (f) (syntax-case f () ((_ a) #'a))))) (m)))             ;=> m: in the transformer: syntax-case: no clause fits, got `(m)`, in
(told (let-syntax ((m (lambda (f) (syntax-case f () ((_ a) a))))) (m 1)))             ;=> `a` is a pattern variable and has a meaning only in a template: (syntax a)
(told (let-syntax ((m (lambda (f) (syntax-case f () ((_ a ...) #'a))))) (m 1)))       ;=> syntax: pattern variable `a` is followed by 1 ellipsis in the pattern and needs as many in the template, got 0, in
(told (let-syntax ((m (lambda (f) (syntax-case f (1) (_ 1))))) (m 1)))                ;=> syntax-case: expected a list of literals, got `(1)`, in
(told (let-syntax ((m (lambda (f) (syntax-case f () (_))))) (m 1)))                   ;=> syntax-case: expected a clause (pattern expression) or (pattern fender expression), got `(_)`, in
(told (let-syntax ((m (lambda (f) (with-syntax (x) 1)))) (m 1)))                      ;=> with-syntax: expected a list of bindings (pattern expression), got `(x)`, in
(told (let-syntax ((m (lambda (f) (with-syntax (((x) 5)) 1)))) (m 1)))                ;=> m: in the transformer: syntax-case: no clause fits, got `(5)`, in
(told (let-syntax ((m (lambda (f) #`(unsyntax)))) (m 1)))                             ;=> quasisyntax: expected 1 part after `unsyntax`, got `(unsyntax)`, in
(told (let-syntax ((m (lambda (f) #`(#,@5)))) (m 1)))                                 ;=> m: in the transformer: unsyntax-splicing: expected a list, got `5`, in
(told (let-syntax ((m (lambda (f) (syntax-violation 'who "no good" f (cadr f))))) (m 1))) ;=> who: no good `1`, in
(told (let-syntax ((m (lambda (f) (let ((l (list 1))) (set-cdr! l l) l)))) (m 1)))    ;=> m: the transformer gave a form that contains itself, in
(told (let-syntax ((m (lambda (f) (datum->syntax 5 'x)))) (m)))                       ;=> m: in the transformer: datum->syntax: argument 1 must be an identifier, got 5, in
(told (let-syntax ((m (lambda (f) (let ((l (list 1))) (set-cdr! l l) (datum->syntax #'x l))))) (m))) ;=> m: in the transformer: datum->syntax: expected a datum that does not contain itself, got #0=(1 . #0#), in
(told (let-syntax ((m (lambda (f) (generate-temporaries 5)))) (m)))                   ;=> m: in the transformer: generate-temporaries: argument 1 must be a list, got 5, in
(told (let-syntax ((m (lambda (f) (free-identifier=? 5 #'x)))) (m)))                  ;=> m: in the transformer: free-identifier=?: argument 1 must be an identifier, got 5, in
(told (let-syntax ((m (lambda (f) (bound-identifier=? #'x 5)))) (m)))                 ;=> m: in the transformer: bound-identifier=?: argument 2 must be an identifier, got 5, in
(told (let-syntax ((m (er-macro-transformer (lambda (f r c) (r 5))))) (m)))           ;=> m: in the transformer: rename: argument 1 must be an identifier, got 5, in
(told (make-variable-transformer 5))                                                  ;=> make-variable-transformer: argument 1 must be a procedure, got
(told (let-syntax ((m (lambda (f) (syntax-violation 'who 5 f)))) (m)))                ;=> m: in the transformer: syntax-violation: argument 2 must be a string, got 5, in
(told (generate-temporaries '(1)))                                                    ;=> generate-temporaries: expected to be called by the transformer of a macro, while it expands a form
(told (let-syntax ((m (lambda (f) (raise 'oops)))) (m)))                              ;=> m: the transformer raised `oops`, in
(told (let-syntax ((m (lambda (f) (set-car! f 5) f))) (m 1)))                         ;=> m: in the transformer: set-car!: argument 1 is a constant and cannot be changed: (m 1), in
