;; A directive in the text of a port holds until another one, also for the next `read`.
(define in (open-input-string "One #!fold-case Two THREE (Four #\\A \"Five\") #!no-fold-case Six #!fold-case SEVEN"))
(let loop ((datum (read in)))
  (if (not (eof-object? datum))
      (begin (write datum) (newline) (loop (read in)))))
;=> One
;=> two
;=> three
;=> (four #\A "Five")
;=> Six
;=> seven
(define other (open-input-string "Eight"))
(write (read other))
(newline)
;=> Eight
