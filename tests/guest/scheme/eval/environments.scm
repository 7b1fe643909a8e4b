;;; Environments: what is defined in one belongs to it alone, and names are known by where they were imported.
(import (scheme base) (scheme write) (scheme eval) (scheme repl) (scheme load) (ouro eval))
(define (show . objects) (for-each (lambda (object) (write object) (display " ")) objects) (newline))
(define (problem thunk)
  (guard (problem (#t (display (error-object-message problem))
                      (for-each (lambda (irritant) (display " ") (write irritant)) (error-object-irritants problem))
                      (newline)))
    (thunk)))

(define small (environment '(only (scheme base) + define quote) '(prefix (only (scheme base) car) first-)))
(define other (environment '(scheme base) '(scheme write)))
(show (eval '(+ 1 (first-car '(2 3))) small))                       ;=> 3
(problem (lambda () (eval '(car '(2)) small)))                      ;=> unbound variable car
(eval '(define x 1) small)
(eval '(define x 2) other)
(show (eval 'x small) (eval 'x other))                              ;=> 1 2
(show (eq? (interaction-environment) (interaction-environment)))    ;=> #t

;; Values of definitions and of several forms.
(show (eval '(begin (define y 5) (+ y 1)) other))                   ;=> 6
(show (call-with-values (lambda () (eval '(values 1 2) other)) list))    ;=> (1 2)
(show (evaluate-source "(define z 7) ; a comment\n (* z 2)" "text" other))   ;=> 14
(show (evaluate-source "" "text" other))                            ;=> #<unspecified>

;; Records, procedures in data, assignment of what is captured.
(show (eval '(let () (define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
               (let ((p (make-point 1 2))) (set-point-x! p 10) (list (point? p) (point? 5) (point-x p) (point-y p))))
            other))                                                 ;=> (#t #f 10 2)
(show (eval (list car ''(1 2)) other))                              ;=> 1
(define bump (eval '(let ((n 0)) (lambda () (set! n (+ n 1)) n)) other))
(bump)
(show (bump) (bump))                                                ;=> 2 3

;; Names that an environment has, for completion.
(define names (environment-names small))
(show (and (memq '+ names) #t) (and (memq 'first-car names) #t) (and (memq 'x names) #t) (memq 'car names))   ;=> #t #t #t #f

;; Variables that are used too early, as in compiled code.
(problem (lambda () (eval '(letrec ((a (lambda () b)) (b (a))) b) other)))       ;=> variable used before it has a value: b
(show (eval '(let () (define (even? n) (if (= n 0) #t (odd? (- n 1)))) (define (odd? n) (if (= n 0) #f (even? (- n 1))))
               (define result (even? 10)) result) other))           ;=> #t
(show (eval '(let () (define a (helper)) (define (helper) 'early) a) other))     ;=> early

;; Literals are constant.
(problem (lambda () (eval '(set-car! '(1 2) 5) other)))             ;=> set-car!: argument 1 is a constant and cannot be changed: (1 2)

;; A continuation of an initial value is entered again: each time the variables are new.
(define again #f)
(define results '())
(eval '(define (keep! k) #f) other)
(eval (list 'define 'keep! (lambda (k) (set! again k))) other)
(define first (eval '(let ((a (call-with-current-continuation (lambda (k) (keep! k) 1))) (b (vector 0)))
                       (let ((c 10)) (set! c (+ c a)) (vector-set! b 0 c) (list a (vector-ref b 0) c)))
                    other))
(set! results (cons first results))
(if (< (length results) 3) (again (+ 1 (length results))))
(show (reverse results))                                            ;=> ((1 11 11) (2 12 12) (3 13 13))

(problem (lambda () (eval 1 2)))                                    ;=> eval: expected an environment, got 2
(problem (lambda () (load "loaded/three.scm" 2)))                   ;=> load: expected an environment, got 2
(problem (lambda () (load "loaded/nothing.scm" other)))             ;=> load: there is no file loaded/nothing.scm

;; Files: one form after the other, each with the meaning that names have then.
(load "loaded/three.scm" other)                                     ;=> three 1
(show (eval '(three) other))                                        ;=> 3
(load "loaded/three.scm")                                           ;=> three 1
