(read-char (open-output-string))
;error: read-char: argument 1 must be a textual input port
