(bytevector-u8-set! (bytevector 1 2) 0 256)
;error: bytevector-u8-set!
