(length '(1 2 . 3))
;error: length
