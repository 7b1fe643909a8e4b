(exit #t)
;exit: 0
