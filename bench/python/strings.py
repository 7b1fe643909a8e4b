def build(n):
    port = io.StringIO()
    for i in range(n):
        port.write(str(i))
        port.write(",")
    return port.getvalue()


def count_char(text, c):
    count = 0
    i = 0
    n = len(text)
    while i < n:
        if text[i] == c:
            count += 1
        i += 1
    return count


def both():
    text = build(200000)
    return (len(text), count_char(text, ","))


measure(6, (1288890, 200000), both)
