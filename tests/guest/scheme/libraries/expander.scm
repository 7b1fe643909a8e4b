;;; A library whose forms are expanded by a procedure of another library.
(define-library (assignments)
  (import (scheme base))
  (export expand-assignments)
  (begin
    ;; (name = value) is a definition, and (name <- value) changes it; other forms stay as they are.
    (define (expand-assignments forms)
      (map (lambda (form)
             (cond ((and (list? form) (= (length form) 3) (eq? (cadr form) '=))
                    (list 'define (car form) (list-ref form 2)))
                   ((and (list? form) (= (length form) 3) (eq? (cadr form) '<-))
                    (list 'set! (car form) (list-ref form 2)))
                   (else form)))
           forms))))

(define-library (shop)
  (import (scheme base))
  (export price total)
  (expander (assignments) expand-assignments)
  (begin
    (price = 3)
    (price <- (+ price 1))
    (define (total count) (* price count))))

(import (scheme base) (scheme write) (scheme eval) (shop))
(write (list price (total 5)))                   ;=> (4 20)
(newline)

(define here (environment '(scheme base)))
(define (message form)
  (guard (problem (#t (error-object-message problem))) (eval form here) "no error"))
(define (show text) (display text) (newline))
(show (message '(define-library (wrong) (expander (assignments) expand-assignment) (begin 1))))
;=> expander: (assignments) exports no procedure `expand-assignment`; did you mean `expand-assignments`?, in
(show (message '(define-library (wrong) (expander (assignments)) (begin 1))))
;=> expander: expected 2 parts after `expander`, got 1, in
(show (message '(define-library (wrong) (expander assignments expand-assignments) (begin 1))))
;=> expander: expected the name of a library, got `assignments`, in
(show (message '(define-library (wrong) (expander (assignments) expand-assignments) (expander (assignments) expand-assignments))))
;=> define-library: a library can have only one expander, in
(eval '(define-library (numbers) (export five) (import (scheme base)) (begin (define (five forms) 5))) here)
(show (message '(define-library (wrong) (expander (numbers) five) (begin 1))))
;=> expander: expected a list of forms from `five`, got `5`, in
