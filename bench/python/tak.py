def tak(x, y, z):
    if y < x:
        return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))
    return z


def both():
    tak(24, 16, 7)
    return tak(24, 16, 8)


measure(9, both)
