# Namespaces as dicts, code and frames: globals, locals, exec, eval, compile, and what functions and modules show of them.
import builtins
import sys

x = 1
g = globals()
print(g["x"], g is globals(), "y" in g, g is vars(), g is sys.modules["__main__"].__dict__)
y = 2
print("y" in g, g["y"])
g["z"] = 5
print(z)
del g["z"]
try:
    z
except NameError as e:
    print(e)
len = len
print("len" in g, len([1]))
del len
print("len" in g, len([1]))
builtins.fresh = 3
print(fresh, builtins.__dict__["fresh"])
del builtins.fresh


def f(a, b=3, *c, d=4):
    e = a + b

    def inner():
        return e

    found = locals()
    found.pop("inner")
    return found


print(f(1), f.__globals__ is g, f.__code__.co_varnames, f.__code__.co_cellvars, f.__code__.co_argcount, f.__code__.co_kwonlyargcount, f.__code__.co_flags & 15)
exec("q = x + 1")
print(q)
space = {}
exec("a = 1\ndef f(): return a\nprint(f())", space)
space["a"] = 7
print(sorted(k for k in space if k[0] != "_"), space["f"]())
own = {}
exec("b = x + 1\nc = [b for _ in [1]] if False else b\nfor i in range(2): pass", g, own)
print(sorted(own), own["c"])


class Mapping(dict):
    def __missing__(self, key):
        return "<" + key + ">"


print(eval("x + q"), eval("a + 1", {"a": 4}), eval(" x"), eval("one + two", {}, Mapping()))


def h():
    v = 10
    return eval("v + 1"), sorted(dir()), [eval("v") for v in [3]]


print(h())


class C:
    a = 1
    print(sorted(k for k in locals() if k[0] != "_"))
    exec("added = a + 1")


print(C.added)
code = compile("1 + x", "name", "eval")
print(eval(code), eval(code, {"x": 10}), code.co_filename, code.co_name)
exec(compile("3 + 4", "name", "single"))
for bad in ("1 +", "return", "x ="):
    try:
        compile(bad, "name", "exec")
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset)
for attempt in (lambda: eval("undefined"), lambda: exec("a", 5), lambda: exec(5), lambda: eval("a", {}, 5), lambda: compile("a", "b", "c"), lambda: eval("x", {"__builtins__": {}}), lambda: eval("len", {"__builtins__": {}})):
    try:
        attempt()
    except Exception as e:
        print(type(e).__name__, e)


def deep(n):
    return sys._getframe(n)


def caller():
    here = 1
    return deep(1)


frame = caller()
print(frame.f_code.co_name, frame.f_globals is g, frame.f_back.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, deep(0).f_code is deep.__code__)
try:
    caller().missing
except AttributeError as e:
    tb = e.__traceback__
    print(tb.tb_frame.f_code.co_name, tb.tb_lineno > 0, tb.tb_next)
module = type(sys)("made", "words")
module.answer = 42
exec("def g(): return answer", module.__dict__)
print(module.__name__, module.__doc__, module.g(), module.g.__module__, sorted(k for k in dir(module) if k[0] != "_"))
module.__getattr__ = lambda name: name.upper()
print(module.other, hasattr(module, "third"))
print(f.__code__.replace(co_name="renamed").co_name, f.__code__.co_name)
# expect: 1 True False True True
# expect: True 2
# expect: 5
# expect: name 'z' is not defined
# expect: True 1
# expect: False 1
# expect: 3 3
# expect: {'a': 1, 'b': 3, 'd': 4, 'c': (), 'e': 4} True ('a', 'b', 'd', 'c', 'inner', 'found') ('e',) 2 1 7
# expect: 2
# expect: 1
# expect: ['a', 'f'] 7
# expect: ['b', 'c', 'i'] 2
# expect: 3 5 1 <one><two>
# expect: (11, ['v'], [3])
# expect: ['a']
# expect: 2
# expect: 2 11 name <module>
# expect: 7
# expect: invalid syntax 1 4
# expect: 'return' outside function 1 1
# expect: invalid syntax 1 4
# expect: NameError name 'undefined' is not defined
# expect: TypeError exec() globals must be a dict, not int
# expect: TypeError exec() arg 1 must be a string, bytes or code object
# expect: TypeError locals must be a mapping
# expect: ValueError compile() mode must be 'exec', 'eval' or 'single'
# expect: NameError name 'x' is not defined
# expect: NameError name 'len' is not defined
# expect: caller True <module> 2 True
# expect: <module> True None
# expect: made words 42 made ['answer', 'g']
# expect: OTHER True
# expect: renamed f
