# Answers requests of the tests, one after the other: a line "COMMAND LENGTH", then that many bytes of a source; a file by its name if the
# command ends in "-file". The answer is a line with a length, then that many bytes. Everything is text in ASCII.
import ast
import re
import sys
import warnings

import _symtable

warnings.simplefilter("ignore")
try:
    sys.set_int_max_str_digits(4300)
except AttributeError:
    pass

NAMES = [n for n in dir(_symtable) if n.startswith("DEF_") or n == "USE"]
SCOPES = {_symtable.LOCAL: "local", _symtable.GLOBAL_EXPLICIT: "global", _symtable.GLOBAL_IMPLICIT: "implicit", _symtable.FREE: "free", _symtable.CELL: "cell"}
SINGLE = [(n, getattr(_symtable, n)) for n in NAMES if n != "DEF_BOUND"]
MASK = getattr(_symtable, "SCOPE_MASK", 15)
OFFSET = getattr(_symtable, "SCOPE_OFF", 11)


def table(entry):
    symbols = []
    for name in sorted(entry.symbols):
        flags = entry.symbols[name]
        words = sorted(n for n, bit in SINGLE if flags & bit)
        symbols.append("%s:%s:%s" % (name, SCOPES.get((flags >> OFFSET) & MASK, "none"), "+".join(words)))
    return "(%s %s %d %d [%s] [%s] %s)" % (
        entry.name, entry.type, entry.lineno, bool(entry.nested), " ".join(entry.varnames), " ".join(symbols),
        "".join(table(child) for child in entry.children))


def refusal(error):
    fields = [type(error).__name__, str(error.msg if isinstance(error, SyntaxError) else error)]
    if isinstance(error, SyntaxError):
        fields += [error.lineno, error.offset, error.end_lineno, error.end_offset]
    else:
        fields += [None] * 4
    return "E" + "\x01".join(str(f if f is not None else 0) if i >= 2 else f for i, f in enumerate(fields))


def characters(answer_of):
    """What a function gives for each character of the first planes that this Python knows ("-" for others), in runs: "COUNT VALUE" on a line."""
    import unicodedata
    runs = []
    for code in range(0x20000):
        char = chr(code)
        value = answer_of(char) if unicodedata.category(char) != "Cn" else "-"
        value = str(int(value)) if isinstance(value, bool) else value
        if runs and runs[-1][1] == value:
            runs[-1][0] += 1
        else:
            runs.append([1, value])
    return "\n".join("%d %s" % (count, value) for count, value in runs)


def mapped(char, text):
    """The code points of a text in hexadecimal; nothing if it is the character itself."""
    return "" if text == char else " ".join("%x" % ord(c) for c in text)


def regex(pattern, flags):
    """The number of groups and the code list of a pattern."""
    from re import _compiler, _parser
    parsed = _parser.parse(pattern, flags)
    return "%d " % (parsed.state.groups - 1) + " ".join(str(int(word)) for word in _compiler._code(parsed, flags))


def spans(pattern, flags, subject, start, end):
    """What match, fullmatch, search and finditer find."""
    def shown(match):
        return match and ([match.span(group) for group in range(match.re.groups + 1)], match.lastindex)
    compiled = re.compile(pattern, flags)
    methods = compiled.match, compiled.fullmatch, compiled.search
    return [shown(method(subject, start, end)) for method in methods] + [shown(match) for match in compiled.finditer(subject, start, end)]


def values(source):
    """What each line, an expression, gives: as ascii() writes it, or "!TYPE: MESSAGE"."""
    import importlib
    names = {"characters": characters, "mapped": mapped, "regex": regex, "spans": spans}
    for module in "binascii cmath codecs fractions math random re struct sys time unicodedata zlib".split():
        names[module] = importlib.import_module(module)
    results = []
    for line in source.split("\n"):
        try:
            results.append(ascii(eval(line, names)))
        except Exception as error:
            results.append(ascii("!%s: %s" % (type(error).__name__, error))[1:-1])
    return "\n".join(results)


def answer(command, source):
    try:
        if command == "values":
            return "T" + values(source)
        if command == "text":
            return "T" + eval(source, {"characters": characters, "mapped": mapped})
        if command == "dump":
            return "T" + ast.dump(ast.parse(source), include_attributes=True)
        if command == "parse":
            ast.parse(source)
            return "T"
        if command == "tables":
            return "T" + table(_symtable.symtable(source, "<source>", "exec"))
        if command == "compile":
            compile(source, "<source>", "exec", dont_inherit=True)
            return "T"
        if command == "display":
            import traceback
            try:
                compile(source, "<source>", "exec", dont_inherit=True)
            except SyntaxError as error:
                return "T" + "".join(traceback.format_exception_only(error))
            return "T"
        if command == "version":
            return "T%d" % sys.version_info[1]
        if command == "library":
            import os
            return "T" + os.path.dirname(os.__file__)
        return "Xunknown command " + command
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError, TypeError) as error:
        return refusal(error)


def main():
    requests = sys.stdin.buffer
    answers = sys.stdout.buffer
    while True:
        header = requests.readline().split()
        if not header:
            return
        command = header[0].decode("ascii")
        source = requests.read(int(header[1]))
        if command.endswith("-file"):
            with open(source.decode("utf-8"), "rb") as file:
                source = file.read()
            command = command[:-5]
        elif command.endswith("-bytes"):
            command = command[:-6]
        else:
            source = source.decode("utf-8")
        text = answer(command, source).encode("utf-8", "surrogatepass")
        answers.write(b"%d\n" % len(text))
        answers.write(text)
        answers.flush()


main()
