# async for, async with, asynchronous generators and comprehensions, except*, groups of exceptions.
async def numbers(count):
    for i in range(count):
        received = yield i
        if received:
            print("received", received)


class Manager:
    def __init__(self, swallows):
        self.swallows = swallows

    async def __aenter__(self):
        print("enter")
        return 5

    async def __aexit__(self, kind, error, traceback):
        print("exit", kind and kind.__name__)
        return self.swallows


class Later:
    def __await__(self):
        got = yield "waits"
        return got


class Counter:
    def __init__(self):
        self.n = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        await Later()
        self.n += 1
        if self.n > 2:
            raise StopAsyncIteration
        return self.n


async def main():
    async for v in numbers(2):
        print(v)
    else:
        print("else")
    async for v in Counter():
        print("counter", v)
    print([v async for v in numbers(3)], {v: -v async for v in numbers(3) if v}, {x async for x in (y * 2 async for y in numbers(2))})
    print([await one(v) for v in range(3)], [a + b async for a in numbers(2) for b in (10, 20)])
    async with Manager(True) as m:
        print(m)
        raise ValueError(1)
    try:
        async with Manager(False), Manager(False):
            raise KeyError("k")
    except KeyError as e:
        print(repr(e))
    g = numbers(5)
    print(await g.__anext__(), await g.asend("hi"), g.ag_running)
    await g.aclose()
    for wanted in (g.__anext__, lambda: g.asend(None)):
        try:
            await wanted()
        except StopAsyncIteration:
            print("stop")
    print(await anext(numbers(1)), await anext(g, "default"))
    h = numbers(3)
    await anext(h)
    try:
        await h.athrow(RuntimeError("thrown"))
    except RuntimeError as e:
        print(e)

    async def leaves():
        async for v in numbers(9):
            try:
                if v == 1:
                    continue
                if v == 3:
                    break
                print("v", v)
            finally:
                print("finally", v)
        return "left"
    print(await leaves(), await Later())
    for bad in (lambda: aloop(5), lambda: awith(5), lambda: aw(5)):
        try:
            await bad()
        except TypeError as e:
            print(e)
    return 9


async def one(v):
    return v * v


async def aloop(x):
    async for _ in x:
        pass


async def awith(x):
    async with x:
        pass


async def aw(x):
    await x


def run(coroutine):
    sent = None
    try:
        while True:
            print("loop got", coroutine.send(sent))
            sent = "answer"
    except StopIteration as e:
        return e.value


print(run(main()))
c = one(1)
print(c.cr_running, type(c).__name__)
c.close()
try:
    c.send(None)
except RuntimeError as e:
    print(e)

tree = ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("h", [ValueError(3), KeyError(4)])])
print(repr(tree), tree, tree.message, tree.exceptions[0])
print(tree.split(ValueError), tree.subgroup(lambda e: isinstance(e, KeyError)), tree.subgroup(OSError))
try:
    raise tree
except* ValueError as e:
    print("V", repr(e))
except* (TypeError, KeyError) as e:
    print("T", repr(e), e.exceptions)
else:
    print("no")
finally:
    print("finally")
try:
    try:
        raise ValueError(5)
    except* ValueError as e:
        raise RuntimeError("x")
except Exception as e:
    print(repr(e), repr(e.__context__))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        pass
except BaseException as e:
    print(repr(e))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        raise
    except* TypeError:
        raise OSError("o")
except BaseException as e:
    print(repr(e))
for i in range(3):
    try:
        if i == 1:
            raise TypeError(i)
    except* TypeError as e:
        print(i, repr(e))
for bad in (lambda: ExceptionGroup("m", []), lambda: ExceptionGroup("m", [1]), lambda: ExceptionGroup("m"), lambda: ExceptionGroup("m", [KeyboardInterrupt()])):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
print(type(BaseExceptionGroup("b", [ValueError()])), type(BaseExceptionGroup("b", [KeyboardInterrupt()])))


def fails():
    raise ExceptionGroup("outer", [ValueError(1), ExceptionGroup("inner", [TypeError("t")]), KeyError("k")])


fails()

# expect: 0
# expect: 1
# expect: else
# expect: loop got waits
# expect: counter 1
# expect: loop got waits
# expect: counter 2
# expect: loop got waits
# expect: [0, 1, 2] {1: -1, 2: -2} {0, 2}
# expect: [0, 1, 4] [10, 20, 11, 21]
# expect: enter
# expect: 5
# expect: exit ValueError
# expect: enter
# expect: enter
# expect: exit KeyError
# expect: exit KeyError
# expect: KeyError('k')
# expect: received hi
# expect: 0 1 False
# expect: stop
# expect: stop
# expect: 0 default
# expect: thrown
# expect: v 0
# expect: finally 0
# expect: finally 1
# expect: v 2
# expect: finally 2
# expect: finally 3
# expect: loop got waits
# expect: left answer
# expect: 'async for' requires an object with __aiter__ method, got int
# expect: 'int' object does not support the asynchronous context manager protocol
# expect: object int can't be used in 'await' expression
# expect: 9
# expect: False coroutine
# expect: cannot reuse already awaited coroutine
# expect: ExceptionGroup('g', [ValueError(1), TypeError(2), ExceptionGroup('h', [ValueError(3), KeyError(4)])]) g (3 sub-exceptions) g 1
# expect: (ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [ValueError(3)])]), ExceptionGroup('g', [TypeError(2), ExceptionGroup('h', [KeyError(4)])])) g (1 sub-exception) None
# expect: V ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [ValueError(3)])])
# expect: T ExceptionGroup('g', [TypeError(2), ExceptionGroup('h', [KeyError(4)])]) (TypeError(2), ExceptionGroup('h', [KeyError(4)]))
# expect: finally
# expect: RuntimeError('x') ExceptionGroup('', (ValueError(5),))
# expect: ExceptionGroup('g', [TypeError(2)])
# expect: ExceptionGroup('', [OSError('o'), ExceptionGroup('g', [ValueError(1)])])
# expect: 1 ExceptionGroup('', (TypeError(1),))
# expect: ValueError second argument (exceptions) must be a non-empty sequence
# expect: ValueError Item 0 of second argument (exceptions) is not an exception
# expect: TypeError BaseExceptionGroup.__new__() takes exactly 2 arguments (1 given)
# expect: TypeError Cannot nest BaseExceptions in an ExceptionGroup
# expect: <class 'ExceptionGroup'> <class 'BaseExceptionGroup'>
# error:   + Exception Group Traceback (most recent call last):
# error:   |     fails()
# error:   |     raise ExceptionGroup("outer", [ValueError(1), ExceptionGroup("inner", [TypeError("t")]), KeyError("k")])
# error:   | ExceptionGroup: outer (3 sub-exceptions)
# error:   +-+---------------- 1 ----------------
# error:     | ValueError: 1
# error:     +---------------- 2 ----------------
# error:     | ExceptionGroup: inner (1 sub-exception)
# error:     +-+---------------- 1 ----------------
# error:       | TypeError: t
# error:       +------------------------------------
# error:     +---------------- 3 ----------------
# error:     | KeyError: 'k'
# error:     +------------------------------------
# exit: 1
