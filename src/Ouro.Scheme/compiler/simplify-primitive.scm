;;; simplify, part: calls of primitives whose arguments are simplified already.
;;;
;;; in:  a name, arguments, a context (value, test or effect)
;;; out: a node that means the same there: folded, in fewer operations, or in operations with a branch of their own
;;;
;;; Arguments keep their order of evaluation, and an operation that may fail its name: errors speak of what is written.

(define-library (ouro compiler simplify-primitive)
  (import (ouro base) (only (ouro primitives) fold-call) (ouro compiler ast) (ouro compiler ir) (ouro compiler primitives) (ouro compiler plain-primitives))
  (export simplify-primitive single-valued? for-effect)
  (begin
    (define (simplify-primitive span given-name arguments context)
      (let ((name (plain-name given-name)))
        (or (and (pair? arguments) (every const? arguments) (fold-constants span name arguments))
            (rewrite span name arguments context)
            (finish span name arguments context))))

    (define (finish span name arguments context)
      (if (and (eq? context 'effect) (total-primitive? name))
          (for-effect span arguments)
          (make-primitive-call span name arguments)))

    ;; Only the effects of the nodes.
    (define (for-effect span nodes)
      (make-seq* span (append nodes (list (void-node span)))))

    (define (fold-constants span name arguments)
      (and (foldable-primitive? name)
           (let ((result (fold-call name (map const-value arguments))))
             (and result
                  (atom? (vector-ref result 0))
                  (make-const span (vector-ref result 0))))))

    (define (call-2 span name a b) (make-primitive-call span name (list a b)))

    (define (constant-number? node)
      (and (const? node) (number? (const-value node))))

    (define (constant-is? node value)
      (and (const? node) (eqv? (const-value node) value)))

    (define (rewrite span name arguments context)
      (case name
        ((not) (rewrite-not span (car arguments) context))
        ((+ *) (and (null? arguments) (make-const span (if (eq? name '+) 0 1))))
        ((< > <= >= =) (rewrite-comparison span name arguments))
        ((eqv? equal?) (rewrite-equivalence span arguments context))
        ((memq memv member) (rewrite-member span arguments context))
        ((list) (rewrite-list span arguments context))
        ((void) (and (null? arguments) (void-node span)))
        ((values)
         (and (pair? arguments) (null? (cdr arguments)) (single-valued? (car arguments))
              (car arguments)))
        (else #f)))

    (define (rewrite-not span argument context)
      (cond ((const? argument) (make-const span (not (const-value argument))))
            ((and (if? argument) (const? (if-then argument)) (const? (if-else argument)))
             (make-if (if-span argument) (if-test argument)
                      (make-const span (not (const-value (if-then argument))))
                      (make-const span (not (const-value (if-else argument))))))
            ((and (eq? context 'test) (primitive-call? argument) (eq? (primitive-call-name argument) 'not))
             (car (primitive-call-arguments argument)))
            (else #f)))

    ;; (<= 0 i 9): a chain may stop early only where the arguments left are numbers for sure.
    (define (rewrite-comparison span name arguments)
      (and (= (length arguments) 3)
           (let ((a (car arguments)) (b (cadr arguments)) (c (caddr arguments)))
             (and (constant-number? c)
                  (local-ref? b) (trivial? b)
                  (begin
                    (add-references! (local-ref-variable b) 1)
                    (make-if span (call-2 span name a b)
                             (call-2 span name (make-local-ref (local-ref-span b) (local-ref-variable b)) c)
                             (make-const span #f)))))))

    ;; Values that are the same object whenever they are equal.
    (define (eq-comparable? node)
      (and (const? node)
           (let ((value (const-value node)))
             (or (symbol? value) (boolean? value) (null? value) (char? value) (fixnum-value? value)))))

    (define (rewrite-equivalence span arguments context)
      (let ((a (car arguments)) (b (cadr arguments)))
        (and (null? (cddr arguments))
             (or (eq-comparable? a) (eq-comparable? b))
             (finish span 'eq? arguments context))))

    ;; In a test, membership in a short constant list is a few comparisons.
    (define (rewrite-member span arguments context)
      (and (eq? context 'test)
           (null? (cddr arguments))
           (local-ref? (car arguments)) (trivial? (car arguments))
           (const? (cadr arguments))
           (let ((items (const-value (cadr arguments))))
             (and (list? items)
                  (<= (length items) 8)
                  (every (lambda (item) (eq-comparable? (make-const span item))) items)
                  (let ((variable (local-ref-variable (car arguments))))
                    (add-references! variable (length items))
                    (let loop ((items items))
                      (if (null? items)
                          (make-const span #f)
                          (let ((test (call-2 span 'eq? (make-local-ref span variable)
                                              (make-const span (car items)))))
                            (if (null? (cdr items))
                                test
                                (make-if span test (make-const span #t) (loop (cdr items))))))))))))

    (define (rewrite-list span arguments context)
      (cond ((null? arguments) (make-const span '()))
            ((eq? context 'effect) #f)
            ((<= (length arguments) 8)
             (fold-right (lambda (argument rest) (call-2 span 'cons argument rest))
                         (make-const span '()) arguments))
            (else #f)))

    ;; Whether a node gives exactly one value wherever it stands.
    (define (single-valued? node)
      (cond ((const? node) #t)
            ((local-ref? node) #t)
            ((global-ref? node) #t)
            ((primitive-ref? node) #t)
            ((lambda? node) #t)
            ((primitive-call? node) (not (called-primitive? (primitive-call-name node))))
            (else #f)))))
