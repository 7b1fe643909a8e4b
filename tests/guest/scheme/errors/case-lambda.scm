; Between the counts that clauses take: a procedure of one or three arguments called with two.
(define f (case-lambda ((a) 1) ((a b c) 3)))
(f 1 2)
;error: no clause of the procedure takes 2 arguments; it is (case-lambda ((a) ...) ((a b c) ...))
