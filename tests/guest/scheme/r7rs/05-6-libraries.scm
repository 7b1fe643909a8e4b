;;; Section 5.6: define-library.
;options: -A path
(define-library (colours)
  (export red (rename internal-green green) mix counter count! define-colour colour-of)
  (import (scheme base))
  (begin
    (define red 'red)
    (define internal-green 'green)
    (define secret 'secret)
    (define (mix a b) (list secret a b)))
  (begin
    (define count 0)
    (define (counter) count)
    (define (count!) (set! count (+ count 1)) count)
    ;; Its macros insert names that are not exported.
    (define-syntax define-colour (syntax-rules () ((_ name) (define name (make-colour 'name)))))
    (define-syntax colour-of (syntax-rules () ((_ colour) (cdr colour))))
    (define (make-colour name) (cons secret name))))

(define-library (colours again)
  (import (except (scheme base) car) (rename (colours) (mix blend)) (prefix (only (colours) red) very-))
  (export blend very-red (rename own-car car) green)
  (begin (define (own-car x) (list 'own x))))

(define-library (empty))

(define-library (tests order)
  (export log note)
  (import (scheme base))
  (begin (define log '()) (define (note what) (set! log (cons what log)))))

(import (scheme base) (scheme eval) (scheme write)
        (colours)
        (only (colours again) blend very-red)
        (prefix (colours again) again-)
        (empty)
        (shelf stack)
        (prefix (shelf declared) declared-)
        (shelf 42))
(include "check.scm")

(check red => red)
(check green => green)
(check (mix 1 2) => (secret 1 2))
(check (blend 1 2) => (secret 1 2))
(check very-red => red)
(check (again-car 1) => (own 1))
(check (car '(1)) => 1)
(check again-green => green)
(check (eq? mix blend) => #t)
(check (list (count!) (count!) (counter)) => (1 2 2))
(define secret 'mine)
(check (mix 3 4) => (secret 3 4))
(define-colour blue)
(check (colour-of blue) => blue)
(check (car blue) => secret)
(check (eval '(list (count!) (counter)) (environment '(scheme base) '(colours))) => (3 3))
(check (eval 'secret (environment '(colours))) error "unbound variable secret")
(check (eval 'internal-green (environment '(colours))) error "unbound variable internal-green")

;; From files.
(check (let ((stack (make-stack))) (push! stack 1) (push! stack 2) (let* ((a (pop! stack)) (b (pop! stack))) (list a b (empty? stack)))) => (2 1 #t))
(check declared-kind => standard)
(check (declared-shouted) => (loud "Loud"))
(check answer => 42)
(check (eval 'answer (environment '(shelf 42))) => 42)
(check (eval 1 (environment '(shelf nothing))) error "no library (shelf nothing); looked in path")
(check (eval 1 (environment '(shelf broken))) error "export: `missing` is neither defined nor imported")
(check (eval 1 (environment '(shelf other-name))) error "file path/shelf/other-name.sld does not define library (shelf other-name)")
(check (eval 1 (environment '(shelf circle-a))) error "cyclic import: (shelf circle-a) imports (shelf circle-b) imports (shelf circle-a)")

;; A program's forms after its libraries; the same library gives the same variables wherever it is imported.
(check (begin (count!) (eval '(counter) (environment '(only (colours) counter)))) => 4)

(end-of-checks)
;=> 26 checks
