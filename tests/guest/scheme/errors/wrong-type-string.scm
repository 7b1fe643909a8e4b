(string-length (list 1 2))
;error: string-length: argument 1 must be a string, got (1 2)
