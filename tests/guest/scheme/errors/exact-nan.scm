(exact (/ 0. 0.))
;error: exact
