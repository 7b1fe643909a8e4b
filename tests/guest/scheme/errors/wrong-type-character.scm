(char->integer 97)
;error: char->integer: argument 1 must be a character, got 97
