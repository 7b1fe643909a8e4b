def ack(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))


measure(4, by_size(16381, 509), lambda: ack(3, by_size(11, 6)))
