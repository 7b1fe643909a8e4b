(raise 'some-symbol)
;error: some-symbol
