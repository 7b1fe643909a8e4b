# The format mini-language, str.format, % formatting.
print(f"{3.14159:.2f} {42:>6} {42:<6}| {42:^6}| {42:06d} {255:x} {255:#X} {1234567:,} {0.5:%} {'a':*^5} {1e10:g} {True:d}")
width = 8
print(f"{'x':>{width}} {2 ** 10:{width}d} {[1, 2]!s:>10}")
print("{} {1} {0}".format("a", "b") if False else "{1} {0} {k} {k[0]} {o.real}".format("a", "b", k="kw", o=5))
print("{:>5}|{:<5}|{!r}".format("a", "b", "c"))
print("%s %d %5.2f %x %r %% %-5s| %05d %c %(a)s" % ("s",) if False else "%s %d %5.2f %x %r %% %-5s| %05d %c" % ("s", 3, 2.5, 255, "r", "l", 42, "z"))
print("%(a)s-%(b)03d" % {"a": 1, "b": 2})
print(format(1234.5, ",.1f"), format("x", ">3"), repr("it's \n \x00 \u20ac"), ascii("\u20ac"), str(1e16), 0.1 + 0.2, 1e-7, float("inf"), -0.0)
for bad in (lambda: "%d" % "x", lambda: "%s %s" % (1,), lambda: "%s" % (1, 2), lambda: f"{'a':d}", lambda: "{}".format(), lambda: "{} {0}".format(1), lambda: f"{3:q}"):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
print(int("ff", 16), int("-12"), int(3.9), float("1.5e3"), int("0b101", 0), (255).to_bytes(2, "big"), int.from_bytes(b"\x01\x00", "big"), (0.75).as_integer_ratio(), (10).bit_length())
for bad in (lambda: int("x"), lambda: float("y"), lambda: int(None), lambda: [1][5], lambda: {}["k"], lambda: "a" + 1, lambda: 1 + "a", lambda: [] + (), lambda: len(5), lambda: 5(), lambda: None.x, lambda: 5[0], lambda: {}[[]], lambda: {[]}, lambda: sorted([1, "a"]), lambda: iter(5), lambda: next(5), lambda: abs("x"), lambda: -"x", lambda: 1 < "a", lambda: int("9" * 5000) and 0, lambda: chr(-1), lambda: ord("ab"), lambda: "a" * 2.5, lambda: [].pop(), lambda: [1].index(2), lambda: {1}.remove(2), lambda: "x".index("y"), lambda: max([]), lambda: range(1, 2, 0), lambda: round("x"), lambda: isinstance(1, 2), lambda: print(1, foo=2), lambda: len(), lambda: len(1, 2), lambda: "a".join([1]), lambda: 2 ** 0.5 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 1 // 0):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
# expect: 3.14     42 42    |   42  | 000042 ff 0XFF 1,234,567 50.000000% **a** 1e+10 1
# expect:        x     1024     [1, 2]
# expect: b a kw k 5
# expect:     a|b    |'c'
# expect: s 3  2.50 ff 'r' % l    | 00042 z
# expect: 1-002
# expect: 1,234.5   x "it's \n \x00 €" '\u20ac' 1e+16 0.30000000000000004 1e-07 inf -0.0
# expect: TypeError %d format: a real number is required, not str
# expect: TypeError not enough arguments for format string
# expect: TypeError not all arguments converted during string formatting
# expect: ValueError Unknown format code 'd' for object of type 'str'
# expect: IndexError Replacement index 0 out of range for positional args tuple
# expect: ValueError cannot switch from automatic field numbering to manual field specification
# expect: ValueError Unknown format code 'q' for object of type 'int'
# expect: 255 -12 3 1500.0 5 b'\x00\xff' 256 (3, 4) 4
# expect: ValueError invalid literal for int() with base 10: 'x'
# expect: ValueError could not convert string to float: 'y'
# expect: TypeError int() argument must be a string, a bytes-like object or a real number, not 'NoneType'
# expect: IndexError list index out of range
# expect: KeyError 'k'
# expect: TypeError can only concatenate str (not "int") to str
# expect: TypeError unsupported operand type(s) for +: 'int' and 'str'
# expect: TypeError can only concatenate list (not "tuple") to list
# expect: TypeError object of type 'int' has no len()
# expect: TypeError 'int' object is not callable
# expect: AttributeError 'NoneType' object has no attribute 'x'
# expect: TypeError 'int' object is not subscriptable
# expect: TypeError unhashable type: 'list'
# expect: TypeError unhashable type: 'list'
# expect: TypeError '<' not supported between instances of 'str' and 'int'
# expect: TypeError 'int' object is not iterable
# expect: TypeError 'int' object is not an iterator
# expect: TypeError bad operand type for abs(): 'str'
# expect: TypeError bad operand type for unary -: 'str'
# expect: TypeError '<' not supported between instances of 'int' and 'str'
# expect: ValueError Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits; use sys.set_int_max_str_digits() to increase the limit
# expect: ValueError chr() arg not in range(0x110000)
# expect: TypeError ord() expected a character, but string of length 2 found
# expect: TypeError can't multiply sequence by non-int of type 'float'
# expect: IndexError pop from empty list
# expect: ValueError 2 is not in list
# expect: KeyError 2
# expect: ValueError substring not found
# expect: ValueError max() arg is an empty sequence
# expect: ValueError range() arg 3 must not be zero
# expect: TypeError type str doesn't define __round__ method
# expect: TypeError isinstance() arg 2 must be a type, a tuple of types, or a union
# expect: TypeError 'foo' is an invalid keyword argument for print()
# expect: TypeError len() takes exactly one argument (0 given)
# expect: TypeError len() takes exactly one argument (2 given)
# expect: TypeError sequence item 0: expected str instance, int found
# expect: ZeroDivisionError float floor division by zero
# expect: ZeroDivisionError integer modulo by zero
# expect: ZeroDivisionError float division by zero
# expect: ZeroDivisionError integer division or modulo by zero
