# The twin has Python's own generators where the Scheme program captures continuations.
def tree(depth, leaf):
    return leaf if depth == 0 else (tree(depth - 1, 2 * leaf), tree(depth - 1, 1 + 2 * leaf))


def leaves(tree):
    if isinstance(tree, tuple):
        yield from leaves(tree[0])
        yield from leaves(tree[1])
    else:
        yield tree


def same_leaves(a, b):
    next_a, next_b = leaves(a), leaves(b)
    count = 0
    while True:
        x, y = next(next_a, None), next(next_b, None)
        if x != y:
            return ("differ", count)
        if x is None:
            return ("same", count)
        count += 1


depth = by_size(16, 8)
left = tree(depth, 1)
right = tree(depth, 1)
measure(86, by_size((("same", 65536), ("differ", 0), 6442418176), (("same", 256), ("differ", 0), 98176)),
        lambda: (same_leaves(left, right), same_leaves(left, tree(depth, 2)), sum(leaves(left))))
