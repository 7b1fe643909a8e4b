(display "kept") (display " output") (newline)
(raise 'end)
;=> kept output
;error: end
