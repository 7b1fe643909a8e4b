; Code that captures variables is no procedure by itself: a closure of it needs their values.
;peer: none, assembly is ours
(import (scheme base) (ouro primitives))
(code->procedure
  (assemble '(code (parameters 0 0 #f ()) (registers 1) (free 1) (body (free 0 0) (return 0)))))
;error: code->procedure: argument 1 must be code without captured variables
