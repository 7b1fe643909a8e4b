;;; SRFI 26: procedures from expressions with slots.

(define-library (srfi 26)
  (import (ouro base))
  (export cut cute)
  (begin
    (define-syntax cut
      (syntax-rules ()
        ((_ slot ...) (collect-cut () () slot ...))))

    ;; (parameter ...) (part ...) slot ...
    (define-syntax collect-cut
      (syntax-rules (<> <...>)
        ((_ (parameter ...) (part ...)) (lambda (parameter ...) (part ...)))
        ((_ (parameter ...) (part ...) <...>) (lambda (parameter ... . rest) (apply part ... rest)))
        ((_ (parameter ...) (part ...) <> . slots) (collect-cut (parameter ... slot) (part ... slot) . slots))
        ((_ parameters (part ...) expression . slots) (collect-cut parameters (part ... expression) . slots))))

    ;; As cut, but expressions are evaluated once, when the procedure is made.
    (define-syntax cute
      (syntax-rules ()
        ((_ slot ...) (collect-cute () () () slot ...))))

    ;; ((name expression) ...) (parameter ...) (part ...) slot ...
    (define-syntax collect-cute
      (syntax-rules (<> <...>)
        ((_ bindings (parameter ...) (part ...)) (let bindings (lambda (parameter ...) (part ...))))
        ((_ bindings (parameter ...) (part ...) <...>)
         (let bindings (lambda (parameter ... . rest) (apply part ... rest))))
        ((_ bindings (parameter ...) (part ...) <> . slots)
         (collect-cute bindings (parameter ... slot) (part ... slot) . slots))
        ((_ (binding ...) parameters (part ...) expression . slots)
         (collect-cute (binding ... (value expression)) parameters (part ... value) . slots))))))
