def attacks(row, distance, placed):
    while placed is not None:
        head, placed = placed
        if head == row + distance or head == row - distance or head == row:
            return True
        distance += 1
    return False


def place(column, size, placed):
    if column == size:
        return 1
    count = 0
    for row in range(size):
        if not attacks(row, 1, placed):
            count += place(column + 1, size, (row, placed))
    return count


measure(1, by_size(73712, 92), lambda: place(0, by_size(13, 8), None))
