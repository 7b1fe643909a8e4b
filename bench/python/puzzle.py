SIDE = 8
CELLS = SIDE**3


def cell(x, y, z):
    return x + SIDE * (y + SIDE * z)


def brick(kind, a, b, c):
    return (kind, [cell(x, y, z) for z in range(c) for y in range(b) for x in range(a)])


positions = [brick(0, 4, 2, 1), brick(0, 1, 4, 2), brick(0, 2, 1, 4), brick(0, 2, 4, 1), brick(0, 4, 1, 2), brick(0, 1, 2, 4),
             brick(1, 3, 1, 1), brick(1, 1, 3, 1), brick(1, 1, 1, 3), brick(2, 2, 2, 1), brick(2, 2, 1, 2), brick(2, 1, 2, 2), brick(3, 2, 2, 2)]
left_of_kind = []
grid = []
trials = 0


def empty_cube():
    grid[:] = [True] * CELLS
    for z in range(1, 6):
        for y in range(1, 6):
            for x in range(1, 6):
                grid[cell(x, y, z)] = False


def fits(offsets, at):
    for offset in offsets:
        if grid[at + offset]:
            return False
    return True


def mark(offsets, at, full):
    for offset in offsets:
        grid[at + offset] = full


def fill_from(at):
    global trials
    trials += 1
    while at < CELLS and grid[at]:
        at += 1
    if at == CELLS:
        return True
    for kind, offsets in positions:
        if left_of_kind[kind] > 0 and fits(offsets, at):
            left_of_kind[kind] -= 1
            mark(offsets, at, True)
            if fill_from(at + 1):
                return True
            mark(offsets, at, False)
            left_of_kind[kind] += 1
    return False


def puzzle():
    global trials
    empty_cube()
    left_of_kind[:] = [13, 3, 1, 1]
    trials = 0
    return (fill_from(0), trials)


measure(4500, (True, 2006), puzzle)
