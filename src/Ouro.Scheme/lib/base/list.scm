;;; Lists: the procedures that call procedures. Those that do not are primitives.
;;;
;;; Everything here is re-entrant: a continuation captured in the middle of `map` and entered again gives a new
;;; list and leaves the first result alone. So results are collected in lists that are not mutated, in reverse, which
;;; also keeps the stack flat, whatever the list's length. At the end they are turned round: in place if nothing was
;;; captured meanwhile, otherwise by a fresh copy.

(define-library (ouro base list)
  (import (ouro syntax) (except (ouro primitives) member assoc))
  (export
    map for-each append-map filter-map
    filter remove partition
    fold-left fold-right fold reduce
    find find-tail list-index any every count
    member assoc
    delete delete-duplicates
    take drop take-while drop-while last iota)
  (begin
    ;; The loop over `list` ended at `end`; it must have been a proper list.
    (define (check-end end operation argument list)
      (if (null? end)
          #t
          (raise-wrong-type operation argument list "a list")))

    (define (map procedure list . lists)
      (let ((kept (%primitive stacks-kept)))
        (if (null? lists)
            (let loop ((rest list) (results '()))
              (if (pair? rest)
                  (loop (cdr rest) (cons (procedure (car rest)) results))
                  (begin
                    (check-end rest 'map 2 list)
                    (%primitive turn-round results kept))))
            (let loop ((rests (cons list lists)) (results '()))
              (let ((heads (list-heads rests 'map 2)))
                (if heads
                    (loop (list-rests rests) (cons (apply procedure heads) results))
                    (%primitive turn-round results kept)))))))

    (define (for-each procedure list . lists)
      (if (null? lists)
          (let loop ((rest list))
            (if (pair? rest)
                (begin
                  (procedure (car rest))
                  (loop (cdr rest)))
                (begin
                  (check-end rest 'for-each 2 list)
                  (void))))
          (let loop ((rests (cons list lists)))
            (let ((heads (list-heads rests 'for-each 2)))
              (if heads
                  (begin
                    (apply procedure heads)
                    (loop (list-rests rests)))
                  (void))))))

    (define (append-map procedure list . lists)
      (let ((kept (%primitive stacks-kept)))
        (if (null? lists)
            (let loop ((rest list) (results '()))
              (if (pair? rest)
                  (loop (cdr rest) (append-reverse (procedure (car rest)) results))
                  (begin
                    (check-end rest 'append-map 2 list)
                    (%primitive turn-round results kept))))
            (let loop ((rests (cons list lists)) (results '()))
              (let ((heads (list-heads rests 'append-map 2)))
                (if heads
                    (loop (list-rests rests) (append-reverse (apply procedure heads) results))
                    (%primitive turn-round results kept)))))))

    ;; The true results of the calls.
    (define (filter-map procedure list . lists)
      (let ((kept (%primitive stacks-kept)))
        (if (null? lists)
            (let loop ((rest list) (results '()))
              (if (pair? rest)
                  (let ((result (procedure (car rest))))
                    (loop (cdr rest) (if result (cons result results) results)))
                  (begin
                    (check-end rest 'filter-map 2 list)
                    (%primitive turn-round results kept))))
            (let loop ((rests (cons list lists)) (results '()))
              (let ((heads (list-heads rests 'filter-map 2)))
                (if heads
                    (let ((result (apply procedure heads)))
                      (loop (list-rests rests) (if result (cons result results) results)))
                    (%primitive turn-round results kept)))))))

    (define (filter keep? list)
      (let ((kept (%primitive stacks-kept)))
        (let loop ((rest list) (results '()))
          (if (pair? rest)
              (let ((element (car rest)))
                (loop (cdr rest) (if (keep? element) (cons element results) results)))
              (begin
                (check-end rest 'filter 2 list)
                (%primitive turn-round results kept))))))

    (define (remove drop? list)
      (let ((kept (%primitive stacks-kept)))
        (let loop ((rest list) (results '()))
          (if (pair? rest)
              (let ((element (car rest)))
                (loop (cdr rest) (if (drop? element) results (cons element results))))
              (begin
                (check-end rest 'remove 2 list)
                (%primitive turn-round results kept))))))

    ;; Two values: the elements that satisfy the predicate, and the others.
    (define (partition in? list)
      (let ((kept (%primitive stacks-kept)))
        (let loop ((rest list) (ins '()) (outs '()))
          (if (pair? rest)
              (let ((element (car rest)))
                (if (in? element)
                    (loop (cdr rest) (cons element ins) outs)
                    (loop (cdr rest) ins (cons element outs))))
              (begin
                (check-end rest 'partition 2 list)
                (values (%primitive turn-round ins kept) (%primitive turn-round outs kept)))))))

    ;; (procedure accumulator element ...), from the left.
    (define (fold-left procedure seed list . lists)
      (if (null? lists)
          (let loop ((rest list) (accumulator seed))
            (if (pair? rest)
                (loop (cdr rest) (procedure accumulator (car rest)))
                (begin
                  (check-end rest 'fold-left 3 list)
                  accumulator)))
          (let loop ((rests (cons list lists)) (accumulator seed))
            (let ((heads (list-heads rests 'fold-left 3)))
              (if heads
                  (loop (list-rests rests) (apply procedure accumulator heads))
                  accumulator)))))

    ;; (procedure element ... accumulator), from the right.
    (define (fold-right procedure seed list . lists)
      (if (null? lists)
          (let loop ((rest (reverse list)) (accumulator seed))
            (if (pair? rest)
                (loop (cdr rest) (procedure (car rest) accumulator))
                accumulator))
          (let collect ((rests (cons list lists)) (rows '()))
            (let ((heads (list-heads rests 'fold-right 3)))
              (if heads
                  (collect (list-rests rests) (cons heads rows))
                  (let loop ((rows rows) (accumulator seed))
                    (if (pair? rows)
                        (loop (cdr rows) (apply procedure (append (car rows) (cons accumulator '()))))
                        accumulator)))))))

    ;; (procedure element ... accumulator), from the left.
    (define (fold procedure seed list . lists)
      (if (null? lists)
          (let loop ((rest list) (accumulator seed))
            (if (pair? rest)
                (loop (cdr rest) (procedure (car rest) accumulator))
                (begin
                  (check-end rest 'fold 3 list)
                  accumulator)))
          (let loop ((rests (cons list lists)) (accumulator seed))
            (let ((heads (list-heads rests 'fold 3)))
              (if heads
                  (loop (list-rests rests) (apply procedure (append heads (cons accumulator '()))))
                  accumulator)))))

    ;; (procedure element accumulator), starting with the first element; the default is for the empty list.
    (define (reduce procedure default list)
      (if (pair? list)
          (fold procedure (car list) (cdr list))
          (begin
            (check-end list 'reduce 3 list)
            default)))

    (define (find satisfied? list)
      (let loop ((rest list))
        (if (pair? rest)
            (let ((element (car rest)))
              (if (satisfied? element)
                  element
                  (loop (cdr rest))))
            (begin
              (check-end rest 'find 2 list)
              #f))))

    (define (find-tail satisfied? list)
      (let loop ((rest list))
        (if (pair? rest)
            (if (satisfied? (car rest))
                rest
                (loop (cdr rest)))
            (begin
              (check-end rest 'find-tail 2 list)
              #f))))

    ;; Index of the first element (of the first elements, with several lists) that satisfies the predicate, or #f.
    (define (list-index satisfied? list . lists)
      (if (null? lists)
          (let loop ((rest list) (index 0))
            (if (pair? rest)
                (if (satisfied? (car rest))
                    index
                    (loop (cdr rest) (+ index 1)))
                (begin
                  (check-end rest 'list-index 2 list)
                  #f)))
          (let loop ((rests (cons list lists)) (index 0))
            (let ((heads (list-heads rests 'list-index 2)))
              (cond
                ((not heads) #f)
                ((apply satisfied? heads) index)
                (else (loop (list-rests rests) (+ index 1))))))))

    ;; The first true result, or #f. The call on the last element is a tail call.
    (define (any satisfied? list . lists)
      (if (null? lists)
          (if (pair? list)
              (let loop ((element (car list)) (rest (cdr list)))
                (if (pair? rest)
                    (or (satisfied? element)
                        (loop (car rest) (cdr rest)))
                    (begin
                      (check-end rest 'any 2 list)
                      (satisfied? element))))
              (begin
                (check-end list 'any 2 list)
                #f))
          (let loop ((rests (cons list lists)))
            (let ((heads (list-heads rests 'any 2)))
              (if heads
                  (or (apply satisfied? heads)
                      (loop (list-rests rests)))
                  #f)))))

    ;; The last result if all are true, otherwise #f. The call on the last element is a tail call.
    (define (every satisfied? list . lists)
      (if (null? lists)
          (if (pair? list)
              (let loop ((element (car list)) (rest (cdr list)))
                (if (pair? rest)
                    (and (satisfied? element)
                         (loop (car rest) (cdr rest)))
                    (begin
                      (check-end rest 'every 2 list)
                      (satisfied? element))))
              (begin
                (check-end list 'every 2 list)
                #t))
          (let loop ((rests (cons list lists)) (result #t))
            (let ((heads (list-heads rests 'every 2)))
              (if heads
                  (let ((result (apply satisfied? heads)))
                    (if result
                        (loop (list-rests rests) result)
                        #f))
                  result)))))

    (define (count satisfied? list . lists)
      (if (null? lists)
          (let loop ((rest list) (total 0))
            (if (pair? rest)
                (loop (cdr rest) (if (satisfied? (car rest)) (+ total 1) total))
                (begin
                  (check-end rest 'count 2 list)
                  total)))
          (let loop ((rests (cons list lists)) (total 0))
            (let ((heads (list-heads rests 'count 2)))
              (if heads
                  (loop (list-rests rests) (if (apply satisfied? heads) (+ total 1) total))
                  total)))))

    ;; The tail that starts with an element equal to the object, by `equal?` or by the given predicate.
    (define (member object list . predicate)
      (if (null? predicate)
          (%primitive member object list)
          (let ((same? (if (null? (cdr predicate))
                           (car predicate)
                           (no-matching-clause "2 or 3 arguments" "(member object list [same?])" (cons* object list predicate)))))
            (let loop ((rest list))
              (if (pair? rest)
                  (if (same? object (car rest))
                      rest
                      (loop (cdr rest)))
                  (begin
                    (check-end rest 'member 2 list)
                    #f))))))

    ;; The first pair whose car is equal to the object, by `equal?` or by the given predicate.
    (define (assoc object alist . predicate)
      (if (null? predicate)
          (%primitive assoc object alist)
          (let ((same? (if (null? (cdr predicate))
                           (car predicate)
                           (no-matching-clause "2 or 3 arguments" "(assoc object alist [same?])" (cons* object alist predicate)))))
            (let loop ((rest alist))
              (if (pair? rest)
                  (let ((entry (car rest)))
                    (cond ((not (pair? entry)) (raise-wrong-type 'assoc 2 alist "a list of pairs"))
                          ((same? object (car entry)) entry)
                          (else (loop (cdr rest)))))
                  (begin
                    (check-end rest 'assoc 2 alist)
                    #f))))))

    (define (delete object list . predicate)
      (let ((same? (if (pair? predicate) (car predicate) equal?)))
        (let loop ((rest list) (results '()))
          (if (pair? rest)
              (loop (cdr rest) (if (same? object (car rest)) results (cons (car rest) results)))
              (begin
                (check-end rest 'delete 2 list)
                (reverse results))))))

    ;; The elements in order, each once. With `equal?`, `eqv?` and `eq?` in linear time.
    (define (delete-duplicates list . predicate)
      (let ((kept (%primitive stacks-kept)))
        (let* ((same? (if (pair? predicate) (car predicate) equal?))
               (seen (cond
                       ((eq? same? equal?) (make-equal-table))
                       ((eq? same? eqv?) (make-eqv-table))
                       ((eq? same? eq?) (make-eq-table))
                       (else #f))))
          (let loop ((rest list) (results '()))
            (if (pair? rest)
                (let ((element (car rest)))
                  (cond
                    (seen
                      (if (table-contains? seen element)
                          (loop (cdr rest) results)
                          (begin
                            (table-set! seen element #t)
                            (loop (cdr rest) (cons element results)))))
                    ((find-tail (lambda (kept) (same? kept element)) results)
                     (loop (cdr rest) results))
                    (else (loop (cdr rest) (cons element results)))))
                (begin
                  (check-end rest 'delete-duplicates 1 list)
                  (%primitive turn-round results kept)))))))

    (define (take list count) (list-head list count))

    (define (drop list count) (list-tail list count))

    (define (take-while keep? list)
      (let ((kept (%primitive stacks-kept)))
        (let loop ((rest list) (results '()))
          (if (and (pair? rest) (keep? (car rest)))
              (loop (cdr rest) (cons (car rest) results))
              (%primitive turn-round results kept)))))

    (define (drop-while drop? list)
      (let loop ((rest list))
        (if (and (pair? rest) (drop? (car rest)))
            (loop (cdr rest))
            rest)))

    (define (last list) (car (last-pair list)))

    ;; count numbers: start, start + step, ...; by default 0, 1, ...
    (define (iota count . start+step)
      (let ((start (if (pair? start+step) (car start+step) 0))
            (step (if (and (pair? start+step) (pair? (cdr start+step))) (car (cdr start+step)) 1)))
        (let loop ((index (- count 1)) (numbers '()))
          (if (< index 0)
              numbers
              (loop (- index 1) (cons (+ start (* index step)) numbers))))))))
