# What programs seldom do, and must not break anything.
import posix


class A:
    pass


A.__call__ = A()
try:
    A()()
except RecursionError as error:
    print(type(error).__name__)  # expect: RecursionError

for bad in (lambda: object.__setattr__(A(), b'x', 1), lambda: object.__delattr__(A(), 1), lambda: object.__getattribute__(A(), 2.5),
            lambda: type.__setattr__(A, b'x', 5), lambda: A.__getattribute__(A(), None)):
    try:
        print(bad())
    except TypeError as error:
        print(error)
# expect: attribute name must be string, not 'bytes'
# expect: attribute name must be string, not 'int'
# expect: attribute name must be string, not 'float'
# expect: attribute name must be string, not 'bytes'
# expect: attribute name must be string, not 'NoneType'


def add(a, b, *rest, c=3):
    return a, b, rest, c


make = lambda x, y: (x, y)
add.__defaults__ = (1, 2)
make.__defaults__ = (5,)
print(add(), add(7), add(7, 8, 9, c=4), make(1), make(x=2), make(1, 2))
# expect: (1, 2, (), 3) (7, 2, (), 3) (7, 8, (9,), 4) (1, 5) (2, 5) (1, 2)
add.__defaults__ = None
try:
    add(1)
except TypeError as error:
    print(error)  # expect: add() missing 1 required positional argument: 'b'


class Slots:
    __slots__ = ('x', 'y', 'x', '__doc__')


one = Slots()
one.x, one.__doc__ = 1, 'mine'
print(one.x, one.__doc__)  # expect: 1 mine


class Described:
    pass


one = Described()
one.__doc__ = 'its own'
print(one.__doc__, Described.__doc__)  # expect: its own None

for bad in (lambda: posix.read('x', 1), lambda: posix.read(0, -1), lambda: posix.close(None), lambda: posix.lseek(0, 0, 'x')):
    try:
        bad()
    except (TypeError, OSError) as error:
        print(type(error).__name__)
# expect: TypeError
# expect: OSError
# expect: TypeError
# expect: TypeError
