; Source texts as data: spans, source maps, syntax errors.
;peer: none, all of it is ours
(import (scheme base) (scheme write)
        (only (ouro primitives) make-source-map source-map? read-source source-map-form source-map-element
              source-map-set-form! source-map-set-element! make-span span? span-file span-line span-column
              span-end-line span-end-column raise-syntax-error find-library-file library-name->module primitive-names
              opcode-info primitive-info))
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
(define (parts span)
  (and span (list (span-file span) (span-line span) (span-column span) (span-end-line span) (span-end-column span))))
(define span (make-span "a.scm" 3 5 4 1))
(show (span? span) (span? 5) (parts span))       ;=> #t #f ("a.scm" 3 5 4 1)
(fails (make-span 'a 1 1 1 1))                   ;=> make-span: argument 1 must be a string, got a
(fails (make-span "a" -1 1 1 1))                 ;=> make-span: argument 2 must be an index, 0 or more, got -1
(fails (span-line '(3 5)))                       ;=> span-line: argument 1 must be a source span, got (3 5)
; Lines and columns count from 1, the end is after the last character.
(define map (make-source-map))
(show (source-map? map) (source-map? span))      ;=> #t #f
(define data (read-source "(one\n  two) three" "b.scm" map))
(show data)                                      ;=> ((one two) three)
(show (parts (source-map-form map (car data))))  ;=> ("b.scm" 1 1 2 7)
(show (parts (source-map-element map (car data))) (parts (source-map-element map (cdar data))))    ;=> ("b.scm" 1 2 1 5) ("b.scm" 2 3 2 6)
(show (parts (source-map-element map (cdr data))) (source-map-form map (list 1)))                  ;=> ("b.scm" 2 8 2 13) #f
; Positions can be given to data that were made, and be taken away.
(define made (list 'made 'by 'hand))
(source-map-set-form! map made span)
(source-map-set-element! map made (make-span "c.scm" 1 1 1 2))
(show (parts (source-map-form map made)) (parts (source-map-element map made)))       ;=> ("a.scm" 3 5 4 1) ("c.scm" 1 1 1 2)
(source-map-set-form! map made #f)
(show (source-map-form map made))                ;=> #f
(fails (source-map-set-form! map made '(3 5)))   ;=> source-map-set-form!: argument 3 must be a source span or #f, got (3 5)
(fails (source-map-set-element! map made 5))     ;=> source-map-set-element!: argument 3 must be a source span or #f, got 5
(fails (source-map-form '() made))               ;=> source-map-form: argument 1 must be a source map, got ()
(fails (source-map-form map '()))                ;=> source-map-form: argument 2 must be a pair, got ()
(show (read-source "ABC" "d.scm" map #t) (read-source "" "d.scm"))          ;=> (abc) ()
(fails (raise-syntax-error "expected a name, got" span 5))                  ;=> expected a name, got 5
(fails (raise-syntax-error "expected a name, got" 7 5))                     ;=> raise-syntax-error: argument 2 must be a source span or #f, got 7
; Libraries in directories.
(define found (find-library-file '(shapes area) '("../libraries/path")))
(show (car found) (string? (cdr found)))         ;=> "../libraries/path/shapes/area.sld" #t
(show (find-library-file '(no such library) '(".")) (find-library-file '(.. ports) '(".")))        ;=> #f #f
(fails (find-library-file '(shapes area) '(5)))  ;=> find-library-file: argument 2 must be a list of strings, got 5
; The globals of a library belong to a module that is named after it.
(show (library-name->module '(scheme base)) (library-name->module '(srfi 1)))         ;=> |scheme base| |srfi 1|
(fails (library-name->module 'scheme))           ;=> library-name->module: argument 1 must be a list of symbols and integers, got scheme
(fails (library-name->module '(scheme "base")))  ;=> library-name->module: argument 1 must be a list of symbols and integers, got (scheme "base")
; What there is.
(show (and (memq 'car (primitive-names)) #t) (memq 'no-such-primitive (primitive-names)))          ;=> #t #f
(show (opcode-info 'jump) (opcode-info 'no-such-opcode))                    ;=> (jump) #f
(define (counts name) (let ((info (primitive-info name))) (and info (list (vector-ref info 0) (vector-ref info 1)))))
(show (counts 'cons) (counts 'vector) (counts 'make-vector) (counts 'no-such-primitive))           ;=> (2 2) (0 -1) (1 2) #f
