"""The implementations that run the programs, and how each is given a program.

A peer's `prepare` writes the program with the peer's prelude, compiles it ahead if that is how the peer is used, and
gives the command that runs it. A program that a peer cannot run is `Skipped` with the reason.
"""
import os
import re
import shutil
import subprocess

from . import programs
from .places import OUT, TOOL


class Skipped(Exception):
    """The peer has no way to run the program; the text says why."""


def version_of(command, pattern=r"\d+(\.\d+)+"):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(pattern, done.stdout + done.stderr)
    return match.group(0) if match else "?"


class Peer:
    language = "scheme"
    version_options = ["--version"]
    version_pattern = r"\d+(\.\d+)+"
    environment = {}
    # Programs that this peer cannot run, with the reason.
    cannot = {}

    def __init__(self, name, path, options=()):
        self.name, self.path, self.options = name, path, list(options)
        self.version = path and version_of([path, *self.version_options], self.version_pattern)

    def text(self, program, quick):
        raise NotImplementedError

    def build(self, source):
        """Compiles the file if need be; gives the command that runs it."""
        return [self.path, *self.options, str(source)]

    def file_name(self, program):
        return program + programs.EXTENSIONS[self.language]

    def folder(self, quick):
        return OUT / "programs" / (self.name.replace(" ", "") + ("-quick" if quick else ""))

    def prepare(self, program, quick):
        if program in self.cannot:
            raise Skipped(self.cannot[program])
        if programs.source_of(program, self.language) is None:
            raise Skipped(f"no {self.language} twin")
        target = self.folder(quick) / self.file_name(program)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = self.text(program, quick)
        fresh = target.exists() and target.read_text() == text
        if not fresh:
            target.write_text(text)
        return self.build_if(target, fresh)

    def build_if(self, target, fresh):
        return self.build(target)

    def compiled(self, target, product, fresh, command, stdin=None):
        """Runs a compiler unless its product is newer than its source."""
        if fresh and product.exists():
            return
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=600, cwd=target.parent)
        if done.returncode != 0 or not product.exists():
            raise Skipped("does not compile: " + (done.stderr + done.stdout).strip()[:300].replace("\n", " "))

    def run_environment(self):
        return dict(os.environ, **self.environment)


def quick_definition(quick):
    return f"(define quick? {'#t' if quick else '#f'})\n"


class Ouro(Peer):
    def text(self, program, quick):
        return programs.prelude("ouro.scm") + quick_definition(quick) + programs.prelude("common.scm") + programs.source_of(program, "scheme")


class Guile(Peer):
    environment = {"GUILE_AUTO_COMPILE": "0"}

    def text(self, program, quick):
        return programs.prelude("guile.scm") + quick_definition(quick) + programs.prelude("common.scm") + programs.source_of(program, "scheme")

    def build_if(self, target, fresh):
        product = target.with_suffix(".go")
        self.compiled(target, product, fresh, [self.path, "--no-auto-compile", "-c", "(use-modules (system base compile)) "
                                               f'(compile-file "{target}" #:output-file "{product}")'])
        return [self.path, "-c", f'(load-compiled "{product}")']


class Chez(Peer):
    exports = None

    def exported(self):
        if Chez.exports is None:
            done = subprocess.run([self.path, "-q"], input="(for-each (lambda (n) (write n) (newline)) (library-exports '(chezscheme)))",
                                  capture_output=True, text=True, timeout=60)
            Chez.exports = set(done.stdout.split())
        return Chez.exports

    def text(self, program, quick):
        body = programs.prelude("chez.scm") + quick_definition(quick) + programs.prelude("common.scm") + programs.source_of(program, "scheme")
        own = " ".join(name for name in programs.defined_names(body) if name in self.exported())
        # A program, not a script: its definitions are then its own, and known to the compiler, as in a library.
        return f"(import (except (chezscheme) {own}) (only (prefix (chezscheme) chez:) chez:define-record-type))\n" + body

    def build_if(self, target, fresh):
        product = target.with_suffix(".so")
        self.compiled(target, product, fresh, [self.path, "-q"],
                      f'(optimize-level 2) (compile-program "{target}" "{product}") (exit 0)')
        return [self.path, "--program", str(product)]


class Racket(Peer):
    # Without this Racket interprets the outer parts of a module of more than 10000 terms.
    environment = {"PLT_CS_COMPILE_LIMIT": "10000000"}

    def file_name(self, program):
        return program + ".rkt"

    def text(self, program, quick):
        return programs.prelude("racket.rkt") + quick_definition(quick) + programs.prelude("common.scm") + programs.source_of(program, "scheme")

    def build_if(self, target, fresh):
        product = target.parent / "compiled" / (target.stem + "_rkt.zo")
        compiler = shutil.which("raco", path=os.path.dirname(self.path)) or shutil.which("raco")
        if not compiler:
            raise Skipped("no raco to compile with")
        os.environ.update(self.environment)
        self.compiled(target, product, fresh, [compiler, "make", str(target)])
        return [self.path, str(target)]


class Gambit(Peer):
    version_options = ["-v"]

    def text(self, program, quick):
        body = quick_definition(quick) + programs.prelude("common.scm") + programs.source_of(program, "scheme")
        own = " ".join(programs.defined_names(body))
        return programs.prelude("gambit.scm").replace("(declare)", f"(declare (standard-bindings) (extended-bindings) (not standard-bindings {own}) "
                                                      f"(not extended-bindings {own}) (block))") + body


class GambitInterpreter(Gambit):
    def build(self, source):
        # An error ends the process; no debugger.
        return [self.path, "-:d-", str(source)]


class GambitCompiler(Gambit):
    def build_if(self, target, fresh):
        product = target.with_suffix("")
        self.compiled(target, product, fresh, [self.path, "-exe", "-o", str(product), str(target)])
        return [str(product), "-:d-"]


class Python(Peer):
    language = "python"

    def text(self, program, quick):
        return programs.prelude("python.py").replace("quick = False", f"quick = {quick}") + programs.source_of(program, "python")


def has_jit(tool):
    try:
        done = subprocess.run([tool, "--help"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return "--jit-" in done.stdout


def racket_with_r5rs():
    path = shutil.which("racket")
    if not path or not shutil.which("raco"):
        return None
    done = subprocess.run([path, "-l", "racket/base", "-e", "(dynamic-require 'r5rs/init #f)"], capture_output=True, text=True, timeout=120)
    return path if "collection not found" not in done.stderr else None


def find_peers(tool=None, wanted=None):
    """All engines that are here, Ouro's first; only those named in `wanted` if given."""
    tool = str(tool or TOOL)
    # The system's own Python, if there is one: others on the path may be built differently.
    python = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else shutil.which("python3")
    candidates = [("ouro", lambda: Ouro("ouro", tool))]
    if has_jit(tool):
        candidates.append(("ouro --no-jit", lambda: Ouro("ouro --no-jit", tool, ["--no-jit"])))
    candidates += [
        ("chez", lambda: Chez("chez", shutil.which("scheme") or shutil.which("chezscheme"))),
        ("guile", lambda: Guile("guile", shutil.which("guile"))),
        ("racket", lambda: Racket("racket", racket_with_r5rs())),
        ("gsc", lambda: GambitCompiler("gsc", shutil.which("gsc"))),
        ("gsi", lambda: GambitInterpreter("gsi", shutil.which("gsi"))),
        ("python3", lambda: Python("python3", python)),
        ("pypy3", lambda: Python("pypy3", shutil.which("pypy3"))),
    ]
    found = [make() for name, make in candidates if wanted is None or name in wanted]
    return [peer for peer in found if peer.version]
