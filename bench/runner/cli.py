"""The command line of the benchmark runner."""
import argparse
import fnmatch
import json
import os
import pathlib
import platform
import subprocess
import sys

from . import programs as library
from . import report
from .measurement import measure
from .peers import find_peers
from .places import OUT, README, ROOT, TOOL
from .plot import plot
from .short import measure_short, short_table
from .start import start_up

DESCRIPTION = """\
Runs the programs of bench/ on Ouro and on every peer that is installed, in turn, checks their results and compares.

    bench/run                           all programs, all peers, 3 rounds
    bench/run --quick                   small sizes, one round: does everything work?
    bench/run --only fib,tak --rounds 9 some programs (patterns such as 'fib*' too)
    bench/run --peers ouro,chez         some engines
    bench/run --readme --svg docs/images/benchmarks.svg
    bench/run --start                   what starting costs, against a .NET hello world
    bench/run --short                   programs of a fraction of a second, with the JIT and without
    bench/run --list                    the programs and the engines

docs/benchmarks.md tells what the columns mean."""


def arguments_of(line):
    parser = argparse.ArgumentParser(prog="bench/run", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", nargs="*", help="names or patterns of programs; all if none")
    parser.add_argument("--only", metavar="NAMES", help="the same, separated by commas")
    parser.add_argument("--peers", metavar="NAMES", help="engines, separated by commas")
    parser.add_argument("--rounds", type=int, metavar="N", help="samples of each (3; 1 with --quick)")
    parser.add_argument("--timeout", type=float, default=120, metavar="S", help="seconds that one process may take (120)")
    parser.add_argument("--budget", type=float, default=20, metavar="S",
                        help="an engine whose samples of one program took more seconds gets no further turn there (20)")
    parser.add_argument("--quick", action="store_true", help="small sizes")
    parser.add_argument("--tool", type=pathlib.Path, metavar="FILE", help="another build of ouro to judge; nothing is built then")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write all samples (default artifacts/bench/results.json)")
    parser.add_argument("--svg", type=pathlib.Path, metavar="FILE", help="write the plot")
    parser.add_argument("--from-json", type=pathlib.Path, metavar="FILE", help="measure nothing: tables and plot of an earlier run")
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    parser.add_argument("--start", action="store_true", help="measure starting instead")
    parser.add_argument("--short", action="store_true", help="measure short programs with and without the JIT instead (11 rounds)")
    parser.add_argument("--list", action="store_true", help="list programs and engines")
    return parser.parse_args(line)


def chosen_programs(arguments):
    patterns = arguments.programs + (arguments.only.split(",") if arguments.only else [])
    everything = library.all_programs()
    unknown = [pattern for pattern in patterns if not fnmatch.filter(everything, pattern)]
    if unknown:
        sys.exit(f"bench/run: no such program: {', '.join(unknown)}")
    return [name for name in everything if not patterns or any(fnmatch.fnmatch(name, pattern) for pattern in patterns)]


class Named:
    """A peer of an earlier run."""

    def __init__(self, name, version):
        self.name, self.version = name, version


def machine():
    return {"processors": os.cpu_count(), "system": platform.platform(), "load": os.getloadavg()[0]}


def log(text):
    print(text, file=sys.stderr, flush=True)


def main(line=None):
    arguments = arguments_of(line)
    OUT.mkdir(parents=True, exist_ok=True)
    if arguments.from_json:
        data = json.loads(arguments.from_json.read_text())
        return finish(arguments, [Named(name, version) for name, version in data["peers"].items()], data["results"])
    if not arguments.tool:
        # The wrapper builds the tool if need be.
        subprocess.run([str(ROOT / "ouro"), "--version"], check=True, stdout=subprocess.DEVNULL)
    if arguments.start:
        (OUT / "start.json").write_text(json.dumps(start_up(max(arguments.rounds or 20, 20), arguments.tool or TOOL), indent=1))
        return 0
    if arguments.short:
        results = measure_short(arguments.tool or TOOL, arguments.rounds or 11, arguments.timeout, log)
        (arguments.json or OUT / "short.json").write_text(json.dumps({"machine": machine(), "results": results}, indent=1))
        print("\n" + short_table(results))
        return 0
    wanted = arguments.peers.split(",") if arguments.peers else None
    peers = find_peers(arguments.tool, wanted)
    for name in wanted or []:
        if name not in [peer.name for peer in peers]:
            log(f"bench/run: {name} is not here")
    if arguments.list:
        print("\n".join(f"{name:12} {library.title_of(name)}" for name in chosen_programs(arguments)))
        print("\n" + "\n".join(f"{peer.name:14} {peer.version:10} {peer.path}" for peer in peers))
        return 0
    rounds = arguments.rounds or (1 if arguments.quick else 3)
    results = measure(peers, chosen_programs(arguments), rounds, arguments.timeout, arguments.budget, arguments.quick, log)
    data = {"machine": machine(), "quick": arguments.quick, "rounds": rounds, "peers": {peer.name: peer.version for peer in peers}, "results": results}
    (arguments.json or OUT / "results.json").write_text(json.dumps(data, indent=1))
    return finish(arguments, peers, results)


def finish(arguments, peers, results):
    print("\nMilliseconds inside the process, median:\n\n" + report.table(peers, results, "inside"))
    print("\nMilliseconds of the whole process, median:\n\n" + report.table(peers, results, "whole"))
    print("\nPeak memory of the process, MiB, median:\n\n" + report.table(peers, results, "memory"))
    print("\nGeometric means of ratios (above 1: Ouro is slower, or bigger):\n\n" + report.summary(peers, results))
    if arguments.svg:
        picture = plot(peers, results)
        if picture:
            arguments.svg.write_text(picture)
    if arguments.readme:
        report.replace_between(README, "bench", report.readme_section(peers, results))
    failures = report.failures(peers, results)
    if failures:
        print("\nFAILED:\n" + "\n".join("  " + text for text in failures))
    return 1 if failures else 0
