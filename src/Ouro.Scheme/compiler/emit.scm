;;; emit: the code object under construction: instructions, labels, registers, and where a value goes.
;;;
;;; Registers are a stack: what is in scope is below sp, temporaries begin at sp, so a call area at sp lies above
;;; everything that is live across the call, and areas of nested calls nest. A destination is one of
;;;   effect          nobody wants the value
;;;   tail            it is returned
;;;   a register      written by the last instruction of the expression only: until then the register may
;;;                   hold something that the expression reads
;;;   <test>          control goes to one of two targets
;;;   <run>           the values, so many, go to consecutive registers
;;;
;;; Far mode. An instruction names registers up to 255. Code that needs more is generated again in far mode:
;;; registers from 240 are left out (240-246 are scratch, from 247 is a window for runs), numbering goes on beyond
;;; the window, and instructions reach those registers through the scratch ones.

(define-library (ouro compiler emit)
  (import (ouro base) (only (ouro primitives) opcode-info))
  (export
    make-emitter emitter-unit emitter-items emitter-top emitter-far? emitter-longest-run emitter-overflow?
    emitter-loaded set-emitter-loaded! emitter-constants set-emitter-constants!
    generate reserve use-register! move-argument next-sp highest-register
    emit note-operation! emit-call emit-call-global emit-call-keywords emit-run emit-branch emit-switch emit-constant
    new-target target-used? jump-to place-target reachable?
    at-span statement show-variable! visible-variables leave-variables! note-interpreter!
    emitter-marks
    make-test test? test-then test-else test-next test-without-next
    make-run run? run-first run-count run-rest?
    operand-kinds)
  (begin
    (define-record-type <emitter>
      (%make-emitter unit generator items span operation reachable? targets top far? window longest-run overflow?
                     loaded constants visible marks)
      emitter?
      (unit emitter-unit)
      (generator emitter-generator)
      (items emitter-items set-emitter-items!)        ; last first
      (span emitter-span set-emitter-span!)
      (operation emitter-operation set-emitter-operation!) ; item that says what the next instruction is, or #f
      (reachable? emitter-reachable? set-emitter-reachable?!)
      (targets emitter-targets set-emitter-targets!)  ; how many there are
      (top emitter-top set-emitter-top!)              ; highest register in use anywhere
      (far? emitter-far?)
      (window emitter-window)                         ; how long the window for runs is
      (longest-run emitter-longest-run set-emitter-longest-run!)
      (overflow? emitter-overflow? set-emitter-overflow?!)
      (loaded emitter-loaded set-emitter-loaded!)     ; captured variables in registers: ((variable . register) ...)
      (constants emitter-constants set-emitter-constants!)  ; and constants: ((value . register) ...)
      (visible visible-variables set-visible-variables!)    ; how many of the source's variables are in scope
      (marks emitter-marks))                                ; of code objects inside (CodeMarks in the machine)

    ;; generator: the procedure behind generate, so that parts of the generator need not import each other.
    (define (make-emitter unit generator far? window marks)
      (%make-emitter unit generator '() #f #f #t 0 -1 far? window 0 #f '() '() 0 marks))

    (define (generate e node destination sp)
      ((emitter-generator e) e node destination sp))

    (define-record-type <target> (make-target number used? placed?) target?
      (number target-number)
      (used? target-used? set-target-used?!)
      (placed? target-placed? set-target-placed?!))

    ;; next: the target that is placed right after the code, or #f.
    (define-record-type <test> (make-test then else next) test?
      (then test-then) (else test-else) (next test-next))

    (define-record-type <run> (make-run first count rest?) run?
      (first run-first) (count run-count) (rest? run-rest?))

    (define (test-without-next test) (make-test (test-then test) (test-else test) #f))

    ;;; Registers

    (define first-scratch 240)
    (define first-window 247)
    (define highest-register 65000)

    (define (first-far e) (max 256 (+ first-window (emitter-window e))))

    ;; So many consecutive registers, none of them in scope: the first one.
    (define (reserve e sp count)
      (let ((base (if (and (emitter-far? e) (< sp (first-far e)) (> (+ sp count) first-scratch))
                      (first-far e)
                      sp)))
        (use-register! e (+ base count -1))
        base))

    (define (use-register! e register)
      (if (> register (emitter-top e))
          (begin
            (set-emitter-top! e register)
            (if (> register 255) (set-emitter-overflow?! e #t)))))

    (define (next-sp register sp)
      (if (>= register sp) (+ register 1) sp))

    ;;; Items

    (define (push-item! e item)
      (set-emitter-items! e (cons item (emitter-items e))))

    ;; From here on instructions belong to the span.
    (define (at-span e span)
      (if (and span (emitter-reachable? e) (not (eq? span (emitter-span e))))
          (begin
            (set-emitter-span! e span)
            (push-item! e (list 'span span)))))

    (define (statement e span)
      (if (emitter-reachable? e)
          (begin
            (at-span e span)
            (if (not (and (pair? (emitter-items e)) (pair? (car (emitter-items e)))
                          (eq? (caar (emitter-items e)) 'statement)))
                (push-item! e '(statement))))))

    ;;; Variables of the source, for tools. Marks of them stand between instructions.

    (define (show-variable! e name boxed? register)
      (set-visible-variables! e (+ (visible-variables e) 1))
      (push-item! e (list 'variable name boxed? register)))

    ;; count: what visible-variables was before the scope.
    (define (leave-variables! e count)
      (if (> (visible-variables e) count)
          (begin
            (set-visible-variables! e count)
            (push-item! e (list 'visible count)))))

    ;; From here on the activation is one of a program that is interpreted: registers of what DESCRIBE is given.
    (define (note-interpreter! e describe view position)
      (push-item! e (list 'interprets describe view position)))

    (define (mark-item? item) (and (pair? item) (memq (car item) '(variable visible interprets))))

    (define kinds-by-name (make-eq-table))

    ;; The operands of an opcode, or #f; asked once.
    (define (operand-kinds name)
      (let ((kinds (table-ref kinds-by-name name 'unknown)))
        (if (eq? kinds 'unknown)
            (let ((kinds (opcode-info name)))
              (table-set! kinds-by-name name kinds)
              kinds)
            kinds)))

    ;; An instruction without call area or run. Code that cannot be reached is left out.
    (define (emit e name . operands)
      (if (emitter-reachable? e)
          (begin
            (if (emitter-far? e)
                (emit-far e name operands)
                (push-instruction! e (cons name operands)))
            (if (memq name '(return return-values tail-call tail-apply raise jump loop))
                (set-emitter-reachable?! e #f)))))

    ;; The next instruction does the work of an operation that the source calls `name`; its first and second argument
    ;; are those of these numbers there (first 0: a part of the only one). For the texts of errors.
    (define (note-operation! e name first second)
      (if (emitter-reachable? e)
          (set-emitter-operation! e (list 'operation name first second))))

    (define (push-instruction! e item)
      (let ((operation (emitter-operation e)))
        (if operation
            (begin
              (set-emitter-operation! e #f)
              (push-item! e operation)))
        (push-item! e item)))

    ;; Reads go through scratch registers 240.., the write through 246.
    (define (emit-far e name operands)
      (let loop ((kinds (operand-kinds name)) (rest operands) (scratch first-scratch) (done '()) (after '()))
        (cond
          ((null? rest)
           (push-instruction! e (cons name (reverse done)))
           (for-each (lambda (item) (push-item! e item)) after))
          ((and (eq? (car kinds) 'read) (> (car rest) 255))
           (push-item! e (list 'far-get scratch (car rest)))
           (loop (cdr kinds) (cdr rest) (+ scratch 1) (cons scratch done) after))
          ((and (eq? (car kinds) 'write) (> (car rest) 255))
           (loop (cdr kinds) (cdr rest) scratch (cons 246 done) (list (list 'far-set 246 (car rest)))))
          (else (loop (cdr kinds) (cdr rest) scratch (cons (car rest) done) after)))))

    (define (emit-constant e register value)
      (if (and (exact-integer? value) (<= -32768 value 32767))
          (emit e 'fixnum register value)
          (emit e 'constant register (list 'quote value))))

    ;;; Calls. name: call, call-values, tail-call, call-apply or tail-apply; target: #f for the tail ones.

    (define (emit-call e name target count area)
      (if (emitter-reachable? e)
          (begin
            (if (or (> count 255) (> area 255)) (set-emitter-overflow?! e #t))
            (cond
              ((and (<= area 255) (<= count 255))
               (if target
                   (emit-with-target e target (lambda (target) (list name target count area)))
                   (push-item! e (list name count area))))
              ((eq? name 'call)
               (emit-with-target e target (lambda (target) (list 'call-far area target count))))
              ((eq? name 'call-values)
               (emit-with-target e target (lambda (target) (list 'call-values-far area target count))))
              ((eq? name 'tail-call) (push-item! e (list 'tail-call-far area count)))
              (else (error "no far form of the call:" name)))
            (if (not target) (set-emitter-reachable?! e #f)))))

    (define (emit-call-global e cell target count area)
      (if (emitter-reachable? e)
          (emit-with-target e target (lambda (target) (list 'call-global cell target count area)))))

    ;; names: the constant; target: #f for a tail call.
    (define (emit-call-keywords e names target count area)
      (if (emitter-reachable? e)
          (if target
              (emit-with-target e target (lambda (target) (list 'call-keywords names target count area)))
              (begin
                (push-item! e (list 'tail-keywords names count area))
                (set-emitter-reachable?! e #f)))))

    (define (emit-with-target e target item)
      (if (and (emitter-far? e) (> target 255))
          (begin
            (push-item! e (item 246))
            (push-item! e (list 'far-set 246 target)))
          (push-item! e (item target))))

    ;;; Runs. make: from the first register to the instruction. out?: the run is written, not read.

    (define (emit-run e make target first count out?)
      (if (emitter-reachable? e)
          (begin
            (set-emitter-longest-run! e (max count (emitter-longest-run e)))
            (if (and (emitter-far? e) (> first 255))
                (begin
                  (if (not out?)
                      (do ((i 0 (+ i 1))) ((= i count))
                        (copy-register e (+ first i) (+ first-window i))))
                  (finish-run e make target first-window)
                  (if out?
                      (do ((i 0 (+ i 1))) ((= i count))
                        (copy-register e (+ first-window i) (+ first i)))))
                (finish-run e make target first)))))

    (define (finish-run e make target first)
      (let ((item (make first)))
        (if (eq? (car item) 'return-values)
            (begin (emit-list e item) (set-emitter-reachable?! e #f))
            (emit-list e item))))

    (define (emit-list e item)
      (if (emitter-far? e)
          (emit-far e (car item) (cdr item))
          (push-item! e item)))

    (define (copy-register e from to)
      (push-item! e (list 'far-get 246 from))
      (push-item! e (list 'far-set 246 to)))

    ;; In far mode, at the entry: an argument moves to where it is out of the way.
    (define (move-argument e from to)
      (if (> from 255)
          (begin
            (push-item! e (list 'far-get first-scratch from))
            (push-item! e (list 'far-set first-scratch to)))
          (push-item! e (list 'far-set from to))))

    ;;; Control

    (define (reachable? e) (emitter-reachable? e))

    (define (new-target e)
      (let ((number (emitter-targets e)))
        (set-emitter-targets! e (+ number 1))
        (make-target number #f #f)))

    ;; A jump back is a loop: it is charged.
    (define (jump-to e target)
      (set-target-used?! target (or (target-used? target) (emitter-reachable? e)))
      (emit e (if (target-placed? target) 'loop 'jump) (target-number target)))

    ;; To one of the targets, by the number in the register; behind it when there is none of that number.
    (define (emit-switch e register targets)
      (if (emitter-reachable? e)
          (begin
            (emit e 'switch register (length targets))
            (for-each (lambda (target)
                        (set-target-used?! target #t)
                        (emit e 'case-jump (target-number target)))
                      targets))))

    ;; loops?: jumps back to it may come. A jump to where it stands is left out, and a branch around a jump becomes
    ;; one branch.
    (define (place-target e target loops?)
      (fall-through! e (emitter-items e) '() (target-number target))
      (set-target-placed?! target #t)
      (if (or loops? (target-used? target))
          (begin
            (push-item! e (target-number target))
            (if (target-used? target) (set-emitter-reachable?! e #t)))))

    ;; marks: those that stand after the items, the first of them first.
    (define (fall-through! e items marks number)
      (cond ((null? items) #f)
            ((mark-item? (car items)) (fall-through! e (cdr items) (cons (car items) marks) number))
            ((not (jump-item? (car items))) #f)
            ((eqv? (cadr (car items)) number) (fall-into! e (append-reverse marks (cdr items))))
            ((and (pair? (cdr items)) (branch-item-to? (cadr items) number))
             (fall-into! e (append-reverse marks
                             (cons (inverted (cadr items) (cadr (car items))) (cddr items)))))
            (else #f)))

    (define (fall-into! e items)
      (set-emitter-items! e items)
      (set-emitter-reachable?! e #t))

    (define (jump-item? item) (and (pair? item) (eq? (car item) 'jump)))

    (define branch-names
      '(branch branch-null branch-pair branch-eq branch-absent branch-less branch-less-or-equal branch-number-equal
        branch-greater branch-greater-or-equal branch-less-immediate branch-greater-immediate branch-equal-immediate))

    (define (branch-item-to? item number)
      (and (pair? item) (memq (car item) branch-names) (eqv? (last item) number)))

    ;; The branch with the other sense, to another target: its last operands are the sense and the target.
    (define (inverted item number)
      (let loop ((rest item))
        (if (null? (cddr rest))
            (list (not (car rest)) number)
            (cons (car rest) (loop (cdr rest))))))

    ;; Operands without sense and jump; the outcome goes where the test says.
    (define (emit-branch e test name . operands)
      (if (emitter-reachable? e)
          (let ((then (test-then test)) (else (test-else test)))
            (define (branch sense target)
              (set-target-used?! target #t)
              (apply emit e name (append operands (list sense (target-number target)))))
            (cond ((eq? (test-next test) then) (branch #f else))
                  ((eq? (test-next test) else) (branch #t then))
                  (else (branch #t then)
                        (jump-to e else))))))))
