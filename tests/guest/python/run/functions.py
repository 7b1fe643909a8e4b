# Parameters of every kind, closures, comprehensions, unpacking.
# functions
def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return (a, b, c, args, d, e, kw)
print(f(1, d=4))
print(f(1, 2, 3, 4, 5, d=6, e=7, z=8))
def g(*a, **k): return a, k
print(g(*[1,2], 3, *(4,), x=1, **{'y': 2}))
def tryit(fn, *a, **k):
    try:
        return fn(*a, **k)
    except Exception as e:
        return f"{type(e).__name__}: {e}"
print(tryit(f))
print(tryit(f, 1))
print(tryit(f, 1, b=2, d=3))
print(tryit(lambda x, y: 1, 1))
print(tryit(lambda x, y: 1, 1, 2, 3))
print(tryit(lambda x, y=1: 1, 1, 2, 3))
print(tryit(lambda x: 1, y=3))
print(tryit(lambda x: 1, 1, x=3))
# closures
def counter():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    return inc
c = counter(); c(); print(c(), c())
fs = [lambda i=i: i*i for i in range(4)]
print([h() for h in fs])
# comprehension
print({k: v for k, v in zip('abc', range(3))}, {x % 3 for x in range(10)}, list(x for x in range(5) if x % 2))
print([(i, j) for i in range(3) for j in range(i)])
# unpack
a, *b, (c, d) = 1, 2, 3, (4, 5)
print(a, b, c, d)
print(tryit(lambda: (lambda x, y: 0)(*[1])))
try:
    a, b = 1, 2, 3
except ValueError as e: print(e)
try:
    a, b, c = [1, 2]
except ValueError as e: print(e)
try:
    a, *b, c = [1]
except ValueError as e: print(e)
# expect: (1, 2, 3, (), 4, 5, {})
# expect: (1, 2, 3, (4, 5), 6, 7, {'z': 8})
# expect: ((1, 2, 3, 4), {'x': 1, 'y': 2})
# expect: TypeError: f() missing 1 required positional argument: 'a'
# expect: TypeError: f() missing 1 required keyword-only argument: 'd'
# expect: (1, 2, 3, (), 3, 5, {'b': 2})
# expect: TypeError: <lambda>() missing 1 required positional argument: 'y'
# expect: TypeError: <lambda>() takes 2 positional arguments but 3 were given
# expect: TypeError: <lambda>() takes from 1 to 2 positional arguments but 3 were given
# expect: TypeError: <lambda>() got an unexpected keyword argument 'y'
# expect: TypeError: <lambda>() got multiple values for argument 'x'
# expect: 2 3
# expect: [0, 1, 4, 9]
# expect: {'a': 0, 'b': 1, 'c': 2} {0, 1, 2} [1, 3]
# expect: [(1, 0), (2, 0), (2, 1)]
# expect: 1 [2, 3] 4 5
# expect: TypeError: <lambda>.<locals>.<lambda>() missing 1 required positional argument: 'y'
# expect: too many values to unpack (expected 2)
# expect: not enough values to unpack (expected 3, got 2)
# expect: not enough values to unpack (expected at least 2, got 1)
