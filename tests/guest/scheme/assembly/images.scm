; Code as bytes: images from units of a name, a body and a descriptor.
;peer: none, assembly is ours
(import (scheme base) (scheme write) (only (ouro primitives) assemble code->procedure image-write make-record-type))
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
(define code (assemble '(code (body (fixnum 0 1) (return 0)))))
(define (image name) (image-write (list (list name code '(no imports)))))
; The same units give the same bytes.
(show (bytevector? (image '(a b))) (equal? (image '(a b)) (image '(a b))) (equal? (image '(a b)) (image '(a c))))     ;=> #t #t #f
(fails (image-write 5))                          ;=> image-write: argument 1 must be a list, got 5
(fails (image-write '((name code descriptor))))  ;=> image-write: argument 1 must be a list of units (NAME CODE DESCRIPTOR), got (name code descriptor)
; Objects that only this run knows cannot be kept.
(define (problem datum)
  (guard (problem ((error-object? problem) (error-object-message problem)))
    (image-write (list (list 'name code datum)))))
(show (problem (make-record-type 'unusual #()))) ;=> "image-write: this cannot be in an image:"
(show (problem (lambda () 5)))                   ;=> "image-write: this cannot be in an image:"
(show (bytevector? (problem '(1 1/2 1.5 +i #\a "text" symbol #(vector) #u8(1 2) #t #f ()))))                  ;=> #t
