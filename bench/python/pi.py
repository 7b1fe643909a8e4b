def arctan_of_inverse(x, unity):
    term = unity // x
    xx = x * x
    n = 1
    sign = 1
    total = 0
    while term:
        total += sign * (term // n)
        term //= xx
        n += 2
        sign = -sign
    return total


def pi_digits(digits):
    unity = 10 ** (digits + 10)
    return 4 * (4 * arctan_of_inverse(5, unity) - arctan_of_inverse(239, unity)) // 10**10


def run():
    return [pi_digits(digits) % 100000 for digits in range(50, 501, 50)]


measure(1800, [37510, 70679, 8128, 38196, 19091, 41273, 36436, 16094, 18548, 94912], run)
