"""Where things are in the source tree."""
import pathlib

BENCH = pathlib.Path(__file__).resolve().parent.parent
ROOT = BENCH.parent
OUT = ROOT / "artifacts" / "bench"
TOOL = ROOT / "artifacts" / "ouro" / "ouro"
README = ROOT / "README.md"
