; Between the counts that clauses take: a procedure of one or three arguments called with two.
(define f (case-lambda ((a) 1) ((a b c) 3)))
(f 1 2)
;error: the procedure takes 1 or 3 arguments, got 2; it is (case-lambda ((a) ...) ((a b c) ...))
