;;; Promises and parameters, on the primitives that hold their state.

(define-library (ouro base control)
  (import (ouro syntax) (ouro primitives))
  (export force make-parameter)
  (begin
    ;; The value of a promise; anything else is its own value. The procedure of a promise that `delay` made gives the
    ;; value; that of one that `delay-force` made gives another promise, and the first takes over its state, so a
    ;; chain of them runs in constant space. The procedure may itself force the promise: the first value stays.
    (define (force promise)
      (if (promise? promise)
          (let loop ()
            (if (promise-forced? promise)
                (promise-content promise)
                (let* ((lazy? (promise-lazy? promise))
                       (result ((promise-content promise))))
                  (if (promise-forced? promise)
                      (promise-content promise)
                      (if lazy?
                          (begin
                            (promise-follow! promise result)
                            (loop))
                          (begin
                            (promise-resolve! promise result)
                            result))))))
          promise))

    ;; The converter is applied to the first value here, and to later ones by parameterize.
    (define (make-parameter value . converter)
      (cond ((null? converter) (make-parameter-object value #f))
            ((null? (cdr converter)) (make-parameter-object ((car converter) value) (car converter)))
            (else (no-matching-clause "1 or 2 arguments" "(make-parameter value [converter])" (cons value converter)))))))
