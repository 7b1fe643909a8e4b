# Files, streams in memory, and what of the system is behind them.
import errno
import posix
import sys
import time
from _io import BytesIO, StringIO, TextIOWrapper, UnsupportedOperation

folder = "/tmp/ouro-files-%d" % posix.getpid()
posix.mkdir(folder)
name = folder + "/text"
with open(name, "w") as f:
    print(f.write("one\ntwo\n"), f.mode, f.encoding, f.name == name, f.closed)
    f.writelines(["thr\u00e9\u00e9\n", "end"])
print(f.closed)
print(open(name).read().split("\n"))
with open(name) as f:
    print(f.readline(), f.tell(), [line for line in f], repr(f.read()))
    f.seek(4)
    print(f.read(3))
with open(name, "rb") as f:
    print(f.read(4), f.tell(), f.readline(), f.readlines(), f.seek(-3, 2), f.read())
with open(name, "a+") as f:
    f.write("!")
    f.seek(0)
    print(f.read()[-4:])
with open(name, "wb") as f:
    f.write(b"a\r\nb\rc\n")
for newline in (None, "", "\n", "\r", "\r\n"):
    with open(name, newline=newline) as f:
        print(repr(newline), f.readlines())
with open(name, "wb", buffering=0) as f:
    print(type(f).__name__, f.write(b"xyz"), f.tell())
print(posix.stat(name).st_size, posix.stat(folder).st_mode & 0o170000 == 0o040000, posix.listdir(folder), posix.access(name, 0))
posix.rename(name, name + "2")
for attempt in (lambda: open(name), lambda: open(folder), lambda: posix.rmdir(folder), lambda: posix.mkdir(folder), lambda: open(name, "q"), lambda: open(name, "rw"), lambda: open(name, "rb", encoding="utf-8"), lambda: open(name + "2", "x"), lambda: open(name + "2").write("a"), lambda: f.read()):
    try:
        attempt()
    except Exception as e:
        print(type(e).__name__, getattr(e, "errno", None), str(e).replace(folder, "F"))
posix.unlink(name + "2")
posix.rmdir(folder)
print(errno.ENOENT, errno.errorcode[13], OSError(2, "words", "file"), type(OSError(17, "words")).__name__)
s = StringIO("a\nb")
print(s.read(1), s.readline(), s.readlines(), s.tell(), s.seek(0), s.write("XY"), s.getvalue(), s.truncate(2), s.getvalue())
b = BytesIO(b"hello")
print(b.read(2), b.seek(0, 2), b.write(b" you"), b.getvalue(), b.seek(1), b.readline(), b.read())
t = TextIOWrapper(BytesIO(), encoding="latin-1", newline="\r\n")
print(t.write("\u00e9\n"), t.flush(), t.buffer.getvalue())
for attempt in (lambda: s.write(5), lambda: b.write("x"), lambda: s.close() or s.read(), lambda: StringIO(newline="x"), lambda: BytesIO().fileno()):
    try:
        attempt()
    except Exception as e:
        print(type(e).__name__, e)
print(issubclass(UnsupportedOperation, OSError), issubclass(UnsupportedOperation, ValueError))
print(sys.stdout.write("out\n"), sys.stdout.encoding, sys.stdin.readline() == "", time.gmtime(0)[:6], time.strftime("%Y-%m-%d", time.gmtime(86400)))
sys.stdout.flush()
sys.stdout.buffer.write(b"raw\n")
sys.stdout.buffer.flush()
# expect: 8 w UTF-8 True False
# expect: True
# expect: ['one', 'two', 'thréé', 'end']
# expect: one
# expect:  4 ['two\n', 'thréé\n', 'end'] ''
# expect: two
# expect: b'one\n' 4 b'two\n' [b'thr\xc3\xa9\xc3\xa9\n', b'end'] 16 b'end'
# expect: end!
# expect: None ['a\n', 'b\n', 'c\n']
# expect: '' ['a\r\n', 'b\r', 'c\n']
# expect: '\n' ['a\r\n', 'b\rc\n']
# expect: '\r' ['a\r', '\nb\r', 'c\n']
# expect: '\r\n' ['a\r\n', 'b\rc\n']
# expect: FileIO 3 3
# expect: 3 True ['text'] True
# expect: FileNotFoundError 2 [Errno 2] No such file or directory: 'F/text'
# expect: IsADirectoryError 21 [Errno 21] Is a directory: 'F'
# expect: OSError 39 [Errno 39] Directory not empty: 'F'
# expect: FileExistsError 17 [Errno 17] File exists: 'F'
# expect: ValueError None invalid mode: 'q'
# expect: ValueError None must have exactly one of create/read/write/append mode
# expect: ValueError None binary mode doesn't take an encoding argument
# expect: FileExistsError 17 [Errno 17] File exists: 'F/text2'
# expect: UnsupportedOperation None not writable
# expect: ValueError None I/O operation on closed file
# expect: 2 EACCES [Errno 2] words: 'file' FileExistsError
# expect: a 
# expect:  ['b'] 3 0 2 XYb 2 XY
# expect: b'he' 5 4 b'hello you' 1 b'ello you' b''
# expect: 2 None b'\xe9\r\n'
# expect: TypeError string argument expected, got 'int'
# expect: TypeError a bytes-like object is required, not 'str'
# expect: ValueError I/O operation on closed file
# expect: ValueError illegal newline value: 'x'
# expect: UnsupportedOperation fileno
# expect: True True
# expect: out
# expect: 4 utf-8 True (1970, 1, 1, 0, 0, 0) 1970-01-02
# expect: raw
