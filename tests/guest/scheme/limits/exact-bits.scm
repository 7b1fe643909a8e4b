; Exact integers may have 2^25 bits, to the bit.
(write (exact-integer? (expt 2 33554430)))
(newline)
(write (exact-integer? (expt -2 33554430)))
(newline)
;=> #t
;=> #t
(expt 2 33554433)
;error: expt: the result is too large: an exact integer has at most 33554432 bits, this one would have about 33554434
