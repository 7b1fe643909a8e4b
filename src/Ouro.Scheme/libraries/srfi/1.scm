;;; SRFI 1: lists. The linear-update procedures (with !) are the others: nothing is gained by mutating pairs here.

(define-library (srfi 1)
  (import (except (ouro base) iota take drop last) (ouro library check))
  (include-library-declarations "1-exports.scm")
  (begin
    ;; --- constructors

    (define (xcons tail head) (cons head tail))

    (define (list-tabulate count procedure)
      (check-count 'list-tabulate 1 count)
      (check-procedure 'list-tabulate 2 procedure)
      (let loop ((index 0) (results '()))
        (if (< index count)
            (loop (+ index 1) (cons (procedure index) results))
            (reverse results))))

    (define (iota count . more)
      (check-count 'iota 1 count)
      (let* ((start (if (pair? more) (car more) 0))
             (step (if (and (pair? more) (pair? (cdr more))) (cadr more) 1)))
        (check 'iota 2 start number? "a number")
        (check 'iota 3 step number? "a number")
        (let loop ((index (- count 1)) (results '()))
          (cond
            ((> index 0) (loop (- index 1) (cons (+ start (* index step)) results)))
            ((= index 0) (cons start results))
            (else results)))))

    (define (circular-list first . rest)
      (let ((elements (cons first (append rest '()))))
        (set-cdr! (last-pair elements) elements)
        elements))

    ;; --- kinds of lists

    (define (proper-list? object) (list? object))

    (define (circular-list? object)
      (let loop ((slow object) (fast object))
        (and (pair? fast)
             (pair? (cdr fast))
             (let ((slow (cdr slow)) (fast (cddr fast)))
               (or (eq? slow fast) (loop slow fast))))))

    (define (dotted-list? object) (not (or (list? object) (circular-list? object))))
    (define (not-pair? object) (not (pair? object)))

    (define (null-list? list)
      (cond
        ((pair? list) #f)
        ((null? list) #t)
        (else (raise-wrong-type 'null-list? 1 list "a list"))))

    ;; first: which argument the first of them is.
    (define (check-lists operation first lists)
      (let loop ((rest lists) (position first))
        (if (pair? rest)
            (begin
              (check-list operation position (car rest))
              (loop (cdr rest) (+ position 1))))))

    (define (list= same? . lists)
      (check-procedure 'list= 1 same?)
      (check-lists 'list= 2 lists)
      (define (two first second)
        (cond
          ((eq? first second) #t)
          ((null? first) (null? second))
          ((null? second) #f)
          (else (and (same? (car first) (car second)) (two (cdr first) (cdr second))))))
      (or (null? lists)
          (let loop ((first (car lists)) (rest (cdr lists)))
            (or (null? rest)
                (and (two first (car rest))
                     (loop (car rest) (cdr rest)))))))

    ;; --- parts

    ;; What is left of the list after that many pairs; they must be there.
    (define (rest-after list count operation)
      (check-count operation 2 count)
      (let loop ((rest list) (left count))
        (cond
          ((= left 0) rest)
          ((pair? rest) (loop (cdr rest) (- left 1)))
          (else (too-short operation list count)))))

    (define (too-short operation list count)
      (raise-wrong-type operation 1 list
        (string-append "a list of at least " (number->string count) (if (= count 1) " element" " elements"))))

    (define (element list index operation)
      (let loop ((rest list) (left index))
        (cond
          ((not (pair? rest)) (too-short operation list (+ index 1)))
          ((= left 0) (car rest))
          (else (loop (cdr rest) (- left 1))))))

    (define (first list) (element list 0 'first))
    (define (second list) (element list 1 'second))
    (define (third list) (element list 2 'third))
    (define (fourth list) (element list 3 'fourth))
    (define (fifth list) (element list 4 'fifth))
    (define (sixth list) (element list 5 'sixth))
    (define (seventh list) (element list 6 'seventh))
    (define (eighth list) (element list 7 'eighth))
    (define (ninth list) (element list 8 'ninth))
    (define (tenth list) (element list 9 'tenth))

    (define (car+cdr pair)
      (check 'car+cdr 1 pair pair? "a pair")
      (values (car pair) (cdr pair)))

    ;; The number of pairs, of dotted lists too.
    (define (pair-count list)
      (let loop ((rest list) (total 0))
        (if (pair? rest) (loop (cdr rest) (+ total 1)) total)))

    (define (take list count)
      (let ((rest (rest-after list count 'take)))
        (let loop ((list list) (left count) (taken '()))
          (if (= left 0)
              (reverse taken)
              (loop (cdr list) (- left 1) (cons (car list) taken))))))

    (define (drop list count) (rest-after list count 'drop))

    ;; How many pairs stand before the last ones.
    (define (pairs-before list count operation)
      (check-count operation 2 count)
      (let ((before (- (pair-count list) count)))
        (if (< before 0)
            (too-short operation list count)
            before)))

    (define (take-right list count) (drop list (pairs-before list count 'take-right)))
    (define (drop-right list count) (take list (pairs-before list count 'drop-right)))

    (define (split-at list count)
      (let ((rest (rest-after list count 'split-at)))
        (values (take list count) rest)))

    (define (last list)
      (check 'last 1 list pair? "a pair")
      (car (last-pair list)))

    (define (length+ list)
      (cond
        ((list? list) (length list))
        ((circular-list? list) #f)
        (else (raise-wrong-type 'length+ 1 list "a list or a circular list"))))

    ;; The last may be anything.
    (define (concatenate lists)
      (check-list 'concatenate 1 lists)
      (let loop ((rest lists))
        (if (and (pair? rest) (pair? (cdr rest)))
            (begin
              (check 'concatenate 1 (car rest) list? "a list of lists")
              (loop (cdr rest)))))
      (apply append lists))

    ;; Circular lists are as good, beside one that ends.
    (define (zip first . rest)
      (for-each (lambda (list) (check 'zip 1 list list-like? "a list")) (cons first rest))
      (apply map list first rest))

    (define (list-like? object) (or (pair? object) (null? object)))

    ;; A list of lists that have at least so many elements.
    (define (check-rows operation lists count)
      (check-list operation 1 lists)
      (for-each
        (lambda (list)
          (if (< (pair-count list) count)
              (raise-wrong-type operation 1 list
                (string-append "a list of lists of at least " (number->string count) (if (= count 1) " element" " elements")))))
        lists))

    (define (unzip1 lists)
      (check-rows 'unzip1 lists 1)
      (map car lists))

    (define (unzip2 lists)
      (check-rows 'unzip2 lists 2)
      (values (map first lists) (map second lists)))

    (define (unzip3 lists)
      (check-rows 'unzip3 lists 3)
      (values (map first lists) (map second lists) (map third lists)))

    (define (unzip4 lists)
      (check-rows 'unzip4 lists 4)
      (values (map first lists) (map second lists) (map third lists) (map fourth lists)))

    (define (unzip5 lists)
      (check-rows 'unzip5 lists 5)
      (values (map first lists) (map second lists) (map third lists) (map fourth lists) (map fifth lists)))

    ;; --- folds

    (define (all-pairs? lists) (every pair? lists))

    (define (pair-fold procedure seed list . lists)
      (check-procedure 'pair-fold 1 procedure)
      (let loop ((lists (cons list lists)) (accumulator seed))
        (if (all-pairs? lists)
            (let ((rests (map cdr lists)))
              (loop rests (apply procedure (append lists (cons accumulator '())))))
            accumulator)))

    (define (pair-fold-right procedure seed list . lists)
      (check-procedure 'pair-fold-right 1 procedure)
      (let collect ((lists (cons list lists)) (rows '()))
        (if (all-pairs? lists)
            (collect (map cdr lists) (cons lists rows))
            (fold (lambda (row accumulator) (apply procedure (append row (cons accumulator '())))) seed rows))))

    (define (reduce-right procedure default list)
      (check-procedure 'reduce-right 1 procedure)
      (check-list 'reduce-right 3 list)
      (if (null? list)
          default
          (let ((reversed (reverse list)))
            (fold procedure (car reversed) (cdr reversed)))))

    (define (check-unfolding operation stop? mapper successor)
      (check-procedure operation 1 stop?)
      (check-procedure operation 2 mapper)
      (check-procedure operation 3 successor))

    (define (unfold stop? mapper successor seed . tail)
      (check-unfolding 'unfold stop? mapper successor)
      (let loop ((seed seed) (results '()))
        (if (stop? seed)
            (append-reverse results (if (pair? tail) ((car tail) seed) '()))
            (loop (successor seed) (cons (mapper seed) results)))))

    (define (unfold-right stop? mapper successor seed . tail)
      (check-unfolding 'unfold-right stop? mapper successor)
      (let loop ((seed seed) (results (if (pair? tail) (car tail) '())))
        (if (stop? seed)
            results
            (loop (successor seed) (cons (mapper seed) results)))))

    (define (pair-for-each procedure list . lists)
      (check-procedure 'pair-for-each 1 procedure)
      (let loop ((lists (cons list lists)))
        (if (all-pairs? lists)
            (let ((rests (map cdr lists)))
              (apply procedure lists)
              (loop rests)))))

    ;; --- searching

    ;; The elements before the first for which (keep? element) is not as wanted, and the rest.
    (define (split-where keep? wanted list operation)
      (check-procedure operation 1 keep?)
      (let loop ((rest list) (kept '()))
        (cond
          ((and (pair? rest) (eq? wanted (and (keep? (car rest)) #t)))
           (loop (cdr rest) (cons (car rest) kept)))
          ((or (pair? rest) (null? rest)) (values (reverse kept) rest))
          (else (raise-wrong-type operation 2 list "a list")))))

    (define (span keep? list) (split-where keep? #t list 'span))
    (define (break stop? list) (split-where stop? #f list 'break))

    ;; --- association lists

    (define (alist-cons key value alist) (cons (cons key value) alist))

    (define (alist-copy alist)
      (check 'alist-copy 1 alist alist? "an association list")
      (map (lambda (entry) (cons (car entry) (cdr entry))) alist))

    (define (alist? object) (and (list? object) (every pair? object)))

    (define (alist-delete key alist . predicate)
      (check 'alist-delete 2 alist alist? "an association list")
      (let ((same? (if (pair? predicate) (car predicate) equal?)))
        (remove (lambda (entry) (same? key (car entry))) alist)))

    ;; --- lists as sets

    (define (in? element list same?) (member element list (lambda (object candidate) (same? candidate object))))

    (define (lset<= same? . lists)
      (check-procedure 'lset<= 1 same?)
      (check-lists 'lset<= 2 lists)
      (or (null? lists)
          (let loop ((first (car lists)) (rest (cdr lists)))
            (or (null? rest)
                (and (every (lambda (element) (member element (car rest) same?)) first)
                     (loop (car rest) (cdr rest)))))))

    (define (lset= same? . lists)
      (check-procedure 'lset= 1 same?)
      (check-lists 'lset= 2 lists)
      (or (null? lists)
          (let loop ((first (car lists)) (rest (cdr lists)))
            (or (null? rest)
                (and (every (lambda (element) (member element (car rest) same?)) first)
                     (every (lambda (element) (in? element first same?)) (car rest))
                     (loop (car rest) (cdr rest)))))))

    (define (lset-adjoin same? list . elements)
      (check-procedure 'lset-adjoin 1 same?)
      (check-list 'lset-adjoin 2 list)
      (fold (lambda (element list) (if (in? element list same?) list (cons element list))) list elements))

    (define (lset-union same? . lists)
      (check-procedure 'lset-union 1 same?)
      (check-lists 'lset-union 2 lists)
      (reduce
        (lambda (list union)
          (cond
            ((null? list) union)
            ((null? union) list)
            ((eq? list union) union)
            (else (apply lset-adjoin same? union list))))
        '()
        lists))

    (define (lset-intersection same? list . others)
      (check-procedure 'lset-intersection 1 same?)
      (check-lists 'lset-intersection 2 (cons list others))
      (filter
        (lambda (element) (every (lambda (other) (member element other same?)) others))
        list))

    (define (lset-difference same? list . others)
      (check-procedure 'lset-difference 1 same?)
      (check-lists 'lset-difference 2 (cons list others))
      (filter
        (lambda (element) (every (lambda (other) (not (member element other same?))) others))
        list))

    (define (lset-xor same? . lists)
      (check-procedure 'lset-xor 1 same?)
      (check-lists 'lset-xor 2 lists)
      (reduce
        (lambda (list result)
          (append
            (remove (lambda (element) (member element result same?)) list)
            (remove (lambda (element) (in? element list same?)) result)))
        '()
        lists))

    (define (lset-diff+intersection same? list . others)
      (check-procedure 'lset-diff+intersection 1 same?)
      (check-lists 'lset-diff+intersection 2 (cons list others))
      (partition
        (lambda (element) (every (lambda (other) (not (member element other same?))) others))
        list))))
