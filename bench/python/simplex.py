def random_tableau(rows, columns, seed):
    tableau = []
    x = seed
    width = columns + rows + 1
    for i in range(rows + 1):
        row = [0.0] * width
        tableau.append(row)
        for j in range(columns):
            value = float(1 + x // 1024 % 50)
            row[j] = -value if i == rows else value
            x = next_random(x)
        if i < rows:
            row[columns + i] = 1.0
            row[width - 1] = float(100 + x // 1024 % 900)
        x = next_random(x)
    return tableau


def entering(tableau):
    row = tableau[-1]
    best, least = None, -1e-9
    for j in range(len(row) - 1):
        if row[j] < least:
            best, least = j, row[j]
    return best


def leaving(tableau, column):
    best, least = None, 1e300
    for i in range(len(tableau) - 1):
        row = tableau[i]
        a = row[column]
        if a > 1e-9:
            limit = row[-1] / a
            if limit < least:
                best, least = i, limit
    return best


def pivot(tableau, row, column):
    pivot_row = tableau[row]
    scale = pivot_row[column]
    width = len(pivot_row)
    for j in range(width):
        pivot_row[j] /= scale
    for i in range(len(tableau)):
        if i != row:
            other = tableau[i]
            factor = other[column]
            for j in range(width):
                other[j] -= factor * pivot_row[j]


def maximum(tableau):
    while True:
        column = entering(tableau)
        if column is None:
            return tableau[-1][-1]
        pivot(tableau, leaving(tableau, column), column)


def run(count):
    total = 0.0
    for i in range(count):
        total += maximum(random_tableau(10, 12, 99 + i * 1237))
    return round(1000.0 * total)


measure(3900, 9906981, lambda: run(20))
