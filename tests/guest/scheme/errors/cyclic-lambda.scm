; A list of parameters that never ends, in the program itself.
;peer: none, Guile's reader has no labels
(lambda #8=(x . #8#) 1)
;error: lambda: expected a list of parameters, got
;exit: 70
