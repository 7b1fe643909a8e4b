(list-tail '(1 2) 3)
;error: list-tail
