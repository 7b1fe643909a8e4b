;; Keyword arguments.

(f 1 #:size 3)
;=> (f 1 #:size 3)

((g) #:a (h) #:b #t)
;=> ((g) #:a (h) #:b #t)

;; Elsewhere a keyword is a symbol.
(list '#:a (if #:b #:c 1))
;=> (list '#:a (if '#:b '#:c 1))

(f #:size)
;error 1:4: expected a value after the keyword `#:size`

(f #:size #:colour)
;error 1:4: expected a value after the keyword `#:size`

(f #:size 1 2)
;error 1:13: an argument without a keyword comes before those with one, got `2`

(f #:size 1 #:size 2)
;error 1:13: the keyword argument `#:size` is given twice

(car #:x 1)
;error 1:6: `car` takes no keyword arguments; the keyword itself is written '#:x

;; Not a let.
((lambda (x y) x) #:x 1)
;=> ((lambda (x y) x) #:x 1)
