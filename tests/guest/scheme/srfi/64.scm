; SRFI 64: test suites.
(import (scheme base) (scheme write) (prefix (only (ouro base) string-search) base:) (srfi 64))
(include "check.scm")

; --- what the simple runner prints
(test-begin "suite" 9)   ;=> %%%% Starting test suite
(test-assert "truth" (= 1 1))
(test-assert (member 1 '(1)))
(test-equal '(1 2) (list 1 2))
(test-eqv "eqv" 1.5 (+ 1 0.5))
(test-eq 'a 'a)
(test-approximate 3.14 (/ 22 7) 0.01)
(test-error (car '()))
(test-error "with a type" error-object? (error "expected"))
(test-equal "wrong" 3 (+ 1 1))
;=> FAIL suite / wrong
;=>   source-form: (+ 1 1)
;=>   expected-value: 3
;=>   actual-value: 2
(test-end "suite")
;=> # of expected passes      8
;=> # of unexpected failures  1

; --- the rest on runners that say nothing
(define-syntax counts
  (syntax-rules ()
    ((_ form ...)
     (let ((runner (test-runner-null)))
       (test-with-runner runner (test-begin "counts") form ... (test-end))
       (list (test-runner-pass-count runner) (test-runner-fail-count runner) (test-runner-xpass-count runner)
         (test-runner-xfail-count runner) (test-runner-skip-count runner))))))
(test '(1 1 0 0 0) (counts (test-assert #t) (test-assert #f)))
(test '(3 3 0 0 0) (counts (test-equal "a" (string #\a)) (test-eqv "a" (string #\a)) (test-eq "a" (string #\a)) (test-eq "name" 1 1) (test-eqv 1 1) (test-equal 1 2)))
(test '(1 2 0 0 0) (counts (test-approximate "name" 1 1.05 0.1) (test-approximate 1 2 0.1) (test-approximate 1 'x 0.1)))
(test '(3 2 0 0 0) (counts (test-error "n" #t (car 5)) (test-error string? (raise "text")) (test-error string? (raise 5)) (test-error 5) (test-error symbol? (raise 'x))))
(test '(0 1 0 0 0) (counts (test-assert (error "inside"))))
(test '(0 0 1 1 0) (counts (test-expect-fail 2) (test-assert #t) (test-assert #f)))
(test '(2 0 0 0 1) (counts (test-skip "b") (test-assert "a" #t) (test-assert "b" #f) (test-assert "c" #t)))
(test '(1 0 0 0 2) (counts (test-skip 2) (test-assert #f) (test-assert #f) (test-assert #t)))
(test '(2 0 0 0 1) (counts (test-skip (test-match-nth 2)) (test-assert #t) (test-assert #f) (test-assert #t)))
(test '(1 0 0 0 2) (counts (test-skip (test-match-nth 2 2)) (test-assert #t) (test-assert #f) (test-assert #f)))
(test '(1 0 0 0 2) (counts (test-skip (test-match-any "a" "b")) (test-assert "a" #f) (test-assert "b" #f) (test-assert "c" #t)))
(test '(2 0 0 0 1) (counts (test-skip (test-match-all "a" (test-match-nth 2))) (test-assert "a" #t) (test-assert "a" #f) (test-assert "a" #t)))
(test '(1 0 0 0 1) (counts (test-skip (test-match-name "a")) (test-assert "a" #f) (test-assert "b" #t)))
(test '(0 0 0 1 0) (counts (test-expect-fail (lambda (runner) (string=? (test-runner-test-name runner) "x"))) (test-assert "x" #f)))
(fails "test-skip: expected a predicate, a name or a count, got (a)" (counts (test-skip '(a))))
; Skipping ends with the group.
(test '(2 0 0 0 1) (counts (test-group "inner" (test-skip "a") (test-assert "a" #f) (test-assert "b" #t)) (test-assert "a" #t)))
; A group that is skipped does not run.
(test '(1 0 0 0 0) (counts (test-skip "inner") (test-group "inner" (test-assert #f)) (test-assert #t)))
(test '(done (1 0 0 0 0)) (let* ((log '()) (result (counts (test-group-with-cleanup "g" (test-assert #t) (set! log 'done))))) (list log result)))
(test '(done (2 0 0 0 0)) (let* ((log '()) (result (counts (test-group-with-cleanup "g" (test-assert #t) (test-assert #t) (set! log 'done))))) (list log result)))

; --- runners
(define runner (test-runner-null))
(test '(#t #f) (list (test-runner? runner) (test-runner? 5)))
(test #t (test-runner? (test-runner-simple)))
(test #f (test-runner-current))
(fails "test-runner-get: there is no current test runner" (test-runner-get))
(test #t (test-with-runner runner (eq? (test-runner-get) runner)))
(test #t (let ((before (test-runner-factory))) (test-runner-factory test-runner-null) (let ((made (test-runner-create))) (test-runner-factory before) (test-runner? made))))
(fails "test-runner-factory: argument 1 must be a procedure, got 5" (test-runner-factory 5))
(test '((inner outer) (outer inner))
  (test-with-runner (test-runner-null)
    (test-begin "outer") (test-begin "inner")
    (let ((names (map (lambda (names) (map string->symbol names)) (list (test-runner-group-stack (test-runner-get)) (test-runner-group-path (test-runner-get))))))
      (test-end) (test-end) names)))
(test '(5 6) (let ((r (test-runner-null))) (test-runner-aux-value! r 5) (let ((first (test-runner-aux-value r))) (test-runner-aux-value! r 6) (list first (test-runner-aux-value r)))))
(test '(pass #t fail #f)
  (test-with-runner (test-runner-null)
    (test-begin "x")
    (test-assert #t)
    (let* ((kind (test-result-kind)) (passed? (test-passed?)))
      (test-assert #f)
      (let ((results (list kind passed? (test-result-kind (test-runner-get)) (test-passed? (test-runner-get)))))
        (test-end) results))))
(test '("name" (+ 1 1) 3 2 none)
  (test-with-runner (test-runner-null)
    (test-begin "x")
    (test-equal "name" 3 (+ 1 1))
    (let* ((r (test-runner-get))
           (results (list (test-runner-test-name r) (test-result-ref r 'source-form) (test-result-ref r 'expected-value) (test-result-ref r 'actual-value) (test-result-ref r 'z 'none))))
      (test-end) results)))
(test '((a . 1) (b . 2)) (let ((r (test-runner-null))) (test-result-set! r 'a 0) (test-result-set! r 'c 0) (test-result-set! r 'b 2) (test-result-remove r 'c) (test-result-remove r 'a)
  (test-result-set! r 'a 1) (reverse (test-result-alist r))))
(test '() (let ((r (test-runner-null))) (test-result-set! r 'a 0) (test-result-clear r) (test-result-alist r)))
(test 0 (let ((r (test-runner-null))) (test-with-runner r (test-begin "x") (test-assert #t) (test-end)) (test-runner-reset r) (test-runner-pass-count r)))
(fails "test-end: no test-begin is open" (test-with-runner (test-runner-null) (test-end)))

; --- callbacks
(define log '())
(define (note . what) (set! log (cons what log)))
(define noting (test-runner-null))
(test-runner-on-test-begin! noting (lambda (r) (note 'test (test-runner-test-name r))))
(test-runner-on-test-end! noting (lambda (r) (note 'end (test-result-kind r))))
(test-runner-on-group-begin! noting (lambda (r name count) (note 'group name count)))
(test-runner-on-group-end! noting (lambda (r) (note 'group-end)))
(test-runner-on-bad-count! noting (lambda (r count expected) (note 'bad-count count expected)))
(test-runner-on-bad-end-name! noting (lambda (r begin end) (note 'bad-name begin end)))
(test-runner-on-final! noting (lambda (r) (note 'final)))
(test-with-runner noting (test-begin "g" 2) (test-assert "t" #t) (test-end "h"))
(test '((group "g" 2) (test "t") (end pass) (bad-name "g" "h") (bad-count 1 2) (group-end) (final)) (reverse log))
(test '(#t #t #t #t #t #t #t)
  (map (lambda (get) (procedure? (get noting)))
    (list test-runner-on-test-begin test-runner-on-test-end test-runner-on-group-begin test-runner-on-group-end test-runner-on-bad-count
      test-runner-on-bad-end-name test-runner-on-final)))
(test '(#t #t) (let ((r (test-runner-simple))) (list (eq? (test-runner-on-test-begin r) test-on-test-begin-simple) (eq? (test-runner-on-group-end r) test-on-group-end-simple))))
(fails "test-runner-on-final!: argument 2 must be a procedure, got 5" (test-runner-on-final! noting 5))
(fails "test-result-kind: argument 1 must be a test runner, got 5" (test-result-kind 5))
(fails "test-passed?: argument 1 must be a test runner, got 5" (test-passed? 5))
(fails "test-runner-group-path: argument 1 must be a test runner, got 5" (test-runner-group-path 5))
(fails "test-runner-test-name: argument 1 must be a test runner, got 5" (test-runner-test-name 5))
(fails "test-runner-pass-count: argument 1 must be a test runner, got 5" (test-runner-pass-count 5))

; --- test-apply
(test '(1 0 0 0 1) (counts (test-apply "a" (lambda () (test-assert "a" #t) (test-assert "b" #f)))))
(test '(2 0 0 0 0) (counts (test-apply (lambda () (test-assert "a" #t) (test-assert "b" #t)))))
(test 1 (let ((r (test-runner-null))) (test-apply r "a" (lambda () (test-assert "a" #t) (test-assert "b" #t))) (test-runner-pass-count r)))

(test 3 (test-read-eval-string "(+ 1 2)"))
(fails "test-read-eval-string: expected one datum in \"1 2\"" (test-read-eval-string "1 2"))

; --- what the simple callbacks print
(define simple (test-runner-simple))
(test-on-group-begin-simple simple "named" #f)   ;=> %%%% Starting test named
(test-on-bad-count-simple simple 1 2)            ;=> *** Total number of tests was 1 but should be 2. ***
(test-on-bad-end-name-simple simple "a" "b")     ;=> *** test-end b does not match test-begin a ***
(test-result-set! simple 'test-name "surprise")
(test-result-set! simple 'result-kind 'xpass)
(test-on-test-end-simple simple)                 ;=> XPASS surprise
(test-with-runner simple
  (test-begin "more")                            ;=> %%%% Starting test more
  (test-skip 1) (test-assert #f) (test-expect-fail 1) (test-assert #f) (test-expect-fail 1) (test-assert "strange" #t)
  ;=> XPASS more / strange
  ;=>   source-form: #t
  ;=>   actual-value: #t
  (test-end))
;=> # of expected failures    1
;=> # of unexpected successes 1
;=> # of skipped tests        1
(test-on-final-simple (test-runner-null))
(end) ;=> 48 hold
