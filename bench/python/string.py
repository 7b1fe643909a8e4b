def grow(limit):
    text = "abcdefghij"
    while len(text) <= limit:
        text = text + "-" + text[: len(text) // 2] + "+" + text
    return text


def count_in(text, c):
    count = 0
    for i in range(len(text)):
        if text[i] == c:
            count += 1
    return count


def shrink(text):
    count = 0
    while len(text) >= 3:
        n = len(text)
        text = text[1 : n // 2] + text[1 + n // 2 : n - n // 3]
        count += 1
    return count


def run():
    text = grow(by_size(500000, 5000))
    return (len(text), count_in(text, "-"), shrink(text))


measure(60, by_size((668487, 45574, 28), (6844, 466, 17)), run)
