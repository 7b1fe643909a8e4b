; Exception tables, generators, keywords, several values, ticks: rows that Scheme's compiler does not need.
;peer: none, assembly is ours
(import (scheme base) (scheme write)
        (only (ouro primitives) assemble code->procedure disassemble absent? generator? generator-done? generator-resume machine-ticks make-record-type))
(define-syntax show
  (syntax-rules () ((_ expression ...) (begin (begin (write expression) (display " ")) ... (newline)))))
(define-syntax fails
  (syntax-rules ()
    ((_ expression)
     (begin
       (display
         (guard (problem ((error-object? problem)
                          (display (error-object-message problem))
                          (for-each (lambda (irritant) (display " ") (write irritant))
                            (error-object-irritants problem))
                          ""))
           expression
           "no error"))
       (newline)))))
(define (assembled code) (code->procedure (assemble code)))
; What is raised in the range goes to the handler, with the registers below its depth.
(define first-or
  (assembled
    '(code (name first-or) (parameters 2)
       (handlers (from to caught 2))
       (body from (car 0 0) to (return 0)
             caught (caught 0) (cons 0 1 0) (return 0)))))
(show (first-or '(a b) 'none))                   ;=> a
(define problem (first-or 5 'none))
(show (car problem) (error-object-message (cdr problem)) (error-object-irritants (cdr problem)))     ;=> none "car: argument 1 must be a pair, got" (5)
; Any object can be raised; inner ranges come first; a handler may raise again.
(define (catcher body)
  (assembled
    `(code (name catcher) (parameters 1)
       (handlers (inner-from inner-to inner-caught 1) (outer-from outer-to outer-caught 1))
       (body
         outer-from
         inner-from
         ,@body
         inner-to
         (constant 0 'not-raised)
         (return 0)
         inner-caught
         (caught 0)
         (constant 1 'inner)
         (cons 0 1 0)
         (raise 0)
         outer-to
         outer-caught
         (caught 0)
         (constant 1 'outer)
         (cons 0 1 0)
         (return 0)))))
(define caught-twice (catcher '((raise 0))))
(show (caught-twice 5) (caught-twice #f))        ;=> (outer inner . 5) (outer inner . #f)
; From callees, however they raise, through winders.
(define catching (catcher '((move 2 0) (call 0 0 1))))
(define trace '())
(define (note what) (set! trace (cons what trace)))
(show (catching (lambda () (raise 'from-scheme))))                          ;=> (outer inner . from-scheme)
(show (catching (lambda () 'fine)))              ;=> not-raised
(show (catching
        (lambda ()
          (dynamic-wind
            (lambda () (note 'in))
            (lambda () (raise 'wound))
            (lambda () (note 'out)))))
      (reverse trace))                           ;=> (outer inner . wound) (in out)
(define (deep n) (if (= n 0) (raise 'deep) (+ 1 (deep (- n 1)))))
(show (catching (lambda () (deep 3000))))        ;=> (outer inner . deep)
; A handler of the program that is nearer comes first; what it returns for raise-continuable goes on.
(show (catching (lambda () (guard (x (#t (list 'guarded x))) (raise 'near)) 'fine)))  ;=> not-raised
(show (guard (x (#t (list 'guarded x))) (catching (lambda () (raise 'far)))))         ;=> (outer inner . far)
(fails (first-or))                               ;=> first-or takes 2 arguments, got 0
; Generators: the activation is given to the caller; what is sent comes back as the value of the yield.
(define make-echo
  (assembled
    '(code (name echo) (parameters 1)
       (body
         (make-generator 1)
         again
         (cons 1 0 1)
         (yield 1 1)
         (branch-eq 0 1 #t end)
         (loop again)
         end
         (constant 1 'finished)
         (return 1)))))
(define echo (make-echo 'a))
(show (generator? echo) (generator? make-echo) (generator-done? echo))      ;=> #t #f #f
(show (generator-resume echo 1) (generator-resume echo 2))                  ;=> (a . 1) (a . 2)
(define other (make-echo 'b))
(show (generator-resume other 3) (generator-resume echo 4))                 ;=> (b . 3) (a . 4)
(show (generator-done? echo) (generator-resume echo 'a) (generator-done? echo) (generator-done? other))       ;=> #f finished #t #f
(define (message thunk)
  (guard (problem ((error-object? problem) (error-object-message problem))) (thunk)))
(show (message (lambda () (generator-resume echo 5))))                      ;=> "generator-resume: the generator has finished:"
; It may call procedures between, deep ones too, and those may leave and come back.
(define make-calling
  (assembled
    '(code (name calling) (parameters 1)
       (body
         (make-generator 1)
         again
         (move 4 0)
         (move 5 1)
         (call 1 1 3)
         (yield 1 1)
         (loop again)))))
(define (sum n) (if (= n 0) 0 (+ n (sum (- n 1)))))
(define sums (make-calling sum))
(show (generator-resume sums 10) (generator-resume sums 3000) (generator-resume sums 0))       ;=> 55 4501500 0
; An activation that was left before it yielded can be entered again by a continuation; one that yielded cannot.
(define again #f)
(define resuming
  (make-calling (lambda (x) (call-with-current-continuation (lambda (k) (set! again k) (raise x))))))
(define steps '())
(define (step)
  (let ((result
          (guard (x ((symbol? x) (list 'left x)) ((error-object? x) (list 'refused (error-object-message x))))
            (generator-resume resuming 'first))))
    (set! steps (cons result steps))))
(step)
(if (= (length steps) 1) (again 'inside))
(if (= (length steps) 2) (again 'twice))
(show (cdr steps))                               ;=> (inside (left first))
(show (car steps))                               ;=> (refused "yield: yield outside the activation of a generator that runs")
; One that resumes itself is running.
(define self-resuming #f)
(set! self-resuming (make-calling (lambda (x) (message (lambda () (generator-resume self-resuming x))))))
(show (generator-resume self-resuming 1))        ;=> "generator-resume: the generator is already running:"
(show (generator-resume self-resuming 2))        ;=> "generator-resume: the generator is already running:"
; One that raises has finished, whoever handles it.
(define failing (make-calling (lambda (x) (if (pair? x) (car x) (raise x)))))
(show (generator-resume failing '(1)))           ;=> 1
(show (guard (x (#t (list 'guarded x))) (generator-resume failing 'oops)))  ;=> (guarded oops)
(show (message (lambda () (generator-resume failing '(2)))))                ;=> "generator-resume: the generator has finished:"
(define failing-again (make-calling (lambda (x) (raise x))))
(show (catching (lambda () (generator-resume failing-again 'oops))))        ;=> (outer inner . oops)
(show (message (lambda () (generator-resume failing-again 1))))             ;=> "generator-resume: the generator has finished:"
; A yield that belongs to no generator.
(define stray (assembled '(code (name stray) (parameters 1) (body (yield 0 0) (return 0)))))
(fails (stray 5))                                ;=> yield: yield outside the activation of a generator that runs
; Parameters of every kind: one required, one optional, a rest, two keywords.
(define callee
  '(code (name callee) (parameters 1 1 #t (size colour))
     (body
       (absent? 5 1) (absent? 6 3) (absent? 7 4)
       (branch-absent 1 #f given) (constant 1 'none) given
       (branch-absent 3 #f sized) (constant 3 'none) sized
       (branch-absent 4 #f coloured) (constant 4 'none) coloured
       (primitive-n 0 0 8 (primitive list))
       (return 0))))
(define (call-with code)
  (assembled `(code (name caller) (parameters 4) (body (closure 6 ,callee) (move 7 0) (move 8 1) (move 9 2) (move 10 3) ,@code))))
(define (named names count)
  (call-with `((call-keywords ',names 4 ,count 5) (return 4))))
(define (named-tail names count)
  (call-with `((tail-keywords ',names ,count 5))))
(show ((named #() 1) 1 2 3 4))                   ;=> (1 none () none none #t #t #t)
(show ((named #(colour) 2) 1 2 3 4))             ;=> (1 none () none 2 #t #t #f)
(show ((named #(colour size) 4) 1 2 3 4))        ;=> (1 2 () 4 3 #f #f #f)
(show ((named #(size) 4) 1 2 3 4))               ;=> (1 2 (3) 4 none #f #f #t)
(show ((named-tail #(size) 3) 1 2 3 4))          ;=> (1 2 () 3 none #f #f #t)
(show ((named-tail #(size colour) 4) 1 2 3 4))   ;=> (1 2 () 3 4 #f #f #f)
(fails ((named #(shape) 2) 1 2 3 4))             ;=> callee has no keyword parameter #:shape; it has #:size, #:colour
(fails ((named-tail #(shape) 2) 1 2 3 4))        ;=> callee has no keyword parameter #:shape; it has #:size, #:colour
(fails ((named #(size colour) 2) 1 2 3 4))       ;=> callee takes at least 1 argument, got 0
(define plain (assembled '(code (name plain) (parameters 1) (body (return 0)))))
(define named-plain (assembled '(code (parameters 1) (body (move 3 0) (fixnum 4 1) (fixnum 5 2) (call-keywords '#(size) 0 2 2) (return 0)))))
(fails (named-plain plain))                      ;=> plain has no keyword parameter #:size; it has none
(define name-to (assembled '(code (parameters 1) (body (move 3 0) (fixnum 4 1) (call-keywords '#(size) 0 1 2) (return 0)))))
(define name-to-at-the-end (assembled '(code (parameters 1) (body (move 3 0) (fixnum 4 1) (tail-keywords '#(size) 1 2)))))
(show (message (lambda () (name-to car))))       ;=> "car takes no keyword arguments, got #:size"
(show (message (lambda () (name-to 5))))         ;=> "not a procedure:"
(show (message (lambda () (name-to-at-the-end car))))                       ;=> "car takes no keyword arguments, got #:size"
; Several values.
(define three '(code (name three) (body (fixnum 0 1) (fixnum 1 2) (fixnum 2 3) (return-values 0 3))))
(define all (assembled `(code (body (closure 2 ,three) (call-values 0 0 1) (return-any 0)))))
(define one (assembled `(code (body (closure 2 ,three) (call 0 0 1) (return-any 0)))))
(show (call-with-values all list) (call-with-values one list) (+ 10 (all))) ;=> (1 2 3) (1) 11
(define packed (assembled '(code (parameters 2) (body (pack-values 0 0 2) (return-any 0)))))
(show (call-with-values (lambda () (packed 'a 'b)) list))                   ;=> (a b)
(define unpacked
  (assembled '(code (parameters 1) (body (move 3 0) (call-values 0 0 2) (unpack-values 0 1 1 #t) (cons 0 2 1) (return 0)))))
(show (unpacked all) (unpacked (lambda () 'single)))                        ;=> ((2 3) . 1) (() . single)
(fails (unpacked values))                        ;=> expected at least 1 value, got 0
; Ticks are charged as the row says; statements are for tools.
(define working
  (assembled '(code (name working) (body (statement) (tick 5000) (instruction statement) (fixnum 0 1) (return 0)))))
(define before (machine-ticks))
(working)
(show (<= 5000 (- (machine-ticks) before) 5050)) ;=> #t
; A primitive that calls procedures is a procedure like any other; it cannot be an operation.
(define as-operation (assembled '(code (parameters 2) (body (primitive-2 0 0 1 (primitive apply)) (return 0)))))
(fails (as-operation list '(1 2)))               ;=> apply: apply calls procedures, so it must itself be called as one, not as a primitive
; Records have as many fields as their type.
(define make-two (assembled '(code (parameters 3) (body (record 0 0 1 2) (return 0)))))
(define type-of-two (make-record-type '<two> #(a b)))
(define type-of-three (make-record-type '<three> #(a b c)))
(define second-of (assembled '(code (parameters 2) (body (record-ref 0 0 1 1) (return 0)))))
(show (second-of (make-two type-of-two 1 2) type-of-two))                   ;=> 2
(show (message (lambda () (make-two type-of-three 1 2))))                   ;=> "a record of this type has 3 fields, got 2:"
(show (message (lambda () (make-two 'type 1 2))))                           ;=> "record: argument 1 must be a record type, got"
; Variables of closures are set by whoever makes them, and only those.
(define (setting code) (assembled `(code (parameters 1) (body (closure 1 (code (free 1) (body (free 0 0) (return 0)))) ,code (move 4 1) (call 0 0 3) (return 0)))))
(show ((setting '(closure-set 1 0 0)) 'near) ((setting '(closure-set-far 1 0 0)) 'far))        ;=> near far
(fails ((setting '(closure-set 1 1 0)) 5))       ;=> closure-set: closure-set of what is no closure, or beyond its variables
(fails ((setting '(closure-set-far 1 0 1)) 5))   ;=> closure-set-far: closure-set-far of what is no closure, or beyond its variables
(fails ((setting '(closure-set 0 0 0)) 5))       ;=> closure-set: closure-set of what is no closure, or beyond its variables
(fails (code->procedure (assemble '(code (free 1) (body (free 0 0) (return 0))))))    ;=> code->procedure: argument 1 must be code without captured variables, got #<code object>
; Assembly that was read can be shown again.
(define (contains? text part)
  (let loop ((i 0))
    (and (<= (+ i (string-length part)) (string-length text))
         (or (string=? part (substring text i (+ i (string-length part))))
             (loop (+ i 1))))))
(define listing (disassemble (assemble '(code (name shown) (parameters 2) (body (add 0 0 1) (return 0))))))
(show (contains? listing "shown") (contains? listing "add") (contains? listing "return") (contains? listing "cons"))   ;=> #t #t #t #f
(fails (disassemble car))                        ;=> disassemble: argument 1 must be a code object, got #<procedure car>
; Characters in order.
(define earlier (assembled '(code (name earlier) (parameters 2) (body (char-less 0 0 1) (return 0)))))
(show (earlier #\a #\b) (earlier #\b #\a) (earlier #\a #\a))                ;=> #t #f #f
(fails (earlier #\a 5))                          ;=> char<?: argument 2 must be a character, got 5
