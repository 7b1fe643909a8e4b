def count_numbers(n):
    table = {}
    x = 1
    for _ in range(n):
        key = x % 5000
        table[key] = table.get(key, 0) + 1
        x = (x * 1103515245 + 12345) % 2147483648
    return len(table)


def count_words(n):
    words = ["the", "machine", "runs", "every", "word", "of", "a", "text", "again"]
    table = {}
    for i in range(n):
        key = words[i * 7 % 9]
        table[key] = table.get(key, 0) + 1
    return table["text"]


measure((5000, 55556), lambda: (count_numbers(500000), count_words(500000)))
