# The module _json: strings, values both ways, and where what is wrong stands.
from _json import encode_basestring, encode_basestring_ascii, make_encoder, make_scanner, scanstring

print(encode_basestring_ascii('a"\\/\n\x01é€😀\ud800'), encode_basestring("é\t\x7f\x1f"))
for text in ('abc"', 'a\\n\\u00e9\\ud83d\\ude00\\ud800x" rest', '\\"\\\\\\/\\b"'):
    print(ascii(scanstring(text, 0)))


class Context:
    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = str


scan = make_scanner(Context)
for text in ('{"a": [1, -2.5e3, true, false, null, "x"], "b": {}}', "[]", " 1", "12 ", "-0", "1e5", "NaN", "[Infinity, -Infinity]", "0123", '{"a":1,"a":2}'):
    try:
        print(scan(text, 0))
    except StopIteration as stop:
        print("no value at", stop.value)


class Hooked(Context):
    object_pairs_hook = staticmethod(lambda pairs: pairs)
    parse_float = staticmethod(lambda text: "<" + text + ">")
    parse_int = len
    strict = False


print(make_scanner(Hooked())('{"a": 1.5, "b": 123, "a": "\t"}', 0), make_scanner(Hooked).strict)


def encoder(markers={}, sort=False, skip=False, nan=True):
    return make_encoder(markers, lambda value: ["instead", str(type(value))], encode_basestring_ascii, None, ": ", ", ", sort, skip, nan)


class Name(str):
    pass


class Number(int):
    def __repr__(self):
        return "wrong"


print(encoder()({"b": [1, 2.5, None, True, "é"], Name("a"): (Number(3), object()), 1: {}, None: [], 2.5: "", False: 10 ** 20}, 0))
print(encoder(sort=True)({"b": 1, "a": 2}, 0), encoder(skip=True)({(1,): 2, "x": 3}, 0), encoder()(float("nan"), 0), encoder()(float("-inf"), 0))
round_about = []
round_about.append(round_about)
for bad in (lambda: encoder()({(1,): 2}, 0), lambda: encoder(nan=False)(float("nan"), 0), lambda: encoder()(round_about, 0), lambda: encode_basestring(b"x"), lambda: scanstring("x", 5),
            lambda: scan(b"1", 0), lambda: scan("1", -1), lambda: make_encoder(1, 2, 3, 4, 5, 6, 7, 8, 9)):
    try:
        bad()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)

# expect: "a\"\\/\n\u0001\u00e9\u20ac\ud83d\ude00\ud800" "é\t\u001f"
# expect: ('abc', 4)
# expect: ('a\n\xe9\U0001f600\ud800x', 29)
# expect: ('"\\/\x08', 9)
# expect: ({'a': [1, -2500.0, True, False, None, 'x'], 'b': {}}, 51)
# expect: ([], 2)
# expect: no value at 0
# expect: (12, 2)
# expect: (0, 2)
# expect: (100000.0, 3)
# expect: ('NaN', 3)
# expect: (['Infinity', '-Infinity'], 21)
# expect: (0, 1)
# expect: ({'a': 2}, 13)
# expect: ([('a', '<1.5>'), ('b', 3), ('a', '\t')], 30) False
# expect: ['{"b": [1, 2.5, null, true, "\\u00e9"], "a": [3, ["instead", "<class \'object\'>"]], "1": {}, "null": [], "2.5": "", "false": 100000000000000000000}']
# expect: ['{"a": 2, "b": 1}'] ['{"x": 3}'] ['NaN'] ['-Infinity']
# expect: TypeError keys must be str, int, float, bool or None, not tuple
# expect: ValueError Out of range float values are not JSON compliant
# expect: ValueError Circular reference detected
# expect: TypeError first argument must be a string, not bytes
# expect: ValueError end is out of bounds
# expect: TypeError first argument must be a string, not bytes
# expect: ValueError idx cannot be negative
# expect: TypeError make_encoder() argument 5 must be str, not int
