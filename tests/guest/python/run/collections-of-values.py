# Methods of lists, dicts, sets, strings, tuples, ranges.
l = [3, 1, 2]
l.append(4); l.extend([5, 6]); l.insert(0, 9); l.remove(1); print(l, l.pop(), l.pop(0), l.index(2), l.count(3))
l.sort(); print(l); l.sort(key=lambda x: -x); print(l); l.reverse(); print(l, l.copy(), sorted(["b", "A", "c"], key=str.lower))
pairs = [(1, "b"), (0, "a"), (1, "a")]
print(sorted(pairs), sorted(pairs, key=lambda p: p[0], reverse=True))
d = {"a": 1, "b": 2}
d.update(c=3); print(d.get("a"), d.get("z"), d.get("z", 0), d.pop("a"), d.setdefault("q", 7), d, list(d.keys()), list(d.values()), d.items(), d.popitem(), "b" in d, len(d))
print({**d, "n": 1} | {"m": 2}, dict.fromkeys("ab", 0), list(reversed(d)), d == {"c": 3, "b": 2}, {v: k for k, v in d.items()})
try:
    for k in d: d[k + "x"] = 1
except RuntimeError as e: print(e)
s = {1, 2, 3}
s.add(4); s.discard(1); print(s, s & {2, 9}, sorted(s | {9}), s - {2}, sorted(s ^ {2, 9}), s <= {2, 3, 4, 5}, {2} < s, s.isdisjoint({8}), frozenset([1]) in {frozenset([1])}, len(s))
print("Hello World".title(), "a b c".split(), "a,b,,c".split(","), "abc".center(9, "*"), "x=1".partition("="), "aXbX".replace("X", "-", 1), "abc".startswith(("x", "a")), "  t ".strip(), "abc".encode(), b"abc".decode(), "1".zfill(3), "ab".join("123"), "a\nb".splitlines(), "Straße".upper(), "abc"[-1], "é".isalpha(), "12".isdigit(), "abcabc".rfind("b"), "abc".translate({97: "X"}), "%s" % "x", "x" * 3, "b" in "abc", "abc" < "abd", min("bca"))
t = (1, 2, 3, 2)
print(t.count(2), t.index(3), t + (4,), t * 2, t[1:], (1,) < (1, 2), hash((1, 2)) == hash((1, 2)))
r = range(0, 20, 3)
print(r, list(r), r[2], r[-1], r[1:3], len(r), 9 in r, 10 in r, r.index(9), list(reversed(r)), range(5) == range(0, 5, 1), sum(range(101)))
a, (b, *c), d = 1, (2, 3, 4), 5; print(a, b, c, d)
x = [[0] * 3 for _ in range(2)]; x[0][1] = 5; print(x)
print(list(zip([1, 2, 3], "ab")), list(map(str, [1, 2])), list(filter(lambda v: v % 2, range(5))), any(v > 3 for v in l), sum([[1], [2]], []), max("a", "b"), [*{}, *()])
print(bytes([1, 2]), bytearray(b"ab"), b"ab" + b"c", b"abc"[1], b"abc"[1:], list(b"ab"), b"x" in b"xyz")
nested = [1, [2]]; nested.append(nested); print(nested); loop = {}; loop["self"] = loop; print(loop)
print(1 if [] else 2, bool({}), not (), None or "default", slice(1, 2), [1, 2, 3][slice(0, 2)], Ellipsis, NotImplemented)
class Key:
    def __init__(self, k): self.k = k
    def __eq__(self, o): return self.k % 10 == o.k % 10
    def __hash__(self): return self.k % 10
    def __repr__(self): return f"K{self.k}"
m = {Key(1): "a", Key(2): "b"}; m[Key(11)] = "c"; print(m, Key(12) in m, m[Key(21)], len({Key(1), Key(11), Key(3)}), [Key(5)].index(Key(15)))
class Loud:
    def __lt__(self, o): raise ValueError("no order")
try: sorted([Loud(), Loud()])
except ValueError as e: print(e)
print(sorted([Key(3), Key(1)], key=lambda k: k.k), sorted([[2], [1]]), [1, [2, 3]] == [1, [2, 3]], [1, 2] != [1, 3])
# expect: [3, 2, 4, 5] 6 9 1 1
# expect: [2, 3, 4, 5]
# expect: [5, 4, 3, 2]
# expect: [2, 3, 4, 5] [2, 3, 4, 5] ['A', 'b', 'c']
# expect: [(0, 'a'), (1, 'a'), (1, 'b')] [(1, 'b'), (1, 'a'), (0, 'a')]
# expect: 1 None 0 1 7 {'b': 2, 'c': 3} ['b', 'c', 'q'] [2, 3, 7] dict_items([('b', 2), ('c', 3)]) ('q', 7) True 2
# expect: {'b': 2, 'c': 3, 'n': 1, 'm': 2} {'a': 0, 'b': 0} ['c', 'b'] True {2: 'b', 3: 'c'}
# expect: dictionary changed size during iteration
# expect: {2, 3, 4} {2} [2, 3, 4, 9] {3, 4} [3, 4, 9] True True True True 3
# expect: Hello World ['a', 'b', 'c'] ['a', 'b', '', 'c'] ***abc*** ('x', '=', '1') a-bX True t b'abc' abc 001 1ab2ab3 ['a', 'b'] STRASSE c True True 4 Xbc x xxx True True a
# expect: 2 2 (1, 2, 3, 2, 4) (1, 2, 3, 2, 1, 2, 3, 2) (2, 3, 2) True True
# expect: range(0, 20, 3) [0, 3, 6, 9, 12, 15, 18] 6 18 range(3, 9, 3) 7 True False 3 [18, 15, 12, 9, 6, 3, 0] True 5050
# expect: 1 2 [3, 4] 5
# expect: [[0, 5, 0], [0, 0, 0]]
# expect: [(1, 'a'), (2, 'b')] ['1', '2'] [1, 3] True [1, 2] b []
# expect: b'\x01\x02' bytearray(b'ab') b'abc' 98 b'bc' [97, 98] True
# expect: [1, [2], [...]]
# expect: {'self': {...}}
# expect: 2 False True default slice(1, 2, None) [1, 2] Ellipsis NotImplemented
# expect: {K1: 'c', K2: 'b'} True c 2 0
# expect: no order
# expect: [K1, K3] [[1], [2]] True True
