;;; (ouro base): the forms of the language, and every ordinary procedure under its R7RS name where R7RS has it. The
;;; compiler and the standard libraries are built on it.
;;;
;;; Most are primitives and pass through. Those that call procedures given to them are in the files beside this one.

(define-library (ouro base)
  (import
    (ouro syntax)
    (except (ouro primitives) member assoc)
    (ouro base list)
    (ouro base vector)
    (ouro base string)
    (ouro base sort)
    (ouro base table)
    (ouro base control)
    (ouro base port)
    (ouro runtime))
  (export
    ;; Forms.
    quote quasiquote unquote unquote-splicing lambda named-lambda lambda* case-lambda
    define define* define-values define-record-type define-syntax let-syntax letrec-syntax syntax-rules syntax-error
    let let* letrec letrec* let-values let*-values receive
    if set! begin cond case and or when unless do else => ... _
    guard parameterize delay delay-force assert include include-ci cond-expand declare %primitive

    ;; Identity and truth.
    eq? eqv? equal? not boolean? boolean=? void

    ;; Numbers.
    number? complex? real? rational? integer? exact? inexact? exact-integer? exact-rational? fixnum? flonum?
    finite? infinite? nan? zero? positive? negative? odd? even?
    + - * / = < > <= >= max min abs square
    quotient remainder modulo floor/ floor-quotient floor-remainder truncate/ truncate-quotient truncate-remainder
    gcd lcm numerator denominator floor ceiling truncate round rationalize
    exp log sin cos tan asin acos atan sqrt exact-integer-sqrt expt
    make-rectangular make-polar real-part imag-part magnitude angle
    exact inexact exact->inexact inexact->exact number->string string->number
    bitwise-and bitwise-ior bitwise-xor bitwise-not arithmetic-shift bit-count integer-length

    ;; Characters.
    char? char->integer integer->char digit-value
    char=? char<? char>? char<=? char>=? char-ci=? char-ci<? char-ci>? char-ci<=? char-ci>=?
    char-alphabetic? char-numeric? char-whitespace? char-upper-case? char-lower-case?
    char-upcase char-downcase char-foldcase

    ;; Symbols.
    symbol? symbol=? symbol<? symbol->string string->symbol string->uninterned-symbol symbol-append gensym

    ;; Strings.
    string? make-string string string-length string-ref string-set! string-null?
    string=? string<? string>? string<=? string>=? string-ci=? string-ci<? string-ci>? string-ci<=? string-ci>=?
    string-upcase string-downcase string-foldcase
    substring string-append string-copy string-copy! string-fill! string-reverse
    string->list list->string reverse-list->string string->vector vector->string string->utf8 utf8->string
    string-join string-split string-search string-contains string-prefix? string-suffix?
    string-trim string-trim-left string-trim-right string-pad-left string-pad-right
    string-map string-for-each string-count string-index string-any string-every string-filter

    ;; Pairs and lists.
    pair? null? list? cons car cdr set-car! set-cdr! cons* list make-list
    caar cadr cdar cddr caaar caadr cadar caddr cdaar cdadr cddar cdddr
    caaaar caaadr caadar caaddr cadaar cadadr caddar cadddr cdaaar cdaadr cdadar cdaddr cddaar cddadr cdddar cddddr
    length append append-reverse reverse list-tail list-head list-ref list-set! list-copy last-pair last
    memq memv member assq assv assoc
    map for-each append-map filter-map filter remove partition
    fold-left fold-right fold reduce find find-tail list-index any every count
    delete delete-duplicates take drop take-while drop-while iota
    sort sort! list-sort sorted?

    ;; Vectors and bytevectors.
    vector? make-vector vector vector-length vector-ref vector-set! vector->list list->vector reverse-list->vector
    vector-fill! vector-copy vector-copy! vector-append subvector
    vector-map vector-for-each vector-fold vector-index vector-count vector-any vector-every vector-binary-search
    vector-sort vector-sort!
    bytevector? make-bytevector bytevector bytevector-length bytevector-u8-ref bytevector-u8-set!
    bytevector-copy bytevector-copy! bytevector-append bytevector-fill!

    ;; Tables.
    make-eq-table make-eqv-table make-equal-table table? table-ref table-set! table-delete! table-contains? table-count
    table-keys table-values table->alist table-clear! table-copy
    table-update! table-update!/default table-intern! table-for-each table-map alist->table

    ;; Control.
    procedure? apply call-with-keywords values call-with-values call-with-current-continuation
    (rename call-with-current-continuation call/cc) call-with-escape-continuation
    dynamic-wind make-parameter parameter? make-promise promise? force
    with-exception-handler raise raise-continuable error raise-wrong-type
    error-object? error-object-message error-object-irritants file-error? read-error?
    exit emergency-exit

    ;; Ports.
    port? input-port? output-port? textual-port? binary-port? input-port-open? output-port-open?
    close-port close-input-port close-output-port flush-output-port eof-object eof-object?
    current-input-port current-output-port current-error-port
    open-input-string open-output-string get-output-string
    open-input-bytevector open-output-bytevector get-output-bytevector
    open-input-file open-output-file open-binary-input-file open-binary-output-file file-exists? delete-file
    read read-char peek-char char-ready? read-line read-string read-u8 peek-u8 u8-ready?
    read-bytevector read-bytevector!
    write display write-shared write-simple newline write-char write-string write-u8 write-bytevector
    write-to-string display-to-string
    call-with-port call-with-input-file call-with-output-file with-input-from-file with-output-to-file
    call-with-output-string call-with-input-string with-output-to-string with-input-from-string

    ;; The process.
    command-line get-environment-variable get-environment-variables features
    current-second current-jiffy jiffies-per-second))
