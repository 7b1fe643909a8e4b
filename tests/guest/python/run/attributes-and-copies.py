# The dict of an object can be another; sets and ranges are copied and pickled whole; which of __new__ and __init__ keywords are for.


class C:
    pass


one = C()
given = {"x": 1}
one.__dict__ = given
one.y = 2
print(given, one.x, one.__dict__ is given)
two = C()
two.__dict__ = given
two.x = 5
print(one.x)
for bad in ([], None, 1):
    try:
        one.__dict__ = bad
    except TypeError as error:
        print(error)
del one.__dict__
print(one.__dict__, hasattr(one, "x"), two.x)


def again(value):
    make, arguments, *state = value.__reduce__()
    made = make(*arguments)
    if state and state[0] is not None:
        made.__dict__.update(state[0])
    return made


class Named(set):
    pass


named = Named([1])
named.label = "label"
print(again({1, 2}), again(frozenset("a")), again(named), again(named).label, again(range(1, 9, 2)), again(slice(1, 2)))
print({1} in {frozenset({1})}, type(named.copy()).__name__)
sets = {frozenset({1}), frozenset({2})}
sets.remove({1})
sets.discard({3})
print(sets)
try:
    sets.remove({7})
except KeyError as error:
    print(error)


class Listed(list):
    def __new__(cls, items, unit=None):
        made = super().__new__(cls, items)
        made.unit = unit
        return made


print(Listed([1, 2], unit="m"), Listed([1], unit="m").unit, int("5", base=8))
for bad in (lambda: int(x=1), lambda: int(b"1x", 10)):
    try:
        bad()
    except (TypeError, ValueError) as error:
        print(error)
letters = iter("ab")
list(letters)
print(list(letters), letters.__reduce__()[1], iter("").__reduce__()[1:], iter(b"").__reduce__()[1:], reversed([]).__reduce__()[1:])
memory = bytearray(b"a")
octets = iter(memory)
list(octets)
memory.append(1)
print(list(octets), octets.__length_hint__())

# expect: {'x': 1, 'y': 2} 1 True
# expect: 5
# expect: __dict__ must be set to a dictionary, not a 'list'
# expect: __dict__ must be set to a dictionary, not a 'NoneType'
# expect: __dict__ must be set to a dictionary, not a 'int'
# expect: {} False 5
# expect: {1, 2} frozenset({'a'}) Named({1}) label range(1, 9, 2) slice(1, 2, None)
# expect: True set
# expect: {frozenset({2})}
# expect: {7}
# expect: [1, 2] m 5
# expect: 'x' is an invalid keyword argument for int()
# expect: invalid literal for int() with base 10: b'1x'
# expect: [] ('',) (('',), 0) ((b'',), 0) (([],), -1)
# expect: [] 0
