characters = "abcdefghijklmnopqrstuvwxyz   \n"


def build(n):
    port = io.StringIO()
    x = 7
    for _ in range(n):
        port.write(characters[x // 65536 % len(characters)])
        x = next_random(x)
    return port.getvalue()


def count(port):
    lines = words = characters = 0
    in_word = False
    while True:
        c = port.read(1)
        if not c:
            return (lines, words, characters)
        characters += 1
        if c == " ":
            in_word = False
        elif c == "\n":
            lines += 1
            in_word = False
        elif not in_word:
            words += 1
            in_word = True


text = build(by_size(2000000, 20000))
measure(260, by_size((66653, 231051, 2000000), (682, 2277, 20000)), lambda: count(io.StringIO(text)))
