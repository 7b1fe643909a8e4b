# Loops, try in every shape, with, del, augmented assignment, slices, decorators, match.
def tryit(fn, *a, **k):
    try:
        return fn(*a, **k)
    except Exception as e:
        return f"{type(e).__name__}: {e}"
# loops
for i in range(3):
    if i == 5: break
else:
    print("else")
while True:
    break
else:
    print("no")
n = 0
while n < 3:
    n += 1
    if n == 2: continue
    print(n)
# try
def t(k):
    try:
        if k == 0: return "ret"
        if k == 1: raise ValueError("v")
        if k == 2: 1/0
        return "end"
    except ValueError as e:
        return "VE " + str(e)
    else:
        return "else"
    finally:
        print("fin", k)
for k in range(4):
    try: print(t(k))
    except ZeroDivisionError as e: print("zde", e)
def nest():
    for i in range(3):
        try:
            try:
                if i == 1: continue
                print("i", i)
            finally:
                print("f", i)
        finally:
            print("g", i)
    return "done"
print(nest())
def fin():
    try:
        return 1
    finally:
        return 2
print(fin())
try:
    try:
        1/0
    except ZeroDivisionError as e:
        raise KeyError("k") from e
except KeyError as e:
    print(repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
# with
class CM:
    def __init__(s, n, sup=False): s.n, s.sup = n, sup
    def __enter__(s): print("enter", s.n); return s
    def __exit__(s, t, v, tb): print("exit", s.n, t.__name__ if t else None, v); return s.sup
with CM(1) as x, CM(2):
    print("body", x.n)
with CM(3, True):
    raise ValueError("hidden")
def w():
    with CM(4):
        return "r"
print(w())
for i in range(2):
    with CM(5):
        continue
try:
    with CM(6): raise KeyError(1)
except KeyError as e: print("out", e)
# del, global
x = 1
def sg():
    global x
    x = 5
sg(); print(x)
del x
try: x
except NameError as e: print(e)
def ul():
    print(q)
    q = 1
print(tryit(ul))
def ul2():
    q = 1
    del q
    return q
print(tryit(ul2))
# walrus, ternary, bool ops
print((y := 5) + y, y if y > 3 else 0, 0 or [] or "x", 1 and 2, not 3, 1 < 2 < 3, 1 < 3 < 2)
if (m := 3) and m > 2: print(m)
# f-strings
v = "abc"; print(f"{v} {v!r} {1+1} {{}} {'q'}")
print(f"{v=}", f"{3.0}")
# aug
l = [1]; l2 = l; l += [2]; print(l2); l *= 2; print(l2)
d = {}; d['a'] = 1; d['a'] += 5; print(d)
s = "a"; s += "b"; s *= 2; print(s)
i = 7; i //= 2; i **= 3; i -= 1; i <<= 2; i |= 1; i ^= 3; i &= 0xff; i %= 50; print(i)
# slices
l = list(range(10)); print(l[2:5], l[::-1], l[-3:], l[1:8:3]); l[2:4] = [9, 9, 9]; print(l); del l[::2]; print(l)
print("hello"[1:3], (1,2,3)[:2], "abc"[::-1])
# decorators
def deco(fn):
    def w(*a): return ("deco", fn(*a))
    return w
def deco2(n):
    def d(fn):
        return lambda *a: (n, fn(*a))
    return d
@deco
@deco2(7)
def h(x): return x
print(h(3))
assert True
try: assert 1 == 2, "msg"
except AssertionError as e: print("AE", e)
# match
def mt(x):
    match x:
        case 0: return "zero"
        case 1 | 2: return "12"
        case [a, b]: return ("seq", a, b)
        case [a, *r]: return ("star", a, r)
        case {"k": v, **rest}: return ("map", v, rest)
        case str() as s: return ("str", s)
        case None: return "none"
        case int(n) if n > 100: return "big"
        case _: return "other"
for q in (0, 2, [1,2], (1,2,3), {"k": 1, "z": 2}, "s", None, 500, 50): print(mt(q))
# expect: else
# expect: 1
# expect: 3
# expect: fin 0
# expect: ret
# expect: fin 1
# expect: VE v
# expect: fin 2
# expect: zde division by zero
# expect: fin 3
# expect: end
# expect: i 0
# expect: f 0
# expect: g 0
# expect: f 1
# expect: g 1
# expect: i 2
# expect: f 2
# expect: g 2
# expect: done
# expect: 2
# expect: KeyError('k') ZeroDivisionError('division by zero') ZeroDivisionError('division by zero') True
# expect: enter 1
# expect: enter 2
# expect: body 1
# expect: exit 2 None None
# expect: exit 1 None None
# expect: enter 3
# expect: exit 3 ValueError hidden
# expect: enter 4
# expect: exit 4 None None
# expect: r
# expect: enter 5
# expect: exit 5 None None
# expect: enter 5
# expect: exit 5 None None
# expect: enter 6
# expect: exit 6 KeyError 1
# expect: out 1
# expect: 5
# expect: name 'x' is not defined
# expect: UnboundLocalError: cannot access local variable 'q' where it is not associated with a value
# expect: UnboundLocalError: cannot access local variable 'q' where it is not associated with a value
# expect: 10 5 x 2 False True False
# expect: 3
# expect: abc 'abc' 2 {} q
# expect: v='abc' 3.0
# expect: [1, 2]
# expect: [1, 2, 1, 2]
# expect: {'a': 6}
# expect: abab
# expect: 6
# expect: [2, 3, 4] [9, 8, 7, 6, 5, 4, 3, 2, 1, 0] [7, 8, 9] [1, 4, 7]
# expect: [0, 1, 9, 9, 9, 4, 5, 6, 7, 8, 9]
# expect: [1, 9, 4, 6, 8]
# expect: el (1, 2) cba
# expect: ('deco', (7, 3))
# expect: AE msg
# expect: zero
# expect: 12
# expect: ('seq', 1, 2)
# expect: ('star', 1, [2, 3])
# expect: ('map', 1, {'z': 2})
# expect: ('str', 's')
# expect: none
# expect: big
# expect: other
