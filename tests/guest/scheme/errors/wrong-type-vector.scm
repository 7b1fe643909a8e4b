(vector-ref '(1 2) 0)
;error: argument 1 must be a vector, got (1 2)
