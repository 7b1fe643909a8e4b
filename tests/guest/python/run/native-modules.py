# The modules that are made by the runtime, by their own names: no library is needed.
import _collections, _functools, _operator, itertools, math, cmath, _struct, _random, binascii, array, _bisect, _heapq, _weakref, _abc, _string, _sre, unicodedata, _sha256, _md5


def attempt(*calls):
    for call in calls:
        try:
            print(repr(call()))
        except Exception as e:
            print(type(e).__name__, e)


it = itertools
print(list(it.islice(it.count(5, 2), 3)), it.count(1), it.count(1.5, 0.5), it.repeat("x", 2), list(it.repeat(1, 3)), list(it.islice(it.cycle("ab"), 5)))
print([(k, list(g)) for k, g in it.groupby("aabbbc")], [(k, list(g)) for k, g in it.groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)], list(it.compress("abcd", [1, 0, 1, 1])))
a, b = it.tee([1, 2, 3])
print(next(a), list(b), list(a), list(it.chain([1], "ab")), list(it.chain.from_iterable([[1], [2, 3]])), list(it.accumulate([1, 2, 3])), list(it.accumulate([1, 2, 3], lambda x, y: x * y, initial=2)), list(it.pairwise("abc")), list(it.starmap(pow, [(2, 3), (3, 2)])))
print(list(it.product("ab", repeat=2)), list(it.permutations("abc", 2)), list(it.combinations("abc", 2)), list(it.combinations_with_replacement("ab", 2)), list(it.zip_longest("ab", "c", fillvalue="-")), list(it.takewhile(lambda x: x < 2, [1, 2, 1])), list(it.dropwhile(lambda x: x < 2, [1, 2, 1])), list(it.filterfalse(None, [0, 1])))
print(type(it.count()).__name__, type(it.chain()), isinstance(it.repeat(1), it.repeat), it.chain.__module__, _operator.length_hint(it.repeat(1, 5)))
attempt(lambda: it.count("a"), lambda: list(it.islice([], -1)), lambda: it.repeat(), lambda: it.tee([], -1), lambda: it.permutations("a", -1), lambda: next(it.count(1, 2, 3)))
d = _collections.deque([1, 2, 3], maxlen=4)
d.append(4), d.append(5), d.appendleft(0)
print(d, d[0], d[-1], len(d), d.maxlen, list(reversed(d)), 3 in d, d.index(3), d.count(9), d == _collections.deque([0, 2, 3, 4]), d.copy())
d.rotate(1)
print(d, d.pop(), d.popleft(), d)
d.extendleft([7, 8])
d.remove(8)
d.insert(1, 6)
d[0] = 70
del d[-1]
print(d, _collections.deque("ab") + _collections.deque("c"), _collections.deque("ab") * 2, _collections.deque("ab") < _collections.deque("b"), bool(_collections.deque()))
attempt(lambda: _collections.deque().pop(), lambda: _collections.deque()[0], lambda: _collections.deque(maxlen=-1), lambda: d.index(99), lambda: [d.append(1) for x in d])
dd = _collections.defaultdict(list, {"a": [0]})
dd["a"].append(1)
dd["b"].append(2)
print(dd, dd.get("zz"), dd.default_factory, "q" in dd, dd.copy(), dd | {"c": 1})
attempt(lambda: _collections.defaultdict(None)["x"], lambda: _collections.defaultdict(5))
od = _collections.OrderedDict(a=1, b=2, c=3)
od.move_to_end("a")
od.move_to_end("c", last=False)
print(od, od.popitem(last=False), od == {"a": 1, "b": 2}, od == _collections.OrderedDict(a=1, b=2), list(reversed(od)))
counts = {}
_collections._count_elements(counts, "abca")
print(counts)
p = _functools.partial(int, base=2)
print(p("101"), p.args, p.keywords, p.func, _functools.partial(p, "11")(), p, _functools.reduce(lambda x, y: x + y, [1, 2], 10), sorted([3, 1, 2], key=_functools.cmp_to_key(lambda x, y: y - x)))
calls = []
cached = _functools._lru_cache_wrapper(lambda x, y=0: calls.append(x) or x * 2, 2, False, lambda *a: a)
print(cached(1), cached(1), cached(2), cached(3), cached(1), cached.cache_info(), calls, cached(1, y=5))
attempt(lambda: _functools.reduce(max, []), lambda: _functools.partial(), lambda: _functools.partial(5), lambda: _functools.reduce(max, 5))
q = _functools.partial(lambda **named: named)
q.keywords[5] = 1
attempt(lambda: q())
o = _operator
print(o.itemgetter(1)([5, 6]), o.itemgetter(0, 2)("abc"), o.attrgetter("real", "imag")(5), o.methodcaller("split", "-")("a-b"), o.itemgetter(1), o.attrgetter("a.b"), o.methodcaller("f", 1, k=2), o.iadd([1], [2]), o.concat("a", "b"), o.countOf([1, 2, 1], 1), o.indexOf("abc", "c"), o.inv(5), o.index(True), o.call(max, 1, 2))
attempt(lambda: o.attrgetter(5), lambda: o.concat(1, 2), lambda: o.indexOf([], 1), lambda: o.itemgetter(9)("a"))
m = math
print(m.hypot(3, 4), m.hypot(1, 2, 2), m.log2(8), m.log2(2 ** 2000), m.log10(1000), m.log(8, 2), m.pow(2, 0.5), m.fmod(-7, 3), m.remainder(7, 4), m.gcd(12, 18, 8), m.lcm(4, 6), m.perm(5, 2), m.comb(5, 2), m.isqrt(99), m.factorial(10), m.dist((0, 0), (3, 4)), m.fsum([0.1] * 10), m.prod([1, 2, 3]), m.frexp(8.0), m.ldexp(0.5, 4), m.modf(-1.5), m.nextafter(1.0, 2.0), m.ulp(1.0), m.isclose(1, 1 + 1e-10), m.copysign(1, -0.0), m.degrees(m.pi), m.trunc(-2.5), m.floor(-2.5), m.ceil(2 ** 70), m.cbrt(27.0))
attempt(lambda: m.sqrt(-1), lambda: m.log(0), lambda: m.exp(1000), lambda: m.factorial(-1), lambda: m.pow(0, -1), lambda: m.fmod(1, 0), lambda: m.acos(2), lambda: m.sqrt("x"), lambda: m.floor(float("nan")), lambda: m.factorial(1.5), lambda: m.hypot("a"), lambda: m.comb(-1, 2), lambda: m.isclose(1, 2, rel_tol=-1), lambda: m.gamma(0))
print(cmath.sqrt(-1), cmath.exp(1j * cmath.pi), cmath.polar(1j), cmath.rect(2, 0), cmath.phase(-1), cmath.log(1j), cmath.isclose(1j, 1j), cmath.isnan(complex("nan")))
s = _struct
print(s.pack("<IhB", 1, -2, 3), s.unpack("<IhB", b"\x01\0\0\0\xfe\xff\x03"), s.calcsize("iq"), s.pack(">d", 1.5), s.pack("3sx?c", b"ab", True, b"z"), s.unpack_from("<H", b"abcd", 2), list(s.iter_unpack("<H", b"abcd")), s.Struct("<2h").size, s.pack("<e", 1.5))
buffer = bytearray(6)
s.pack_into("<H", buffer, 2, 513)
print(buffer)
attempt(lambda: s.pack("B", 300), lambda: s.pack("z", 1), lambda: s.unpack("<I", b"a"), lambda: s.pack("II", 1), lambda: s.pack("i", "x"), lambda: s.pack("c", b"ab"), lambda: s.pack("f", "x"))
r = _random.Random(42)
print(r.random(), r.getrandbits(40), len(r.getstate()))
state = r.getstate()
x = r.random()
r.setstate(state)
print(x == r.random(), _random.Random(2 ** 100).random(), _random.Random(-5).getrandbits(8))
print(binascii.hexlify(b"ab", "-"), binascii.unhexlify("6162"), binascii.b2a_base64(b"hello"), binascii.a2b_base64("aGVsbG8="), binascii.crc32(b"hello"), binascii.crc_hqx(b"hello", 0))
attempt(lambda: binascii.unhexlify("6"), lambda: binascii.a2b_base64("a"), lambda: binascii.unhexlify("zz"))
v = array.array("i", [3, 1, 2])
v.append(5)
v.extend([6])
v[0] = 9
print(v, v.tolist(), v[1:3], v.itemsize, v.typecode, len(v), v.tobytes()[:4], v.pop(), v.index(5), array.array("d", [1, 2.5]), array.array("u", "aé"), array.array("B", b"xy") == array.array("i", [120, 121]), 5 in v, v + v, v * 2, memoryview(v).format)
attempt(lambda: array.array("z"), lambda: v.append("x"), lambda: array.array("B", [256]), lambda: array.array("b", [1.5]), lambda: v[99], lambda: v.remove(77))
rows = [1, 3, 3, 5]
print(_bisect.bisect_right(rows, 3), _bisect.bisect_left(rows, 3), _bisect.bisect_right([(1, "a")], 1, key=lambda t: t[0]), _bisect.insort_right(rows, 4), rows)
heap = [5, 2, 8, 1]
_heapq.heapify(heap)
_heapq.heappush(heap, 0)
print(heap, _heapq.heappop(heap), _heapq.heappushpop(heap, 3), _heapq.heapreplace(heap, 9), heap)


class T:
    pass


t = T()
w = _weakref.ref(t)
print(w() is t, _weakref.ref(t) is w, _weakref.getweakrefcount(t), hash(w) == hash(t), w == _weakref.ref(t), type(w).__name__, _weakref.proxy(t).__class__)
attempt(lambda: _weakref.ref(5), lambda: _weakref.ref([]))
print([tuple(f) for f in _string.formatter_parser("a{b!r:>{w}}c{{")], _string.formatter_field_name_split("a.b[0][k]")[0], list(_string.formatter_field_name_split("a.b[0][k]")[1]))
print(_sre.CODESIZE, _sre.unicode_iscased(65), _sre.ascii_tolower(65), _sre.MAXREPEAT)
print(unicodedata.name("é"), unicodedata.lookup("GREEK SMALL LETTER ALPHA"), unicodedata.category("a"), unicodedata.normalize("NFD", "é") == "e\u0301", unicodedata.numeric("½"), unicodedata.decimal("5"), unicodedata.name("\0", "none"))
h = _sha256.sha256(b"abc")
h.update(b"d")
print(h.hexdigest(), h.digest_size, h.block_size, h.name, _md5.md5(b"").hexdigest(), h.copy().hexdigest() == h.hexdigest())
attempt(lambda: _md5.md5("x"))

# expect: [5, 7, 9] count(1) count(1.5, 0.5) repeat('x', 2) [1, 1, 1] ['a', 'b', 'a', 'b', 'a']
# expect: [('a', ['a', 'a']), ('b', ['b', 'b', 'b']), ('c', ['c'])] [(1, [1, 3]), (0, [2, 4]), (1, [5])] ['a', 'c', 'd']
# expect: 1 [1, 2, 3] [2, 3] [1, 'a', 'b'] [1, 2, 3] [1, 3, 6] [2, 2, 4, 12] [('a', 'b'), ('b', 'c')] [8, 9]
# expect: [('a', 'a'), ('a', 'b'), ('b', 'a'), ('b', 'b')] [('a', 'b'), ('a', 'c'), ('b', 'a'), ('b', 'c'), ('c', 'a'), ('c', 'b')] [('a', 'b'), ('a', 'c'), ('b', 'c')] [('a', 'a'), ('a', 'b'), ('b', 'b')] [('a', 'c'), ('b', '-')] [1] [2, 1] [0]
# expect: count <class 'itertools.chain'> True itertools 5
# expect: TypeError a number is required
# expect: ValueError Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
# expect: TypeError repeat() missing required argument 'object' (pos 1)
# expect: ValueError n must be >= 0
# expect: ValueError r must be non-negative
# expect: TypeError count() takes at most 2 arguments (3 given)
# expect: deque([0, 2, 3, 4], maxlen=4) 0 4 4 4 [4, 3, 2, 0] True 2 0 True deque([0, 2, 3, 4], maxlen=4)
# expect: deque([0, 2], maxlen=4) 3 4 deque([0, 2], maxlen=4)
# expect: deque([70, 6, 0], maxlen=4) deque(['a', 'b', 'c']) deque(['a', 'b', 'a', 'b']) True False
# expect: IndexError pop from an empty deque
# expect: IndexError deque index out of range
# expect: ValueError maxlen must be non-negative
# expect: ValueError 99 is not in deque
# expect: RuntimeError deque mutated during iteration
# expect: defaultdict(<class 'list'>, {'a': [0, 1], 'b': [2]}) None <class 'list'> False defaultdict(<class 'list'>, {'a': [0, 1], 'b': [2]}) defaultdict(<class 'list'>, {'a': [0, 1], 'b': [2], 'c': 1})
# expect: KeyError 'x'
# expect: TypeError first argument must be callable or None
# expect: OrderedDict([('b', 2), ('a', 1)]) ('c', 3) True False ['a', 'b']
# expect: {'a': 2, 'b': 1, 'c': 1}
# expect: 5 () {'base': 2} <class 'int'> 3 functools.partial(<class 'int'>, base=2) 13 [3, 2, 1]
# expect: 2 2 4 6 2 (1, 4, 2, 2) [1, 2, 3, 1, 1] 2
# expect: TypeError reduce() of empty iterable with no initial value
# expect: TypeError type 'partial' takes at least one argument
# expect: TypeError the first argument must be callable
# expect: TypeError reduce() arg 2 must support iteration
# expect: TypeError keywords must be strings
# expect: 6 ('a', 'c') (5, 0) ['a', 'b'] operator.itemgetter(1) operator.attrgetter('a.b') operator.methodcaller('f', 1, k=2) [1, 2] ab 2 2 -6 1 2
# expect: TypeError attribute name must be a string
# expect: TypeError 'int' object can't be concatenated
# expect: ValueError sequence.index(x): x not in sequence
# expect: IndexError string index out of range
# expect: 5.0 3.0 3.0 2000.0 3.0 3.0 1.4142135623730951 -1.0 -1.0 2 12 20 10 9 3628800 5.0 1.0 6 (0.5, 4) 8.0 (-0.5, -1.0) 1.0000000000000002 2.220446049250313e-16 True -1.0 180.0 -2 -3 1180591620717411303424 3.0000000000000004
# expect: ValueError math domain error
# expect: ValueError math domain error
# expect: OverflowError math range error
# expect: ValueError factorial() not defined for negative values
# expect: ValueError math domain error
# expect: ValueError math domain error
# expect: ValueError math domain error
# expect: TypeError must be real number, not str
# expect: ValueError cannot convert float NaN to integer
# expect: TypeError 'float' object cannot be interpreted as an integer
# expect: TypeError must be real number, not str
# expect: ValueError n must be a non-negative integer
# expect: ValueError tolerances must be non-negative
# expect: ValueError math domain error
# expect: 1j (-1+1.2246467991473532e-16j) (1.0, 1.5707963267948966) (2+0j) 3.141592653589793 1.5707963267948966j True True
# expect: b'\x01\x00\x00\x00\xfe\xff\x03' (1, -2, 3) 16 b'?\xf8\x00\x00\x00\x00\x00\x00' b'ab\x00\x00\x01z' (25699,) [(25185,), (25699,)] 4 b'\x00>'
# expect: bytearray(b'\x00\x00\x01\x02\x00\x00')
# expect: error ubyte format requires 0 <= number <= 255
# expect: error bad char in struct format
# expect: error unpack requires a buffer of 4 bytes
# expect: error pack expected 2 items for packing (got 1)
# expect: error required argument is not an integer
# expect: error char format requires a bytes object of length 1
# expect: error required argument is not a float
# expect: 0.6394267984578837 811856239313 625
# expect: True 0.7586581712996778 159
# expect: b'61-62' b'ab' b'aGVsbG8=\n' b'hello' 907060870 50018
# expect: Error Odd-length string
# expect: Error Invalid base64-encoded string: number of data characters (1) cannot be 1 more than a multiple of 4
# expect: Error Non-hexadecimal digit found
# expect: array('i', [9, 1, 2, 5]) [9, 1, 2, 5, 6] array('i', [1, 2]) 4 i 5 b'\t\x00\x00\x00' 6 3 array('d', [1.0, 2.5]) array('u', 'aé') True True array('i', [9, 1, 2, 5, 9, 1, 2, 5]) array('i', [9, 1, 2, 5, 9, 1, 2, 5]) i
# expect: ValueError bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: OverflowError unsigned byte integer is greater than maximum
# expect: TypeError 'float' object cannot be interpreted as an integer
# expect: IndexError array index out of range
# expect: ValueError array.remove(x): x not in array
# expect: 3 1 1 None [1, 3, 3, 4, 5]
# expect: [3, 5, 8, 9] 0 1 2 [3, 5, 8, 9]
# expect: True True 1 True True ReferenceType <class '__main__.T'>
# expect: TypeError cannot create weak reference to 'int' object
# expect: TypeError cannot create weak reference to 'list' object
# expect: [('a', 'b', '>{w}', 'r'), ('c{', None, None, None)] a [(True, 'b'), (False, 0), (False, 'k')]
# expect: 4 True 97 4294967295
# expect: LATIN SMALL LETTER E WITH ACUTE α Ll True 0.5 5 none
# expect: 88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589 32 64 sha256 d41d8cd98f00b204e9800998ecf8427e True
# expect: TypeError Strings must be encoded before hashing
