def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


measure(832040, lambda: fib(30))
