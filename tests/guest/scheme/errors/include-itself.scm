(define x 1)
(include "include-itself.scm")
;error: include-itself.scm:2:10: error: include: include-itself.scm would include itself without end
