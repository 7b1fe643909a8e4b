;;; quasiquote: lists and vectors with expressions inside, at all levels of nesting.
;;;
;;; A template is rebuilt from the right: parts without unquote stay constants and share structure with the source.
;;;   `(a ,b c)  -> (cons 'a (cons b '(c)))
;;;   `(,@a b)   -> (append a '(b))       `(,@a) -> a      `#(a ,b) -> (list->vector (cons 'a (cons b '())))
;;; An inner quasiquote raises the level by one, unquote lowers it; only unquotes at level zero are evaluated.

(define-library (ouro compiler quasiquote)
  (import (ouro base) (ouro compiler ast) (ouro compiler environment)
          (ouro compiler syntax-problem) (ouro compiler expand))
  (export expand-quasiquote)
  (begin
    (define (expand-quasiquote form span scope context)
      (check-parts form 1 1 span context)
      (if (cyclic? (cadr form))
          (syntax-problem #f span context "quasiquote: this template contains itself"))
      (template (cdr form) 0 form span scope context))

    ;; Of the template in the car of the pair.
    (define (template pair level form span scope context)
      (template-node (car pair) level form (element-span pair span context) scope context))

    (define (constant? node) (const? node))

    (define (template-node datum level form span scope context)
      (cond ((vector? datum)
             (let* ((parts (vector->list datum)) (items (list-node parts level form span scope context)))
               (cond ((not (constant? items)) (run-time-call 'list->vector span (list items)))
                     ((eq? (const-value items) parts) (make-const span datum))
                     (else (make-const span (list->vector (const-value items)))))))
            ((pair? datum) (list-node datum level form span scope context))
            (else (make-const span (strip datum)))))

    (define (list-node datum level form span scope context)
      (cond ((not (pair? datum)) (template-node datum level form span scope context))
            ((auxiliary? (car datum) 'unquote scope)
             (check-one-part datum form span context)
             (if (= level 0)
                 (expand-car (cdr datum) span scope context)
                 (nested datum (- level 1) form span scope context)))
            ((keyword? (car datum) 'quasiquote scope)
             (check-one-part datum form span context)
             (nested datum (+ level 1) form span scope context))
            ((splice-form? (car datum) scope)
             (let ((inner (car datum)) (inner-span (element-span datum span context)))
               (check-one-part inner form inner-span context)
               (if (= level 0)
                   (append-node (expand-car (cdr inner) inner-span scope context)
                     (list-node (cdr datum) level form span scope context) span)
                   (join (nested inner (- level 1) form inner-span scope context)
                     (list-node (cdr datum) level form span scope context) datum span))))
            ((auxiliary? (car datum) 'unquote-splicing scope)
             (if (= level 0)
                 (syntax-problem form span context "unquote-splicing: expected to be inside a list, got " datum)
                 (join (make-const span (strip (car datum)))
                   (list-node (cdr datum) (- level 1) form span scope context) datum span)))
            (else
             (join (template datum level form span scope context)
               (list-node (cdr datum) level form span scope context) datum span))))

    (define (keyword? datum name scope)
      (and (identifier? datum) (core-named? (lookup datum scope) name)))

    (define (splice-form? datum scope) (and (pair? datum) (auxiliary? (car datum) 'unquote-splicing scope)))

    (define (check-one-part datum form span context)
      (if (not (and (list? datum) (= (length datum) 2)))
          (syntax-problem form span context (form-name datum) ": expected 1 part after `" (form-name datum) "`, got " datum)))

    ;; (keyword template) kept as a list, the template at another level.
    (define (nested datum level form span scope context)
      (join (make-const span (strip (car datum))) (list-node (cdr datum) level form span scope context) datum span))

    ;; datum: the pair that the two nodes are made of, shared when both are constant.
    (define (join first rest datum span)
      (if (and (constant? first) (constant? rest)
               (equal-part? (const-value first) (car datum)) (equal-part? (const-value rest) (cdr datum)))
          (make-const span datum)
          (if (and (constant? first) (constant? rest))
              (make-const span (cons (const-value first) (const-value rest)))
              (run-time-call 'cons span (list first rest)))))

    (define (equal-part? a b) (eq? a b))

    (define (append-node first rest span)
      (if (and (constant? rest) (null? (const-value rest)))
          first
          (run-time-call 'append span (list first rest))))))
