from math import cos, pi, sin


def reorder(re, im):
    n = len(re)
    j = 0
    for i in range(n):
        if i < j:
            re[i], re[j] = re[j], re[i]
            im[i], im[j] = im[j], im[i]
        bit = n // 2
        while bit >= 1 and j >= bit:
            j -= bit
            bit //= 2
        j += bit


def transform(re, im, direction):
    reorder(re, im)
    n = len(re)
    half = 1
    while half < n:
        angle = direction * pi / half
        step_re, step_im = cos(angle), sin(angle)
        w_re, w_im = 1.0, 0.0
        for k in range(half):
            i = k
            while i < n:
                j = i + half
                t_re = w_re * re[j] - w_im * im[j]
                t_im = w_re * im[j] + w_im * re[j]
                re[j] = re[i] - t_re
                im[j] = im[i] - t_im
                re[i] = re[i] + t_re
                im[i] = im[i] + t_im
                i += half + half
            w_re, w_im = w_re * step_re - w_im * step_im, w_re * step_im + w_im * step_re
        half += half


def there_and_back(n):
    re = [float(i * 7 % 64) for i in range(n)]
    im = [0.0] * n
    transform(re, im, -1.0)
    transform(re, im, 1.0)
    total = 0.0
    for x in re:
        total += x / n
    return round(total)


measure(8, by_size(2064384, 32256), lambda: there_and_back(by_size(65536, 1024)))
