# What __reduce__ of iterators says makes them again as they are, and __setstate__ and __length_hint__ of them.
class Items:
    def __getitem__(self, index):
        if index > 3:
            raise IndexError
        return index * 10

    def __len__(self):
        return 4


def again(iterator):
    make, arguments, *state = iterator.__reduce__()
    made = make(*arguments)
    if state and state[0] is not None:
        made.__setstate__(state[0])
    return made


steps = iter(range(10, 13))
for iterator in (iter([1, 2, 3]), iter((1, 2, 3)), iter("abc"), iter(b"abc"), iter(range(1, 9, 3)), iter(range(10 ** 30, 10 ** 30 + 3)), iter({1: 2, 3: 4}),
                 iter({1: 2, 3: 4}.values()), iter({1: 2, 3: 4}.items()), iter({7}), reversed([1, 2, 3]), reversed(Items()), iter(Items()), iter(lambda: next(steps), 12)):
    next(iterator)
    hint = getattr(iterator, "__length_hint__", lambda: None)()
    print(hint if type(hint) is int and type(iterator) is not type(iter(Items())) else "-", list(again(iterator)), list(iterator))
for iterator in (iter([1]), iter((1,)), iter("a"), iter({1: 2}), iter({1}), reversed([1]), iter(Items())):
    list(iterator)
    print(list(again(iterator)))
for iterator in (enumerate("ab", 5), zip("ab", [1, 2]), zip("ab", [1], strict=True), map(str.upper, "ab"), filter(None, [0, 1, 2])):
    next(iterator)
    made = again(iterator)
    try:
        print(type(made).__name__, next(made))
    except ValueError as error:
        print(error)
iterator = iter([1, 2, 3])
iterator.__setstate__(-5)
print(next(iterator))
iterator.__setstate__(7)
print(list(iterator))
numbers = iter(range(5))
numbers.__setstate__(3)
print(list(numbers), len.__reduce__(), "".join.__reduce__()[1], [].append.__reduce__()[1])


# A special method may be any descriptor.
class Descriptor:
    def __init__(self, function):
        self.function = function

    def __get__(self, instance, owner):
        return lambda *arguments: self.function(instance, *arguments)


class Odd:
    __len__ = Descriptor(lambda self: 3)
    __getitem__ = Descriptor(lambda self, key: key)
    __add__ = Descriptor(lambda self, other: ("add", other))
    __eq__ = Descriptor(lambda self, other: True)
    __bool__ = staticmethod(lambda: False)
    __index__ = Descriptor(lambda self: 5)
    __enter__ = Descriptor(lambda self: "in")
    __exit__ = Descriptor(lambda self, *rest: print("out"))
    __repr__ = Descriptor(lambda self: "odd")


odd = Odd()
print(len(odd), odd[7], odd + 1, odd == 2, bool(odd), hex(odd), repr(odd), [9] * odd)
with odd as inside:
    print(inside)


class Named(float):
    def __init__(self, text, unit=None):
        self.unit = unit


print(Named("1.5", unit="m").unit, float(b" 2.5 "), int(memoryview(b"12")), type("Made", (), {}).__module__)
for bad in (lambda: float(b"x"), lambda: int(b"x"), lambda: float(x=1)):
    try:
        bad()
    except (TypeError, ValueError) as error:
        print(error)

# expect: 2 [2, 3] [2, 3]
# expect: 2 [2, 3] [2, 3]
# expect: 2 ['b', 'c'] ['b', 'c']
# expect: 2 [98, 99] [98, 99]
# expect: 2 [4, 7] [4, 7]
# expect: 2 [1000000000000000000000000000001, 1000000000000000000000000000002] [1000000000000000000000000000001, 1000000000000000000000000000002]
# expect: 1 [3] [3]
# expect: 1 [4] [4]
# expect: 1 [(3, 4)] [(3, 4)]
# expect: 0 [] []
# expect: 2 [2, 1] [2, 1]
# expect: 3 [20, 10, 0] [20, 10, 0]
# expect: - [10, 20, 30] [10, 20, 30]
# expect: - [11] []
# expect: []
# expect: []
# expect: []
# expect: []
# expect: []
# expect: []
# expect: []
# expect: enumerate (6, 'b')
# expect: zip ('b', 2)
# expect: zip() argument 2 is shorter than argument 1
# expect: map B
# expect: filter 2
# expect: 1
# expect: []
# expect: [3, 4] len ('', 'join') ([], 'append')
# expect: 3 7 ('add', 1) True False 0x5 odd [9, 9, 9, 9, 9]
# expect: in
# expect: out
# expect: m 2.5 12 __main__
# expect: could not convert string to float: b'x'
# expect: invalid literal for int() with base 10: b'x'
# expect: float() takes no keyword arguments
