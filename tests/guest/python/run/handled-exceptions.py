# What sys.exc_info() and __context__ are inside of handlers, behind them, in generators, and where built-in functions catch.
import sys


def now():
    return sys.exc_info()[1]


def chain(error):
    names = []
    while error is not None:
        names.append(type(error).__name__)
        error = error.__context__
    return names


class Quiet:
    def __getattr__(self, name):
        try:
            {}[name]
        except KeyError:
            raise AttributeError(name)


print(hasattr(Quiet(), "x"), getattr(Quiet(), "y", 1), now())
try:
    raise ValueError
except ValueError:
    print(hasattr(Quiet(), "x"), repr(now()))
    try:
        raise TypeError
    except TypeError as error:
        print(chain(error))
    print(repr(now()))
print(now())


def count():
    try:
        yield repr(now())
        raise KeyError
    except KeyError:
        yield repr(now())
        yield chain(now())
    yield repr(now())


steps = count()
print(next(steps))
try:
    raise IndexError
except IndexError:
    print(next(steps), repr(now()))
print(now())
try:
    raise OSError
except OSError:
    print(next(steps), repr(now()))
    print(next(steps))


def throws():
    try:
        yield
    except ValueError:
        raise KeyError


steps = throws()
next(steps)
try:
    raise TypeError
except TypeError:
    try:
        steps.throw(ValueError)
    except KeyError as error:
        print(chain(error))


def saved_elsewhere():
    try:
        yield 1
    finally:
        print(repr(now()))


steps = saved_elsewhere()
try:
    raise ValueError
except ValueError:
    next(steps)
steps.close()
print(now())


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        print(repr(now()), error is now())
        return True


def handed():
    with Manager():
        yield 1
        raise ValueError(1)
    yield repr(now())


print(list(handed()))


def deep(n):
    try:
        if n == 0:
            raise ValueError
        deep(n - 1)
    except (ValueError, KeyError):
        if n % 2:
            raise KeyError
        raise


try:
    deep(3)
except KeyError as error:
    print(chain(error))
print(now())


# A function gets other code; more variables than there are registers; the limit of digits.
def one(a, b=2):
    return a + b


def other(a, b=3, *rest):
    return a * b, rest


print(one(1))
one.__code__ = other.__code__
print(one(5), one(5, 6, 7), one.__name__, one.__code__ is other.__code__)
names = {}
exec("def many():\n" + "".join(f"    v{i} = {i}\n" for i in range(400)) + "    del v399\n    return v0 + v398 + sum(locals().values())", names)
print(names["many"]())
sys.set_int_max_str_digits(0)
print(len(str(10 ** 5000)), int("1" + "0" * 5000) == 10 ** 5000)
sys.set_int_max_str_digits(640)
try:
    str(10 ** 700)
except ValueError as error:
    print(error)

# expect: False 1 None
# expect: False ValueError()
# expect: ['TypeError', 'ValueError']
# expect: ValueError()
# expect: None
# expect: None
# expect: KeyError() IndexError()
# expect: None
# expect: ['KeyError', 'IndexError'] OSError()
# expect: OSError()
# expect: ['KeyError', 'ValueError']
# expect: GeneratorExit()
# expect: None
# expect: ValueError(1) True
# expect: [1, 'None']
# expect: ['KeyError', 'KeyError', 'ValueError']
# expect: None
# expect: 3
# expect: (10, ()) (30, (7,)) one True
# expect: 79799
# expect: 5001 True
# expect: Exceeds the limit (640 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit
