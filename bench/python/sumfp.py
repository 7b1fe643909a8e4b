def add_up(n):
    i = n
    total = 0.0
    while i >= 0.0:
        total = i + total
        i = i - 1.0
    return total


measure(250, 500000500000.0, lambda: add_up(1e6))
