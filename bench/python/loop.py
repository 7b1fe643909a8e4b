def count(n):
    i = 0
    total = 0
    while i < n:
        total = total + i
        i = i + 1
    return total


measure(5, by_size(44999999850000000, 499999500000), lambda: count(by_size(300000000, 1000000)))
