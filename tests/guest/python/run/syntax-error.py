# A source that cannot be compiled is shown as CPython shows it.
def f(:
    pass
# error: SyntaxError: invalid syntax
# error:     def f(:
# exit: 1
