(apply + 1 '(2 . 3))
;error: apply
