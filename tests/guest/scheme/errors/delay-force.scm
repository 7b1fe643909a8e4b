;peer: none, Guile words it otherwise
(force (delay-force 5))
;error: the expression of delay-force must give a promise, got 5
