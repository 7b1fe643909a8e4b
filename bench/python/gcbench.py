class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def nodes(depth):
    return 2 ** (depth + 1) - 1


def tree_bottom_up(depth):
    if depth == 0:
        return Node(None, None)
    return Node(tree_bottom_up(depth - 1), tree_bottom_up(depth - 1))


def grow(node, depth):
    if depth > 0:
        node.left = Node(None, None)
        node.right = Node(None, None)
        grow(node.left, depth - 1)
        grow(node.right, depth - 1)


def tree_top_down(depth):
    root = Node(None, None)
    grow(root, depth)
    return root


def count(node):
    return 1 + count(node.left) + count(node.right) if node.left else 1


def run(largest):
    lasting = tree_top_down(largest)
    numbers = [0.5] * (2 * nodes(largest - 2))
    seen = 0
    for depth in range(4, largest + 1, 2):
        for _ in range(nodes(largest) // (2 * nodes(depth)) + 1):
            seen += count(tree_top_down(depth)) + count(tree_bottom_up(depth))
    return (seen, count(lasting), numbers[1000])


measure(1, by_size((22368080, 2097151, 0.5), (11554, 2047, 0.5)), lambda: run(by_size(20, 10)))
