; Abnormal termination.
(exit #f)
;exit: 1
