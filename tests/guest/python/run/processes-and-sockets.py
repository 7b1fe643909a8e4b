# Pipes, processes, readiness, sockets: what subprocess, selectors, socket and asyncio stand on.
import _posixsubprocess
import _socket
import posix
import select


def run(arguments, given=b"", environment=None, folder=None):
    to_read, to_write = posix.pipe()
    out_read, out_write = posix.pipe()
    error_read, error_write = posix.pipe()
    process = _posixsubprocess.fork_exec(
        arguments, [b"/bin/" + arguments[0]], True, (error_write,), folder, environment, to_read, to_write, out_read, out_write, -1, -1,
        error_read, error_write, True, False, -1, None, None, None, -1, None, True)
    for end in (to_read, out_write, error_write):
        posix.close(end)
    failed = posix.read(error_read, 100)
    posix.write(to_write, given)
    posix.close(to_write)
    parts = []
    while part := posix.read(out_read, 100):
        parts.append(part)
    posix.close(out_read)
    posix.close(error_read)
    if failed:
        return failed
    number, status = posix.waitpid(process, 0)
    return b"".join(parts), number == process, posix.waitstatus_to_exitcode(status)


print(run([b"cat"], b"some text"))
print(run([b"sh", b"-c", b"echo $X; exit 3"], environment=[b"X=5"]))
print(run([b"sh", b"-c", b"kill -9 $$"]))
print(run([b"pwd"], folder="/usr"))
print(run([b"is-not-there"])[:10])

read, write = posix.pipe()
print(posix.get_inheritable(read), posix.get_blocking(read))
posix.set_blocking(read, False)
try:
    posix.read(read, 1)
except BlockingIOError as error:
    print(error)
print(select.select([read], [write], [], 0) == ([], [write], []))
posix.write(write, b"x")
poll = select.poll()
poll.register(read, select.POLLIN)
print(poll.poll() == [(read, select.POLLIN)])
poll.unregister(read)
print(poll.poll(0))

one, other = _socket.socketpair()
print(one.family == _socket.AF_UNIX, one.type == _socket.SOCK_STREAM, one.gettimeout())
one.sendall(b"hello")
print(other.recv(2), other.recv(10))
other.settimeout(0.01)
try:
    other.recv(1)
except TimeoutError as error:
    print(error)
memory = bytearray(4)
one.send(b"ab")
print(other.recv_into(memoryview(memory)[1:]), memory)
one.close()
print(other.recv(1), one.fileno())
server = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
server.bind(("127.0.0.1", 0))
server.listen()
client = _socket.socket()
client.connect(server.getsockname())
descriptor, address = server._accept()
print(address == client.getsockname(), client.getpeername() == server.getsockname())
accepted = _socket.socket(fileno=descriptor)
client.send(b"over TCP")
print(accepted.recv(100), accepted.family == _socket.AF_INET)
print(_socket.inet_ntoa(_socket.inet_aton("1.2.3.4")), _socket.htons(1), _socket.getaddrinfo("127.0.0.1", 80, 0, _socket.SOCK_STREAM))
for bad in (lambda: select.select([1, "x"], [], [], 0), lambda: poll.register(-1), lambda: server.bind("x"), lambda: _socket.htons(-1)):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__)

# expect: (b'some text', True, 0)
# expect: (b'5\n', True, 3)
# expect: (b'', True, -9)
# expect: (b'/usr\n', True, 0)
# expect: b'OSError:2:'
# expect: False True
# expect: [Errno 11] Resource temporarily unavailable
# expect: True
# expect: True
# expect: []
# expect: True True None
# expect: b'he' b'llo'
# expect: timed out
# expect: 2 bytearray(b'\x00ab\x00')
# expect: b'' -1
# expect: True True
# expect: b'over TCP' True
# expect: 1.2.3.4 256 [(2, 1, 6, '', ('127.0.0.1', 80))]
# expect: TypeError
# expect: ValueError
# expect: TypeError
# expect: OverflowError
