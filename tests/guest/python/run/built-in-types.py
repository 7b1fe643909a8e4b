# complex, bytes, bytearray, memoryview, types with arguments, unions, codecs, and what methods refuse.
def attempt(*calls):
    for call in calls:
        try:
            print(repr(call()))
        except Exception as e:
            print(type(e).__name__, e)


z = 3 + 4j
print(z, -z, abs(z), z.conjugate(), z.real, z.imag, z * z, z / 2, 2 / z, z ** 2, z ** 0.5, 1j ** 2, z == 3 + 4j, hash(3 + 0j) == hash(3), bool(0j), 3 + 0j == 3, {1: "a"}[1 + 0j])
print(complex("1+2j"), complex(1, 2), complex(1j, 2j), complex("nan"), complex(), complex(-0.0, -0.0), (-8) ** (1 / 3), format(z, ".2f"), f"{z:>12}", repr(complex(float("inf"), -1)))
attempt(lambda: complex("x"), lambda: complex([]), lambda: complex("1", 2), lambda: complex(1, "2"), lambda: 1j < 2, lambda: 1j // 2, lambda: 1j / 0, lambda: 0j ** -1, lambda: int(1j), lambda: z % 2)


class C(complex):
    pass


print(C(1, 2) + 1, type(C(1, 2) + 1).__name__, isinstance(C(1), complex))
b = b"Hello World, hello"
print(b.upper(), b.lower(), b.title(), b.swapcase(), b.capitalize(), b.split(), b.split(b","), b.rsplit(b"l", 1), b.partition(b"o"), b.rpartition(b"o"), b.find(b"hello"), b.find(111), b.count(b"l"), b.replace(b"l", b"LL", 2))
print(b.startswith(b"He"), b.endswith((b"x", b"lo")), b.strip(b"Ho"), b"  a ".strip(), b"a".center(5, b"*"), b"a".ljust(3), b"7".zfill(3), b"-7".zfill(4), b"a\tb".expandtabs(4), b.hex(), b.hex("-", 4), bytes.fromhex("00 fF"), b"ab".translate(bytes.maketrans(b"a", b"z"), b"b"), b"a\nb\r\nc".splitlines(True))
print(b"a" in b, 72 in b, b[1], b[1:4], b[::-1], b + b"!", b * 2, b"%s|%5d|%c|%a|%b" % (b"x", 5, 65, "é", b"y"), b"".join([b"a", bytearray(b"b"), memoryview(b"c")]), b"abc".removeprefix(b"a"), b"abc".isalpha(), b"12".isdigit(), bytes([1, 2]), bytes(3), bytes("é", "utf-8"), list(b"ab"), b"\x00'\"", b'"', b"'")
attempt(lambda: b"a" + "b", lambda: b"abc".find("a"), lambda: bytes([256]), lambda: bytes("x"), lambda: b"a".index(b"x"), lambda: bytes.fromhex("0g"), lambda: b"a"[5], lambda: b"%d" % "x", lambda: b",".join(["a"]), lambda: b"a".split(""), lambda: bytes(-1), lambda: bytes(1.5), lambda: b"a".center(3, b"xx"), lambda: b"a" % 1)
a = bytearray(b"abc")
a.append(100)
a += b"ef"
a.extend([103, 104])
a.insert(0, 90)
a[1:3] = b"XYZ"
del a[-1]
del a[::2]
print(a, a.pop(), a.pop(0), len(a), a.copy(), a == bytes(a))
a.reverse()
a.remove(ord("c") if b"c" in a else a[0])
print(a, a * 2, bytearray(b"x").join([b"1", b"2"]), bytearray("a", "ascii"), a.upper())
a.clear()
for i in range(300):
    a.append(i & 255)
print(len(a), a[299], sum(a))
attempt(lambda: a.append(256), lambda: a.append("x"), lambda: a.remove(999), lambda: bytearray().pop(), lambda: a.__setitem__(0, 300), lambda: hash(a), lambda: a.__setitem__(slice(0, 4, 2), b"123"))
m = memoryview(bytearray(b"abcdefgh"))
print(m[0], m[1:3].tobytes(), m[::2].tolist(), m.format, m.itemsize, m.nbytes, m.shape, m.strides, m.readonly, len(m), m == b"abcdefgh", m[::-1].tobytes(), m.contiguous, m[::2].contiguous)
m[0] = 122
m[2:4] = b"!!"
print(bytes(m), m.obj, m.cast("I").tolist(), m.cast("B", (2, 4)).tolist(), m.cast("h").format, m.toreadonly().readonly, m.hex(), list(m))
with memoryview(b"xy") as v:
    print(v.tolist(), hash(v) == hash(b"xy"))
attempt(lambda: v[0], lambda: memoryview(5), lambda: m[100], lambda: memoryview(b"a").__setitem__(0, 1), lambda: m.__setitem__(0, 300), lambda: m.__setitem__(0, "x"), lambda: m.__setitem__(slice(0, 2), b"abc"), lambda: m.obj.append(1), lambda: m.cast("Z"))
print(list[int], dict[str, list[int]], int | None | str, isinstance(3, int | str), issubclass(bool, int | str), tuple[int, ...], type[int], list[int] == list[int], hash(list[int]) == hash(list[int]), list[int].__args__, list[int].__origin__, (int | str) == (str | int), list[int]([1]), (int | None).__args__)


class L(list[int]):
    pass


print(L.__mro__, L.__orig_bases__, L.__bases__)
attempt(lambda: list[int][str], lambda: isinstance([], list[int]), lambda: int | 5, lambda: issubclass(list, list[int]))
print("é€😀".encode(), "é".encode("latin-1"), "aé".encode("ascii", "replace"), "aé".encode("ascii", "xmlcharrefreplace"), "aé".encode("ascii", "backslashreplace"), "é".encode("utf-16-le"), "a".encode("utf-32"), b"\xff\xfea\x00".decode("utf-16"), b"a\xffb".decode("utf-8", "replace"), ascii(b"a\xffb".decode("ascii", "surrogateescape")), "a\udcffb".encode("utf-8", "surrogateescape"), b"\\u00e9\\n".decode("unicode_escape"), "é\n".encode("unicode_escape"), str(b"abc", "ascii"), b"\x80".decode("cp1252"))
attempt(lambda: "é".encode("ascii"), lambda: b"a\xff".decode(), lambda: "a".encode("ascii", "nohandler"), lambda: "é".encode("ascii", "nohandler"), lambda: "\ud800".encode(), lambda: b"\xe2\x82".decode(), lambda: str(5, "ascii"))
try:
    b"ab\xffc".decode("ascii")
except UnicodeDecodeError as e:
    print(e.encoding, e.object, e.start, e.end, e.reason, e.args)
    e.start = 1
    print(e.start, str(e))
import _codecs
_codecs.register_error("mine", lambda e: ("<%d>" % ord(e.object[e.start]), e.end))
print("aéb".encode("ascii", "mine"), _codecs.lookup_error("ignore")(UnicodeEncodeError("ascii", "aé", 1, 2, "r")), _codecs.utf_8_decode(b"a\xe2\x82", "strict", False))
attempt(lambda: list.append(5, 1), lambda: str.upper(5), lambda: int.__add__("a", 1), lambda: [].append(), lambda: "".join(1, 2), lambda: dict.fromkeys(), lambda: int.__new__(), lambda: object.__new__(5), lambda: {}.keys().x)


class P(property):
    pass


class Q:
    @P
    def p(self):
        return 1

    __slots__ = ("s",)


print(Q().p, isinstance(Q.__dict__["p"], property), type(Q.__dict__).__name__, "p" in Q.__dict__, len([1 for k in Q.__dict__ if k == "s"]), Q.__flags__ & 512 != 0, int.__itemsize__, (1).__getnewargs__(), "a".__getnewargs__(), ValueError(1).__reduce__())

# expect: (3+4j) (-3-4j) 5.0 (3-4j) 3.0 4.0 (-7+24j) (1.5+2j) (0.24-0.32j) (-7+24j) (2+1j) (-1+0j) True True False True a
# expect: (1+2j) (1+2j) (-2+1j) (nan+0j) 0j (-0-0j) (1.0000000000000002+1.7320508075688772j) 3.00+4.00j       (3+4j) (inf-1j)
# expect: ValueError complex() arg is a malformed string
# expect: TypeError complex() first argument must be a string or a number, not 'list'
# expect: TypeError complex() can't take second arg if first is a string
# expect: TypeError complex() second arg can't be a string
# expect: TypeError '<' not supported between instances of 'complex' and 'int'
# expect: TypeError unsupported operand type(s) for //: 'complex' and 'int'
# expect: ZeroDivisionError complex division by zero
# expect: ZeroDivisionError 0.0 to a negative or complex power
# expect: TypeError int() argument must be a string, a bytes-like object or a real number, not 'complex'
# expect: TypeError unsupported operand type(s) for %: 'complex' and 'int'
# expect: (2+2j) complex True
# expect: b'HELLO WORLD, HELLO' b'hello world, hello' b'Hello World, Hello' b'hELLO wORLD, HELLO' b'Hello world, hello' [b'Hello', b'World,', b'hello'] [b'Hello World', b' hello'] [b'Hello World, hel', b'o'] (b'Hell', b'o', b' World, hello') (b'Hello World, hell', b'o', b'') 13 4 5 b'HeLLLLo World, hello'
# expect: True True b'ello World, hell' b'a' b'**a**' b'a  ' b'007' b'-007' b'a   b' 48656c6c6f20576f726c642c2068656c6c6f 4865-6c6c6f20-576f726c-642c2068-656c6c6f b'\x00\xff' b'z' [b'a\n', b'b\r\n', b'c']
# expect: False True 101 b'ell' b'olleh ,dlroW olleH' b'Hello World, hello!' b'Hello World, helloHello World, hello' b"x|    5|A|'\\xe9'|y" b'abc' b'bc' True True b'\x01\x02' b'\x00\x00\x00' b'\xc3\xa9' [97, 98] b'\x00\'"' b'"' b"'"
# expect: TypeError can't concat str to bytes
# expect: TypeError argument should be integer or bytes-like object, not 'str'
# expect: ValueError bytes must be in range(0, 256)
# expect: TypeError string argument without an encoding
# expect: ValueError subsection not found
# expect: ValueError non-hexadecimal number found in fromhex() arg at position 1
# expect: IndexError index out of range
# expect: TypeError %d format: a real number is required, not str
# expect: TypeError sequence item 0: expected a bytes-like object, str found
# expect: TypeError a bytes-like object is required, not 'str'
# expect: ValueError negative count
# expect: TypeError cannot convert 'float' object to bytes
# expect: TypeError center() argument 2 must be a byte string of length 1, not bytes
# expect: TypeError not all arguments converted during bytes formatting
# expect: bytearray(b'Zd') 102 88 2 bytearray(b'Zd') True
# expect: bytearray(b'Z') bytearray(b'ZZ') bytearray(b'1x2') bytearray(b'a') bytearray(b'Z')
# expect: 300 43 33586
# expect: ValueError byte must be in range(0, 256)
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: ValueError byte must be in range(0, 256)
# expect: IndexError pop from empty bytearray
# expect: ValueError byte must be in range(0, 256)
# expect: TypeError unhashable type: 'bytearray'
# expect: ValueError attempt to assign bytes of size 3 to extended slice of size 2
# expect: 97 b'bc' [97, 99, 101, 103] B 1 8 (8,) (1,) False 8 True b'hgfedcba' True False
# expect: b'zb!!efgh' bytearray(b'zb!!efgh') [555836026, 1751606885] [[122, 98, 33, 33], [101, 102, 103, 104]] h True 7a62212165666768 [122, 98, 33, 33, 101, 102, 103, 104]
# expect: [120, 121] True
# expect: ValueError operation forbidden on released memoryview object
# expect: TypeError memoryview: a bytes-like object is required, not 'int'
# expect: IndexError index out of bounds on dimension 1
# expect: TypeError cannot modify read-only memory
# expect: ValueError memoryview: invalid value for format 'B'
# expect: TypeError memoryview: invalid type for format 'B'
# expect: ValueError memoryview assignment: lvalue and rvalue have different structures
# expect: BufferError Existing exports of data: object cannot be re-sized
# expect: ValueError memoryview: destination format must be a native single character format prefixed with an optional '@'
# expect: list[int] dict[str, list[int]] int | None | str True True tuple[int, ...] type[int] True True (<class 'int'>,) <class 'list'> True [1] (<class 'int'>, <class 'NoneType'>)
# expect: (<class '__main__.L'>, <class 'list'>, <class 'object'>) (list[int],) (<class 'list'>,)
# expect: TypeError list[int] is not a generic class
# expect: TypeError isinstance() argument 2 cannot be a parameterized generic
# expect: TypeError unsupported operand type(s) for |: 'type' and 'int'
# expect: TypeError issubclass() argument 2 cannot be a parameterized generic
# expect: b'\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80' b'\xe9' b'a?' b'a&#233;' b'a\\xe9' b'\xe9\x00' b'\xff\xfe\x00\x00a\x00\x00\x00' a a�b 'a\udcffb' b'a\xffb' é
# expect:  b'\\xe9\\n' abc €
# expect: UnicodeEncodeError 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)
# expect: UnicodeDecodeError 'utf-8' codec can't decode byte 0xff in position 1: invalid start byte
# expect: b'a'
# expect: LookupError unknown error handler name 'nohandler'
# expect: UnicodeEncodeError 'utf-8' codec can't encode character '\ud800' in position 0: surrogates not allowed
# expect: UnicodeDecodeError 'utf-8' codec can't decode bytes in position 0-1: unexpected end of data
# expect: TypeError decoding to str: need a bytes-like object, int found
# expect: ascii b'ab\xffc' 2 3 ordinal not in range(128) ('ascii', b'ab\xffc', 2, 3, 'ordinal not in range(128)')
# expect: 1 'ascii' codec can't decode bytes in position 1-2: ordinal not in range(128)
# expect: b'a<233>b' ('', 2) ('a', 1)
# expect: TypeError descriptor 'append' for 'list' objects doesn't apply to a 'int' object
# expect: TypeError descriptor 'upper' for 'str' objects doesn't apply to a 'int' object
# expect: TypeError descriptor '__add__' requires a 'int' object but received a 'str'
# expect: TypeError list.append() takes exactly one argument (0 given)
# expect: TypeError str.join() takes exactly one argument (2 given)
# expect: TypeError fromkeys expected at least 1 argument, got 0
# expect: TypeError int.__new__(): not enough arguments
# expect: TypeError object.__new__(X): X is not a type object (int)
# expect: AttributeError 'dict_keys' object has no attribute 'x'
# expect: 1 True mappingproxy True 1 True 4 (1,) ('a',) (<class 'ValueError'>, (1,))
