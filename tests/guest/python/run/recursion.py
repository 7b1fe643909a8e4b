# Recursion without end is an exception that can be handled; what is deep below the limit is not.
# How deep compiled code goes depends on the stack of the host, and so do the ticks (machine-ticks) of this program: they are not compared.
# skip-mode: hostile because the depth is looked at when the stack grows, which it never does where every call captures it
# skip-mode: compiled-hostile because of the same
def deep(n):
    return deep(n + 1)


try:
    deep(0)
except RecursionError as e:
    print(e)


def down(n):
    return 0 if n == 0 else 1 + down(n - 1)


print(down(900))
# expect: maximum recursion depth exceeded
# expect: 900
