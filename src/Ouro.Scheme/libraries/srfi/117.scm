;;; SRFI 117: queues made of lists. The list of a queue is shared with whoever asks for it.

(define-library (srfi 117)
  (import (ouro base) (ouro library check))
  (include-library-declarations "117-exports.scm")
  (begin
    ;; last: the last pair of the list, or () if it is empty.
    (define-record-type queue (make-queue first last) list-queue?
      (first queue-first set-first!)
      (last queue-last set-last!))

    (define-syntax check-queue
      (syntax-rules ()
        ((_ operation position value) (check operation position value list-queue? "a list queue"))))

    ;; (make-list-queue list [last-pair])
    (define (make-list-queue list . last)
      (if (pair? last)
          (make-queue list (car last))
          (begin
            (check-list 'make-list-queue 1 list)
            (queue-of list))))

    (define (queue-of list) (make-queue list (if (null? list) '() (last-pair list))))
    (define (list-queue . elements) (queue-of (list-copy elements)))

    (define (list-queue-copy queue)
      (check-queue 'list-queue-copy 1 queue)
      (queue-of (list-copy (queue-first queue))))

    (define* (list-queue-unfold stop? mapper successor seed #:optional (queue (list-queue)))
      (check-unfolding 'list-queue-unfold stop? mapper successor queue)
      (let loop ((seed seed) (made '()))
        (if (stop? seed)
            (begin
              (for-each (lambda (element) (list-queue-add-front! queue element)) made)
              queue)
            (loop (successor seed) (cons (mapper seed) made)))))

    (define* (list-queue-unfold-right stop? mapper successor seed #:optional (queue (list-queue)))
      (check-unfolding 'list-queue-unfold-right stop? mapper successor queue)
      (let loop ((seed seed) (made '()))
        (if (stop? seed)
            (begin
              (for-each (lambda (element) (list-queue-add-back! queue element)) made)
              queue)
            (loop (successor seed) (cons (mapper seed) made)))))

    (define (check-unfolding operation stop? mapper successor queue)
      (check-procedure operation 1 stop?)
      (check-procedure operation 2 mapper)
      (check-procedure operation 3 successor)
      (check-queue operation 5 queue))

    (define (list-queue-empty? queue)
      (check-queue 'list-queue-empty? 1 queue)
      (null? (queue-first queue)))

    (define-syntax check-not-empty
      (syntax-rules ()
        ((_ operation queue)
         (begin
           (check-queue operation 1 queue)
           (if (null? (queue-first queue))
               (error (string-append (symbol->string operation) ": the queue is empty")))))))

    (define (list-queue-front queue)
      (check-not-empty 'list-queue-front queue)
      (car (queue-first queue)))

    (define (list-queue-back queue)
      (check-not-empty 'list-queue-back queue)
      (car (queue-last queue)))

    (define (list-queue-list queue)
      (check-queue 'list-queue-list 1 queue)
      (queue-first queue))

    (define (list-queue-first-last queue)
      (check-queue 'list-queue-first-last 1 queue)
      (values (queue-first queue) (queue-last queue)))

    (define (list-queue-add-front! queue element)
      (check-queue 'list-queue-add-front! 1 queue)
      (let ((pair (cons element (queue-first queue))))
        (if (null? (queue-first queue)) (set-last! queue pair))
        (set-first! queue pair)))

    (define (list-queue-add-back! queue element)
      (check-queue 'list-queue-add-back! 1 queue)
      (let ((pair (cons element '())))
        (if (null? (queue-first queue))
            (set-first! queue pair)
            (set-cdr! (queue-last queue) pair))
        (set-last! queue pair)))

    (define (list-queue-remove-front! queue)
      (check-not-empty 'list-queue-remove-front! queue)
      (let ((pair (queue-first queue)))
        (set-first! queue (cdr pair))
        (if (null? (cdr pair)) (set-last! queue '()))
        (car pair)))

    ;; Takes time in proportion to the length.
    (define (list-queue-remove-back! queue)
      (check-not-empty 'list-queue-remove-back! queue)
      (let ((pair (queue-last queue)))
        (if (eq? pair (queue-first queue))
            (begin
              (set-first! queue '())
              (set-last! queue '()))
            (let loop ((before (queue-first queue)))
              (if (eq? (cdr before) pair)
                  (begin
                    (set-cdr! before '())
                    (set-last! queue before))
                  (loop (cdr before)))))
        (car pair)))

    ;; The list of what was there.
    (define (list-queue-remove-all! queue)
      (check-queue 'list-queue-remove-all! 1 queue)
      (let ((list (queue-first queue)))
        (set-first! queue '())
        (set-last! queue '())
        list))

    (define (list-queue-set-list! queue list . last)
      (check-queue 'list-queue-set-list! 1 queue)
      (if (null? last) (check-list 'list-queue-set-list! 2 list))
      (set-first! queue list)
      (set-last! queue (cond ((pair? last) (car last)) ((null? list) '()) (else (last-pair list)))))

    (define (list-queue-append . queues)
      (check-queues 'list-queue-append queues)
      (queue-of (append-map (lambda (queue) (list-copy (queue-first queue))) queues)))

    (define (check-queues operation queues)
      (let loop ((rest queues) (position 1))
        (if (pair? rest)
            (begin
              (check-queue operation position (car rest))
              (loop (cdr rest) (+ position 1))))))

    ;; The queues given must not be used any more.
    (define (list-queue-append! . queues)
      (check-queues 'list-queue-append! queues)
      (let ((result (list-queue)))
        (for-each
          (lambda (queue)
            (if (pair? (queue-first queue))
                (begin
                  (if (null? (queue-first result))
                      (set-first! result (queue-first queue))
                      (set-cdr! (queue-last result) (queue-first queue)))
                  (set-last! result (queue-last queue)))))
          queues)
        result))

    (define (list-queue-concatenate queues)
      (check-list 'list-queue-concatenate 1 queues)
      (for-each (lambda (queue) (check 'list-queue-concatenate 1 queue list-queue? "a list of list queues")) queues)
      (apply list-queue-append queues))

    (define (list-queue-map procedure queue)
      (check-procedure 'list-queue-map 1 procedure)
      (check-queue 'list-queue-map 2 queue)
      (queue-of (list-copy (map procedure (queue-first queue)))))

    (define (list-queue-map! procedure queue)
      (check-procedure 'list-queue-map! 1 procedure)
      (check-queue 'list-queue-map! 2 queue)
      (let loop ((rest (queue-first queue)))
        (if (pair? rest)
            (begin
              (set-car! rest (procedure (car rest)))
              (loop (cdr rest))))))

    (define (list-queue-for-each procedure queue)
      (check-procedure 'list-queue-for-each 1 procedure)
      (check-queue 'list-queue-for-each 2 queue)
      (for-each procedure (queue-first queue)))))
