def counted(n):
    v = [0] * n
    for i in range(n):
        v[i] = i + 1
    return v


def reversed_copy(v):
    n = len(v)
    result = [0] * n
    for i in range(n):
        result[n - i - 1] = v[i]
    return result


def total(v):
    result = 0
    for i in range(len(v) - 1, -1, -1):
        result += v[i]
    return result


measure(16, by_size(500000500000, 5000050000), lambda: total(reversed_copy(counted(by_size(1000000, 100000)))))
