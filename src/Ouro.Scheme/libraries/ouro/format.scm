;;; (ouro format): text from templates.
;;;
;;;   (format template argument ...)                gives a string, as SRFI 28's does
;;;   (format destination template argument ...)    #f: gives a string; #t: writes to the current output port; or a port
;;;
;;; A directive is ~, parameters with commas between, : or @, and a letter of either case. A parameter is a number, ' and
;;; a character, or v for the next argument.
;;;
;;;   ~a ~s           an argument displayed, written; ~10a at least so wide, padded on the right, ~10@a on the left; ~10,,,'*a
;;;   ~d ~b ~o ~x     an integer in decimal and so on; ~5d at least so wide, ~5,'0d padded with 0, ~:d 1,000,000, ~@d +5
;;;   ~16r            an integer with that radix
;;;   ~f              a real number; ~8,2f so wide, with so many digits after the point
;;;   ~c              a character
;;;   ~p ~@p          s unless the argument is 1; y or ies; ~:p looks at the last argument again
;;;   ~% ~& ~~ ~_     newlines, a newline unless a line begins, tildes, spaces; with a number so many
;;;   ~* ~:*          skips arguments, goes back
;;;   ~?              a template and a list of its arguments
;;;   ~{ ... ~}       for the elements of a list, as long as there are some; ~^ in it stops when there are none left
;;;   ~[ ... ~; ... ~]    the part that an integer chooses; ~:[ no ~; yes ~] by truth
;;;   ~ and the end of the line    nothing, with the blanks after it

(define-library (ouro format)
  (import (ouro base) (ouro library check))
  (export format)
  (begin
    ;; --- parsing: to a list of strings and directives

    (define-record-type directive (make-directive letter parameters colon? at? text parts) directive?
      (letter directive-letter) (parameters directive-parameters) (colon? colon?) (at? at?)
      (text directive-text)       ; for errors
      (parts directive-parts))    ; of ~{ and ~[: lists of items

    (define (problem template index . parts)
      (error (string-append "format: " (apply string-append parts) ", at character " (number->string index) " of") template))

    ;; Items up to the end, or to a directive with one of the letters: items, that letter, and the index after it.
    (define (parse template index letters)
      (let ((length (string-length template)))
        (define (text from to items) (if (< from to) (cons (substring template from to) items) items))
        (let loop ((from index) (index index) (items '()))
          (cond
            ((= index length)
             (if (pair? letters)
                 (problem template index "expected ~" (string (car letters)))
                 (values (reverse (text from index items)) #f index)))
            ((not (char=? (string-ref template index) #\~)) (loop from (+ index 1) items))
            (else
             (let ((items (text from index items)) (start index))
               (call-with-values
                 (lambda () (parse-prefix template (+ index 1)))
                 (lambda (parameters colon? at? index)
                   (if (= index length) (problem template start "the template ends inside a directive"))
                   (let* ((letter (char-downcase (string-ref template index))) (after (+ index 1)))
                     (define (directive parts)
                       (make-directive letter parameters colon? at? (substring template start after) parts))
                     (cond
                       ((memv letter letters) (values (reverse items) letter after))
                       ((memv letter '(#\} #\] #\;)) (problem template start "nothing is open for ~" (string letter)))
                       ((char=? letter #\{)
                        (call-with-values
                          (lambda () (parse template after '(#\})))
                          (lambda (body letter index) (loop index index (cons (directive (list body)) items)))))
                       ((char=? letter #\[)
                        (call-with-values
                          (lambda () (parse-parts template after))
                          (lambda (parts index) (loop index index (cons (directive parts) items)))))
                       ((char=? letter #\newline)
                        (let ((index (skip-blanks template after))) (loop index index items)))
                       ((memv letter '(#\a #\s #\w #\d #\b #\o #\x #\r #\f #\c #\p #\% #\& #\~ #\_ #\* #\? #\^))
                        (loop after after (cons (directive '()) items)))
                       (else (problem template start "there is no directive ~" (string letter)))))))))))))

    (define (skip-blanks template index)
      (if (and (< index (string-length template)) (memv (string-ref template index) '(#\space #\tab)))
          (skip-blanks template (+ index 1))
          index))

    (define (parse-parts template index)
      (let loop ((index index) (parts '()))
        (call-with-values
          (lambda () (parse template index '(#\] #\;)))
          (lambda (items letter index)
            (let ((parts (cons items parts)))
              (if (char=? letter #\])
                  (values (reverse parts) index)
                  (loop index parts)))))))

    ;; Parameters (numbers, characters, #f, or v), colon, at, and the index of the letter.
    (define (parse-prefix template index)
      (define (at index) (and (< index (string-length template)) (string-ref template index)))
      (define (flags parameters index)
        (let loop ((colon? #f) (at? #f) (index index))
          (case (at index)
            ((#\:) (loop #t at? (+ index 1)))
            ((#\@) (loop colon? #t (+ index 1)))
            (else (values (reverse parameters) colon? at? index)))))
      (define (next parameter parameters index)
        (if (eqv? (at index) #\,)
            (loop (cons parameter parameters) (+ index 1))
            (flags (cons parameter parameters) index)))
      (define (loop parameters index)
        (let ((character (at index)))
          (cond
            ((not character) (flags parameters index))
            ((eqv? character #\,) (loop (cons #f parameters) (+ index 1)))
            ((and (eqv? character #\') (at (+ index 1))) (next (at (+ index 1)) parameters (+ index 2)))
            ((memv character '(#\v #\V)) (next 'v parameters (+ index 1)))
            ((or (char-numeric? character) (eqv? character #\-))
             (let digits ((end (+ index 1)))
               (if (and (at end) (char<=? #\0 (at end) #\9))
                   (digits (+ end 1))
                   (let ((number (string->number (substring template index end))))
                     (if (not number) (problem template index "expected a number"))
                     (next number parameters end)))))
            (else (flags parameters index)))))
      (loop '() index))

    ;; --- writing

    ;; What is being written: before and rest, the arguments that were taken, last first, and those that are left; start?:
    ;; whether a line begins.
    (define-record-type state (make-state port before rest start?) state?
      (port state-port) (before before set-before!) (rest rest set-rest!) (start? start? set-start?!))

    (define (put! state text)
      (let ((length (string-length text)))
        (if (> length 0)
            (begin
              (write-string text (state-port state))
              (set-start?! state (char=? #\newline (string-ref text (- length 1))))))))

    (define (take! state directive)
      (if (null? (rest state))
          (error "format: no argument is left for the directive" (directive-text directive)))
      (let ((argument (car (rest state))))
        (set-before! state (cons argument (before state)))
        (set-rest! state (cdr (rest state)))
        argument))

    ;; The parameter with that number, or the default.
    (define (parameter state directive parameters index default)
      (if (< index (length parameters))
          (or (list-ref parameters index) default)
          default))

    ;; Parameters, with arguments for those that are v; they come before the directive's own argument.
    (define (evaluated state directive)
      (map (lambda (parameter) (if (eq? parameter 'v) (take! state directive) parameter)) (directive-parameters directive)))

    (define (number-parameter value directive)
      (if (and (exact-integer? value) (>= value 0))
          value
          (error "format: expected a number that is not negative as a parameter of" (directive-text directive) value)))

    (define (char-parameter value directive)
      (if (char? value) value (error "format: expected a character as a parameter of" (directive-text directive) value)))

    (define (padding text width character)
      (make-string (max 0 (- width (string-length text))) character))

    ;; Stops at ~^ with #f.
    (define (write-items items state)
      (or (null? items)
          (and (if (string? (car items))
                   (begin
                     (put! state (car items))
                     #t)
                   (write-directive (car items) state))
               (write-items (cdr items) state))))

    (define (write-directive directive state)
      (let ((parameters (evaluated state directive)))
        (define (the index default) (parameter state directive parameters index default))
        (define (count) (number-parameter (the 0 1) directive))
        (case (directive-letter directive)
          ((#\a) (put-padded! (display-to-string (take! state directive)) directive state the))
          ((#\s #\w) (put-padded! (write-to-string (take! state directive)) directive state the))
          ((#\d) (put-integer! 10 directive state the 0))
          ((#\b) (put-integer! 2 directive state the 0))
          ((#\o) (put-integer! 8 directive state the 0))
          ((#\x) (put-integer! 16 directive state the 0))
          ((#\r)
           (let ((radix (the 0 10)))
             (if (not (and (exact-integer? radix) (<= 2 radix 36)))
                 (error "format: expected a radix from 2 to 36 in the directive" (directive-text directive)))
             (put-integer! radix directive state the 1)))
          ((#\f) (put-fixed! directive state the))
          ((#\c)
           (let ((character (take! state directive)))
             (if (not (char? character)) (error "format: ~c takes a character, got" character))
             (put! state (string character))))
          ((#\p) (put-plural! directive state))
          ((#\%) (put! state (make-string (count) #\newline)))
          ((#\&) (if (not (start? state)) (put! state "\n")))
          ((#\~) (put! state (make-string (count) #\~)))
          ((#\_) (put! state (make-string (count) #\space)))
          ((#\*) (skip! directive state (count)))
          ((#\?) (write-inner directive state))
          ((#\{) (write-elements directive state))
          ((#\[) (write-choice directive state)))
        (not (and (char=? (directive-letter directive) #\^) (null? (rest state))))))

    ;; width, increment (ignored but for its place), least padding, character
    (define (put-padded! text directive state the)
      (let ((fill (padding text (number-parameter (the 0 0) directive) (char-parameter (the 3 #\space) directive)))
            (least (make-string (number-parameter (the 2 0) directive) (char-parameter (the 3 #\space) directive))))
        (put! state
          (if (at? directive)
              (string-append fill least text)
              (string-append text least fill)))))

    ;; first: the number of the parameter that is the width; then come padding, separator and the size of groups.
    (define (put-integer! radix directive state the first)
      (let ((number (take! state directive)))
        (if (not (exact-integer? number))
            (error (string-append "format: " (directive-text directive) " takes an exact integer, got") number))
        (let* ((digits (number->string (abs number) radix))
               (separator (string (char-parameter (the (+ first 2) #\,) directive)))
               (digits (if (colon? directive) (grouped digits separator (max 1 (number-parameter (the (+ first 3) 3) directive))) digits))
               (text (string-append (cond ((< number 0) "-") ((at? directive) "+") (else "")) digits)))
          (put! state
            (string-append
              (padding text (number-parameter (the first 0) directive) (char-parameter (the (+ first 1) #\space) directive))
              text)))))

    (define (grouped digits separator size)
      (let loop ((end (string-length digits)) (groups '()))
        (if (<= end size)
            (string-join (cons (substring digits 0 end) groups) separator)
            (loop (- end size) (cons (substring digits (- end size) end) groups)))))

    (define (put-fixed! directive state the)
      (let ((number (take! state directive)))
        (if (not (real? number)) (error "format: ~f takes a real number, got" number))
        (let* ((decimals (the 1 #f))
               (text (if (and decimals (finite? number))
                         (fixed (exact number) (number-parameter decimals directive) (minus? number))
                         (number->string (if (and (exact? number) (not (integer? number))) (inexact number) number))))
               (text (if (and (at? directive) (not (minus? number))) (string-append "+" text) text)))
          (put! state
            (string-append
              (padding text (number-parameter (the 0 0) directive) (char-parameter (the 3 #\space) directive))
              text)))))

    (define (minus? number) (or (< number 0) (eqv? number -0.0)))

    ;; Rounded to so many digits after the point, to even where two are as near.
    (define (fixed number decimals minus?)
      (let* ((scaled (round (* (abs number) (expt 10 decimals))))
             (digits (number->string scaled))
             (digits (string-append (padding digits (+ decimals 1) #\0) digits))
             (point (- (string-length digits) decimals)))
        (string-append
          (if minus? "-" "")
          (substring digits 0 point)
          (if (> decimals 0) "." "")
          (substring digits point (string-length digits)))))

    (define (put-plural! directive state)
      (if (colon? directive) (back! directive state 1))
      (let ((one? (eqv? 1 (take! state directive))))
        (put! state (if (at? directive) (if one? "y" "ies") (if one? "" "s")))))

    (define (skip! directive state count)
      (if (colon? directive)
          (back! directive state count)
          (let loop ((left count))
            (if (> left 0)
                (begin
                  (take! state directive)
                  (loop (- left 1)))))))

    (define (back! directive state count)
      (if (> count 0)
          (begin
            (if (null? (before state))
                (error "format: there is no argument to go back to for the directive" (directive-text directive)))
            (set-rest! state (cons (car (before state)) (rest state)))
            (set-before! state (cdr (before state)))
            (back! directive state (- count 1)))))

    (define (argument-list directive state)
      (let ((list (take! state directive)))
        (if (not (list? list))
            (error (string-append "format: " (directive-text directive) " takes a list, got") list))
        list))

    (define (inner state arguments) (make-state (state-port state) '() arguments (start? state)))

    (define (write-inner directive state)
      (let ((template (take! state directive)))
        (if (not (string? template)) (error "format: ~? takes a template, a string, got" template))
        (let ((inner (inner state (argument-list directive state))))
          (write-items (items-of template) inner)
          (set-start?! state (start? inner)))))

    ;; Until the elements are used up; with a colon each element is a list for one round.
    (define (write-elements directive state)
      (let ((items (car (directive-parts directive))))
        (define (round arguments)
          (let ((inner (inner state arguments)))
            (let* ((more? (write-items items inner)))
              (set-start?! state (start? inner))
              (and more? (rest inner)))))
        (if (colon? directive)
            (for-each
              (lambda (element)
                (if (not (list? element)) (error "format: ~:{ takes a list of lists, got the element" element))
                (round element))
              (argument-list directive state))
            (let loop ((arguments (argument-list directive state)))
              (if (pair? arguments)
                  (let ((left (round arguments)))
                    (if (eq? left arguments) (error "format: nothing between ~{ and ~} takes an argument"))
                    (if left (loop left))))))))

    (define (write-choice directive state)
      (let ((parts (directive-parts directive)) (argument (take! state directive)))
        (cond
          ((colon? directive)
           (if (not (= (length parts) 2)) (error "format: ~:[ takes two parts, got" (length parts)))
           (write-items (if argument (cadr parts) (car parts)) state))
          ((not (exact-integer? argument)) (error "format: ~[ takes an exact integer, got" argument))
          ((< -1 argument (length parts)) (write-items (list-ref parts argument) state)))))

    (define (items-of template)
      (call-with-values
        (lambda () (parse template 0 '()))
        (lambda (items letter index) items)))

    (define (write-all template arguments port)
      (let ((state (make-state port '() arguments #t)))
        (if (and (write-items (items-of template) state) (pair? (rest state)))
            (error "format: more arguments than directives, beginning with" (car (rest state))))))

    (define (format first . arguments)
      (cond
        ((string? first) (call-with-output-string (lambda (port) (write-all first arguments port))))
        ((not (or (boolean? first) (output-port? first)))
         (raise-wrong-type 'format 1 first "a template, a boolean or an output port"))
        ((or (null? arguments) (not (string? (car arguments))))
         (raise-wrong-type 'format 2 (if (pair? arguments) (car arguments) (void)) "a template, a string"))
        ((not first) (apply format arguments))
        (else (write-all (car arguments) (cdr arguments) (if (eq? first #t) (current-output-port) first)))))))
