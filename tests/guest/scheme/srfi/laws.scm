; Libraries against models, on random data: regular expressions, sorting, hash tables, sets of characters, generators, JSON.
(import (scheme base) (scheme write) (prefix (only (ouro base) string-search) base:) (scheme cxr) (srfi 1) (srfi 14) (srfi 27)
        (srfi 69) (srfi 115) (srfi 132) (only (srfi 158) generator->list list->generator gmerge) (ouro json))
(include "check.scm")

(define source (make-random-source))
(random-source-pseudo-randomize! source 1 1)
(define random (random-source-make-integers source))
(define (pick . choices) (list-ref choices (random (length choices))))
; Whether the law holds for so many things that make gives; those for which it does not are printed.
(define (law count make holds?)
  (let loop ((left count) (all? #t))
    (if (= left 0)
        all?
        (let ((thing (make)))
          (if (holds? thing)
              (loop (- left 1) all?)
              (begin
                (write thing)
                (newline)
                (loop (- left 1) #f)))))))

; --- regular expressions: where a match that begins at a place may end, by trying everything
(define (ends sre text from)
  (cond
    ((string? sre)
     (let ((to (+ from (string-length sre))))
       (if (and (<= to (string-length text)) (string=? sre (substring text from to))) (list to) '())))
    ((eq? sre 'any) (if (< from (string-length text)) (list (+ from 1)) '()))
    ((eq? sre 'bos) (if (= from 0) (list from) '()))
    ((eq? sre 'eos) (if (= from (string-length text)) (list from) '()))
    (else
     (case (car sre)
       ((or) (delete-duplicates (append-map (lambda (sre) (ends sre text from)) (cdr sre))))
       ((:)
        (fold (lambda (sre places) (delete-duplicates (append-map (lambda (place) (ends sre text place)) places))) (list from) (cdr sre)))
       ((?) (delete-duplicates (cons from (ends (cadr sre) text from))))
       ((+) (ends (list ': (cadr sre) (list '* (cadr sre))) text from))
       ((=) (ends (cons ': (make-list (cadr sre) (caddr sre))) text from))
       ((*)
        (let loop ((new (list from)) (found (list from)))
          (let ((more (remove (lambda (place) (memv place found)) (delete-duplicates (append-map (lambda (place) (ends (cadr sre) text place)) new)))))
            (if (null? more) found (loop more (append more found))))))
       (else (ends (cadr sre) text from))))))
(define (random-sre depth)
  (if (= depth 0)
      (pick "a" "b" "ab" 'any "" 'bos 'eos)
      (case (random 8)
        ((0 1) (list 'or (random-sre (- depth 1)) (random-sre (- depth 1))))
        ((2 3) (list ': (random-sre (- depth 1)) (random-sre (- depth 1))))
        ((4) (list '* (random-sre (- depth 1))))
        ((5) (list '+ (random-sre (- depth 1))))
        ((6) (list '? (random-sre (- depth 1))))
        (else (list '= (random 3) (random-sre (- depth 1)))))))
(define (random-text) (list->string (list-tabulate (random 6) (lambda (i) (pick #\a #\b)))))
(define (random-match) (cons (random-sre (random 4)) (random-text)))
(test #t
  (law 70 random-match
    (lambda (pair)
      (eq? (regexp-matches? (car pair) (cdr pair)) (and (memv (string-length (cdr pair)) (ends (car pair) (cdr pair) 0)) #t)))))
(define (leftmost-longest sre text)
  (let loop ((from 0))
    (if (> from (string-length text))
        #f
        (let ((places (ends sre text from)))
          (if (null? places) (loop (+ from 1)) (list from (apply max places)))))))
(test #t
  (law 70 random-match
    (lambda (pair)
      (let ((match (regexp-search (car pair) (cdr pair))))
        (equal? (leftmost-longest (car pair) (cdr pair))
          (and match (list (regexp-match-submatch-start match) (regexp-match-submatch-end match))))))))

; --- sorting
(define (random-pairs) (list-tabulate (random 40) (lambda (i) (cons (random 8) i))))
(define (by-key a b) (< (car a) (car b)))
(define (both-in-order? a b) (or (< (car a) (car b)) (and (= (car a) (car b)) (< (cdr a) (cdr b)))))
(define (sorted-stably? list) (or (null? list) (null? (cdr list)) (and (both-in-order? (car list) (cadr list)) (sorted-stably? (cdr list)))))
(test #t (law 20 random-pairs (lambda (pairs) (let ((sorted (list-stable-sort by-key pairs))) (and (sorted-stably? sorted) (lset= equal? pairs sorted))))))
(test #t (law 20 random-pairs (lambda (pairs) (sorted-stably? (vector->list (vector-stable-sort by-key (list->vector pairs)))))))
(test #t
  (law 12 (lambda () (list (list-sort < (map car (random-pairs))) (list-sort < (map car (random-pairs)))))
    (lambda (lists)
      (equal? (list-sort < (append (car lists) (cadr lists)))
        (generator->list (gmerge < (list->generator (car lists)) (list->generator (cadr lists))))))))

; --- a hash table with an equality of its own, and an association list
(define (same? a b) (= (modulo a 10) (modulo b 10)))
(define (random-operations) (list-tabulate (random 60) (lambda (i) (list (pick 'put 'put 'remove) (random 100) i))))
(test #t
  (law 12 random-operations
    (lambda (operations)
      (let ((table (make-hash-table same? (lambda (key bound) (modulo (modulo key 10) 3)))))
        (let loop ((rest operations) (model '()))
          (if (null? rest)
              (and (= (hash-table-size table) (length model))
                   (every (lambda (entry) (eqv? (cdr entry) (hash-table-ref/default table (+ 1000 (car entry)) #f))) model))
              (let ((key (cadr (car rest))) (value (caddr (car rest))))
                (cond
                  ((eq? (car (car rest)) 'put)
                   (hash-table-set! table key value)
                   (loop (cdr rest) (cons (cons key value) (alist-delete key model same?))))
                  (else
                   (hash-table-delete! table key)
                   (loop (cdr rest) (alist-delete key model same?)))))))))))

; --- sets of characters, and lists of them
(define (random-characters) (list-tabulate (random 12) (lambda (i) (integer->char (+ 97 (random 16))))))
(test #t
  (law 20 (lambda () (list (random-characters) (random-characters)))
    (lambda (lists)
      (let ((a (list->char-set (car lists))) (b (list->char-set (cadr lists))))
        (define (agrees? set satisfied?)
          (every
            (lambda (i)
              (let ((c (integer->char i)))
                (eq? (char-set-contains? set c) (and (satisfied? (memv c (car lists)) (memv c (cadr lists))) #t))))
            (iota 20 95)))
        (and (agrees? (char-set-union a b) (lambda (in-a in-b) (or in-a in-b)))
             (agrees? (char-set-intersection a b) (lambda (in-a in-b) (and in-a in-b)))
             (agrees? (char-set-difference a b) (lambda (in-a in-b) (and in-a (not in-b))))
             (agrees? (char-set-xor a b) (lambda (in-a in-b) (if in-a (not in-b) in-b)))
             (agrees? (char-set-complement a) (lambda (in-a in-b) (not in-a)))
             (= (char-set-size a) (length (delete-duplicates (car lists)))))))))

; --- JSON, there and back
(define (random-json depth)
  (case (random (if (= depth 0) 5 7))
    ((0) (- (random 2000000) 1000000))
    ((1) (/ (- (random 2000000) 1000000) 1024.))
    ((2) (pick #t #f 'null))
    ((3 4) (list->string (list-tabulate (random 6) (lambda (i) (integer->char (pick 97 34 92 10 1 233 #x1F600))))))
    ((5) (list->vector (list-tabulate (random 4) (lambda (i) (random-json (- depth 1))))))
    (else (list-tabulate (random 4) (lambda (i) (cons (list-ref '(a b c d) i) (random-json (- depth 1))))))))
(test #t (law 40 (lambda () (random-json 3)) (lambda (data) (and (equal? data (string->json (json->string data))) (equal? data (string->json (json->string data 2)))))))
(end) ;=> 8 hold
