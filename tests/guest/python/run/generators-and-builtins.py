# Generators, iterators, built-in functions, operators of numbers.
def gen(n):
    for i in range(n):
        r = yield i
        if r: print("got", r)
    return "end"
g = gen(3); print(next(g), g.send("hi"), list(g))
def outer():
    r = yield from gen(2)
    print("r", r)
print(list(outer()))
def gx():
    try:
        yield 1
        yield 2
    except ValueError as e:
        print("caught", e); yield 99
    finally:
        print("cleanup")
g = gx(); next(g); print(g.throw(ValueError("boom")));
try: next(g)
except StopIteration as e: print("stop", e.value)
g = gx(); next(g); g.close()
g = gen(1); next(g)
try: next(g)
except StopIteration as e: print("value", e.value)
print(sum(x * x for x in range(10)), max([3, 1, 2]), min(3, 1, key=lambda x: -x), any([0, 1]), all([]), sorted("hello", reverse=True), list(map(lambda a, b: a + b, [1, 2], [3, 4])), list(filter(None, [0, 1, 2])), list(enumerate("ab", 1)), list(reversed([1, 2, 3])), divmod(7, -2), pow(2, 10, 1000), round(2.5), round(2.567, 2), abs(-3), chr(97), ord('a'), hex(255), bin(5), callable(len))
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
print(list(It()), [x for x in It()], tuple(It()), sum(It()), 2 in It())
a, b, c = It(); print(a, b, c)
print(dict(a=1, b=2), dict([(1, 2)]), list({1: 2}.items()), {**{1: 2}, 3: 4}, [*range(3), *"ab"])
print(type(1), type("") , type(None), type(print), type(len.__class__), type(lambda: 0), int, Exception)
print(getattr(5, "real"), hasattr(5, "foo"), getattr(5, "foo", "dflt"))
o = object(); print(o == o, o != o, isinstance(o, object))
print(10 // 3, -10 // 3, 10 % -3, -10 % 3, 7 / 2, 2 ** 100, 2 ** -1, 1e308 * 10, 5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 70, (1 << 70) >> 68, 3.7 // 1, -3.7 % 2, True + True)
print(1 == 1.0, hash(1) == hash(1.0), [1, 2] < [1, 3], (1, 2) == (1, 2), "a" < "b", 1 != 2, None is None)
class P:
    def __init__(self): self.__priv = 1
    def get(self): return self.__priv
print(P().get(), P().__dict__)
print([].__class__, "x".join(["a", "b"]), "a,b".split(","), "abc".upper(), " x ".strip(), "abc".find("c"), "a-b".replace("-", "+"))
import math
print(math.pi, math.sqrt(16), math.floor(2.7), math.factorial(20))
# expect: got hi
# expect: 0 1 [2]
# expect: r end
# expect: [0, 1]
# expect: caught boom
# expect: 99
# expect: cleanup
# expect: stop None
# expect: cleanup
# expect: value end
# expect: 285 3 3 True True ['o', 'l', 'l', 'h', 'e'] [4, 6] [1, 2] [(1, 'a'), (2, 'b')] [3, 2, 1] (-4, -1) 24 2 2.57 3 a 97 0xff 0b101 True
# expect: [1, 2, 3] [1, 2, 3] (1, 2, 3) 6 True
# expect: 1 2 3
# expect: {'a': 1, 'b': 2} {1: 2} [(1, 2)] {1: 2, 3: 4} [0, 1, 2, 'a', 'b']
# expect: <class 'int'> <class 'str'> <class 'NoneType'> <class 'builtin_function_or_method'> <class 'type'> <class 'function'> <class 'int'> <class 'Exception'>
# expect: 5 False dflt
# expect: True False True
# expect: 3 -4 -2 2 3.5 1267650600228229401496703205376 0.5 inf 1 7 6 -6 1180591620717411303424 4 3.0 0.2999999999999998 2
# expect: True True True True True True True
# expect: 1 {'_P__priv': 1}
# expect: <class 'list'> axb ['a', 'b'] ABC x 2 a+b
# expect: 3.141592653589793 4.0 2 2432902008176640000
