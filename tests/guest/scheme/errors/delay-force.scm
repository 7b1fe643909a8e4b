;peer: none, Guile words it otherwise
(force (delay-force 5))
;error: delay-force: the expression must give a promise, got 5
