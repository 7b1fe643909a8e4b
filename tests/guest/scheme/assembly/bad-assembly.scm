; What the assembler says of data that is no assembly.
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
(define (body . items) `(code (name f) (parameters 2) (body ,@items (return 0))))
(define (with section) `(code (name f) ,section (body (fixnum 0 1) (return 0))))
(define-syntax refused
  (syntax-rules () ((_ code) (fails (assemble code)))))
; Sections.
(refused 5)                                      ;=> assemble: bad assembly: expected (code ...), got 5
(refused '(code))                                ;=> assemble: bad assembly: expected a (body ...) in (code)
(refused '(code 5))                              ;=> assemble: bad assembly: expected a section such as (body ...), got 5
(refused (with '(size 5)))                       ;=> assemble: bad assembly (f): there is no section of this name: (size 5)
(refused '(code (name "f") (body (return 0))))   ;=> assemble: bad assembly: expected (name SYMBOL), got (name "f")
(refused (with '(registers -1)))                 ;=> assemble: bad assembly (f): expected one number from 0 to 131074 in (registers -1)
(refused (with '(parameters one)))
;=> assemble: bad assembly (f): expected (parameters REQUIRED OPTIONAL REST? (KEYWORD ...)), got (parameters one)
(refused (with '(parameters 1 0 #f ("size"))))   ;=> assemble: bad assembly (f): expected a symbol as a keyword, got "size"
(refused (with '(span "file" 1)))
;=> assemble: bad assembly (f): expected (span S) with a span or #f, or (span FILE LINE COLUMN END-LINE END-COLUMN), got (span "file" 1)
(refused (with '(handlers (a b))))               ;=> assemble: bad assembly (f): expected a handler (FROM TO TARGET DEPTH), got (a b)
(refused (with '(statements "a")))               ;=> assemble: bad assembly (f): expected a label (an integer or a symbol), got "a"
(refused (with '(frame-states (exit))))          ;=> assemble: bad assembly (f): expected (state ...), got (exit)
(refused (with '(frame-states (state (frame 1)))))
;=> assemble: bad assembly (f): expected (virtual KIND SLOT ...) or (activation CODE PC PROCEDURE SLOT ...), got (frame 1)
(refused (with '(frame-states (state (activation (code (body (fixnum 0 1) (return 0))) here self)))))
;=> assemble: bad assembly (f): expected the number of an instruction word, got here
(refused '(code (body (fixnum 0 1) . 5)))        ;=> assemble: bad assembly: the items of a section must be a proper list, got ((fixnum 0 1) . 5)
; Instructions.
(refused (body '(operation add 1)))              ;=> assemble: bad assembly (f): expected (operation NAME FIRST SECOND) with the numbers of two arguments, got (operation add 1)
(refused (body '(juggle 0 1)))                   ;=> assemble: bad assembly (f): there is no such opcode: (juggle 0 1)
(refused (body '(add 0 1)))                      ;=> assemble: bad assembly (f): add takes 3 operands (target left right), got 2 in (add 0 1)
(refused (body '(add 0 1 x)))                    ;=> assemble: bad assembly (f): add: right must be a number, got x
(refused (body '(add 0 1 256)))                  ;=> assemble: bad assembly (f): add: right must be from 0 to 255, not 256, in (add 0 1 256)
(refused (body '(branch 0 1 here)))              ;=> assemble: bad assembly (f): branch: sense must be #t or #f, got 1
(refused (body '(jump "here")))                  ;=> assemble: bad assembly (f): expected a label (an integer or a symbol), got "here"
(refused (body '(jump here)))                    ;=> assemble: bad assembly (f): a label is used but stands nowhere: here
(refused (body 'here 'here))                     ;=> assemble: bad assembly (f): a label stands twice: here
(refused (body '(primitive-1 0 0 (primitive juggle))))                      ;=> assemble: bad assembly (f): there is no primitive of this name: juggle
(refused (body '(constant 0 5)))
;=> assemble: bad assembly (f): expected a constant: (quote DATUM), (global MODULE NAME), (primitive NAME), (code ...), or (constant N), got 5
(refused (body '(far-get 0 70000)))              ;=> assemble: bad assembly (f): far-get: source must be from 0 to 65535, not 70000, in (far-get 0 70000)
(refused (body '(interprets describe 0 1)))
;=> assemble: bad assembly (f): expected (interprets (global MODULE NAME) VIEW POSITION), got (interprets describe 0 1)
; Code cannot be inside itself.
(define knotted (list 'code '(name knot) (list 'body (list 'constant 0 #f) '(return 0))))
(set-car! (cddr (cadr (list-ref knotted 2))) knotted)
(define (message code) (guard (problem (#t (error-object-message problem))) (assemble code) "no error"))
(display (message knotted))
(newline)
;=> assemble: bad assembly: a code form contains itself:
