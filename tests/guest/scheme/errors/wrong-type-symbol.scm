(symbol->string "text")
;error: symbol->string: argument 1 must be a symbol, got "text"
