# The twin has Python's own generators where the Scheme program captures continuations.
def doubling(x):
    while True:
        x = yield 2 * x


def shifting(x):
    while True:
        x = yield x + 1


def start(body, x, *rest):
    coroutine = body(x, *rest)
    return coroutine, next(coroutine)


def ping_pong(turns):
    double = shift = None
    x = 1
    for _ in range(turns):
        if double is None:
            double, x = start(doubling, x)
            shift, x = start(shifting, x)
        else:
            x = shift.send(double.send(x))
        x %= 1000003
    return x


def member(x, i):
    seen = 0
    while True:
        x = yield x + i + seen
        seen += 1


def ring(size, turns):
    members = [None] * size
    x = 0
    for i in range(turns):
        k = i % size
        if members[k] is None:
            members[k], x = start(member, x, k)
        else:
            x = members[k].send(x)
        x %= 1000003
    return x


measure(16, by_size((1000001, 186497), (182555, 462000)), lambda: (ping_pong(by_size(500000, 5000)), ring(10, by_size(300000, 3000))))
