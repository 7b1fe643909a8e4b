(string-ref "abc" 3)
;error: string-ref: argument 2 must be
