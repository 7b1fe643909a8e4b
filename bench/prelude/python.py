import io
import sys
from time import perf_counter

sys.setrecursionlimit(100000)


def measure(expected, function):
    start = perf_counter()
    result = function()
    seconds = perf_counter() - start
    if result != expected:
        raise SystemExit(f"wrong result: {result}")
    print("seconds", seconds)
