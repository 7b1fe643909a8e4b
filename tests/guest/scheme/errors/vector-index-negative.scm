(vector-ref (vector 1 2 3) -1)
;error: argument 2 must be
