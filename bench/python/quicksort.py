def make_numbers(n):
    v = [0] * n
    x = 12345
    for i in range(n):
        v[i] = x
        x = next_random(x)
    return v


def quicksort(v, low, high):
    if low < high:
        pivot = v[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while v[i] < pivot:
                i += 1
            while pivot < v[j]:
                j -= 1
            if i <= j:
                v[i], v[j] = v[j], v[i]
                i += 1
                j -= 1
        quicksort(v, low, j)
        quicksort(v, i, high)


def is_sorted(v):
    for i in range(1, len(v)):
        if v[i - 1] > v[i]:
            return False
    return True


def run():
    v = make_numbers(10000)
    quicksort(v, 0, 9999)
    return is_sorted(v)


measure(1000, True, run)
