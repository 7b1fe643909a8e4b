def steps(cr, ci, limit):
    zr, zi = cr, ci
    for n in range(limit):
        rr = zr * zr
        ii = zi * zi
        if rr + ii > 16.0:
            return n
        zr, zi = rr - ii + cr, 2.0 * zr * zi + ci
    return limit


def fill(matrix, r, i, step, limit):
    size = len(matrix)
    for y in range(size):
        row = matrix[y]
        for x in range(size):
            row[x] = steps(r + step * float(x), i + step * float(y), limit)


def mbrot(size):
    matrix = [[0] * size for _ in range(size)]
    fill(matrix, -1.0, -0.5, 0.005, 64)
    return sum(sum(row) for row in matrix)


measure(300, 166564, lambda: mbrot(75))
