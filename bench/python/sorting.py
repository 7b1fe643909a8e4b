def numbers(n):
    result = []
    x = 12345
    for _ in range(n):
        result.append(x)
        x = next_random(x)
    result.reverse()
    return result


def merge_sort(items, less):
    n = len(items)
    if n < 2:
        return items
    half = n // 2
    a, b = merge_sort(items[:half], less), merge_sort(items[half:], less)
    result = []
    i = j = 0
    while i < len(a) and j < len(b):
        if less(b[j], a[i]):
            result.append(b[j])
            j += 1
        else:
            result.append(a[i])
            i += 1
    return result + a[i:] + b[j:]


def sift(v, start, end, less):
    x = v[start]
    i = start
    while True:
        child = i + i + 1
        if child >= end:
            break
        if child + 1 < end and less(v[child], v[child + 1]):
            child += 1
        if not less(x, v[child]):
            break
        v[i] = v[child]
        i = child
    v[i] = x


def heap_sort(v, less):
    n = len(v)
    for i in range(n // 2 - 1, -1, -1):
        sift(v, i, n, less)
    for end in range(n - 1, 0, -1):
        x = v[0]
        v[0] = v[end]
        v[end] = x
        sift(v, 0, end, less)


def insertion_sort(v, less):
    for i in range(1, len(v)):
        x = v[i]
        j = i
        while j > 0 and less(x, v[j - 1]):
            v[j] = v[j - 1]
            j -= 1
        v[j] = x


def checksum(items):
    total = 0
    for i, x in enumerate(items, 1):
        total = (total + i * x) % 1000000007
    return total


def run(n):
    less = lambda a, b: a < b
    one = numbers(n)
    two = [str(x % 1000003) for x in one]
    v = list(one)
    w = one[: n // 40]
    heap_sort(v, less)
    insertion_sort(w, less)
    texts = merge_sort(two, less)
    return (checksum(merge_sort(one, less)), checksum(v), checksum(w), texts[0], texts[n // 2])


measure(52, by_size((500693650, 500693650, 902746973, "1000001", "552399"), (37201641, 37201641, 174694397, "100367", "552769")),
        lambda: run(by_size(20000, 1000)))
