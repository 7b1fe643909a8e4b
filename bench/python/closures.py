def compose(f, g):
    return lambda x: f(g(x))


def adder(n):
    return lambda x: x + n


def chain(n):
    f = lambda x: x
    for i in range(n):
        f = compose(adder(i), f)
    return f


def make_counter():
    n = 0

    def counter():
        nonlocal n
        n = n + 1
        return n

    return counter


def run(rounds):
    counter = make_counter()
    total = 0
    for i in range(rounds):
        counter()
        total += chain(20)(i)
    return (total, counter())


measure(370, (455685000, 30001), lambda: run(30000))
