import io
import sys
import threading
from time import perf_counter

sys.setrecursionlimit(200000)
quick = False


def by_size(full, small):
    return small if quick else full


def next_random(x):
    return (x * 1103515245 + 12345) % 2147483648


def measure(iterations, expected, function):
    turns = by_size(iterations, max(1, iterations // 250))

    def work():
        start = perf_counter()
        for _ in range(turns):
            result = function()
        seconds = perf_counter() - start
        if result == expected:
            print("seconds", round(seconds, 6))
        else:
            print(f"wrong result: {result!r}, expected {expected!r}")

    # A thread, because its stack can be large: some programs recur deeply.
    threading.stack_size(512 * 1024 * 1024)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


