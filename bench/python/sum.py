def add_up(n):
    i = n
    total = 0
    while i >= 0:
        total = i + total
        i = i - 1
    return total


measure(150000, 50005000, lambda: add_up(10000))
