(vector-copy! (make-vector 3 0) 2 #(1 2))
;error: vector-copy!: argument 2 must be at most 1, so that 2 elements fit into a length of 3, got 2
