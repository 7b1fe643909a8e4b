;;; Which chains of tests are one jump through a table: comparisons of a variable with small integers, as case makes them.

(define-library (ouro compiler switch)
  (import (ouro base) (ouro compiler ast) (ouro compiler ir))
  (export switch-variable switch-cases switch-default)
  (begin
    (define least-cases 4)

    ;; Keys are integers from 0 up to this.
    (define highest-key 255)

    ;; The variable that the chain of ifs compares, or #f when it is none, is too short, or has more gaps than keys.
    (define (switch-variable node)
      (let ((variable (tested-variable (if-test node))))
        (and variable
             (let* ((keys (append-map car (chain node variable))) (count (length keys)))
               (and (>= count least-cases)
                    (<= (apply max keys) (* 3 count))
                    variable)))))

    ;; ((key ...) . node) for each case, in order. A key counts where it is met first.
    (define (switch-cases node) (chain node (tested-variable (if-test node))))

    ;; What is evaluated when no key fits.
    (define (switch-default node)
      (let ((variable (tested-variable (if-test node))))
        (let loop ((node node))
          (if (and (if? node) (test-keys (if-test node) variable)) (loop (if-else node)) node))))

    (define (chain node variable)
      (let ((keys (and (if? node) (test-keys (if-test node) variable))))
        (if keys
            (cons (cons keys (if-then node)) (chain (if-else node) variable))
            '())))

    (define (tested-variable test)
      (cond ((if? test) (tested-variable (if-test test)))
            ((and (primitive-call? test) (eq? (primitive-call-name test) 'eq?))
             (let ((reference (car (primitive-call-arguments test))))
               (and (local-ref? reference) (trivial? reference) (local-ref-variable reference))))
            (else #f)))

    ;; (eq? variable key), or (if (eq? variable key) #t TEST): the keys, otherwise #f.
    (define (test-keys test variable)
      (cond ((primitive-call? test)
             (and (eq? (primitive-call-name test) 'eq?)
                  (let ((reference (car (primitive-call-arguments test))) (key (cadr (primitive-call-arguments test))))
                    (and (local-ref? reference) (eq? (local-ref-variable reference) variable)
                         (const? key) (exact-integer? (const-value key)) (<= 0 (const-value key) highest-key)
                         (list (const-value key))))))
            ((if? test)
             (let ((first (test-keys (if-test test) variable)) (rest (test-keys (if-else test) variable)))
               (and first rest (const? (if-then test)) (eq? (const-value (if-then test)) #t)
                    (append first rest))))
            (else #f)))))
