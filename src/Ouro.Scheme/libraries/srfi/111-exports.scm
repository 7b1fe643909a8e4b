;; What (srfi 111) and (scheme box) export.
(export box box? unbox set-box!)
