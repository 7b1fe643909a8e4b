; Parts of a form that never end are errors, not loops: parameters, rules, import sets, requirements.
(import (scheme base) (scheme write) (scheme eval))
(define (try form)
  (write (guard (e ((error-object? e) 'error)) (eval form (environment '(scheme base)))))
  (newline))
(try '(lambda #0=(x . #0#) 1))                                         ;=> error
(try '(define (f . #1=(x . #1#)) 1))                                   ;=> error
(try '(case-lambda (#2=(x . #2#) 1)))                                  ;=> error
(try '(let-values ((#3=(x . #3#) 1)) 1))                               ;=> error
(try '(let-syntax ((m (syntax-rules () ((_ a) #4=(a . #4#))))) (m 1))) ;=> error
(try '(let-syntax ((m (syntax-rules () ((_ . #5=(() . #5#)) 1)))) (m 1))) ;=> error
(try '(cond-expand ((and . #6=(r7rs . #6#)) 1)))                       ;=> error
(write (guard (e ((error-object? e) 'error)) (environment '#7=(only #7# car)))) (newline) ;=> error
