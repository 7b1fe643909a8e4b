;;; From regular expressions as data, the SREs of SRFI 115, to trees:
;;;
;;;   tree ::= (set set fold-case?)                a character of the set
;;;          | (sequence tree ...)
;;;          | (alternatives tree ...)
;;;          | (repeat low high greedy? tree)      high: a number or #f
;;;          | (submatch number tree)
;;;          | (test kind)                         kind: bos eos bol eol bow eow nwb
;;;
;;; Submatches are numbered from left to right, beginning with 1.

(define-library (ouro library regexp-parse)
  (import (ouro base)
          (only (srfi 14) char-set char-set? string->char-set ucs-range->char-set char-set-union char-set-intersection
            char-set-difference char-set-complement char-set-size char-set-contains? char-set-adjoin char-set:empty
            char-set:full char-set:ascii char-set:lower-case char-set:upper-case char-set:title-case char-set:letter
            char-set:digit char-set:letter+digit char-set:punctuation char-set:symbol char-set:graphic char-set:whitespace
            char-set:printing char-set:iso-control char-set:hex-digit)
          (only (ouro library char-set) from-categories))
  (export parse-sre parsed-tree parsed-submatches parsed-names)
  (begin
    ;; names: ((name . number) ...), in the order of the expression.
    (define-record-type parsed (make-parsed tree submatches names) parsed?
      (tree parsed-tree set-parsed-tree!) (submatches parsed-submatches set-submatches!) (names parsed-names set-names!))

    ;; How the expression around says that characters and submatches are meant.
    (define-record-type mode (make-mode fold-case? ascii? capture?) mode?
      (fold-case? mode-fold-case?) (ascii? mode-ascii?) (capture? mode-capture?))

    (define (parse-sre sre)
      (let ((parsed (make-parsed #f 0 '())))
        (set-parsed-tree! parsed (parse sre (make-mode #f #f #t) parsed))
        (set-names! parsed (reverse (parsed-names parsed)))
        parsed))

    (define (bad sre) (error "regexp: not a regular expression:" sre))

    (define (parse sre mode parsed)
      (cond
        ((string? sre) (cons 'sequence (map (lambda (character) (of-set (char-set character) mode)) (string->list sre))))
        ((set-of sre mode) => (lambda (set) (of-set set mode)))
        ((symbol? sre)
         (case sre
           ((bos eos bol eol bow eow nwb) (list 'test sre))
           ((word) (parse '(word+ any) mode parsed))
           ((grapheme) (parse (list 'or "\r\n" (list ': 'any (list '* marks))) mode parsed))
           (else (bad sre))))
        ((and (pair? sre) (list? sre)) (parse-form (car sre) (cdr sre) sre mode parsed))
        (else (bad sre))))

    (define marks (from-categories '(5 6 7) (vector)))

    (define (of-set set mode) (list 'set set (mode-fold-case? mode)))

    ;; A sequence is one tree.
    (define (sequence sres mode parsed)
      (if (and (pair? sres) (null? (cdr sres)))
          (parse (car sres) mode parsed)
          (cons 'sequence (map (lambda (sre) (parse sre mode parsed)) sres))))

    (define (parse-form head arguments sre mode parsed)
      (define (repeat low high greedy? sres) (list 'repeat low high greedy? (sequence sres mode parsed)))
      (case head
        ((: seq) (sequence arguments mode parsed))
        ((or) (cons 'alternatives (map (lambda (sre) (parse sre mode parsed)) arguments)))
        ((* zero-or-more) (repeat 0 #f #t arguments))
        ((+ one-or-more) (repeat 1 #f #t arguments))
        ((? optional) (repeat 0 1 #t arguments))
        ((*? non-greedy-zero-or-more) (repeat 0 #f #f arguments))
        ((?? non-greedy-optional) (repeat 0 1 #f arguments))
        ((= exactly)
         (if (not (counts? arguments 1)) (bad sre))
         (repeat (car arguments) (car arguments) #t (cdr arguments)))
        ((>= at-least)
         (if (not (counts? arguments 1)) (bad sre))
         (repeat (car arguments) #f #t (cdr arguments)))
        ((** repeated **? non-greedy-repeated)
         (if (not (and (counts? arguments 2) (<= (car arguments) (cadr arguments)))) (bad sre))
         (repeat (car arguments) (cadr arguments) (and (memq head '(** repeated)) #t) (cddr arguments)))
        (($ submatch) (submatch #f arguments mode parsed))
        ((-> submatch-named)
         (if (not (and (pair? arguments) (symbol? (car arguments)))) (bad sre))
         (submatch (car arguments) (cdr arguments) mode parsed))
        ((w/case) (sequence arguments (make-mode #f (mode-ascii? mode) (mode-capture? mode)) parsed))
        ((w/nocase) (sequence arguments (make-mode #t (mode-ascii? mode) (mode-capture? mode)) parsed))
        ((w/ascii) (sequence arguments (make-mode (mode-fold-case? mode) #t (mode-capture? mode)) parsed))
        ((w/unicode) (sequence arguments (make-mode (mode-fold-case? mode) #f (mode-capture? mode)) parsed))
        ((w/nocapture) (sequence arguments (make-mode (mode-fold-case? mode) (mode-ascii? mode) #f) parsed))
        ((word) (sequence (append '(bow) arguments '(eow)) mode parsed))
        ((word+)
         (let ((set (char-set-intersection (char-set-adjoin (of-mode char-set:letter+digit mode) #\_)
                      (set-or-bad (cons 'or arguments) mode sre))))
           (sequence (list 'bow (list '+ set) 'eow) mode parsed)))
        ((backref look-ahead look-behind neg-look-ahead neg-look-behind)
         (error "regexp: matching takes linear time, and so there are no back references and no looking around:" sre))
        (else (bad sre))))

    (define (counts? arguments count)
      (or (= count 0)
          (and (pair? arguments)
               (exact-integer? (car arguments))
               (>= (car arguments) 0)
               (counts? (cdr arguments) (- count 1)))))

    (define (submatch name sres mode parsed)
      (if (mode-capture? mode)
          (let ((number (+ (parsed-submatches parsed) 1)))
            (set-submatches! parsed number)
            (if name (set-names! parsed (cons (cons name number) (parsed-names parsed))))
            (list 'submatch number (sequence sres mode parsed)))
          (sequence sres mode parsed)))

    ;; --- sets of characters

    (define (set-or-bad sre mode form) (or (set-of sre mode) (bad form)))

    (define (of-mode set mode) (if (mode-ascii? mode) (char-set-intersection set char-set:ascii) set))

    ;; The set, if the expression is one of a single character; otherwise #f.
    (define (set-of sre mode)
      (cond
        ((char? sre) (char-set sre))
        ((char-set? sre) sre)
        ((string? sre) (and (= (string-length sre) 1) (string->char-set sre)))
        ((symbol? sre)
         (let ((named (named-set sre)))
           (and named (of-mode named mode))))
        ((not (and (pair? sre) (list? sre))) #f)
        ((and (string? (car sre)) (null? (cdr sre))) (string->char-set (car sre)))
        (else
         (case (car sre)
           ((char-set)
            (if (and (pair? (cdr sre)) (string? (cadr sre)) (null? (cddr sre)))
                (string->char-set (cadr sre))
                (bad sre)))
           ((/ char-range) (set-of-ranges (cdr sre) sre))
           ((~ complement)
            (of-mode (char-set-complement (apply char-set-union (sets-of (cdr sre) mode sre))) mode))
           ((- difference)
            (if (null? (cdr sre)) (bad sre))
            (apply char-set-difference (sets-of (cdr sre) mode sre)))
           ((& and) (apply char-set-intersection (sets-of (cdr sre) mode sre)))
           ((or)
            (let ((sets (map (lambda (sre) (set-of sre mode)) (cdr sre))))
              (and (pair? sets) (every (lambda (set) set) sets) (apply char-set-union sets))))
           ((w/case w/nocase w/ascii w/unicode w/nocapture) #f)
           (else #f)))))

    (define (sets-of sres mode form) (map (lambda (sre) (set-or-bad sre mode form)) sres))

    ;; (/ "az" #\0 #\9): the characters of all arguments in turn are bounds of ranges.
    (define (set-of-ranges arguments form)
      (let ((characters
              (append-map
                (lambda (argument)
                  (cond
                    ((string? argument) (string->list argument))
                    ((char? argument) (list argument))
                    (else (bad form))))
                arguments)))
        (let loop ((rest characters) (set char-set:empty))
          (cond
            ((null? rest) set)
            ((or (null? (cdr rest)) (char<? (cadr rest) (car rest))) (bad form))
            (else
             (loop (cddr rest)
               (char-set-union set
                 (ucs-range->char-set (char->integer (car rest)) (+ (char->integer (cadr rest)) 1)))))))))

    (define (named-set name)
      (case name
        ((any) char-set:full)
        ((nonl) (char-set-complement (char-set #\newline #\return)))
        ((ascii) char-set:ascii)
        ((lower-case lower) char-set:lower-case)
        ((upper-case upper) char-set:upper-case)
        ((title-case title) char-set:title-case)
        ((alphabetic alpha) char-set:letter)
        ((alphanumeric alphanum alnum) char-set:letter+digit)
        ((numeric num) char-set:digit)
        ((punctuation punct) char-set:punctuation)
        ((symbol) char-set:symbol)
        ((graphic graph) char-set:graphic)
        ((whitespace white space) char-set:whitespace)
        ((printing print) char-set:printing)
        ((control cntrl) char-set:iso-control)
        ((hex-digit xdigit) char-set:hex-digit)
        (else #f)))))
