# The modules itertools, operator, functools and math, as far as they are there.
import itertools
import math
import operator
from functools import reduce
from itertools import chain, islice

print(list(islice(itertools.count(5, 2), 3)), list(itertools.repeat("x", 2)), list(islice(itertools.cycle("ab"), 5)), list(islice(range(10), 2, 8, 3)))
print(list(chain("ab", [1, 2], ())), list(chain.from_iterable([[1], [2, 3]])), list(itertools.takewhile(lambda x: x < 3, [1, 2, 5, 1])), list(itertools.dropwhile(lambda x: x < 3, [1, 2, 5, 1])))
print(list(itertools.accumulate([1, 2, 3])), list(itertools.accumulate([1, 2, 3], operator.mul, initial=10)), list(itertools.starmap(pow, [(2, 3), (3, 2)])), list(itertools.filterfalse(None, [0, 1, ""])), list(itertools.pairwise("abc")))
print(list(itertools.product("ab", [1, 2])), list(itertools.product([0, 1], repeat=2)), list(itertools.permutations("abc", 2)), list(itertools.combinations("abcd", 2)), list(itertools.combinations_with_replacement("ab", 2)), list(itertools.permutations([])), list(itertools.combinations([1], 2)))
print(list(itertools.zip_longest([1, 2, 3], "a", fillvalue="-")), len(list(itertools.permutations(range(5)))))
print(operator.add(1, 2), operator.lt(1, 2), operator.itemgetter(1)("abc"), operator.itemgetter(0, 2)([1, 2, 3]), operator.attrgetter("real")(5), operator.not_(0), operator.contains([1], 1), operator.neg(3), operator.index(True))
print(reduce(operator.add, [1, 2, 3]), reduce(lambda a, b: a + b, ["x", "y"], "start"))
print(math.sqrt(2), math.floor(-1.5), math.ceil(1.2), math.gcd(12, 18), math.isqrt(17), math.comb(5, 2), math.factorial(5), math.log(8, 2), math.log10(1000), math.hypot(3, 4), math.atan2(1, 1), math.isnan(math.nan), math.inf, math.trunc(-2.7), math.fmod(-7, 3), math.copysign(1, -0.0), math.pow(2, 0.5))
for bad in (lambda: reduce(lambda a, b: a, []), lambda: math.sqrt(-1), lambda: math.sqrt("x"), lambda: math.log(0), lambda: islice([], -1), lambda: math.factorial(-1), lambda: math.exp(1000)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
import nowhere
# error: ModuleNotFoundError: No module named 'nowhere'
# exit: 1
# expect: [5, 7, 9] ['x', 'x'] ['a', 'b', 'a', 'b', 'a'] [2, 5]
# expect: ['a', 'b', 1, 2] [1, 2, 3] [1, 2] [5, 1]
# expect: [1, 3, 6] [10, 10, 20, 60] [8, 9] [0, ''] [('a', 'b'), ('b', 'c')]
# expect: [('a', 1), ('a', 2), ('b', 1), ('b', 2)] [(0, 0), (0, 1), (1, 0), (1, 1)] [('a', 'b'), ('a', 'c'), ('b', 'a'), ('b', 'c'), ('c', 'a'), ('c', 'b')] [('a', 'b'), ('a', 'c'), ('a', 'd'), ('b', 'c'), ('b', 'd'), ('c', 'd')] [('a', 'a'), ('a', 'b'), ('b', 'b')] [()] []
# expect: [(1, 'a'), (2, '-'), (3, '-')] 120
# expect: 3 True b (1, 3) 5 True True -3 1
# expect: 6 startxy
# expect: 1.4142135623730951 -2 2 6 4 10 120 3.0 3.0 5.0 0.7853981633974483 True inf -2 -1.0 -1.0 1.4142135623730951
# expect: TypeError reduce() of empty iterable with no initial value
# expect: ValueError math domain error
# expect: TypeError must be real number, not str
# expect: ValueError math domain error
# expect: ValueError Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
# expect: ValueError factorial() not defined for negative values
# expect: OverflowError math range error
