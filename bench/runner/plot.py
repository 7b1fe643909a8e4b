"""The plot: for each program a bar of Ouro's time over a peer's, on a logarithmic scale."""
import html
import math

from . import report

BAR, GAP, LEFT, RIGHT, WIDTH, TOP = 5, 5, 116, 56, 860, 78
# Legible on white and on black alike.
COLOURS = {"chez": "#3b82c4", "guile": "#d9822b", "python3": "#4c9f70", "pypy3": "#a46bbf"}

STYLE = """
  text { font: 11px system-ui, sans-serif; fill: #57606a }
  .title { font-size: 14px; font-weight: 600; fill: #24292f }
  .grid { stroke: #8c959f; stroke-opacity: .35 } .one { stroke: #57606a; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) { text { fill: #9da7b1 } .title { fill: #e6edf3 } .one { stroke: #c9d1d9 } }
"""


def ticks(low, high):
    return [m * 10.0 ** e for e in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1) for m in (1, 2, 5)
            if low <= m * 10.0 ** e <= high]


def plot(peers, results, bases=None):
    """The SVG's text, or None if there is nothing to compare."""
    engines = report.engines_of(peers)
    names = [peer.name for peer in peers]
    bases = [base for base in (bases or report.BASES) if base in names]
    if not engines or not bases:
        return None
    values = {base: report.ratios(results, engines[0], base, "inside") for base in bases}
    bases = [base for base in bases if values[base]]
    everything = [ratio for base in bases for ratio in values[base].values()]
    if not everything:
        return None
    low, high = min(0.5, min(everything) / 1.2), max(2.0, max(everything) * 1.2)

    def x(ratio):
        return LEFT + (math.log(ratio) - math.log(low)) / (math.log(high) - math.log(low)) * (WIDTH - LEFT - RIGHT)

    rows = [("geometric mean", {base: report.geometric_mean(list(values[base].values())) for base in bases})]
    rows += [(program, {base: values[base][program] for base in bases if program in values[base]}) for program in results]
    rows = [(name, bars) for name, bars in rows if bars]
    parts, y = [], TOP
    for name, bars in rows:
        height = BAR * len(bars)
        weight = ' class="title" style="font-size:11px"' if name == "geometric mean" else ""
        parts.append(f'<text x="{LEFT - 8}" y="{y + height / 2 + 4:.1f}" text-anchor="end"{weight}>{html.escape(name)}</text>')
        for base, ratio in bars.items():
            left, right = sorted((x(1.0), x(ratio)))
            parts.append(f'<rect x="{left:.1f}" y="{y}" width="{max(right - left, 1):.1f}" height="{BAR - 1}" fill="{COLOURS[base]}">'
                         f"<title>{html.escape(name)}: {ratio:.2f} times {base}</title></rect>")
            y += BAR
        y += GAP + max(0, 10 - height) + (GAP if name == "geometric mean" else 0)
    lines = []
    for tick in ticks(low, high):
        kind = "one" if tick == 1 else "grid"
        lines.append(f'<line x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="{TOP - 8}" y2="{y}" class="{kind}"/>'
                     f'<text x="{x(tick):.1f}" y="{TOP - 14}" text-anchor="middle">{tick:g}</text>')
    legend, at = [], LEFT
    for base in bases:
        version = next(peer.version for peer in peers if peer.name == base)
        legend.append(f'<rect x="{at}" y="34" width="10" height="10" fill="{COLOURS[base]}"/><text x="{at + 15}" y="43">to {base} {version}</text>')
        at += 140
    title = f"Time of {engines[0]} as a multiple of others' (logarithmic; left of 1 is faster)"
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 8}" width="{WIDTH}" role="img">', f"<title>{title}</title>",
                      f"<style>{STYLE}</style>", f'<text x="{LEFT}" y="20" class="title">{title}</text>', *legend, *lines, *parts, "</svg>", ""])
