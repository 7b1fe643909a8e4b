def strike_out(n, numbers):
    return [m for m in numbers if m % n != 0]


def sieve(numbers):
    primes = []
    while numbers:
        primes.append(numbers[0])
        numbers = strike_out(numbers[0], numbers[1:])
    return primes


measure(330, by_size(1229, 168), lambda: len(sieve(list(range(2, by_size(10001, 1001))))))
