(lambda #0=(x . #0#) 1)
;error: cyclic-parameter-list.scm:1:9: error: lambda: expected a list of parameters, got
