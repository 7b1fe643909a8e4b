;library
; no form at all
