;;; (exit #f) tells of failure.
;exit: 1
(import (scheme process-context))
(exit #f)
