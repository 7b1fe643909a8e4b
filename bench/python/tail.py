def build(n):
    port = io.StringIO()
    for i in range(n):
        port.write("line ")
        port.write(str(i))
        port.write(" of a text that is to be turned around\n")
    return port.getvalue()


def turned(text):
    lines = []
    port = io.StringIO(text)
    while True:
        line = port.readline()
        if not line:
            break
        lines.append(line)
    out = io.StringIO()
    for line in reversed(lines):
        out.write(line)
    return out.getvalue()


def run():
    result = turned(text)
    return (len(result), result[:13])


text = build(by_size(50000, 500))
measure(16, by_size((2438890, "line 49999 of"), (23390, "line 499 of a")), run)
