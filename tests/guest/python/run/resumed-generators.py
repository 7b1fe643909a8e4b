# Generators that are made, resumed and left in hot code, by every way in which built-in functions drain them.
import sys


def count(n):
    for i in range(n):
        yield i


def echo():
    got = None
    while got != 'end':
        got = yield ('got', got)
    return 'over'


def nested(depth):
    if depth == 0:
        yield 0
        return 'leaf'
    result = yield from nested(depth - 1)
    yield depth
    return (depth, result)


def failing(n):
    yield from count(n)
    raise ValueError('after %d' % n)


total = 0
for _ in range(200):
    for x in count(20):
        total += x
print(total)  # expect: 38000

for _ in range(60):
    coroutine = echo()
    seen = [next(coroutine), coroutine.send(1), coroutine.send('two')]
    try:
        coroutine.send('end')
    except StopIteration as stop:
        seen.append(stop.value)
print(seen)  # expect: [('got', None), ('got', 1), ('got', 'two'), 'over']
print(next(coroutine, 'nothing'))  # expect: nothing
try:
    echo().send(1)
except TypeError as error:
    print(error)  # expect: can't send non-None value to a just-started generator

for _ in range(60):
    deep = list(nested(12))
print(deep)  # expect: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

looked = []


def watched(items):
    for item in items:
        looked.append(item)
        yield item


for _ in range(60):
    looked.clear()
    found = any(x > 2 for x in watched([1, 2, 3, 4])), all(x < 2 for x in watched([1, 2, 3]))
print(found, looked)  # expect: (True, False) [1, 2, 3, 1, 2]
print(sum(watched([1, 2.5])), sum((x for x in [[1], [2]]), []))  # expect: 3.5 [1, 2]

for drain in sum, list, tuple, sorted, set, max, any, ''.join:
    try:
        print(drain.__name__, drain(failing(2) if drain is not any else (x < 0 for x in failing(2))))
    except (ValueError, TypeError) as error:
        print(drain.__name__, type(error).__name__, error)
# expect: sum ValueError after 2
# expect: list ValueError after 2
# expect: tuple ValueError after 2
# expect: sorted ValueError after 2
# expect: set ValueError after 2
# expect: max ValueError after 2
# expect: any ValueError after 2
# expect: join ValueError after 2


class Counter:
    def __init__(self, end):
        self.value, self.end = 0, end

    def __iter__(self):
        return self

    def __next__(self):
        if self.value == self.end:
            raise StopIteration
        self.value += 1
        return self.value


print(sum(Counter(4)), list(Counter(3)), any(Counter(0)), all(Counter(2)))  # expect: 10 [1, 2, 3] False True


def rethrown():
    try:
        yield 1
    except KeyError as error:
        yield ('caught', error.args)
    finally:
        print('left')


for _ in range(30):
    it = rethrown()
    next(it)
    answer = it.throw(KeyError('k'))
    sys.stdout.write('')
    it.close()
    break
print(answer)
# expect: left
# expect: ('caught', ('k',))


def broken():
    yield 1
    yield 1 // 0


def outer():
    yield from broken()


print(sum(outer()))
# error:     print(sum(outer()))
# error:   File "
# error: , in outer
# error:     yield from broken()
# error: , in broken
# error:     yield 1 // 0
# error: ZeroDivisionError: integer division or modulo by zero
# exit: 1
