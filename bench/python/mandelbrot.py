def escapes(cr, ci, limit):
    zr = 0.0
    zi = 0.0
    n = 0
    while n != limit:
        rr = zr * zr
        ii = zi * zi
        if rr + ii > 4.0:
            return True
        zr, zi = rr - ii + cr, 2.0 * (zr * zi) + ci
        n += 1
    return False


def count(size, limit):
    inside = 0
    for y in range(size):
        for x in range(size):
            if not escapes(3.0 * x / size - 2.0, 2.0 * y / size - 1.0, limit):
                inside += 1
    return inside


measure(23275, lambda: count(300, 100))
