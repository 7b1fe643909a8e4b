using System.Text;
using Ouro.Machine.Execution;
using Ouro.Machine.InputOutput;

namespace Ouro.Scheme.Tests.Library;

public sealed class PortTests(LibraryEvaluator evaluator) : IClassFixture<LibraryEvaluator>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ouro-ports").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("(let ((p (open-input-string \"aλ😀\"))) (let* ((a (read-char p)) (b (peek-char p)) (c (read-char p)) (d (read-char p))) (list a b c d (eof-object? (read-char p)) (eof-object? (peek-char p)))))", "(#\\a #\\λ #\\λ #\\😀 #t #t)")]
    [InlineData("(let ((p (open-input-string \"one\\ntwo\\r\\n\\nlast\"))) (let* ((a (read-line p)) (b (read-line p)) (c (read-line p)) (d (read-line p))) (list a b c d (eof-object? (read-line p)))))", "(\"one\" \"two\" \"\" \"last\" #t)")]
    [InlineData("(let ((p (open-input-string \"abc😀d\"))) (let* ((a (read-string 2 p)) (b (read-string 2 p)) (c (read-string 5 p))) (list a b c (eof-object? (read-string 1 p)))))", "(\"ab\" \"c😀\" \"d\" #t)")]
    [InlineData("(read-string 0 (open-input-string \"\"))", "\"\"")]
    [InlineData("(let ((p (open-input-string \"(a . b) #;x 12\"))) (let* ((a (read p)) (b (read p))) (list a b (eof-object? (read p)))))", "((a . b) 12 #t)")]
    [InlineData("(let ((p (open-input-string \"x y\"))) (read p) (read-char p))", "#\\space")]
    [InlineData("(char-ready? (open-input-string \"\"))", "#t")]
    [InlineData("(let ((p (open-output-string))) (write 'a p) (write-char #\\space p) (write-string \"hello\" p 1 3) (newline p) (display \"x\" p) (write \"x\" p) (display 12 p) (get-output-string p))", "\"a el\\nx\\\"x\\\"12\"")]
    [InlineData("(let ((p (open-output-string))) (write-string \"a\" p) (get-output-string p) (write-string \"b\" p) (get-output-string p))", "\"ab\"")]
    [InlineData("(let ((p (open-output-string)) (l (list 1 2))) (set-cdr! (cdr l) l) (write l p) (write-simple '(1 \"a\" #\\b) p) (let ((x (list 1))) (write-shared (list x x) p) (write (list x x) p)) (get-output-string p))", "\"#0=(1 2 . #0#)(1 \\\"a\\\" #\\\\b)(#0=(1) #0#)((1) (1))\"")]
    [InlineData("(let ((p (open-input-bytevector (bytevector 1 2 3 4)))) (let* ((a (read-u8 p)) (b (peek-u8 p)) (c (read-bytevector 2 p)) (d (read-bytevector 9 p))) (list a b c d (eof-object? (read-u8 p)) (eof-object? (read-bytevector 1 p)))))", "(1 2 #u8(2 3) #u8(4) #t #t)")]
    [InlineData("(let* ((p (open-input-bytevector (bytevector 1 2 3))) (b (make-bytevector 4 0)) (n (read-bytevector! b p 1 3)) (m (read-bytevector! b p))) (list n b m (eof-object? (read-bytevector! b p))))", "(2 #u8(3 1 2 0) 1 #t)")]
    [InlineData("(let ((p (open-output-bytevector))) (write-u8 1 p) (write-bytevector (bytevector 5 6 7) p 1) (get-output-bytevector p))", "#u8(1 6 7)")]
    [InlineData("(let ((p (open-input-string \"\"))) (close-port p) (list (input-port-open? p) (port? p) (input-port? p) (output-port? p) (textual-port? p) (binary-port? p)))", "(#f #t #t #f #t #f)")]
    [InlineData("(call-with-output-string (lambda (p) (write '(1 \"a\") p)))", "\"(1 \\\"a\\\")\"")]
    [InlineData("(call-with-port (open-input-string \"x\") (lambda (p) (read-char p)))", "#\\x")]
    [InlineData("(call-with-input-string \"abc\" read-line)", "\"abc\"")]
    [InlineData("(list (eof-object? (eof-object)) (eof-object? 5))", "(#t #f)")]
    public void MemoryPorts(string expression, string expected) => Assert.Equal(expected, evaluator.Evaluate(expression));

    [Theory]
    [InlineData("(let ((p (open-input-string \"\"))) (close-port p) (read-char p))", "read-char: argument 1 must be an open port, got #<")]
    [InlineData("(let ((p (open-output-string))) (close-port p) (write 'a p))", "write: argument 2 must be an open port, got #<")]
    [InlineData("(read-char (open-output-string))", "read-char: argument 1 must be a textual input port, got #<")]
    [InlineData("(read-u8 (open-input-string \"\"))", "read-u8: argument 1 must be a binary input port, got #<")]
    [InlineData("(write-u8 256 (open-output-bytevector))", "write-u8: argument 1 must be a byte, 0 to 255, got 256")]
    [InlineData("(write-u8 1)", "write-u8: the current output port must be a binary output port, but is #<")]
    [InlineData("(read-u8)", "read-u8: the current input port must be a binary input port, but is #<")]
    [InlineData("(close-input-port (open-output-string))", "close-input-port: argument 1 must be an input port, got #<")]
    [InlineData("(close-output-port (open-input-string \"\"))", "close-output-port: argument 1 must be an output port, got #<")]
    [InlineData("(flush-output-port (open-input-string \"\"))", "flush-output-port: argument 1 must be an output port, got #<")]
    [InlineData("(input-port-open? (open-output-string))", "input-port-open?: argument 1 must be an input port, got #<")]
    [InlineData("(output-port-open? (open-input-string \"\"))", "output-port-open?: argument 1 must be an output port, got #<")]
    [InlineData("(get-output-bytevector (open-input-string \"\"))", "get-output-bytevector: argument 1 must be a binary output port, got #<")]
    [InlineData("(read (open-input-string \"(a\"))", "read: ")]
    [InlineData("(open-input-file \"/no/such/file\")", "open-input-file: cannot open for reading, there is no such directory: \"/no/such/file\"")]
    [InlineData("(open-input-file \"/no-such-file\")", "open-input-file: cannot open for reading, there is no such file: \"/no-such-file\"")]
    [InlineData("(open-output-file \"/\")", "open-output-file: cannot open for writing, it is a directory, or access is denied: \"/\"")]
    [InlineData("(delete-file \"/no-such-file\")", "delete-file: cannot delete, there is no such file: \"/no-such-file\"")]
    public void Errors(string expression, string expected) => Assert.StartsWith("error: " + expected, evaluator.Evaluate(expression));

    [Fact]
    public void FilesRoundTrip()
    {
        string text = Path.Combine(_folder, "text"), bytes = Path.Combine(_folder, "bytes");
        Assert.Equal("(#t \"λ 😀\" #f)", evaluator.Evaluate($"""
            (let ((p (open-output-file "{text}")))
              (write-string "λ 😀\nsecond" p)
              (close-port p)
              (let* ((exists? (file-exists? "{text}")) (line (call-with-port (open-input-file "{text}") read-line)))
                (delete-file "{text}")
                (list exists? line (file-exists? "{text}"))))
            """));
        Assert.Equal("#u8(0 255 10)", evaluator.Evaluate($"""
            (let ((p (open-binary-output-file "{bytes}")))
              (write-bytevector (bytevector 0 255 10) p)
              (close-output-port p)
              (call-with-port (open-binary-input-file "{bytes}") (lambda (p) (read-bytevector 100 p))))
            """));
    }

    [Fact]
    public void AFileThatIsNotClosedIsFlushedAtTheEnd()
    {
        string file = Path.Combine(_folder, "open");
        evaluator.Evaluate($"(write-string \"held\" (open-output-file \"{file}\"))");
        Assert.Equal("", File.ReadAllText(file));
        Assert.True(evaluator.Machine.Ports.FlushAll());
        Assert.Equal("held", File.ReadAllText(file));
    }

    [Fact]
    public void CapabilitiesAreAskedFor()
    {
        var fresh = new LibraryEvaluator();
        fresh.Machine.Capabilities = Capability.None;
        Assert.Equal("error: open-input-file: this machine may not open files", fresh.Evaluate("(open-input-file \"x\")"));
        Assert.Equal("error: file-exists?: this machine may not ask for files", fresh.Evaluate("(file-exists? \"x\")"));
        Assert.Equal("error: delete-file: this machine may not delete files", fresh.Evaluate("(delete-file \"x\")"));
        Assert.Equal("\"this machine may not read files\"", fresh.Evaluate("(%primitive read-include-file \"x\" #f #f)"));
        Assert.Equal("error: get-environment-variable: this machine may not see environment variables", fresh.Evaluate("(get-environment-variable \"PATH\")"));
        Assert.Equal("error: current-jiffy: this machine may not look at the clock", fresh.Evaluate("(current-jiffy)"));
    }

    /// <summary>A character that lies across two reads of the stream, a byte order mark, and bytes that are no UTF-8.</summary>
    [Fact]
    public void StreamsAreDecodedInPieces()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("aλ😀\uFEFF"), 0xFF, (byte)'z'];
        for (int chunk = 1; chunk <= 8; chunk++)
        {
            var port = new TextInputPort(new Trickle(bytes, chunk), "trickle");
            var read = new List<int>();
            for (int next = port.Read(); next >= 0; next = port.Read())
            {
                read.Add(next);
            }

            Assert.Equal(['a', 0x3BB, 0x1F600, 0xFEFF, 0xFFFD, 'z'], read);
        }
    }

    /// <summary>A datum that comes in pieces is read as a whole, and what follows it stays.</summary>
    [Fact]
    public void DataAreReadInPieces()
    {
        for (int chunk = 1; chunk <= 7; chunk++)
        {
            var machine = TestMachines.New();
            var port = Value.Object(new TextInputPort(new Trickle(Encoding.UTF8.GetBytes("12345 (a \"b c\" . d)symbol ; end\n#| x |#"), chunk), "trickle"));
            Assert.Equal("12345", TestMachines.Print(machine, TestMachines.Call(machine, "read", port)));
            Assert.Equal("(a \"b c\" . d)", TestMachines.Print(machine, TestMachines.Call(machine, "read", port)));
            Assert.Equal("symbol", TestMachines.Print(machine, TestMachines.Call(machine, "read", port)));
            Assert.True(TestMachines.Call(machine, "read", port).IsEndOfFile);
        }
    }

    [Fact]
    public void OutputIsEncodedAcrossTheBuffer()
    {
        var stream = new MemoryStream();
        var port = new TextOutputPort(stream, "memory");
        var expected = new StringBuilder();
        var random = new Random(3);
        string[] pieces = ["a", "é", "λ", "😀", "some longer text without anything special in it"];
        for (int i = 0; i < 5000; i++)
        {
            string piece = pieces[random.Next(pieces.Length)];
            expected.Append(piece);
            var text = new Text(piece);
            _ = (i % 3) switch
            {
                0 => port.Write(piece),
                1 => port.Write(text, 0, text.Length),
                _ => Enumerable.Range(0, text.Length).All(at => port.Write(text[at])),
            };
        }

        Assert.True(port.Flush());
        Assert.Equal(expected.ToString(), Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void ALoneSurrogateIsWrittenAsAReplacement()
    {
        var stream = new MemoryStream();
        var port = new TextOutputPort(stream, "memory");
        port.Write(new Text("a\uD800b"), 0, 3);
        port.Write("\uDC00c");
        port.Write(0xD800);
        Assert.True(port.Flush());
        Assert.Equal("a\uFFFDb\uFFFDc\uFFFD", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void AHostFailureIsAFileError()
    {
        var machine = TestMachines.New();
        var port = new TextInputPort(new Broken(), "broken");
        var condition = TestMachines.Pending(machine, machine.FindPrimitive("read-char")!.Invoke(machine, Value.Object(port)));
        Assert.Equal(ConditionKind.File, condition.Kind);
        Assert.Equal("cannot read from broken: the disk is gone", condition.Message);
        var output = new TextOutputPort(new Broken(), "broken");
        machine.FindPrimitive("write-char")!.Invoke(machine, Value.Character('x'), Value.Object(output));
        condition = TestMachines.Pending(machine, machine.FindPrimitive("close-port")!.Invoke(machine, Value.Object(output)));
        Assert.Equal("cannot write to broken: the disk is gone", condition.Message);
    }

    private sealed class Trickle(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, chunk)]);
    }

    private sealed class Broken : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("the disk is gone");
        public override int Read(Span<byte> buffer) => throw new IOException("the disk is gone");
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("the disk is gone");
    }
}
