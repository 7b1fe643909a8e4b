(map car '((1) . 2))
;error: map: argument 2 must be a list, got ((1) . 2)
