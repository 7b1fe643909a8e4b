;;; Promises and parameters, on the primitives that hold their state.

(define-library (ouro base control)
  (import (ouro primitives))
  (export force make-parameter)
  (begin
    ;; The value of a promise; anything else is its own value. (delay e) makes a promise whose procedure gives
    ;; (make-forced-promise e), (delay-force e) one whose procedure gives the promise e. A chain of delay-force runs in
    ;; constant space: the promise takes over the state of the one that its procedure gave, and the loop goes on.
    (define (force promise)
      (if (promise? promise)
          (let loop ()
            (if (promise-forced? promise)
                (promise-content promise)
                (let ((next ((promise-content promise))))
                  ;; The procedure may have forced this very promise; the first value stays.
                  (if (promise-forced? promise)
                      (promise-content promise)
                      (begin
                        (promise-follow! promise next)
                        (loop))))))
          promise))

    ;; The converter is applied to the first value here, and to later ones by parameterize.
    (define (make-parameter value . converter)
      (if (null? converter)
          (make-parameter-object value #f)
          (make-parameter-object ((car converter) value) (car converter))))))
