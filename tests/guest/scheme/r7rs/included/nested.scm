;library
(include "definitions.scm")
(define third-included (second-included))
