;;; The values of slf: integers, which are Scheme's exact integers; objects, with slots; methods.
;;;
;;; An object whose bytecode is a method's is an activation. Parameters, self and __parent__ are its first slots, and it
;;; hangs on its receiver by __parent__. So activations form chains as long as a recursion is deep, which end at an object
;;; that is none: its `base`. While no program assigned to the __parent__ of an activation (`moved-activations?` of
;;; hierarchy.scm), the base is where a lookup goes on for names that no activation has.

(define-library (slf objects)
  (import (ouro base) (slf bytecode) (slf maps))
  (declare (internal))
  (export make-object make-activation object? object-map object-base activation? object-bytecode set-object-bytecode!
    object-linearisation set-object-linearisation! object-version set-object-version!
    slot-value slot-names set-slot-value! add-slot! add-parent-slot! object-parents missing missing?
    make-method method? method-bytecode value->words)
  (begin
    (define-record-type <object> (%make-object map values base bytecode linearisation version) object?
      (map object-map set-object-map!)
      (values object-values set-object-values!)     ; a vector, perhaps longer than the map's count
      (base object-base)                            ; of an activation
      (bytecode object-bytecode set-object-bytecode!) ; what it runs or has run as its body, or #f
      (linearisation object-linearisation set-object-linearisation!)   ; see hierarchy.scm
      (version object-version set-object-version!))

    (define-record-type <method> (make-method bytecode) method?
      (bytecode method-bytecode))

    ;; What there is where there is no slot; no value of slf.
    (define missing (list 'missing))
    (define (missing? value) (eq? value missing))

    ;; An object whose __parent__ is given, or #f for none.
    (define (make-object parent slots)
      (let ((object (%make-object object-root (make-vector slots 0) #f #f #f #f)))
        (if parent (add-slot! object '__parent__ parent))
        object))

    ;; arguments: the last first.
    (define (make-activation bytecode receiver arguments)
      (let* ((count (length (bytecode-parameters bytecode)))
             (values (make-vector (bytecode-slots bytecode) 0)))
        (let loop ((index (- count 1)) (rest arguments))
          (if (>= index 0)
              (begin
                (vector-set! values index (car rest))
                (loop (- index 1) (cdr rest)))))
        (vector-set! values count receiver)
        (vector-set! values (+ count 1) receiver)
        (%make-object (activation-map bytecode) values
          (if (and (object? receiver) (activation? receiver)) (object-base receiver) receiver)
          bytecode #f #f)))

    (define (activation-map bytecode)
      (or (bytecode-map bytecode)
          (let ((map (make-activation-map (append (bytecode-parameters bytecode) '(self __parent__)))))
            (set-bytecode-map! bytecode map)
            map)))

    (define (activation? object) (map-activation? (object-map object)))

    ;; The object's own slot, or `missing`.
    (define (slot-value object name)
      (let ((index (map-index (object-map object) name)))
        (if index (vector-ref (object-values object) index) missing)))

    (define (slot-names object) (map-names (object-map object)))

    ;; The slot is there.
    (define (set-slot-value! object name value)
      (vector-set! (object-values object) (map-index (object-map object) name) value))

    ;; The slot is not there.
    (define (add-slot! object name value)
      (let ((index (map-count (object-map object))))
        (set-object-map! object (map-with-slot (object-map object) name))
        (store-new! object index value)))

    ;; It is the object's last declared parent.
    (define (add-parent-slot! object name value)
      (let ((index (map-count (object-map object))))
        (set-object-map! object (map-with-parent (object-map object) name))
        (if (> (map-count (object-map object)) index)
            (store-new! object index value)
            (set-slot-value! object name value))))

    (define (store-new! object index value)
      (let ((values (object-values object)))
        (if (>= index (vector-length values))
            (let ((longer (make-vector (+ 4 (* 2 index)) 0)))
              (vector-copy! longer 0 values 0 index)
              (set-object-values! object longer)))
        (vector-set! (object-values object) index value)))

    ;; The parents in the order of the slots: those that were declared, then __parent__.
    (define (object-parents object)
      (let ((parent (slot-value object '__parent__)))
        (append (map (lambda (name) (slot-value object name)) (map-parents (object-map object)))
                (if (missing? parent) '() (list parent)))))

    ;; --- in words

    (define (value->words value)
      (cond
        ((exact-integer? value)
         (if (> (integer-length value) 200)
             (string-append "a number of " (number->string (integer-length value)) " bits")
             (number->string value)))
        ((method? value) (string-append "the method " (bytecode-signature (method-bytecode value))))
        ((not (object-bytecode value)) "an object")
        (else
         (let ((bytecode (object-bytecode value)))
           (case (bytecode-kind bytecode)
             ((program) "the program")
             ((builtins) "the builtins")
             ((object) (string-append "the object " (symbol->string (bytecode-name bytecode))))
             (else (string-append "the call of " (symbol->string (bytecode-name bytecode)))))))))))
