"""Medians, ratios, geometric means, and the tables made of them."""
import math
import statistics

# Ratios are Ouro's to these: above 1 means that Ouro is slower.
BASES = ("chez", "guile", "python3", "pypy3")


def median(results, program, peer, kind):
    values = results.get(program, {}).get(peer, {}).get(kind)
    return statistics.median(values) if values else None


def geometric_mean(values):
    return math.exp(sum(math.log(value) for value in values) / len(values)) if values else None


def ratios(results, peer, base, kind):
    """{program: peer's median to base's} for the programs that both ran."""
    found = {}
    for program in results:
        mine, other = median(results, program, peer, kind), median(results, program, base, kind)
        if mine and other:
            found[program] = mine / other
    return found


def engines_of(peers):
    """Ouro's engines; the first is the one that is compared."""
    return [peer.name for peer in peers if peer.name.startswith("ouro")]


def show_ratio(value):
    return "-" if value is None else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def show_value(value, kind):
    if value is None:
        return "-"
    if kind == "memory":
        return f"{value / 1048576:.0f}"
    return f"{value * 1000:.0f}" if value >= 0.01 else f"{value * 1000:.1f}"


def cell(results, program, peer, kind):
    entry = results[program].get(peer, {})
    if "error" in entry:
        return "wrong" if entry["error"].startswith("WRONG") else "fails"
    if "timeout" in entry and kind != "memory":
        return f"> {entry['timeout'] * 1000:.0f}"
    return show_value(median(results, program, peer, kind), kind)


def row(cells):
    return "| " + " | ".join(cells) + " |"


def table(peers, results, kind):
    """A row for each program: every peer's median, then the ratios of Ouro's."""
    engines = engines_of(peers)
    mine = engines[0] if engines else None
    names = [peer.name for peer in peers]
    bases = [base for base in BASES if mine and base in names]
    unit = "MiB" if kind == "memory" else "ms"
    lines = [row([f"program ({unit})", *names, *(f"{mine} / {base}" for base in bases)]), "| --- |" + " ---: |" * (len(names) + len(bases))]
    per_base = {base: ratios(results, mine, base, kind) for base in bases}
    for program in results:
        lines.append(row([program, *(cell(results, program, name, kind) for name in names),
                          *(show_ratio(per_base[base].get(program)) for base in bases)]))
    lines.append(row(["geometric mean", *("" for _ in names), *(show_ratio(geometric_mean(list(per_base[base].values()))) for base in bases)]))
    return "\n".join(lines)


def summary(peers, results):
    """A row for each pair of an engine of Ouro's and a peer: means over the programs that both ran, and the extremes."""
    lines = [row(["", "programs", "inside", "whole process", "processor", "peak memory", "best", "worst"]), "| --- |" + " ---: |" * 5 + " --- | --- |"]
    engines = engines_of(peers)
    for engine in engines:
        for peer in peers:
            if peer.name == engine or (peer.name in engines and engine != engines[0]):
                continue
            inside = ratios(results, engine, peer.name, "inside")
            if not inside:
                continue
            means = [geometric_mean(list(ratios(results, engine, peer.name, kind).values())) for kind in ("inside", "whole", "processor", "memory")]
            best, worst = min(inside, key=inside.get), max(inside, key=inside.get)
            lines.append(row([f"{engine} / {peer.name} {peer.version}", str(len(inside)), *map(show_ratio, means),
                              f"{best} {show_ratio(inside[best])}", f"{worst} {show_ratio(inside[worst])}"]))
    return "\n".join(lines)


def failures(peers, results):
    return [f"{program} on {name}: {entry['error']}" for program, entries in results.items()
            for name, entry in entries.items() if "error" in entry]


def readme_section(peers, results):
    return "\n".join([summary(peers, results), "", "<details><summary>Each program: milliseconds inside the process, median</summary>", "",
                      table(peers, results, "inside"), "", "</details>"])


def replace_between(path, name, text):
    """Puts a text between the markers `<!-- NAME:begin -->` and `<!-- NAME:end -->` of a file."""
    content = path.read_text()
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    head, rest = content.split(begin, 1)
    path.write_text(head + begin + "\n" + text + "\n" + end + rest.split(end, 1)[1])
