;;; From the trees of (ouro library regexp-parse) to the nodes of an automaton, and what they match.
;;;
;;;   node ::= #(number set next set)            a character of the set
;;;          | #(number set-ci next set)         a character that is of the set in some case
;;;          | #(number split next other)        next is preferred
;;;          | #(number save next index)         the position goes to the index of the submatches
;;;          | #(number test next kind)
;;;          | #(number match #f #f)
;;;
;;; A node is made when those after it are there. Repetitions with bounds are copies, and an automaton has a largest
;;; size: no small expression makes a machine work for hours.
;;;
;;; Matching goes through the string once with the list of all threads, which are nodes with the positions of their
;;; submatches, those that are preferred first; so it takes time in proportion to the string's length times the number of
;;; nodes, whatever the expression (Thompson 1968; with submatches as in Pike's sam). The match that begins leftmost counts,
;;; of those the longest, and of those the one whose choices were preferred; an expression with operators that are not
;;; greedy gets the preferred one, whatever its length.

(define-library (ouro library regexp-compile)
  (import (ouro base) (ouro library char-set) (ouro library regexp-parse))
  (export compile-tree program? run)
  (begin
    (define-record-type program (make-program start nodes slots lazy?) program?
      (start program-start) (nodes program-nodes) (slots program-slots) (lazy? program-lazy?))

    ;; count: how many nodes there are; lazy?: whether an operator is not greedy.
    (define-record-type builder (make-builder count lazy?) builder?
      (count builder-count set-builder-count!) (lazy? builder-lazy? set-builder-lazy?!))

    (define largest-size 100000)

    (define (new-node builder kind next datum)
      (let ((number (builder-count builder)))
        (if (= number largest-size)
            (error "regexp: the regular expression is too large; an automaton has at most this many nodes:" largest-size))
        (set-builder-count! builder (+ number 1))
        (vector number kind next datum)))

    (define (number node) (vector-ref node 0))
    (define (kind node) (vector-ref node 1))
    (define (next node) (vector-ref node 2))
    (define (datum node) (vector-ref node 3))

    (define (compile-tree tree submatches)
      (let* ((builder (make-builder 0 #f))
             (end (new-node builder 'save (new-node builder 'match #f #f) 1))
             (start (new-node builder 'save (compile tree end builder) 0)))
        (make-program start (builder-count builder) (* 2 (+ submatches 1)) (builder-lazy? builder))))

    (define (compile tree after builder)
      (case (car tree)
        ((set) (new-node builder (if (caddr tree) 'set-ci 'set) after (cadr tree)))
        ((sequence) (fold-right (lambda (tree after) (compile tree after builder)) after (cdr tree)))
        ((alternatives)
         (if (null? (cdr tree))
             (new-node builder 'set after (from-bounds (vector)))
             (let loop ((trees (cdr tree)))
               (let ((first (compile (car trees) after builder)))
                 (if (null? (cdr trees))
                     first
                     (new-node builder 'split first (loop (cdr trees))))))))
        ((repeat) (compile-repeat (cadr tree) (caddr tree) (cadddr tree) (car (cddddr tree)) after builder))
        ((submatch)
         (let* ((index (* 2 (cadr tree))) (end (new-node builder 'save after (+ index 1))))
           (new-node builder 'save (compile (caddr tree) end builder) index)))
        (else (new-node builder 'test after (cadr tree)))))

    (define (compile-repeat low high greedy? tree after builder)
      (define (split inside outside)
        (if greedy?
            (new-node builder 'split inside outside)
            (new-node builder 'split outside inside)))
      (if (not greedy?) (set-builder-lazy?! builder #t))
      (let loop ((left low) (after
                              (if high
                                  ;; Each further one may be left out, with all after it.
                                  (let more ((left (- high low)) (inner after))
                                    (if (= left 0)
                                        inner
                                        (more (- left 1) (split (compile tree inner builder) after))))
                                  (let* ((node (split #f after)) (inside (compile tree node builder)))
                                    (vector-set! node (if greedy? 2 3) inside)
                                    node))))
        (if (= left 0)
            after
            (loop (- left 1) (compile tree after builder)))))

    ;; --- matching

    (define (word? character)
      (or (char-alphabetic? character) (char-numeric? character) (char=? character #\_)))

    (define (newline? character) (or (char=? character #\newline) (char=? character #\return)))

    ;; Whether what the kind says holds at the position; the string begins at start and ends at end.
    (define (holds? kind string at start end)
      (define (before satisfied?) (and (> at start) (satisfied? (string-ref string (- at 1)))))
      (define (after satisfied?) (and (< at end) (satisfied? (string-ref string at))))
      (case kind
        ((bos) (= at start))
        ((eos) (= at end))
        ((bol) (or (= at start) (before newline?)))
        ((eol) (or (= at end) (after newline?)))
        ((bow) (and (after word?) (not (before word?))))
        ((eow) (and (before word?) (not (after word?))))
        (else (and (before word?) (after word?)))))

    (define (takes? node character)
      (let ((set (datum node)))
        (or (char-set-contains-code? set (char->integer character))
            (and (eq? (kind node) 'set-ci)
                 (or (char-set-contains-code? set (char->integer (char-downcase character)))
                     (char-set-contains-code? set (char->integer (char-upcase character)))
                     (char-set-contains-code? set (char->integer (char-foldcase character))))))))

    ;; The positions of a match as a vector, #f where a submatch has none; or #f. from: where the match may begin; whole?:
    ;; it must begin there and end at the end of the string.
    (define (run program string from start end whole?)
      (let ((seen (make-vector (program-nodes program) -1))
            (longest? (not (program-lazy? program)))
            (first (program-start program)))
        ;; Adds the thread, and those that it leads to without a character, to the list, which has the last first.
        (define (add node saves at threads)
          (if (eqv? (vector-ref seen (number node)) at)
              threads
              (begin
                (vector-set! seen (number node) at)
                (case (kind node)
                  ((split) (add (datum node) saves at (add (next node) saves at threads)))
                  ((save)
                   (let ((saves (vector-copy saves)))
                     (vector-set! saves (datum node) at)
                     (add (next node) saves at threads)))
                  ((test) (if (holds? (datum node) string at start end) (add (next node) saves at threads) threads))
                  (else (cons (cons node saves) threads))))))
        ;; Whether a match that was found gives way to one that a later step finds.
        (define (better? saves best)
          (or (not best)
              (not longest?)
              (< (vector-ref saves 0) (vector-ref best 0))
              (and (= (vector-ref saves 0) (vector-ref best 0))
                   (> (vector-ref saves 1) (vector-ref best 1)))))
        ;; threads: the preferred first. Gives the threads after the character, the last first, and the best match.
        (define (step threads at character best)
          (let loop ((threads threads) (stepped '()) (best best))
            (if (null? threads)
                (values stepped best)
                (let* ((thread (car threads)) (node (car thread)) (saves (cdr thread)))
                  (cond
                    ((and longest? best (> (vector-ref saves 0) (vector-ref best 0))) (loop (cdr threads) stepped best))
                    ((eq? (kind node) 'match)
                     (cond
                       ((and whole? (< at end)) (loop (cdr threads) stepped best))
                       ((not (better? saves best)) (loop (cdr threads) stepped best))
                       (longest? (loop (cdr threads) stepped saves))
                       (else (values stepped saves))))
                    ((and character (takes? node character))
                     (loop (cdr threads) (add (next node) saves (+ at 1) stepped) best))
                    (else (loop (cdr threads) stepped best)))))))
        (let loop ((at from) (threads (add first (make-vector (program-slots program) #f) from '())) (best #f))
          (call-with-values
            (lambda () (step (reverse threads) at (and (< at end) (string-ref string at)) best))
            (lambda (threads best)
              (cond
                ((= at end) best)
                ((or best whole?) (if (null? threads) best (loop (+ at 1) threads best)))
                (else
                 (loop (+ at 1)
                   (add first (make-vector (program-slots program) #f) (+ at 1) threads)
                   best))))))))))
