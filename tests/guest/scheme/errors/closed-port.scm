(define port (open-input-string "x"))
(close-port port)
(read-char port)
;error: read-char: argument 1 must be an open port
