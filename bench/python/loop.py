def count(n):
    i = 0
    total = 0
    while i < n:
        total = total + i
        i = i + 1
    return total


measure(49999995000000, lambda: count(10000000))
