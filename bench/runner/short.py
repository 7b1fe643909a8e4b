"""Programs that run for a fraction of a second, with the JIT and without: does it get in their way?

Most programs that people run are short. What is compiled for them must pay within them, or not be compiled. Each program is a whole process; the
two ways take turns, and what counts is the whole process as the user sees it, and the processor's time of all its threads.
"""
import os
import re
import statistics

from . import programs as library
from .measurement import Failure, TooSlow, run_once
from .places import OUT
from .peers import quick_definition
from .report import geometric_mean, row

# Name, and how often the program does its work: it then takes 20 to 300 ms on the interpreter.
PROGRAMS = {
    "browse": 8, "compiler": 60, "conform": 24, "coroutines": 1, "dynamic": 50, "graphs": 1, "maze": 80, "ntakl": 1, "peval": 50, "pnpoly": 2,
    "puzzle": 15, "quicksort": 8, "regex": 1, "sorting": 1, "strings": 1, "sumfp": 3, "tables": 1, "triangl": 1,
}

# How often bench/prelude/common.scm does the work in a quick run.
QUICK_TURNS = re.compile(r"\(max 1 \(quotient iterations \d+\)\)")

WAYS = {"ouro": [], "ouro --no-jit": ["--no-jit"]}


def text_of(program, turns):
    """The program with a number of repetitions of its own."""
    prelude = library.prelude("ouro.scm") + quick_definition(True) + library.prelude("common.scm")
    prelude, changes = QUICK_TURNS.subn(str(turns), prelude)
    assert changes == 1, "the prelude counts turns in another way"
    return prelude + library.source_of(program, "scheme")


def commands_of(program, turns, tool):
    target = OUT / "programs" / "short" / (program + ".scm")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text_of(program, turns))
    return {name: [str(tool), *options, str(target)] for name, options in WAYS.items()}


def measure_short(tool, rounds, timeout, log):
    """results[program][way] = a list of seconds for "inside", "whole" and "processor"."""
    results = {}
    for program, turns in PROGRAMS.items():
        samples = {name: {"inside": [], "whole": [], "processor": []} for name in WAYS}
        commands = commands_of(program, turns, tool)
        for number in range(rounds + 1):
            # Who comes first changes: the second may find more in the caches.
            for name in WAYS if number % 2 else reversed(WAYS):
                try:
                    sample = run_once(commands[name], dict(os.environ), timeout)
                except (Failure, TooSlow) as reason:
                    raise SystemExit(f"bench/run: {program} on {name}: {reason or 'no end'}") from None
                if number > 0:
                    for kind, values in samples[name].items():
                        values.append(sample[kind])
        results[program] = samples
        log(f"{program}: {ratio(samples, 'whole'):.3f} {ratio(samples, 'processor'):.3f}")
    return results


def ratio(samples, kind):
    with_jit, without = (statistics.median(samples[name][kind]) for name in WAYS)
    return with_jit / without


def short_table(results):
    """A row for each program: milliseconds without the JIT, then the ratios of the run with it to the one without."""
    lines = [row(["program", "--no-jit: inside", "whole", "processor", "with / without: whole", "processor"]), "| --- |" + " ---: |" * 5]
    for program, samples in results.items():
        without = samples["ouro --no-jit"]
        lines.append(row([program, *(f"{statistics.median(without[kind]) * 1000:.0f} ms" for kind in ("inside", "whole", "processor")),
                          *(f"{ratio(samples, kind):.3f}" for kind in ("whole", "processor"))]))
    means = [geometric_mean([ratio(samples, kind) for samples in results.values()]) for kind in ("whole", "processor")]
    lines.append(row(["geometric mean", "", "", "", *(f"{mean:.3f}" for mean in means)]))
    return "\n".join(lines)
