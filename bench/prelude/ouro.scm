(import (scheme base) (scheme cxr) (scheme char) (scheme inexact) (scheme read) (scheme write) (scheme time)
        (only (ouro base) make-equal-table table-ref table-set! table-count string-search sort))
(define (seconds-now) (/ (inexact (current-jiffy)) (jiffies-per-second)))
