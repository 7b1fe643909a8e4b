(with-exception-handler (lambda (e) 'ignored) (lambda () (raise 'boom)))
;error: handler
