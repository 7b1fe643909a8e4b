"""Runs programs on peers, in turn, and keeps what was measured.

A sample is one process: seconds inside (the program's own clock, around the work only), seconds of the whole process,
seconds that processors worked for it (all threads, the kernel's work included), and the most bytes that it held at once,
by the kernel's account. A program checks its own result.
"""
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

from .peers import Skipped

KINDS = ("inside", "whole", "processor", "memory")


class Failure(Exception):
    """A run that gave no sample: wrong result, or an error."""


class TooSlow(Exception):
    """A run that did not end in time."""


def run_once(command, environment, timeout):
    """One process to its end: a number for each of KINDS."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environment, start_new_session=True)
        late = threading.Event()

        def stop():
            late.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(timeout, stop)
        timer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            timer.cancel()
        whole = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        text, errors = out.read().decode(errors="replace"), err.read().decode(errors="replace")
    if late.is_set():
        raise TooSlow
    wrong = re.search(r"^wrong result: .*", text, re.M)
    if wrong:
        raise Failure("WRONG RESULT" + wrong.group(0)[12:300])
    match = re.search(r"^seconds (\S+)$", text, re.M)
    if process.returncode != 0 or not match:
        lines = (errors.strip() or text.strip() or f"exit status {process.returncode}").splitlines()
        raise Failure(lines[0][:300])
    # Linux counts the maximum in KiB, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return {"inside": float(match.group(1)), "whole": whole, "processor": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss * unit}


def measure(peers, programs, rounds, timeout, budget, quick, log):
    """results[program][peer] = a list for each of KINDS, or what stands for them: {"error": text}, {"timeout": seconds} or
    {"skipped": text}.

    Peers take turns within a program, `rounds` times. A peer whose samples of one program have taken more than `budget`
    seconds gets no further turn there, so that slow ones do not hold up a run."""
    results = {}
    for number, program in enumerate(programs, 1):
        commands, entries = {}, {}
        for peer in peers:
            try:
                commands[peer.name] = peer.prepare(program, quick)
                entries[peer.name] = {kind: [] for kind in KINDS}
            except Skipped as reason:
                entries[peer.name] = {"skipped": str(reason)}
                if peer.language == "scheme":
                    log(f"  {program} on {peer.name}: skipped: {reason}")
        for _ in range(rounds):
            for peer in peers:
                entry = entries[peer.name]
                if "whole" not in entry or sum(entry["whole"]) > budget:
                    continue
                try:
                    sample = run_once(commands[peer.name], peer.run_environment(), timeout)
                except TooSlow:
                    entries[peer.name] = {"timeout": timeout}
                    log(f"  {program} on {peer.name}: no end in {timeout:g} s")
                    continue
                except Failure as reason:
                    entries[peer.name] = {"error": str(reason)}
                    log(f"  FAILED: {program} on {peer.name}: {reason}")
                    continue
                for kind in KINDS:
                    entry[kind].append(sample[kind])
        results[program] = entries
        log(f"{number}/{len(programs)} {program}: " + ", ".join(
            f"{name} {min(entry['inside']):.3f}" for name, entry in entries.items() if entry.get("inside")))
    return results
