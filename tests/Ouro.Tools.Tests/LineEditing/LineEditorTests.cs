using System.Text;
using Ouro.Machine.Languages;
using Ouro.Tools.LineEditing;

namespace Ouro.Tools.Tests.LineEditing;

/// <summary>The editor as a whole: keys in, text and screen out.</summary>
public sealed class LineEditorTests
{
    [Theory]
    [InlineData("abc\r", "abc")]
    [InlineData("ac\e[Db\r", "abc")]
    [InlineData("world\u0001hello \r", "hello world")]
    [InlineData("one two\u0017three\r", "one three")]
    [InlineData("abc\u0015\u0019\u0019\r", "abcabc")]
    [InlineData("(\r)\r", "(\n  )")]
    [InlineData("x\e\ry\r", "x\ny")]
    [InlineData("ab\e[A\e[Bc\r", "abc")]
    [InlineData("\e[200~a\nb\e[201~\r", "a\nb")]
    [InlineData("ba\u0014\r", "ab")]
    [InlineData("abc\u001F\r", "")]
    public void KeysEditTheText(string keys, string text)
    {
        var terminal = new TypedTerminal(keys);
        Assert.Equal(EditEnd.Accepted, Read(terminal, new History(10, []), out string got));
        Assert.Equal(text, got);
    }

    [Fact]
    public void ControlDLeavesOnlyAnEmptyLine()
    {
        Assert.Equal(EditEnd.Left, Read(new TypedTerminal("\u0004"), new History(10, []), out _));
        Assert.Equal(EditEnd.Accepted, Read(new TypedTerminal("ab\u0001\u0004\r"), new History(10, []), out string text));
        Assert.Equal("b", text);
        Assert.Equal(EditEnd.Left, Read(new TypedTerminal(""), new History(10, []), out _));
    }

    [Fact]
    public void ControlCForgetsTheText()
    {
        var terminal = new TypedTerminal("(abc\u0003");
        Assert.Equal(EditEnd.Abandoned, Read(terminal, new History(10, []), out _));
        Assert.Equal("> (abc^C", terminal.Screen.Text);
    }

    [Fact]
    public void UpGoesThroughTheHistoryAndTheLinesOfAnEntry()
    {
        var history = new History(10, ["first", "(two\n lines)"]);
        _ = Read(new TypedTerminal("\e[A\e[A\e[A\r"), history, out string text);
        Assert.Equal("first", text);
        _ = Read(new TypedTerminal("\e[A\e[A\e[A\e[B\r"), history, out text);
        Assert.Equal("(two\n lines)", text);
        _ = Read(new TypedTerminal("draft\e[A\e[B\e[B\r"), history, out text);
        Assert.Equal("draft", text);
    }

    [Fact]
    public void ControlRSearches()
    {
        var history = new History(10, ["(car x)", "(cdr y)", "other"]);
        var terminal = new TypedTerminal("\u0012c");
        _ = Read(terminal, history, out _);
        Assert.Contains("(search) c: (cdr y)", string.Join('\n', terminal.Screens), StringComparison.Ordinal);
        _ = Read(new TypedTerminal("\u0012c\u0012\r"), history, out string text);
        Assert.Equal("(car x)", text);
        _ = Read(new TypedTerminal("kept\u0012c\u0007\r"), history, out text);
        Assert.Equal("kept", text);
        _ = Read(new TypedTerminal("\u0012cdr\e[C!\r"), history, out text);
        Assert.Equal("(c!dr y)", text);
    }

    [Fact]
    public void TabCompletesAndThenShowsWhatThereIs()
    {
        _ = Read(new TypedTerminal("(app\t\r)\r"), new History(10, []), out string text);
        Assert.StartsWith("(append", text, StringComparison.Ordinal);
        var terminal = new TypedTerminal("(vec\t");
        _ = Read(terminal, new History(10, []), out _);
        Assert.Contains(terminal.Screens, screen => screen == "> (vector-\nvector-map  vector-ref");
    }

    [Fact]
    public void EnterIndentsAndTabIndentsAgain()
    {
        _ = Read(new TypedTerminal("(a\r\u0015\t)\r"), new History(10, []), out string text);
        Assert.Equal("(a\n  )", text);
    }

    [Fact]
    public void WhenTheTerminalChangesItsSizeTheTextIsDrawnAnew()
    {
        var terminal = new TypedTerminal("abcdefgh");
        terminal.ResizeAfter(8, 6);
        _ = Read(terminal, new History(10, []), out _);
        Assert.Equal("> abcd\nefgh", terminal.Screen.Text);
    }

    [Fact]
    public void ALongLineStaysEditable()
    {
        var terminal = new TypedTerminal("\e[200~" + new string('x', 10_000) + "\e[201~\u0001(\u0005)\r");
        _ = Read(terminal, new History(10, []), out string text);
        Assert.Equal("(" + new string('x', 10_000) + ")", text);
    }

    private static EditEnd Read(TypedTerminal terminal, History history, out string text) =>
        new LineEditor(terminal, Palette.Plain(), history).Read("> ", ". ", new Assistant(), out text);

    /// <summary>Brackets must be closed; three names are known.</summary>
    private sealed class Assistant : IInputAssistant
    {
        public InputState StateOf(string text) =>
            text.Length == 0 ? InputState.Blank : text.Count(unit => unit == '(') > text.Count(unit => unit == ')') ? InputState.Incomplete : InputState.Complete;

        public int Indentation(string text) => StateOf(text) == InputState.Incomplete ? 2 : 0;

        public IReadOnlyList<SourceToken> Tokens(string text) => [];

        public Completions Complete(string text, int cursor)
        {
            int start = cursor;
            while (start > 0 && char.IsLetter(text[start - 1]))
            {
                start--;
            }

            return new Completions(start, [.. new[] { "append", "vector-map", "vector-ref" }.Where(name => name.StartsWith(text[start..cursor], StringComparison.Ordinal))]);
        }
    }

    /// <summary>A terminal where all keys are typed one after the other, and then the line goes dead.</summary>
    private sealed class TypedTerminal : ITerminal
    {
        private readonly InputDecoder _decoder = new();
        private int _resizeAfter = -1;
        private int _width = 40;
        private int _keys;

        internal TypedTerminal(string keys)
        {
            _decoder.Feed(Encoding.UTF8.GetBytes(keys));
            _decoder.Flush();
            Screen = new Screen(_width, 20);
        }

        internal Screen Screen { get; private set; }

        /// <summary>What was on the screen after each writing.</summary>
        internal List<string> Screens { get; } = [];

        public (int Columns, int Rows) Size => (_width, 20);

        public bool HasMoreKeys => false;

        internal void ResizeAfter(int keys, int width) => (_resizeAfter, Resized) = (keys, width);

        private int Resized { get; set; }

        public KeyEvent? ReadKey()
        {
            if (_keys++ == _resizeAfter)
            {
                // As terminals do that cut rows instead of breaking them.
                _width = Resized;
                Screen = new Screen(_width, 20);
                return null;
            }

            return _decoder.TryTake(out var key) ? key : new KeyEvent(KeyCode.EndOfInput);
        }

        public void Write(string text)
        {
            Screen.Write(text);
            Screens.Add(Screen.Text);
        }

        public void Suspend()
        {
        }
    }
}
