;;; R7RS (scheme cxr): the longer compositions of car and cdr.

(define-library (scheme cxr)
  (import (ouro base))
  (export
    caaaar caaadr caaar caadar caaddr caadr cadaar cadadr cadar caddar cadddr caddr cdaaar cdaadr cdaar cdadar
    cdaddr cdadr cddaar cddadr cddar cdddar cddddr cdddr))
