"""The programs, and what a peer is given to run: its prelude, then the program."""
import re

from .places import BENCH

EXTENSIONS = {"scheme": ".scm", "python": ".py"}
# What a definition at the left margin defines.
DEFINITION = re.compile(r"^\(define(?:-record-type|-syntax)? \(?([^\s()]+)", re.M)


def all_programs():
    return sorted(path.stem for path in (BENCH / "scheme").glob("*.scm"))


def source_of(program, language):
    path = BENCH / language / (program + EXTENSIONS[language])
    return path.read_text() if path.exists() else None


def title_of(program):
    """The first sentence of the program's header."""
    first = source_of(program, "scheme").split("\n", 1)[0]
    return first.lstrip("; ").rstrip()


def prelude(*names):
    return "".join((BENCH / "prelude" / name).read_text() for name in names)


def defined_names(text):
    """The names that a Scheme text defines at its outermost level."""
    return sorted(set(DEFINITION.findall(text)))
