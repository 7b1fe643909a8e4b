;;; SRFI 1: lists. The linear-update procedures (with !) are the others: nothing is gained by mutating pairs here.

(define-library (srfi 1)
  (import (ouro base) (ouro library check))
  (include-library-declarations "1-exports.scm")
  (begin
    ;; --- constructors

    (define (xcons tail head) (cons head tail))

    (define (list-tabulate count procedure)
      (let loop ((index 0) (results '()))
        (if (< index count)
            (loop (+ index 1) (cons (procedure index) results))
            (reverse results))))

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
        (else (error "null-list?: not a list:" list))))

    (define (list= same? . lists)
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

    (define (first list) (car list))
    (define (second list) (list-ref list 1))
    (define (third list) (list-ref list 2))
    (define (fourth list) (list-ref list 3))
    (define (fifth list) (list-ref list 4))
    (define (sixth list) (list-ref list 5))
    (define (seventh list) (list-ref list 6))
    (define (eighth list) (list-ref list 7))
    (define (ninth list) (list-ref list 8))
    (define (tenth list) (list-ref list 9))
    (define (car+cdr pair) (values (car pair) (cdr pair)))

    ;; The number of pairs, of dotted lists too.
    (define (pair-count list)
      (let loop ((rest list) (total 0))
        (if (pair? rest) (loop (cdr rest) (+ total 1)) total)))

    (define (take-right list count) (list-tail list (- (pair-count list) count)))
    (define (drop-right list count) (list-head list (- (pair-count list) count)))
    (define (split-at list count) (values (take list count) (drop list count)))
    (define (length+ list) (if (circular-list? list) #f (length list)))
    (define (concatenate lists) (apply append lists))

    (define (zip first . rest) (apply map list first rest))
    (define (unzip1 lists) (map first lists))
    (define (unzip2 lists) (values (map first lists) (map second lists)))
    (define (unzip3 lists) (values (map first lists) (map second lists) (map third lists)))
    (define (unzip4 lists) (values (map first lists) (map second lists) (map third lists) (map fourth lists)))
    (define (unzip5 lists)
      (values (map first lists) (map second lists) (map third lists) (map fourth lists) (map fifth lists)))

    ;; --- folds

    (define (all-pairs? lists) (every pair? lists))

    (define (pair-fold procedure seed . lists)
      (let loop ((lists lists) (accumulator seed))
        (if (all-pairs? lists)
            (let ((rests (map cdr lists)))
              (loop rests (apply procedure (append lists (list accumulator)))))
            accumulator)))

    (define (pair-fold-right procedure seed . lists)
      (let collect ((lists lists) (rows '()))
        (if (all-pairs? lists)
            (collect (map cdr lists) (cons lists rows))
            (fold (lambda (row accumulator) (apply procedure (append row (list accumulator)))) seed rows))))

    (define (reduce-right procedure default list)
      (if (null? list)
          default
          (let ((reversed (reverse list)))
            (fold procedure (car reversed) (cdr reversed)))))

    (define (unfold stop? mapper successor seed . tail)
      (let loop ((seed seed) (results '()))
        (if (stop? seed)
            (append-reverse results (if (pair? tail) ((car tail) seed) '()))
            (loop (successor seed) (cons (mapper seed) results)))))

    (define (unfold-right stop? mapper successor seed . tail)
      (let loop ((seed seed) (results (if (pair? tail) (car tail) '())))
        (if (stop? seed)
            results
            (loop (successor seed) (cons (mapper seed) results)))))

    (define (pair-for-each procedure . lists)
      (let loop ((lists lists))
        (if (all-pairs? lists)
            (let ((rests (map cdr lists)))
              (apply procedure lists)
              (loop rests)))))

    ;; --- searching

    (define (span keep? list)
      (let loop ((rest list) (kept '()))
        (if (and (pair? rest) (keep? (car rest)))
            (loop (cdr rest) (cons (car rest) kept))
            (values (reverse kept) rest))))

    (define (break stop? list) (span (lambda (element) (not (stop? element))) list))

    ;; --- association lists

    (define (alist-cons key value alist) (cons (cons key value) alist))
    (define (alist-copy alist) (map (lambda (entry) (cons (car entry) (cdr entry))) alist))

    (define (alist-delete key alist . predicate)
      (let ((same? (if (pair? predicate) (car predicate) equal?)))
        (remove (lambda (entry) (same? key (car entry))) alist)))

    ;; --- lists as sets

    (define (in? element list same?) (member element list (lambda (object candidate) (same? candidate object))))

    (define (lset<= same? . lists)
      (or (null? lists)
          (let loop ((first (car lists)) (rest (cdr lists)))
            (or (null? rest)
                (and (every (lambda (element) (member element (car rest) same?)) first)
                     (loop (car rest) (cdr rest)))))))

    (define (lset= same? . lists)
      (or (null? lists)
          (let loop ((first (car lists)) (rest (cdr lists)))
            (or (null? rest)
                (and (every (lambda (element) (member element (car rest) same?)) first)
                     (every (lambda (element) (in? element first same?)) (car rest))
                     (loop (car rest) (cdr rest)))))))

    (define (lset-adjoin same? list . elements)
      (fold (lambda (element list) (if (in? element list same?) list (cons element list))) list elements))

    (define (lset-union same? . lists)
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
      (filter
        (lambda (element) (every (lambda (other) (member element other same?)) others))
        list))

    (define (lset-difference same? list . others)
      (filter
        (lambda (element) (every (lambda (other) (not (member element other same?))) others))
        list))

    (define (lset-xor same? . lists)
      (reduce
        (lambda (list result)
          (append
            (remove (lambda (element) (member element result same?)) list)
            (remove (lambda (element) (in? element list same?)) result)))
        '()
        lists))

    (define (lset-diff+intersection same? list . others)
      (partition
        (lambda (element) (every (lambda (other) (not (member element other same?))) others))
        list))))
