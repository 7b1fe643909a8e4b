;;; SRFI 64: test suites.
;;;
;;; The state is in a test runner. A test form makes a description of itself, evaluates its expression guarded, and gives
;;; the runner an association list of results, with the kind under result-kind. What is skipped, expected to fail or
;;; run at all is decided by specifiers: predicates of the runner.

(define-library (srfi 64)
  (import (ouro base) (scheme eval) (ouro library check))
  (export
    test-begin test-end test-group test-group-with-cleanup
    test-assert test-equal test-eqv test-eq test-approximate test-error test-read-eval-string
    test-apply test-with-runner test-match-name test-match-nth test-match-any test-match-all test-skip test-expect-fail
    test-runner? test-runner-reset test-runner-null test-runner-simple test-runner-create test-runner-factory
    test-runner-current test-runner-get
    test-runner-pass-count test-runner-fail-count test-runner-xpass-count test-runner-xfail-count test-runner-skip-count
    test-runner-test-name test-runner-group-path test-runner-group-stack test-runner-aux-value test-runner-aux-value!
    test-result-ref test-result-set! test-result-remove test-result-clear test-result-alist test-result-kind test-passed?
    test-runner-on-test-begin test-runner-on-test-begin! test-runner-on-test-end test-runner-on-test-end!
    test-runner-on-group-begin test-runner-on-group-begin! test-runner-on-group-end test-runner-on-group-end!
    test-runner-on-bad-count test-runner-on-bad-count! test-runner-on-bad-end-name test-runner-on-bad-end-name!
    test-runner-on-final test-runner-on-final!
    test-on-group-begin-simple test-on-group-end-simple test-on-bad-count-simple test-on-bad-end-name-simple
    test-on-final-simple test-on-test-begin-simple test-on-test-end-simple)
  (begin
    (define-record-type test-runner
      (%make-runner passes fails xpasses xfails skips results groups selected skipped failing automatic? aux
        on-test-begin on-test-end on-group-begin on-group-end on-bad-count on-bad-end-name on-final)
      test-runner?
      (passes %passes set-passes!) (fails %fails set-fails!) (xpasses %xpasses set-xpasses!) (xfails %xfails set-xfails!)
      (skips %skips set-skips!)
      (results %results set-results!)       ; of the test that runs or ran last
      (groups %groups set-groups!)          ; innermost first
      (selected %selected set-selected!)    ; a specifier of what runs, or #f
      (skipped %skipped set-skipped!)       ; specifiers
      (failing %failing set-failing!)       ; specifiers
      (automatic? automatic? set-automatic?!) ; whether test-begin made it
      (aux %aux set-aux!)
      (on-test-begin %on-test-begin set-on-test-begin!) (on-test-end %on-test-end set-on-test-end!)
      (on-group-begin %on-group-begin set-on-group-begin!) (on-group-end %on-group-end set-on-group-end!)
      (on-bad-count %on-bad-count set-on-bad-count!) (on-bad-end-name %on-bad-end-name set-on-bad-end-name!)
      (on-final %on-final set-on-final!))

    ;; expected: how many tests it should have, or #f; before: how many there were when it began.
    (define-record-type group (make-group name expected before skipped failing) group?
      (name group-name) (expected group-expected) (before group-before) (skipped group-skipped) (failing group-failing))

    (define-syntax define-accessor
      (syntax-rules ()
        ((_ name get)
         (define (name runner)
           (check 'name 1 runner test-runner? "a test runner")
           (get runner)))))

    (define-syntax define-setter
      (syntax-rules ()
        ((_ name set!)
         (define (name runner value)
           (check 'name 1 runner test-runner? "a test runner")
           (set! runner value)))))

    (define-syntax define-callback
      (syntax-rules ()
        ((_ name get name! set!)
         (begin
           (define-accessor name get)
           (define (name! runner procedure)
             (check 'name! 1 runner test-runner? "a test runner")
             (check-procedure 'name! 2 procedure)
             (set! runner procedure))))))

    (define-accessor test-runner-pass-count %passes)
    (define-accessor test-runner-fail-count %fails)
    (define-accessor test-runner-xpass-count %xpasses)
    (define-accessor test-runner-xfail-count %xfails)
    (define-accessor test-runner-skip-count %skips)
    (define-accessor test-result-alist %results)
    (define-accessor test-runner-aux-value %aux)
    (define-setter test-runner-aux-value! set-aux!)
    (define-callback test-runner-on-test-begin %on-test-begin test-runner-on-test-begin! set-on-test-begin!)
    (define-callback test-runner-on-test-end %on-test-end test-runner-on-test-end! set-on-test-end!)
    (define-callback test-runner-on-group-begin %on-group-begin test-runner-on-group-begin! set-on-group-begin!)
    (define-callback test-runner-on-group-end %on-group-end test-runner-on-group-end! set-on-group-end!)
    (define-callback test-runner-on-bad-count %on-bad-count test-runner-on-bad-count! set-on-bad-count!)
    (define-callback test-runner-on-bad-end-name %on-bad-end-name test-runner-on-bad-end-name! set-on-bad-end-name!)
    (define-callback test-runner-on-final %on-final test-runner-on-final! set-on-final!)

    ;; Names of the groups, innermost first; and outermost first.
    (define (test-runner-group-stack runner)
      (check 'test-runner-group-stack 1 runner test-runner? "a test runner")
      (map group-name (%groups runner)))

    (define (test-runner-group-path runner)
      (check 'test-runner-group-path 1 runner test-runner? "a test runner")
      (reverse (test-runner-group-stack runner)))

    (define (test-runner-test-name runner)
      (check 'test-runner-test-name 1 runner test-runner? "a test runner")
      (test-result-ref runner 'test-name ""))

    ;; --- runners

    (define (ignore . arguments) (void))

    (define (test-runner-null)
      (%make-runner 0 0 0 0 0 '() '() #f '() '() #f #f ignore ignore ignore ignore ignore ignore ignore))

    (define (test-runner-simple)
      (%make-runner 0 0 0 0 0 '() '() #f '() '() #f #f
        test-on-test-begin-simple test-on-test-end-simple test-on-group-begin-simple test-on-group-end-simple
        test-on-bad-count-simple test-on-bad-end-name-simple test-on-final-simple))

    (define (test-runner-reset runner)
      (check 'test-runner-reset 1 runner test-runner? "a test runner")
      (for-each (lambda (set) (set runner 0)) (list set-passes! set-fails! set-xpasses! set-xfails! set-skips!))
      (for-each (lambda (set) (set runner '())) (list set-results! set-groups! set-skipped! set-failing!))
      (set-selected! runner #f))

    ;; Of the innermost test-with-runner; outside of all, the one that was set last.
    (define current (make-parameter (vector #f)))

    (define (test-runner-current . new)
      (cond
        ((null? new) (vector-ref (current) 0))
        (else
         (if (car new) (check 'test-runner-current 1 (car new) test-runner? "a test runner"))
         (vector-set! (current) 0 (car new)))))

    (define (call-with-runner runner body)
      (check 'test-with-runner 1 runner test-runner? "a test runner")
      (parameterize ((current (vector runner))) (body)))

    (define factory test-runner-simple)

    (define (test-runner-factory . new)
      (if (null? new)
          factory
          (begin
            (check-procedure 'test-runner-factory 1 (car new))
            (set! factory (car new)))))

    (define (test-runner-create) ((test-runner-factory)))

    (define (test-runner-get)
      (or (test-runner-current)
          (error "test-runner-get: there is no current test runner; test-begin makes one")))

    ;; --- results

    (define* (test-result-ref runner name #:optional default)
      (check 'test-result-ref 1 runner test-runner? "a test runner")
      (let ((entry (assq name (%results runner)))) (if entry (cdr entry) default)))

    (define (test-result-set! runner name value)
      (check 'test-result-set! 1 runner test-runner? "a test runner")
      (test-result-remove runner name)
      (set-results! runner (append (%results runner) (list (cons name value)))))

    (define (test-result-remove runner name)
      (check 'test-result-remove 1 runner test-runner? "a test runner")
      (set-results! runner (remove (lambda (entry) (eq? (car entry) name)) (%results runner))))

    (define (test-result-clear runner)
      (check 'test-result-clear 1 runner test-runner? "a test runner")
      (set-results! runner '()))

    (define* (test-result-kind #:optional (runner (test-runner-get)))
      (check 'test-result-kind 1 runner test-runner? "a test runner")
      (test-result-ref runner 'result-kind #f))

    (define* (test-passed? #:optional (runner (test-runner-get)))
      (check 'test-passed? 1 runner test-runner? "a test runner")
      (and (memq (test-result-kind runner) '(pass xpass)) #t))

    ;; --- what a simple runner says, on the standard output

    (define (say . parts)
      (for-each display parts)
      (newline))

    (define (total runner)
      (+ (%passes runner) (%fails runner) (%xpasses runner) (%xfails runner) (%skips runner)))

    (define (test-on-group-begin-simple runner name count)
      (check 'test-on-group-begin-simple 1 runner test-runner? "a test runner")
      (if (null? (%groups runner)) (say "%%%% Starting test " name)))

    (define (test-on-group-end-simple runner) (void))
    (define (test-on-test-begin-simple runner) (void))

    (define (test-on-bad-count-simple runner count expected)
      (say "*** Total number of tests was " count " but should be " expected ". ***"))

    (define (test-on-bad-end-name-simple runner begin-name end-name)
      (say "*** test-end " end-name " does not match test-begin " begin-name " ***"))

    (define (test-on-test-end-simple runner)
      (check 'test-on-test-end-simple 1 runner test-runner? "a test runner")
      (let ((kind (test-result-kind runner)))
        (if (memq kind '(fail xpass))
            (begin
              (say (if (eq? kind 'fail) "FAIL " "XPASS ")
                   (string-join (append (test-runner-group-path runner) (list (test-runner-test-name runner))) " / "))
              (for-each
                (lambda (entry)
                  (if (memq (car entry) '(source-form expected-value expected-error actual-value actual-error))
                      (say "  " (car entry) ": " (told (cdr entry)))))
                (%results runner))))))

    (define (told object)
      (if (error-object? object)
          (string-join
            (cons (error-object-message object) (map write-to-string (error-object-irritants object))) " ")
          (write-to-string object)))

    (define (test-on-final-simple runner)
      (define (line label count) (if (> count 0) (say label count)))
      (check 'test-on-final-simple 1 runner test-runner? "a test runner")
      (line "# of expected passes      " (%passes runner))
      (line "# of expected failures    " (%xfails runner))
      (line "# of unexpected successes " (%xpasses runner))
      (line "# of unexpected failures  " (%fails runner))
      (line "# of skipped tests        " (%skips runner)))

    ;; --- groups

    ;; Names may be symbols or other data.
    (define (name-text name) (if (string? name) name (display-to-string name)))

    (define* (test-begin name #:optional count)
      (if (not (test-runner-current))
          (begin
            ;; Until its outermost group ends.
            (test-runner-current (test-runner-create))
            (set-automatic?! (test-runner-current) #t)))
      (let ((runner (test-runner-current)) (name (name-text name)))
        ((%on-group-begin runner) runner name count)
        (set-groups! runner
          (cons (make-group name count (total runner) (%skipped runner) (%failing runner)) (%groups runner)))))

    (define* (test-end #:optional name)
      (let* ((runner (test-runner-get)) (groups (%groups runner)))
        (if (null? groups) (error "test-end: no test-begin is open"))
        (let* ((group (car groups)) (count (- (total runner) (group-before group))))
          (if (and name (not (string=? (name-text name) (group-name group))))
              ((%on-bad-end-name runner) runner (group-name group) (name-text name)))
          (if (and (group-expected group) (not (= count (group-expected group))))
              ((%on-bad-count runner) runner count (group-expected group)))
          ((%on-group-end runner) runner)
          (set-groups! runner (cdr groups))
          (set-skipped! runner (group-skipped group))
          (set-failing! runner (group-failing group))
          (if (null? (cdr groups))
              (begin
                ((%on-final runner) runner)
                (if (automatic? runner) (test-runner-current #f)))))))

    (define-syntax test-group
      (syntax-rules ()
        ((_ name . body) (run-group name (lambda () . body)))))

    (define-syntax test-group-with-cleanup
      (syntax-rules ()
        ((_ name form cleanup)
         (test-group name (dynamic-wind (lambda () #f) (lambda () form) (lambda () cleanup))))
        ((_ name form more ... cleanup)
         (test-group-with-cleanup name (begin form more ...) cleanup))))

    ;; A group that is skipped does not run at all.
    (define (run-group name body)
      (let ((runner (test-runner-current)))
        (if (and runner
                 (begin
                   (set-results! runner (list (cons 'test-name (name-text name))))
                   (matches-any? (%skipped runner) runner)))
            (void)
            (begin
              (test-begin name)
              (dynamic-wind (lambda () #f) body (lambda () (test-end name)))))))

    ;; --- specifiers

    ;; A predicate, the name of a test or group, or a number: that many tests from here.
    (define (specifier operation object)
      (cond
        ((procedure? object) object)
        ((string? object) (test-match-name object))
        ((and (exact-integer? object) (>= object 0)) (test-match-nth 1 object))
        (else (error (string-append (symbol->string operation) ": expected a predicate, a name or a count, got") object))))

    (define (test-match-name name) (lambda (runner) (equal? name (test-runner-test-name runner))))

    ;; Of the tests that it is asked about, numbers n to n + count - 1.
    (define* (test-match-nth n #:optional (count 1))
      (check-count 'test-match-nth 1 n)
      (check-count 'test-match-nth 2 count)
      (let ((asked 0))
        (lambda (runner)
          (set! asked (+ asked 1))
          (and (>= asked n) (< asked (+ n count))))))

    ;; All are asked, so that those that count go on counting.
    (define (matches-any? specifiers runner)
      (fold (lambda (specifier any?) (or (specifier runner) any?)) #f specifiers))

    (define (test-match-any . specifiers)
      (let ((specifiers (map (lambda (object) (specifier 'test-match-any object)) specifiers)))
        (lambda (runner) (matches-any? specifiers runner))))

    (define (test-match-all . specifiers)
      (let ((specifiers (map (lambda (object) (specifier 'test-match-all object)) specifiers)))
        (lambda (runner)
          (fold (lambda (specifier all?) (and (specifier runner) all?)) #t specifiers))))

    (define (test-skip . specifiers)
      (let ((runner (test-runner-get)) (skipped (apply test-match-all (checked 'test-skip specifiers))))
        (set-skipped! runner (cons skipped (%skipped runner)))))

    (define (test-expect-fail . specifiers)
      (let ((runner (test-runner-get)) (failing (apply test-match-all (checked 'test-expect-fail specifiers))))
        (set-failing! runner (cons failing (%failing runner)))))

    (define (checked operation specifiers) (map (lambda (object) (specifier operation object)) specifiers))

    ;; (test-apply [runner] specifier ... procedure): of the tests in the procedure, those that a specifier matches.
    (define (test-apply first . more)
      (if (test-runner? first)
          (call-with-runner first (lambda () (apply test-apply more)))
          (let* ((arguments (cons first more))
                 (procedure (last arguments))
                 (specifiers (checked 'test-apply (drop-last arguments)))
                 (runner (or (test-runner-current) (test-runner-create)))
                 (before (%selected runner)))
            (check-procedure 'test-apply (length arguments) procedure)
            (call-with-runner runner
              (lambda ()
                (dynamic-wind
                  (lambda () (if (pair? specifiers) (set-selected! runner (apply test-match-any specifiers))))
                  procedure
                  (lambda () (set-selected! runner before))))))))

    (define (drop-last list) (reverse (cdr (reverse list))))

    (define-syntax test-with-runner
      (syntax-rules ()
        ((_ runner . body) (call-with-runner runner (lambda () . body)))))

    ;; --- tests

    ;; run: gives whether the test passed, having set results.
    (define (run-test name form run)
      (let ((runner (test-runner-get)))
        (set-results! runner (list (cons 'test-name (if name (name-text name) "")) (cons 'source-form form)))
        (let* ((selected? (or (not (%selected runner)) ((%selected runner) runner)))
               (skip? (or (matches-any? (%skipped runner) runner) (not selected?)))
               (fail? (matches-any? (%failing runner) runner)))
          (cond
            (skip?
             (test-result-set! runner 'result-kind 'skip)
             (set-skips! runner (+ (%skips runner) 1))
             ((%on-test-begin runner) runner)
             ((%on-test-end runner) runner))
            (else
             (test-result-set! runner 'result-kind (if fail? 'xfail 'fail))
             ((%on-test-begin runner) runner)
             (let* ((passed? (run runner)) (kind (if fail? (if passed? 'xpass 'xfail) (if passed? 'pass 'fail))))
               (test-result-set! runner 'result-kind kind)
               (case kind
                 ((pass) (set-passes! runner (+ (%passes runner) 1)))
                 ((fail) (set-fails! runner (+ (%fails runner) 1)))
                 ((xpass) (set-xpasses! runner (+ (%xpasses runner) 1)))
                 (else (set-xfails! runner (+ (%xfails runner) 1))))
               ((%on-test-end runner) runner)))))))

    ;; (use value) for the value of the thunk; #f, with the error among the results, when it raises something.
    (define (guarded runner thunk use)
      (guard (problem
              (#t (test-result-set! runner 'actual-error problem)
                  #f))
        (let ((value (thunk)))
          (test-result-set! runner 'actual-value value)
          (and (use value) #t))))

    (define (run-assert name form thunk) (run-test name form (lambda (runner) (guarded runner thunk (lambda (value) value)))))

    (define (run-comparison name form same? expected thunk)
      (run-test name form
        (lambda (runner)
          (let ((expected (expected)))
            (test-result-set! runner 'expected-value expected)
            (guarded runner thunk (lambda (value) (same? expected value)))))))

    (define-syntax test-assert
      (syntax-rules ()
        ((_ name expression) (run-assert name 'expression (lambda () expression)))
        ((_ expression) (run-assert #f 'expression (lambda () expression)))))

    (define-syntax define-comparison
      (syntax-rules ()
        ((_ name same?)
         (define-syntax name
           (syntax-rules ()
             ((_ label expected expression)
              (run-comparison label 'expression same? (lambda () expected) (lambda () expression)))
             ((_ expected expression)
              (run-comparison #f 'expression same? (lambda () expected) (lambda () expression))))))))

    (define-comparison test-equal equal?)
    (define-comparison test-eqv eqv?)
    (define-comparison test-eq eq?)

    (define-syntax test-approximate
      (syntax-rules ()
        ((_ name expected expression error)
         (run-comparison name 'expression (near error) (lambda () expected) (lambda () expression)))
        ((_ expected expression error)
         (run-comparison #f 'expression (near error) (lambda () expected) (lambda () expression)))))

    (define (near error)
      (lambda (expected value)
        (and (<= (abs (- (real-part value) (real-part expected))) error)
             (<= (abs (- (imag-part value) (imag-part expected))) error))))

    ;; Type: a predicate of what is raised; anything else that is true, any error.
    (define-syntax test-error
      (syntax-rules ()
        ((_ name type expression) (run-error name 'expression type (lambda () expression)))
        ((_ type expression) (run-error #f 'expression type (lambda () expression)))
        ((_ expression) (run-error #f 'expression #t (lambda () expression)))))

    (define (run-error name form type thunk)
      (run-test name form
        (lambda (runner)
          (test-result-set! runner 'expected-error type)
          (guard (problem
                  (#t (test-result-set! runner 'actual-error problem)
                      (and (if (procedure? type) (type problem) type) #t)))
            (test-result-set! runner 'actual-value (thunk))
            #f))))

    ;; Reads one datum, which must be all of the text, and evaluates it with all of (scheme base).
    (define (test-read-eval-string text)
      (check 'test-read-eval-string 1 text string? "a string")
      (let* ((port (open-input-string text)) (form (read port)))
        (if (eof-object? (read port))
            (eval form (environment '(scheme base)))
            (error "test-read-eval-string: expected one datum in" text))))))
