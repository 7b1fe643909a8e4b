;;; Section 6.14: the system interface, as far as it does not end the program.
;args: one "two words"
(import (scheme base) (scheme process-context) (scheme time) (scheme file) (scheme write) (scheme load) (scheme repl) (scheme eval))
(include "check.scm")

;; command-line
(check (length (command-line)) => 3)
(check (cdr (command-line)) => ("one" "two words"))
(check (string? (car (command-line))) => #t)
(check (command-line 1) error "command-line takes 0 arguments, got 1")

;; get-environment-variable(s)
(check (string? (get-environment-variable "PATH")) => #t)
(check (get-environment-variable "OURO_NO_SUCH_VARIABLE_AT_ALL") => #f)
(check (get-environment-variable 'PATH) error "get-environment-variable: argument 1 must be a string, got PATH")
(check (get-environment-variable) error "get-environment-variable takes 1 argument, got 0")
(define variables (get-environment-variables))
(check (list? variables) => #t)
(check (let loop ((rest variables)) (or (null? rest) (and (string? (car (car rest))) (string? (cdr (car rest))) (loop (cdr rest))))) => #t)
(check (equal? (cdr (assoc "PATH" variables)) (get-environment-variable "PATH")) => #t)

;; Time
(check (and (real? (current-second)) (inexact? (current-second)) (< 1.6e9 (current-second) 1e11)) => #t)
(check (exact-integer? (current-jiffy)) => #t)
(check (and (exact-integer? (jiffies-per-second)) (positive? (jiffies-per-second))) => #t)
(check (let* ((before (current-jiffy)) (after (current-jiffy))) (<= before after)) => #t)
(check (let ((start (current-jiffy)) (second (current-second)))
         (let loop ((n 0)) (if (< n 20000) (loop (+ n 1))))
         (< -1 (- (/ (- (current-jiffy) start) (jiffies-per-second)) (- (current-second) second)) 1))
       => #t)
(check (current-second 1) error "current-second takes 0 arguments, got 1")

;; features and what cond-expand says agree.
(check (list? (features)) => #t)
(check (let loop ((rest (features))) (or (null? rest) (and (symbol? (car rest)) (loop (cdr rest))))) => #t)
(check (and (memq 'r7rs (features)) #t) => #t)
(check (and (memq 'exact-closed (features)) #t) => #t)
(check (and (memq 'exact-complex (features)) #t) => #t)
(check (and (memq 'ieee-float (features)) #t) => #t)
(check (and (memq 'full-unicode (features)) #t) => #t)
(check (and (memq 'ratios (features)) #t) => #t)
(check (memq 'no-such-feature (features)) => #f)
(check (map (lambda (feature) (eval `(cond-expand (,feature #t) (else #f)) (environment '(scheme base)))) (features))
       => (#t #t #t #t #t #t #t))
(check (features 1) error "features takes 0 arguments, got 1")
(end-of-checks)
;=> 28 checks
