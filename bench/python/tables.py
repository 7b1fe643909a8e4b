def count_numbers(n):
    table = {}
    x = 1
    for _ in range(n):
        key = x % 5000
        table[key] = table.get(key, 0) + 1
        x = next_random(x)
    return len(table)


def count_words(n):
    words = ["the", "machine", "runs", "every", "word", "of", "a", "text", "again"]
    table = {}
    for i in range(n):
        key = words[i * 7 % 9]
        table[key] = table.get(key, 0) + 1
    return table["text"]


measure(26, by_size((5000, 55556), (4999, 5556)), lambda: (count_numbers(by_size(500000, 50000)), count_words(by_size(500000, 50000))))
