(let ((x)) x)
;error: syntax-let.scm:1
;error: let
