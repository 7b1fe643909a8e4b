xs = [0.0, 1.0, 1.0, 0.0, 0.0, 1.0, -0.5, -1.0, -1.0, -2.0, -2.5, -2.0, -1.5, -0.5, 1.0, 1.0, 0.0, -0.5, -1.0, -0.5]
ys = [0.0, 0.0, 1.0, 1.0, 2.0, 3.0, 2.0, 3.0, 0.0, -0.5, -1.0, -1.5, -2.0, -2.0, -1.5, -1.0, -0.5, -1.0, -1.0, -0.5]


def inside(x, y):
    n = len(xs)
    j = n - 1
    result = False
    for i in range(n):
        xi, yi, xj, yj = xs[i], ys[i], xs[j], ys[j]
        if ((yi <= y and y < yj) or (yj <= y and y < yi)) and x < xi + (xj - xi) * (y - yi) / (yj - yi):
            result = not result
        j = i
    return result


def count(size):
    found = 0
    for y in range(size):
        for x in range(size):
            if inside(x / 20.0 - 2.51, y / 20.0 - 2.01):
                found += 1
    return found


measure(390, 3139, lambda: count(100))
