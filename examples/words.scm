;;; A program that uses a library of its own:  ./ouro -A examples/library examples/words.scm
;;; The library (text words) is in examples/library/text/words.sld; -A says where to look.

;options: -A library

(import (scheme base) (scheme write) (text words))

(define verse "The owl and the pussycat went to sea, in a beautiful pea-green boat. The owl looked up to the stars.")

(for-each
  (lambda (entry)
    (when (> (cdr entry) 1)
      (write-string (car entry))
      (write-string ": ")
      (write (cdr entry))
      (newline)))
  (count-words verse))
;=> the: 4
;=> owl: 2
;=> to: 2

(for-each-word (word "A macro, too.")
  (write-string word)
  (write-string "; "))
(newline)
;=> a; macro; too;
