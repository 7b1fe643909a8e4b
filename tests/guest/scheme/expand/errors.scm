;; Every message, and where it points.

(if)
;error 1:1: if: expected 2 or 3 parts after `if`, got 0

(f (if 1 2 3 4))
;error 1:4: if: expected 2 or 3 parts after `if`, got 4

(lambda (x))
;error 1:1: lambda: expected at least 2 parts after `lambda`, got 1

(lambda 5 x)
;error 1:9: lambda: expected a list of parameters, got `5`

(lambda (x 5) x)
;error 1:12: lambda: expected the name of a parameter, got `5`

(lambda (x y x) x)
;error 1:14: lambda: parameter `x` is named twice

(lambda (x . x) x)
;error 1:9: lambda: parameter `x` is named twice

(lambda () (define x 1))
;error 1:1: lambda: expected an expression after the definitions of the body

(lambda () (define x 1) (define x 2) x)
;error 1:33: define: `x` is defined twice in the same body

(lambda (x) . 5)
;error 1:1: lambda: expected a list of parts, got a form that ends in a dot: `(lambda (x) . 5)`

(named-lambda f 1)
;error 1:15: named-lambda: expected (name parameter ...), got `f`

()
;error 1:1: () is not an expression; the empty list is written '()

(f . x)
;error 1:1: a call must be a proper list, got a form that ends in a dot: `(f . x)`

(f x . y)
;error 1:1: a call must be a proper list, got a form that ends in a dot: `(f x . y)`

if
;error 1:1: `if` is a keyword and cannot be used as a value

(f else)
;error 1:4: `else` is a keyword and cannot be used as a value

(else 1)
;error 1:1: `else` is a keyword that has no meaning here; it belongs inside another form

(define-syntax m (syntax-rules () ((_) 1)))
(f m)
;error 2:4: `m` is a macro and cannot be used as a value

(f (define x 1))
;error 1:4: define: a definition is not allowed here, expected an expression; definitions go at the start of a body

(define)
;error 1:1: define: expected a name and a value after `define`, got nothing

(define x)
;error 1:1: define: expected one value after the name `x`, got 0

(define x 1 2)
;error 1:1: define: expected one value after the name `x`, got 2

(define 5 1)
;error 1:9: define: expected a name or (name parameter ...), got `5`

(define ((f x) y) 1)
;error 1:9: define: expected a name or (name parameter ...), got `((f x) y)`

(define (f))
;error 1:1: define: expected a body after `(f)`

(define-values 5 (f))
;error 1:16: define-values: expected a list of parameters, got `5`

(define-values (a))
;error 1:1: define-values: expected 2 parts after `define-values`, got 1

(define-values (a a) (f))
;error 1:19: define-values: parameter `a` is named twice

(set! x)
;error 1:1: set!: expected 2 parts after `set!`, got 1

(set! (f) 1)
;error 1:7: set!: expected the name of a variable, got `(f)`

(set! if 1)
;error 1:7: set!: `if` is a keyword, not a variable

(define-syntax m (syntax-rules () ((_) 1)))
(set! m 1)
;error 2:7: set!: `m` is a macro, not a variable

(quote)
;error 1:1: quote: expected 1 part after `quote`, got 0

(quote a b)
;error 1:1: quote: expected 1 part after `quote`, got 2

(let)
;error 1:1: let: expected at least 2 parts after `let`, got 0

(let 5 1)
;error 1:6: let: expected a list of bindings (name value), got `5`

(let ((x)) x)
;error 1:7: let: expected a binding (name value), got `(x)`

(let (x) x)
;error 1:7: let: expected a binding (name value), got `x`

(let ((5 1)) 1)
;error 1:7: let: expected a binding (name value), got `(5 1)`

(let ((x 1) (x 2)) x)
;error 1:14: let: variable `x` is named twice

(let ((x 1)))
;error 1:1: let: expected at least 2 parts after `let`, got 1

(let loop)
;error 1:1: let: expected at least 2 parts after `let`, got 1

(let loop ((x 1)))
;error 1:1: let: expected at least 3 parts after `let`, got 2

(let* ((x 1 2)) x)
;error 1:8: let*: expected a binding (name value), got `(x 1 2)`

(letrec ((x 1) (x 2)) x)
;error 1:17: letrec: variable `x` is named twice

(let-values ((a)) 1)
;error 1:14: let-values: expected a binding (parameters value), got `(a)`

(let-values (((a) 1) ((a) 2)) a)
;error 1:24: let-values: variable `a` is named twice

(let-values 5 1)
;error 1:13: let-values: expected a list of bindings (parameters value), got `5`

(receive (a))
;error 1:1: receive: expected at least 3 parts after `receive`, got 1

(case-lambda (a) 1)
;error 1:14: case-lambda: expected a clause (parameters expression ...), got `(a)`

(case-lambda (5 1) (a 1))
;error 1:15: case-lambda: expected a list of parameters, got `5`

(lambda* (a #:optional (b)) a)
;error 1:24: lambda*: expected a parameter: name or (name default), got `(b)`

(lambda* (#:optional a #:optional b) a)
;error 1:24: lambda*: #:optional must come first, and once

(lambda* (#:key a #:key b) a)
;error 1:19: lambda*: #:key must come once, before #:rest

(lambda* (#:rest a b) a)
;error 1:11: lambda*: expected one name after #:rest

(lambda* (a #:optional a) a)
;error 1:24: lambda*: parameter `a` is named twice

(let-syntax ((m 5)) 1)
;error 1:17: expected (syntax-rules ...), got `5`

(let-syntax ((m (f x))) 1)
;error 1:17: expected (syntax-rules ...), got `(f x)`

(define-syntax m)
;error 1:1: define-syntax: expected 2 parts after `define-syntax`, got 1

(define-syntax 5 (syntax-rules ()))
;error 1:16: define-syntax: expected the name of a macro, got `5`

(define-syntax m x)
;error 1:18: expected syntax-rules or a keyword, got `x`

(begin . 1)
;error 1:1: begin: expected a list of parts, got a form that ends in a dot: `(begin . 1)`

(f (begin))
;error 1:4: begin: expected at least one expression

(cond)
;error 1:1: cond: expected at least 1 part after `cond`, got 0

(cond 5)
;error 1:7: cond: expected a clause (test expression ...), got `5`

(cond (else 1) (2 3))
;error 1:7: cond: else must be the last clause

(cond (else))
;error 1:7: cond: expected an expression after else

(cond (a =>))
;error 1:7: cond: expected one expression after =>

(cond (a => f g))
;error 1:7: cond: expected one expression after =>

(case)
;error 1:1: case: expected at least 2 parts after `case`, got 0

(case x)
;error 1:1: case: expected at least 2 parts after `case`, got 1

(case x 5)
;error 1:9: case: expected a clause ((datum ...) expression ...), got `5`

(case x (5 1))
;error 1:10: case: expected a list of data, got `5`

(case x (else 1) ((2) 3))
;error 1:9: case: else must be the last clause

(case x ((1) => f g))
;error 1:9: case: expected one expression after =>

(and . 1)
;error 1:1: and: expected a list of parts, got a form that ends in a dot: `(and . 1)`

(when x)
;error 1:1: when: expected at least 2 parts after `when`, got 1

(unless)
;error 1:1: unless: expected at least 2 parts after `unless`, got 0

(do)
;error 1:1: do: expected at least 2 parts after `do`, got 0

(do 5 (#t))
;error 1:5: do: expected a list of bindings (variable init step), got `5`

(do ((x)) (#t))
;error 1:6: do: expected a binding (variable init) or (variable init step), got `(x)`

(do ((x 1 2 3)) (#t))
;error 1:6: do: expected a binding (variable init) or (variable init step), got `(x 1 2 3)`

(do ((x 1)) ())
;error 1:13: do: expected (test expression ...), got `()`

(do ((x 1) (x 2)) (#t))
;error 1:13: do: variable `x` is named twice

(guard)
;error 1:1: guard: expected at least 2 parts after `guard`, got 0

(guard e 1)
;error 1:8: guard: expected (variable clause ...), got `e`

(guard (5) 1)
;error 1:8: guard: expected (variable clause ...), got `(5)`

(guard (e 5) 1)
;error 1:11: guard: expected a clause (test expression ...), got `5`

(parameterize 5 1)
;error 1:15: parameterize: expected a list of bindings (parameter value), got `5`

(parameterize ((p)) 1)
;error 1:16: parameterize: expected a binding (parameter value), got `(p)`

(delay)
;error 1:1: delay: expected 1 part after `delay`, got 0

(delay-force 1 2)
;error 1:1: delay-force: expected 1 part after `delay-force`, got 2

(assert)
;error 1:1: assert: expected 1 part after `assert`, got 0

(define-record-type p)
;error 1:1: define-record-type: expected at least 3 parts after `define-record-type`, got 1

(define-record-type 5 #f #f)
;error 1:21: define-record-type: expected the name of the type, got `5`

(define-record-type p 5 #f)
;error 1:23: define-record-type: expected a constructor: name, (name field ...) or #f, got `5`

(define-record-type p #f 5)
;error 1:26: define-record-type: expected the name of the predicate or #f, got `5`

(define-record-type p #f #f (x 5))
;error 1:29: define-record-type: expected a field: name, (name accessor) or (name accessor modifier), got `(x 5)`

(define-record-type p #f #f (x a b c))
;error 1:29: define-record-type: expected a field: name, (name accessor) or (name accessor modifier), got `(x a b c)`

(define-record-type p (make-p z) p? (x p-x))
;error 1:31: define-record-type: `z` is no field of `p`; its fields are x

(define-record-type p (make-p z) p?)
;error 1:31: define-record-type: `z` is no field of `p`, which has none

(define-record-type p (make-p x x) p? (x p-x))
;error 1:23: define-record-type: constructor field `x` is named twice

(define-record-type p #f p? (x p-x) (x p-y))
;error 1:37: define-record-type: field `x` is named twice

(quasiquote)
;error 1:1: quasiquote: expected 1 part after `quasiquote`, got 0

`(a (unquote))
;error 1:5: unquote: expected 1 part after `unquote`, got `(unquote)`

`(a (unquote-splicing b c))
;error 1:5: unquote-splicing: expected 1 part after `unquote-splicing`, got `(unquote-splicing b c)`

(cond-expand 5)
;error 1:14: cond-expand: expected a clause (requirement form ...), got `5`

(cond-expand ((and 5) 1))
;error 1:14: cond-expand: expected a feature, (library name), (and ...), (or ...), (not ...) or else, got `(and 5)`

(cond-expand ((not) 1))
;error 1:14: cond-expand: expected a feature, (library name), (and ...), (or ...), (not ...) or else, got `(not)`

(include)
;error 1:1: include: expected at least 1 part after `include`, got 0

(include 5)
;error 1:10: include: expected the name of a file as a string, got `5`

(include "no-such-file.scm")
;error 1:10: include: there is no file no-such-file.scm

(syntax-error "a message" (a b) 1)
;error 1:1: a message (a b) 1

(syntax-error 5)
;error 1:1: syntax-error: expected a message as a string, got `5`

(define-syntax m (syntax-rules () ((_ x) (syntax-error "m wants something else than" x))))
(f (m (g)))
;error 2:4: m wants something else than (g)

(%primitive)
;error 1:1: %primitive: expected at least 1 part after `%primitive`, got 0

(%primitive 5)
;error 1:13: %primitive: expected the name of a primitive, got `5`

(%primitive cosn 1 2)
;error 1:13: %primitive: there is no primitive `cosn`; did you mean `cons`?

(%primitive cons 1)
;error 1:1: %primitive: `cons` takes 2 arguments, got 1

;; syntax-rules
(syntax-rules ())
;error 1:1: `syntax-rules` is a keyword that has no meaning here; it belongs inside another form

(define-syntax m (syntax-rules))
;error 1:18: syntax-rules: expected at least 1 part after `syntax-rules`, got 0

(define-syntax m (syntax-rules 5))
;error 1:32: syntax-rules: expected a list of literals, got `5`

(define-syntax m (syntax-rules () 5))
;error 1:35: syntax-rules: expected a rule (pattern template), got `5`

(define-syntax m (syntax-rules () ((_ x))))
;error 1:35: syntax-rules: expected a rule (pattern template), got `((_ x))`

(define-syntax m (syntax-rules () (x 1)))
;error 1:35: syntax-rules: expected a pattern that starts with the macro's name or _, got `x`

(define-syntax m (syntax-rules () ((_ x x) 1)))
;error 1:35: syntax-rules: pattern variable `x` is named twice

(define-syntax m (syntax-rules () ((_ x ... y ...) 1)))
;error 1:35: syntax-rules: `...` must follow a pattern, and only once in a list

(define-syntax m (syntax-rules () ((_ ... x) 1)))
;error 1:35: syntax-rules: `...` must follow a pattern, and only once in a list

(define-syntax m (syntax-rules () ((_ x ...) x)))
;error 1:35: syntax-rules: pattern variable `x` is followed by 1 ellipsis in the pattern and needs as many in the template, got 0

(define-syntax m (syntax-rules () ((_ x) (x ...))))
;error 1:35: syntax-rules: nothing in `x` repeats: it has no pattern variable with an ellipsis

(define-syntax m (syntax-rules () ((_ x) (...))))
;error 1:42: syntax-rules: expected one template after `...`, got `(...)`

(define-syntax m (syntax-rules () ((_ x) (x . ...))))
;error 1:35: syntax-rules: `...` in a template must follow what it repeats

(define-syntax m (syntax-rules () ((_ x) (... 1 2))))
;error 1:42: syntax-rules: expected one template after `...`, got `(... 1 2)`

(define-syntax swap! (syntax-rules () ((_ a b) 1)))
(f (swap! x))
;error 2:4: swap!: no pattern of the macro fits, expected `(swap! a b)`, got `(swap! x)`

(define-syntax m (syntax-rules () ((_) 0) ((_ a) 1) ((_ a b) 2) ((_ a b c) 3)))
(m 1 2 3 4)
;error 2:1: m: no pattern of the macro fits, expected `(m)` or `(m a)` or `(m a b)` or another of its patterns, got `(m 1 2 3 4)`

(define-syntax m (syntax-rules () ((_ (a ...) (b ...)) '((a b) ...))))
(m (1 2) (3))
;error 2:1: m: parts that the macro repeats together have different lengths, 1 and 2

;; An error in a macro's output is shown at its use, one in the user's part there.
(define-syntax m (syntax-rules () ((_ x) (let ((y 1)) (if)))))
(f
  (m 1))
;error 3:3: if: expected 2 or 3 parts after `if`, got 0, in a macro's expansion: (if)

(define-syntax m (syntax-rules () ((_ x) (let ((y 1)) x))))
(f
  (m (if)))
;error 3:6: if: expected 2 or 3 parts after `if`, got 0

(define-syntax m (syntax-rules () ((_ x) (lambda (x) 1))))
(m
  5)
;error 2:1: lambda: expected the name of a parameter, got `5`, in a macro's expansion: (lambda (5) 1)

;; Data that contain themselves.
#0=(f #0#)
;error 1:4: this form contains itself

#0=(begin 1 #0#)
;error 1:4: this form contains itself

(lambda () 1 . #0=(2 . #0#))
;error 1:1: lambda: expected a list of parts, got a form that ends in a dot: `(lambda () 1 . #0=(2 . #0#))`

`#0=(a . #0#)
;error 1:1: quasiquote: this template contains itself

;; Libraries
(import 5)
;error 1:9: import: expected an import set: a library's name or (only ...), (except ...), (prefix ...), (rename ...), got `5`

(import (a 5 "b"))
;error 1:9: import: expected the name of a library, got `(a 5 "b")`

(import (no such))
;error 1:9: no library (no such); looked in lib, /usr/lib

(import (only (ouro primitives) cra))
;error 1:33: (ouro primitives) does not export cra; did you mean car?

(import (except (ouro syntax) no-such-keyword-at-all))
;error 1:31: (ouro syntax) does not export no-such-keyword-at-all

(import (rename (ouro primitives) (car)))
;error 1:35: import: expected (name new-name) in rename, got `(car)`

(import (prefix (ouro primitives)))
;error 1:9: import: expected (prefix set name), got `(prefix (ouro primitives))`

(import (only (ouro primitives) 5))
;error 1:33: import: expected a name, got `5`

(define-library)
;error 1:1: define-library: expected at least 1 part after `define-library`, got 0

(define-library 5)
;error 1:17: define-library: expected a name like (part ...), got `5`

(define-library (a) (exprot x))
;error 1:21: define-library: expected export, import, begin, include, include-ci, include-library-declarations, cond-expand, declare or expander, got `(exprot x)`

(define-library (a) 5)
;error 1:21: define-library: expected export, import, begin, include, include-ci, include-library-declarations, cond-expand, declare or expander, got `5`

(define-library (a) (export 5))
;error 1:29: export: expected a name or (rename name exported-name), got `5`

(define-library (a) (import (ouro syntax)) (export x x) (begin (define x 1)))
;error 1:54: export: `x` is exported twice

(define-library (a) (import (ouro syntax)) (export count) (begin (define cuont 1)))
;error 1:52: export: `count` is neither defined nor imported; did you mean `cuont`?

(define-library (a) (import (ouro syntax)) (begin (define x 1) (define x 2)))
;error 1:72: define: `x` is defined twice in library `(a)`, first at line 1

(define-library (a) (import (ouro syntax)) (begin (define length 1) (define (f) (lenght 2))))
;error 1:82: unbound variable `lenght` in library `(a)`; did you mean `length`?

(define-library (a) (import (ouro syntax)) (begin (define (f) (set! nowhere 2))))
;error 1:69: unbound variable `nowhere` in library `(a)`

(define-library (a) (import (ouro syntax) (ouro primitives)) (begin (set! car 1)))
;error 1:75: set!: `car` is imported and cannot be assigned

(define-library (a) (import (a)))
;error 1:29: cyclic import: (a) imports (a)

(define-library (a) (export x) (import (ouro syntax)) (begin (define x 1)))
(define-library (b) (export x) (import (ouro syntax)) (begin (define x 2)))
(import (a) (b))
x
;error 4:1: `x` is imported from `(a)` and from `(b)` with different meanings; use only, except, rename or prefix

(cond-expand ((library (a (b))) 1))
;error 1:14: cond-expand: expected a feature, (library name), (and ...), (or ...), (not ...) or else, got `(library (a (b)))`
