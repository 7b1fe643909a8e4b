(integer->char 1114112)
;error: integer->char
