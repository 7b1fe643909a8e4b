(list-ref '(a b) 2)
;error: list-ref
