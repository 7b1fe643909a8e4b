# Chains of exceptions, tracebacks with carets, what is shown of what nobody handles.
def index(y):
    return [1, 2][y]


def add(x):
    return index(x) + 1


class Holder:
    def call(self, k):
        try:
            add(k)
        except IndexError as e:
            raise ValueError("bad " + str(k)) from e


class MyError(Exception):
    pass


def context():
    try:
        1 / 0
    except ZeroDivisionError:
        {}["k"]


def again():
    try:
        try:
            raise MyError("again", 1)
        except MyError:
            raise
    finally:
        print("finally")


for function in (context, again, lambda: Holder().call(5)):
    try:
        function()
    except Exception as e:
        print(type(e).__name__, e, repr(e.__cause__), repr(e.__context__), e.__traceback__ is not None)
try:
    raise
except RuntimeError as e:
    print(e)
try:
    raise 5
except TypeError as e:
    print(e)
try:
    try:
        raise KeyError(1)
    except "x":
        pass
except TypeError as e:
    print(e)


def generator():
    yield 1
    raise StopIteration


try:
    list(generator())
except RuntimeError as e:
    print(e, repr(e.__cause__))


error = OSError(2, "No such file or directory", "name")
print(error, error.errno, error.filename)
last = MyError("last")
last.add_note("a note")
try:
    Holder().call(7)
except ValueError:
    raise last
# error: IndexError: list index out of range
# error: The above exception was the direct cause of the following exception:
# error: During handling of the above exception, another exception occurred:
# error: a note
# error:            ~~~~~~^^^
# exit: 1
# expect: KeyError 'k' None ZeroDivisionError('division by zero') True
# expect: finally
# expect: MyError ('again', 1) None None True
# expect: ValueError bad 5 IndexError('list index out of range') IndexError('list index out of range') True
# expect: No active exception to reraise
# expect: exceptions must derive from BaseException
# expect: catching classes that do not inherit from BaseException is not allowed
# expect: generator raised StopIteration StopIteration()
# expect: [Errno 2] No such file or directory: 'name' 2 name
