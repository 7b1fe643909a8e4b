"""What starting costs: whole processes of a .NET hello world and of Ouro with next to nothing to do, in turn."""
import os
import statistics
import subprocess
import time

from .places import BENCH, OUT, ROOT


def start_up(rounds, tool):
    hello = OUT / "hello"
    subprocess.run(["dotnet", "publish", str(BENCH / "hello" / "hello.csproj"), "-c", "Release", "-o", str(hello), "--nologo", "-v", "q"],
                   check=True, stdout=subprocess.DEVNULL)
    commands = {"hello world": [str(hello / "hello")], "ouro -e 1": [str(tool), "-e", "1"], "./ouro -e 1": [str(ROOT / "ouro"), "-e", "1"]}
    times = {name: [] for name in commands}
    for number in range(rounds + 2):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            if number > 1:
                times[name].append(time.perf_counter() - start)
    base = statistics.median(times["hello world"])
    print("\n| start | median | least | times hello world |\n| --- | ---: | ---: | ---: |")
    for name, values in times.items():
        print(f"| {name} | {statistics.median(values) * 1000:.1f} ms | {min(values) * 1000:.1f} ms | {statistics.median(values) / base:.2f} |")
    counted = subprocess.run([str(tool), "-e", "1"], capture_output=True, text=True, env=dict(os.environ, OURO_STATS="1"))
    print("\n" + counted.stderr.strip())
    return times
