# Loops that the JIT compiles: recursion, attributes, methods, lists, dicts, floats, generators.
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def plus(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def __add__(self, other):
        return self.plus(other)


def points(n):
    total = Point(0, 0)
    for i in range(n):
        total = total + Point(i, 1.5)
    return total.x, total.y


def sieve(n):
    flags = [True] * (n + 1)
    count = 0
    for i in range(2, n + 1):
        if flags[i]:
            count += 1
            for k in range(i + i, n + 1, i):
                flags[k] = False
    return count


def words(n):
    counts = {}
    for i in range(n):
        key = "w" + str(i % 17)
        counts[key] = counts.get(key, 0) + 1
    return counts["w3"]


def squares(n):
    for i in range(n):
        yield i * i


def harmonic(n):
    total = 0.0
    i = 1
    while i <= n:
        total += 1.0 / i
        i += 1
    return total


print(fib(16), points(1500), sieve(3000), words(1500), sum(squares(1500)), round(harmonic(3000), 9))
# expect: 987 (1124250, 2250.0) 430 89 1123875250 8.58374989
