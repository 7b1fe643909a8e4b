def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


measure(2, by_size(102334155, 10946), lambda: fib(by_size(40, 21)))
