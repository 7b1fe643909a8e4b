def fibfp(n):
    return n if n < 2.0 else fibfp(n - 1.0) + fibfp(n - 2.0)


measure(6, by_size(9227465.0, 6765.0), lambda: fibfp(by_size(35.0, 20.0)))
