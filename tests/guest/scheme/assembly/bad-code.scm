; What the verifier says of code that must not run. Code is verified when it is called for the first time.
;peer: none, assembly is ours
(import (scheme base) (scheme write) (only (ouro primitives) assemble code->procedure))
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
(define-syntax refused
  (syntax-rules () ((_ section ...) (fails ((code->procedure (assemble '(code (name f) section ...))))))))
; Instructions.
(refused (body))                                 ;=> f: bad code (f): there are no instructions
(refused (body (fixnum 0 1)))                    ;=> f: bad code (f): control can run off the end of the code
(refused (body (return 0)))                      ;=> f: bad code (f), word 0, return 0: register 0 holds no value on some path
(refused (body (fixnum 1 5) (branch 1 #t end) (fixnum 0 1) end (return 0)))
;=> f: bad code (f), word 4, return 0: register 0 holds no value on some path
(refused (body (fixnum 0 1) here (jump here)))   ;=> f: bad code (f), word 1, jump 1: only loop may go back
(refused (body (free 0 0) (return 0)))           ;=> f: bad code (f), word 0, free 0 0: the closure has 0 captured variables
(refused (body (global 0 'x) (return 0)))        ;=> f: bad code (f), word 0, global 0 0: constant 0 must be a variable
(refused (body (closure 0 "code") (return 0)))
;=> assemble: bad assembly (f): expected a constant: (quote DATUM), (global MODULE NAME), (primitive NAME), (code ...), or (constant N), got "code"
; Calls.
(refused (body (constant 2 'list) (call-apply 0 0 1) (return 0)))
;=> f: bad code (f), word 1, call-apply 0 0 1: there is no argument that could be the list of further arguments
(refused (body (constant 2 'list) (fixnum 3 1) (call-keywords '#(a b) 0 1 1) (return 0)))
;=> f: bad code (f), word 2, call-keywords 1 0 1 1: there are 2 names for 1 arguments
(refused (body (constant 2 'list) (fixnum 3 1) (call-keywords '#("a") 0 1 1) (return 0)))
;=> f: bad code (f), word 2, call-keywords 1 0 1 1: a name of an argument is no symbol
; Exception handlers.
(refused (body (fixnum 0 1) (jump end) (caught 0) end (return 0)))          ;=> f: bad code (f), word 2, caught 0: no exception handler starts here
(refused (body (caught 0) (return 0)))           ;=> f: bad code (f), word 0, caught 0: control can reach it without a raise
(refused (body (fixnum 0 1) from (jump handler) handler (caught 0) (return 0)) (handlers (from handler handler 1)))
;=> f: bad code (f), word 2, caught 0: a jump leads here, so control can reach it without a raise
(refused (body from (fixnum 0 1) (return 0) handler (caught 0) (return 0)) (handlers (from from handler 0)))
;=> f: bad code (f): exception handler 0 (words 0 to 0, target 2, depth 0): its range is empty or outside of the code
(refused (body from (fixnum 0 1) (return 0) handler (caught 0) (return 0) to) (handlers (from to handler 0)))
;=> f: bad code (f): exception handler 0 (words 0 to 4, target 2, depth 0): it lies in its own range
(refused (body from (fixnum 0 1) to (return 0) handler (caught 0) (return 0)) (handlers (from to handler 50)))
;=> f: bad code (f): exception handler 0 (words 0 to 1, target 2, depth 50): its register depth is outside of the frame
; Frame states.
(refused (body (exit 0)))                        ;=> f: bad code (f), word 0, exit 0: there are 0 frame states
(refused (body here (exit 0)) (frame-states (state)))                       ;=> f: bad code (f): frame state 0: it has no activation
(refused (body here (exit 0)) (frame-states (state (activation this here dead))))
;=> f: bad code (f): frame state 0: an activation has no procedure
(refused (body here (exit 0)) (frame-states (state (virtual pair self self) (activation this here (virtual 0)))))
;=> f: bad code (f): frame state 0: the procedure of an activation is no closure
(refused (body here (exit 0)) (frame-states (state (virtual pair self) (activation this here self))))
;=> f: bad code (f): frame state 0: a virtual pair needs two slots
(refused (body here (exit 0)) (frame-states (state (virtual box) (activation this here self))))
;=> f: bad code (f): frame state 0: a virtual box needs one slot
(refused (body here (exit 0)) (frame-states (state (virtual record 'type) (activation this here self))))
;=> f: bad code (f): frame state 0: a virtual record needs a constant record type in its first slot, and a slot for each field
(refused (body here (exit 0)) (frame-states (state (virtual closure 'code) (activation this here self))))
;=> f: bad code (f): frame state 0: a virtual closure needs a constant code object in its first slot, and a slot for each captured variable
(refused (registers 1) (body here (exit 0)) (frame-states (state (activation this here self (virtual 3)))))
;=> f: bad code (f): frame state 0: the number 3 of a slot (Virtual) is out of range
(refused (body (fixnum 0 5) (exit 0) here (return 0)) (frame-states (state (activation this here (register 0) (register 0)))))
;=> exit: an exit to an activation whose procedure does not fit its code
