(string->symbol 'already)
;error: string->symbol: argument 1 must be a string, got already
