(open-input-file "/no/such/file.txt")
;error: /no/such/file.txt
