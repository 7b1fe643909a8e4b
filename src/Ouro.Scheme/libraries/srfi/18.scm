;;; SRFI 18: threads. They are green: one runs at a time, until it waits (for a mutex, a condition variable, another thread
;;; or a time), yields or ends. Then the one that has been ready for longest goes on. So the same program with the same
;;; times does the same on every run, and what is between two waits is done undisturbed.
;;;
;;; A thread that waits is a continuation. Going from one to another runs no winders. What every thread starts on is a
;;; continuation taken when the first is made; nothing returns to it.
;;;
;;; A thread in a queue has a node: it is taken out in constant time when its time is over or it is terminated. Sleepers and
;;; waits with a timeout are in a list in the order of their times. When no thread is ready the program sleeps until the
;;; first of these; if there is none, no thread can ever go on, which is an error in the thread that waited last.

(define-library (srfi 18)
  (import (ouro base) (ouro library check)
          (only (ouro primitives) switch-continuation thread-dynamic-state sleep)
          (rename (only (ouro primitives) current-exception-handler) (current-exception-handler installed-handler)))
  (export
    current-thread thread? make-thread thread-name thread-specific thread-specific-set! thread-start! thread-yield!
    thread-sleep! thread-terminate! thread-join!
    mutex? make-mutex mutex-name mutex-specific mutex-specific-set! mutex-state mutex-lock! mutex-unlock!
    condition-variable? make-condition-variable condition-variable-name condition-variable-specific
    condition-variable-specific-set! condition-variable-signal! condition-variable-broadcast!
    current-time time? time->seconds seconds->time
    current-exception-handler with-exception-handler raise
    join-timeout-exception? abandoned-mutex-exception? terminated-thread-exception? uncaught-exception?
    uncaught-exception-reason)
  (begin
    ;; state: new, ready (or running), waiting, ended (with a result), failed (with what it raised), terminated.
    (define-record-type thread
      (new-thread name thunk specific state continuation result joiners owned node alarm)
      thread?
      (name %thread-name)
      (thunk thread-thunk set-thread-thunk!)
      (specific %thread-specific set-thread-specific!)
      (state thread-state set-thread-state!)
      (continuation thread-continuation set-thread-continuation!) ; of one that is not running
      (result thread-result set-thread-result!) ; what its wait gives; at the start: its dynamic state; at the end: its result, or what it raised
      (joiners thread-joiners)          ; queue
      (owned thread-owned set-thread-owned!)    ; the mutexes that it has locked
      (node thread-node set-thread-node!)       ; its place in the queue in which it waits, or #f
      (alarm thread-alarm set-thread-alarm!))   ; its place among those that wait for a time, or #f

    (define-record-type mutex (new-mutex name specific owner waiting) mutex?
      (name %mutex-name)
      (specific %mutex-specific set-mutex-specific!)
      (owner mutex-owner set-mutex-owner!) ; a thread, or not-owned, abandoned, not-abandoned: as mutex-state says
      (waiting mutex-waiting))

    (define-record-type condition-variable (new-condition-variable name specific waiting) condition-variable?
      (name %condition-variable-name)
      (specific %condition-variable-specific set-condition-variable-specific!)
      (waiting condition-variable-waiting))

    ;; seconds: since 1970.
    (define-record-type time (new-time seconds) time? (seconds time-seconds))

    (define-record-type join-timeout-exception (make-join-timeout) join-timeout-exception?)
    (define-record-type abandoned-mutex-exception (make-abandoned-mutex) abandoned-mutex-exception?)
    (define-record-type terminated-thread-exception (make-terminated-thread) terminated-thread-exception?)
    (define-record-type uncaught-exception (make-uncaught reason) uncaught-exception? (reason uncaught-reason))

    (define-syntax define-field
      (syntax-rules ()
        ((_ (operation object predicate expected) get)
         (define (operation object)
           (check 'operation 1 object predicate expected)
           (get object)))
        ((_ (operation object value predicate expected) set)
         (define (operation object value)
           (check 'operation 1 object predicate expected)
           (set object value)))))

    ;; --- queues: rings of nodes, so that a node can be taken out wherever it is. A ring's own node has no thread.

    (define-record-type node (make-node thread seconds before after) node?
      (thread node-thread)
      (seconds node-seconds)            ; of an alarm: its time
      (before node-before set-node-before!)
      (after node-after set-node-after!))

    (define (make-queue)
      (let ((ring (make-node #f #f #f #f)))
        (set-node-before! ring ring)
        (set-node-after! ring ring)
        ring))

    (define (queue-empty? ring) (eq? (node-after ring) ring))

    (define (insert-after! place thread seconds)
      (let* ((after (node-after place)) (node (make-node thread seconds place after)))
        (set-node-after! place node)
        (set-node-before! after node)
        node))

    (define (enqueue! ring thread) (insert-after! (node-before ring) thread #f))

    (define (unlink! node)
      (set-node-after! (node-before node) (node-after node))
      (set-node-before! (node-after node) (node-before node)))

    ;; --- the scheduler

    (define ready (make-queue))
    (define alarms (make-queue))

    (define (make-primordial)
      (new-thread 'primordial #f #f 'ready #f #f (make-queue) '() #f #f))

    (define primordial (make-primordial))
    (define running primordial)

    ;; The continuation on which threads start.
    (define ground #f)

    (define (make-ground!)
      (let ((start (call-with-current-continuation
                     (lambda (continuation)
                       (set! ground continuation)
                       #f))))
        (if start (start))))

    ;; The thread is ready; its wait gives the result.
    (define (wake! thread result)
      (leave-queues! thread)
      (set-thread-state! thread 'ready)
      (set-thread-result! thread result)
      (set-thread-node! thread (enqueue! ready thread)))

    (define (leave-queues! thread)
      (if (thread-node thread) (unlink! (thread-node thread)))
      (if (thread-alarm thread) (unlink! (thread-alarm thread)))
      (set-thread-node! thread #f)
      (set-thread-alarm! thread #f))

    ;; The thread that runs stops here until it is woken: gives what it is woken with.
    (define (suspend! operation)
      (let ((result (call-with-current-continuation
                      (lambda (continuation)
                        (set-thread-continuation! running continuation)
                        (go-on! operation)))))
        (if (procedure? result) (result) result)))

    ;; The thread that runs waits in the queue, at most until the time: the result is #f then.
    (define (wait! operation queue seconds)
      (set-thread-state! running 'waiting)
      (if queue (set-thread-node! running (enqueue! queue running)))
      (if seconds (set-alarm! running seconds))
      (suspend! operation))

    (define (set-alarm! thread seconds)
      (let loop ((place (node-before alarms)))
        (if (or (eq? place alarms) (<= (node-seconds place) seconds))
            (set-thread-alarm! thread (insert-after! place thread seconds))
            (loop (node-before place)))))

    ;; Runs the next thread.
    (define (go-on! operation)
      (if (not (queue-empty? alarms)) (ring-alarms!))
      (cond ((not (queue-empty? ready))
             (let* ((node (node-after ready)) (thread (node-thread node)))
               (leave-queues! thread)
               (set! running thread)
               (if (thread-continuation thread)
                   (let ((continuation (thread-continuation thread)) (result (thread-result thread)))
                     (set-thread-continuation! thread #f)
                     (set-thread-result! thread #f)
                     (switch-continuation continuation result #f))
                   (let ((state (thread-result thread)))
                     (set-thread-result! thread #f)
                     (switch-continuation ground (lambda () (run-thread thread)) state)))))
            ((not (queue-empty? alarms))
             (sleep (max 0.0 (- (node-seconds (node-after alarms)) (current-second))))
             (go-on! operation))
            (else
             (let* ((waiting? (eq? (thread-state running) 'waiting)) (thread (if waiting? running primordial)))
               (wake! thread (lambda () (deadlock operation)))
               (go-on! operation)))))

    (define (ring-alarms!)
      (let loop ((now (current-second)))
        (if (not (queue-empty? alarms))
            (let ((first (node-after alarms)))
              (if (<= (node-seconds first) now)
                  (begin
                    (wake! (node-thread first) #f)
                    (loop now)))))))

    (define (deadlock operation)
      (error (string-append (symbol->string operation) ": no thread can go on, all of them wait for one another")))

    (define (run-thread thread)
      (let ((thunk (thread-thunk thread)))
        (set-thread-thunk! thread #f)
        (let ((result
                (with-exception-handler
                  (lambda (object) (end-thread! running 'failed object))
                  thunk)))
          (end-thread! running 'ended result))))

    ;; The thread ends; does not return if it is the one that runs.
    (define (end-thread! thread state result)
      (leave-queues! thread)
      (set-thread-state! thread state)
      (set-thread-result! thread result)
      (set-thread-continuation! thread #f)
      (set-thread-thunk! thread #f)
      (for-each (lambda (mutex) (release! mutex 'abandoned)) (thread-owned thread))
      (set-thread-owned! thread '())
      (wake-all! (thread-joiners thread))
      (if (eq? thread running) (go-on! 'thread-join!)))

    (define (wake-all! queue)
      (if (not (queue-empty? queue))
          (begin
            (wake! (node-thread (node-after queue)) #t)
            (wake-all! queue))))

    (define no-default (list 'none))

    (define (thread-over? thread) (memq (thread-state thread) '(ended failed terminated)))

    ;; --- times

    (define (current-time) (new-time (current-second)))

    (define (time->seconds time)
      (check 'time->seconds 1 time time? "a time")
      (time-seconds time))

    (define (seconds->time seconds)
      (check 'seconds->time 1 seconds real? "a real number")
      (new-time seconds))

    ;; A timeout is a time, a number of seconds from now, or #f: none. Gives the second at which it is over, or #f.
    (define (timeout-seconds operation position timeout)
      (cond ((not timeout) #f)
            ((time? timeout) (inexact (time-seconds timeout)))
            ((and (real? timeout) (not (nan? timeout))) (+ (current-second) timeout))
            (else (raise-wrong-type operation position timeout "a time, a number of seconds or #f"))))

    (define (over? seconds) (and seconds (<= seconds (current-second))))

    ;; --- threads

    (define (current-thread) running)

    (define* (make-thread thunk #:optional (name #f))
      (check-procedure 'make-thread 1 thunk)
      (if (not ground) (make-ground!))
      (new-thread name thunk #f 'new #f #f (make-queue) '() #f #f))

    (define-field (thread-name thread thread? "a thread") %thread-name)
    (define-field (thread-specific thread thread? "a thread") %thread-specific)
    (define-field (thread-specific-set! thread value thread? "a thread") set-thread-specific!)

    (define (thread-start! thread)
      (check 'thread-start! 1 thread thread? "a thread")
      (if (not (eq? (thread-state thread) 'new))
          (raise-wrong-type 'thread-start! 1 thread "a thread that was not started yet"))
      (wake! thread (thread-dynamic-state))
      thread)

    (define (thread-yield!)
      (if (not (queue-empty? alarms)) (ring-alarms!))
      (if (not (queue-empty? ready))
          (begin
            (wake! running #t)
            (suspend! 'thread-yield!)))
      (void))

    (define (thread-sleep! timeout)
      (if (not timeout) (raise-wrong-type 'thread-sleep! 1 timeout "a time or a number of seconds"))
      (let ((seconds (timeout-seconds 'thread-sleep! 1 timeout)))
        (if (over? seconds)
            (thread-yield!)
            (wait! 'thread-sleep! #f seconds))
        (void)))

    (define (thread-terminate! thread)
      (check 'thread-terminate! 1 thread thread? "a thread")
      (if (not (thread-over? thread))
          (if (eq? thread primordial)
              (exit)
              (end-thread! thread 'terminated #f)))
      (void))

    (define* (thread-join! thread #:optional (timeout #f) (default no-default))
      (check 'thread-join! 1 thread thread? "a thread")
      (let ((seconds (timeout-seconds 'thread-join! 2 timeout)))
        (let again ()
          (case (thread-state thread)
            ((ended) (thread-result thread))
            ((failed) (raise (make-uncaught (thread-result thread))))
            ((terminated) (raise (make-terminated-thread)))
            (else
             (if (and (not (over? seconds)) (wait! 'thread-join! (thread-joiners thread) seconds))
                 (again)
                 (if (eq? default no-default) (raise (make-join-timeout)) default)))))))

    ;; --- mutexes

    (define* (make-mutex #:optional (name #f)) (new-mutex name #f 'not-abandoned (make-queue)))

    (define-field (mutex-name mutex mutex? "a mutex") %mutex-name)
    (define-field (mutex-specific mutex mutex? "a mutex") %mutex-specific)
    (define-field (mutex-specific-set! mutex value mutex? "a mutex") set-mutex-specific!)
    (define-field (mutex-state mutex mutex? "a mutex") mutex-owner)

    (define (mutex-locked? mutex) (not (memq (mutex-owner mutex) '(abandoned not-abandoned))))

    ;; owner: a thread or #f.
    (define (take! mutex owner)
      (cond ((not owner) (set-mutex-owner! mutex 'not-owned))
            ((thread-over? owner) (set-mutex-owner! mutex 'abandoned))
            (else
             (set-mutex-owner! mutex owner)
             (set-thread-owned! owner (cons mutex (thread-owned owner))))))

    ;; The mutex is free, or at once that of the thread that waits for it.
    (define (release! mutex state)
      (if (thread? (mutex-owner mutex))
          (let ((owner (mutex-owner mutex)))
            (set-thread-owned! owner (remove (lambda (other) (eq? other mutex)) (thread-owned owner)))))
      (set-mutex-owner! mutex state)
      (if (not (queue-empty? (mutex-waiting mutex)))
          (wake! (node-thread (node-after (mutex-waiting mutex))) #t)))

    (define* (mutex-lock! mutex #:optional (timeout #f) (owner running))
      (check 'mutex-lock! 1 mutex mutex? "a mutex")
      (if owner (check 'mutex-lock! 3 owner thread? "a thread or #f"))
      (let ((seconds (timeout-seconds 'mutex-lock! 2 timeout)))
        (let again ()
          (cond ((not (mutex-locked? mutex))
                 (let ((abandoned? (eq? (mutex-owner mutex) 'abandoned)))
                   (take! mutex owner)
                   (if abandoned? (raise (make-abandoned-mutex)))
                   #t))
                ((and (not (over? seconds)) (wait! 'mutex-lock! (mutex-waiting mutex) seconds)) (again))
                (else #f)))))

    (define* (mutex-unlock! mutex #:optional (condition-variable #f) (timeout #f))
      (check 'mutex-unlock! 1 mutex mutex? "a mutex")
      (if condition-variable
          (begin
            (check 'mutex-unlock! 2 condition-variable condition-variable? "a condition variable or #f")
            (let ((seconds (timeout-seconds 'mutex-unlock! 3 timeout)))
              (if (mutex-locked? mutex) (release! mutex 'not-abandoned))
              (and (not (over? seconds))
                   (wait! 'mutex-unlock! (condition-variable-waiting condition-variable) seconds))))
          (begin
            (if (mutex-locked? mutex) (release! mutex 'not-abandoned))
            #t)))

    ;; --- condition variables

    (define* (make-condition-variable #:optional (name #f)) (new-condition-variable name #f (make-queue)))

    (define-field (condition-variable-name variable condition-variable? "a condition variable") %condition-variable-name)
    (define-field (condition-variable-specific variable condition-variable? "a condition variable") %condition-variable-specific)
    (define-field (condition-variable-specific-set! variable value condition-variable? "a condition variable")
      set-condition-variable-specific!)

    (define (condition-variable-signal! variable)
      (check 'condition-variable-signal! 1 variable condition-variable? "a condition variable")
      (let ((queue (condition-variable-waiting variable)))
        (if (not (queue-empty? queue)) (wake! (node-thread (node-after queue)) #t))
        (void)))

    (define (condition-variable-broadcast! variable)
      (check 'condition-variable-broadcast! 1 variable condition-variable? "a condition variable")
      (wake-all! (condition-variable-waiting variable))
      (void))

    ;; --- exceptions

    ;; Where the program installed no handler, one that ends it as raise does.
    (define (current-exception-handler) (or (installed-handler) raise))

    (define (uncaught-exception-reason exception)
      (check 'uncaught-exception-reason 1 exception uncaught-exception? "an uncaught exception")
      (uncaught-reason exception))))
