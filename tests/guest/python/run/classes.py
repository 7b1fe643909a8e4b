# Classes: resolution order, metaclasses, descriptors, slots, operators, built-in bases.
class A:
    x = 1
    def __init__(self, a=0): self.a = a
    def m(self): return ("A.m", self.a)
    @property
    def p(self): return self.a * 2
    @p.setter
    def p(self, v): self.a = v
    @classmethod
    def c(cls): return cls.__name__
    @staticmethod
    def s(x): return x + 1
    def __eq__(self, o): return isinstance(o, A) and self.a == o.a
    def __hash__(self): return hash(self.a)
    def __lt__(self, o): return self.a < o.a
    def __repr__(self): return f"<A {self.a}>"
    def __len__(self): return self.a
    def __getitem__(self, k): return k
    def __contains__(self, k): return k == 3
    def __call__(self, *a, **k): return (a, k)
    def __bool__(self): return self.a != 0
    def __iter__(self): return iter([1, 2, 3])
class B(A):
    def m(self): return ("B.m", super().m())
class C(A):
    def m(self): return ("C.m", super().m())
class D(B, C): pass
d = D(3); print(d.m(), D.__mro__, d.p, D.c(), d.s(4))
d.p = 9; print(d.a, d, len(d), d[1:2], 3 in d, 4 in d, d(1, k=2), bool(A()), list(d), sorted([A(3), A(1)]), A(1) == A(1), A(1) != A(1), {A(1): 2}[A(1)])
print(isinstance(d, A), issubclass(D, B), type(d), d.__class__.__name__, A.x, d.__dict__)
try: d.nope
except AttributeError as e: print(e)
try: A.nope
except AttributeError as e: print(e)
try: A(1, 2, 3)
except TypeError as e: print(e)
class M(type):
    def __new__(m, n, b, ns, **kw):
        c = super().__new__(m, n, b, ns); c.tag = kw.get('tag'); return c
    def __init__(c, n, b, ns, **kw): super().__init__(n, b, ns)
    def __call__(c, *a):
        o = super().__call__(*a); o.made = True; return o
class X(metaclass=M, tag="t"): pass
print(X.tag, X().made, type(X))
class Base:
    subs = []
    def __init_subclass__(cls, /, name=None, **k): super().__init_subclass__(**k); Base.subs.append((cls.__name__, name))
class S1(Base, name="one"): pass
class S2(Base): pass
print(Base.subs)
class Desc:
    def __set_name__(self, o, n): self.n = "_" + n
    def __get__(self, i, o): return self if i is None else getattr(i, self.n, "unset")
    def __set__(self, i, v): setattr(i, self.n, v * 2)
class HD:
    f = Desc()
h = HD(); print(h.f); h.f = 4; print(h.f, h.__dict__)
class SL:
    __slots__ = ("a", "b")
s = SL(); s.a = 1; print(s.a)
try: s.c = 1
except AttributeError as e: print(e)
try: s.b
except AttributeError as e: print(e)
class GA:
    def __getattr__(self, n): return "ga " + n
    def __setattr__(self, n, v): object.__setattr__(self, n, v + 1)
g = GA(); print(g.foo); g.z = 1; print(g.z)
class Vec:
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, o): return Vec(self.x + o.x, self.y + o.y) if isinstance(o, Vec) else NotImplemented
    def __radd__(self, o): return ("radd", o)
    def __iadd__(self, o): self.x += 100; return self
    def __mul__(self, k): return Vec(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __neg__(self): return Vec(-self.x, -self.y)
    def __repr__(self): return f"Vec({self.x}, {self.y})"
    def __format__(self, s): return "fmt:" + s
    def __index__(self): return 3
v = Vec(1, 2); print(v + v, 1 + v, 3 * v, -v, f"{v:abc}", [1,2,3,4][v], hex(v))
v += 1; print(v)
try: v + 1
except TypeError as e: print(e)
try: 1 - v
except TypeError as e: print(e)
class L(list):
    def total(self): return sum(self)
l = L([1, 2, 3]); l.append(4); print(l, l.total(), l[1:], len(l), type(l).__name__, l == [1,2,3,4], isinstance(l, list))
class I(int):
    def __add__(self, o): return I(int(self) + o + 1000)
i = I(5); print(i + 1, i * 2, i, repr(i), int(i), i == 5, {5: 'x'}[i])
class St(str):
    def shout(self): return self.upper() + "!"
print(St("abc").shout(), St("x") + "y", len(St("abc")))
class E(Exception):
    def __init__(self, code): super().__init__(f"code {code}"); self.code = code
try: raise E(5)
except E as e: print(e, e.code, e.args, repr(e))
class DD(dict):
    def __missing__(self, k): self[k] = v = k * 2; return v
dd = DD(); print(dd[4], dd)
# expect: ('B.m', ('C.m', ('A.m', 3))) (<class '__main__.D'>, <class '__main__.B'>, <class '__main__.C'>, <class '__main__.A'>, <class 'object'>) 6 D 5
# expect: 9 <A 9> 9 slice(1, 2, None) True False ((1,), {'k': 2}) False [1, 2, 3] [<A 1>, <A 3>] True False 2
# expect: True True <class '__main__.D'> D 1 {'a': 9}
# expect: 'D' object has no attribute 'nope'
# expect: type object 'A' has no attribute 'nope'
# expect: A.__init__() takes from 1 to 2 positional arguments but 4 were given
# expect: t True <class '__main__.M'>
# expect: [('S1', 'one'), ('S2', None)]
# expect: unset
# expect: 8 {'_f': 8}
# expect: 1
# expect: 'SL' object has no attribute 'c'
# expect: 'SL' object has no attribute 'b'
# expect: ga foo
# expect: 2
# expect: Vec(2, 4) ('radd', 1) Vec(3, 6) Vec(-1, -2) fmt:abc 4 0x3
# expect: Vec(101, 2)
# expect: unsupported operand type(s) for +: 'Vec' and 'int'
# expect: unsupported operand type(s) for -: 'int' and 'Vec'
# expect: [1, 2, 3, 4] 10 [2, 3, 4] 4 L True True
# expect: 1006 10 5 5 5 True x
# expect: ABC! xy 3
# expect: code 5 5 ('code 5',) E('code 5')
# expect: 8 {4: 8}
