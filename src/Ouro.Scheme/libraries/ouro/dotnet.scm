;;; (ouro dotnet): .NET from Scheme. Needs the capability for host types. docs/dotnet.md says how values are converted.
;;;
;;;   (dotnet-load name)                   loads an assembly: a file, or one that the runtime knows by its name
;;;   (dotnet-type name type ...)          the type of that name, as C# writes it: "System.Collections.Generic.List<int>"
;;;   (new type argument ...)              makes an object
;;;   (invoke target 'Method argument ...) calls a method: of an object, or, if the target is a type, a static one
;;;   (invoke-generic target 'Method (type ...) argument ...)    the same with explicit type arguments
;;;   (property target 'Name)              the content of a property or a field
;;;   (set-property! target 'Name value)
;;;   (item target index ...)              an element, by an indexer or of an array
;;;   (set-item! target index ... value)
;;;   (add-handler! target 'Event procedure) (remove-handler! target 'Event procedure)
;;;   (await task)                         the result of a task
;;;   (dotnet-serve)                       makes the calls of procedures that other threads asked for
;;;   (dotnet-cast value type)             the value as one of the type, where a method is chosen
;;;   (delegate type procedure)            a delegate; (delegate->procedure delegate) is the way back
;;;   (dotnet-null) (dotnet-null? x) (dotnet-object? x) (dotnet-type? x) (dotnet-type-of x) (is-a? x type) (dotnet-equal? x y)
;;;   (enumerable->list x) (enumerable->generator x) (enumerable-for-each procedure x)
;;;   (enum->symbol x) (enum->integer x)
;;;   (dotnet-error? x) (dotnet-error-exception x) (dotnet-error-type x) (dotnet-error-message x)
;;;
;;; Each place in a program that says new, invoke, property or item remembers what it found out: the machine keeps it in a
;;; vector that belongs to the place. A name that is computed works, too, and is looked up each time.

(define-library (ouro dotnet)
  (import (ouro base)
    (only (ouro primitives) host-type host-load host-use host-use-named host-call-generic host-null host-null? host-type? host-object?
      host-type-of host-is? host-cast host-equal? host-handle host-enumerator host-next host-await host-serve host-exception))
  (export dotnet-load dotnet-type new invoke invoke-generic property set-property! item set-item! add-handler! remove-handler!
    await dotnet-serve dotnet-cast delegate delegate->procedure dotnet-null dotnet-null? dotnet-object? dotnet-type?
    dotnet-type-of is-a? dotnet-equal? enumerable->list enumerable->generator enumerable-for-each enum->symbol enum->integer
    dotnet-error? dotnet-error-exception dotnet-error-type dotnet-error-message)
  (begin
    ;; --- members

    (define-syntax new
      (syntax-rules ()
        ((_ type argument ...) (host-use '#(#f new new) type argument ...))))

    (define-syntax invoke
      (syntax-rules (quote)
        ((_ target (quote name) argument ...) (host-use '#(#f call name) target argument ...))
        ((_ target name argument ...) (host-use-named 'call name target (list argument ...)))))

    (define-syntax invoke-generic
      (syntax-rules ()
        ((_ target name (type ...) argument ...) (host-call-generic name target (list type ...) (list argument ...)))))

    (define-syntax property
      (syntax-rules (quote)
        ((_ target (quote name)) (host-use '#(#f get name) target))
        ((_ target name) (host-use-named 'get name target '()))))

    (define-syntax set-property!
      (syntax-rules (quote)
        ((_ target (quote name) value) (host-use '#(#f set name) target value))
        ((_ target name value) (host-use-named 'set name target (list value)))))

    (define-syntax item
      (syntax-rules ()
        ((_ target index ...) (host-use '#(#f item item) target index ...))))

    (define-syntax set-item!
      (syntax-rules ()
        ((_ target index ... value) (host-use '#(#f set-item item) target index ... value))))

    (define (add-handler! target event procedure) (host-handle target event procedure #t))

    (define (remove-handler! target event procedure) (host-handle target event procedure #f))

    ;; --- types and values

    (define (dotnet-load name) (host-load name))

    (define (dotnet-type name . arguments) (apply host-type name arguments))

    (define (dotnet-null) (host-null))

    (define (dotnet-null? x) (host-null? x))

    (define (dotnet-object? x) (host-object? x))

    (define (dotnet-type? x) (host-type? x))

    (define (dotnet-type-of x) (host-type-of x))

    (define (is-a? x type) (host-is? x type))

    (define (dotnet-equal? x y) (host-equal? x y))

    (define (dotnet-cast value type) (host-cast value type))

    (define (delegate type procedure) (new type procedure))

    (define (delegate->procedure delegate)
      (lambda arguments (host-use-named 'call 'Invoke delegate arguments)))

    (define (enum->symbol x) (string->symbol (invoke x 'ToString)))

    (define (enum->integer x) (invoke (host-type "System.Convert") 'ToInt64 (dotnet-cast x (host-type "object"))))

    ;; --- elements

    ;; The generator of SRFI 158: gives the elements one by one, then end-of-file objects.
    (define (enumerable->generator x)
      (let ((enumerator (host-enumerator x)))
        (lambda () (if enumerator
                       (let ((element (host-next enumerator)))
                         (if (eof-object? element) (set! enumerator #f))
                         element)
                       (eof-object)))))

    (define (enumerable->list x)
      (let ((enumerator (host-enumerator x)))
        (let loop ((elements '()))
          (let ((element (host-next enumerator)))
            (if (eof-object? element)
                (reverse elements)
                (loop (cons element elements)))))))

    (define (enumerable-for-each procedure x)
      (let ((enumerator (host-enumerator x)))
        (let loop ()
          (let ((element (host-next enumerator)))
            (if (not (eof-object? element))
                (begin
                  (procedure element)
                  (loop)))))))

    ;; --- tasks and other threads

    (define (await task) (host-await task))

    (define (dotnet-serve) (host-serve))

    ;; --- errors

    (define (dotnet-error? x) (and (host-exception x) #t))

    (define (dotnet-error-exception x) (host-exception x))

    (define (dotnet-error-type x) (property (dotnet-type-of (host-exception x)) 'FullName))

    (define (dotnet-error-message x) (property (host-exception x) 'Message))))
