using Ouro.Tools.LineEditing;

namespace Ouro.Tools.Tests.LineEditing;

/// <summary>Layout and painting, checked on a model of a terminal.</summary>
public sealed class PainterTests
{
    [Fact]
    public void LinesThatAreTooLongGoOnInTheNextRow()
    {
        var frame = Lay("(abcdefgh)", 10, width: 8, prompt: "> ");
        Assert.Equal(["> (abcde", "fgh)"], frame.Rows.Select(row => row.Text));
        Assert.Equal((1, 4), (frame.CursorRow, frame.CursorColumn));
    }

    [Fact]
    public void TheCursorAfterAFullRowIsInTheNext()
    {
        var frame = Lay("abcdef", 6, width: 8, prompt: "> ");
        Assert.Equal(2, frame.Rows.Count);
        Assert.Equal((1, 0), (frame.CursorRow, frame.CursorColumn));
    }

    [Fact]
    public void AWideCharacterIsNotCutInTwo()
    {
        var frame = Lay("日本語", 3, width: 5, prompt: "");
        Assert.Equal(["日本", "語"], frame.Rows.Select(row => row.Text));
        Assert.Equal((1, 2), (frame.CursorRow, frame.CursorColumn));
    }

    [Theory]
    [InlineData("\e[2J", "^[[2J")]
    [InlineData("a\u0007b", "a^Gb")]
    [InlineData("\u0301", " \u0301")]
    [InlineData("a\tb", "a       b")]
    public void NoTextCanSendSequencesToTheTerminal(string text, string shown) =>
        Assert.Equal(shown, Assert.Single(Lay(text, 0, width: 40, prompt: "").Rows).Text);

    [Fact]
    public void HalfACharacterShowsAsTheReplacementCharacter() => Assert.Equal("\uFFFDx", Assert.Single(Lay("\uD800x", 0, width: 40, prompt: "").Rows).Text);

    [Fact]
    public void FurtherLinesHaveTheContinuation()
    {
        var frame = Lay("(a\n b)", 6, width: 20, prompt: "> ", continuation: ". ");
        Assert.Equal(["> (a", ".  b)"], frame.Rows.Select(row => row.Text));
    }

    [Fact]
    public void OfATextThatIsHigherThanTheScreenThePartWithTheCursorIsShown()
    {
        string text = string.Join('\n', Enumerable.Range(0, 100));
        var frame = Lay(text, text.Length, width: 20, prompt: "", height: 10);
        Assert.Equal(10, frame.Rows.Count);
        Assert.Equal("99", frame.Rows[frame.CursorRow].Text);
        Assert.Equal("0", Lay(text, 0, width: 20, prompt: "", height: 10).Rows[0].Text);
    }

    /// <summary>Whatever was shown before, afterwards the screen shows the frame and nothing else, and the cursor is where it belongs.</summary>
    [Fact]
    public void ThePaintedScreenIsTheFrame()
    {
        var random = new Random(7);
        string[] pieces = ["a", "b", "(", ")", " ", "\n", "日", "e\u0301", "😀", "long-word", "\t", "\u0001"];
        for (int round = 0; round < 300; round++)
        {
            int width = random.Next(5, 30);
            int height = random.Next(2, 12);
            var screen = new Screen(width, height);
            var painter = new Painter();
            string text = "";
            screen.Write("before\r\n");
            for (int step = 0; step < 30; step++)
            {
                int cursor = text.Length == 0 ? 0 : random.Next(text.Length + 1);
                while (cursor > 0 && cursor < text.Length && (char.IsLowSurrogate(text[cursor]) || text[cursor] == '\u0301'))
                {
                    cursor--;
                }

                text = random.Next(10) switch
                {
                    0 => "",
                    < 3 when cursor > 0 => text[cursor..],
                    _ => text.Insert(cursor, string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => pieces[random.Next(pieces.Length)]))),
                };
                cursor = Math.Min(cursor, text.Length);
                if (cursor < text.Length && char.IsLowSurrogate(text[cursor]))
                {
                    cursor--;
                }

                var frame = Lay(text, cursor, width, "> ", ". ", height - 1);
                screen.Write(painter.Paint(frame));
                string[] shown = screen.Text.Split('\n');
                string[] expected = [.. frame.Rows.Select(row => row.Text.TrimEnd())];
                int top = screen.Row - frame.CursorRow;
                for (int i = 0; i < expected.Length; i++)
                {
                    Assert.Equal(expected[i], top + i < shown.Length ? shown[top + i] : "");
                }

                Assert.True(shown.Length <= top + expected.Length, "something is left below the frame");
                Assert.Equal(frame.CursorColumn, screen.Column);
            }
        }
    }

    [Fact]
    public void NothingIsSentWhenNothingChanged()
    {
        var painter = new Painter();
        Assert.NotEqual("", painter.Paint(Lay("abc", 3, 20, "> ")));
        Assert.Equal("", painter.Paint(Lay("abc", 3, 20, "> ")));
        Assert.Equal("\r\e[4C", painter.Paint(Lay("abc", 2, 20, "> ")));
    }

    [Fact]
    public void ColoursAreOnOnlyWhereTheyAreMeant()
    {
        var builder = new FrameBuilder(Palette.Coloured(), 40);
        builder.AddPlain("1", Style.Number);
        builder.AddPlain("x", Style.Plain);
        Assert.Equal("\e[36m1\e[0mx", builder.Build((0, 0), 5).Rows[0].Text);
    }

    [Theory]
    [InlineData("xterm", null, true)]
    [InlineData("xterm", "1", false)]
    [InlineData("xterm", "", true)]
    [InlineData("dumb", null, false)]
    [InlineData(null, null, false)]
    public void NoColorAndDumbTerminalsAreHonoured(string? terminal, string? noColor, bool isColoured) =>
        Assert.Equal(isColoured, Palette.ForEnvironment(name => name == "TERM" ? terminal : noColor).Begin(Style.Error).Length > 0);

    private static Frame Lay(string text, int cursor, int width, string prompt, string continuation = "", int height = 1000)
    {
        var builder = new FrameBuilder(Palette.Plain(), width);
        builder.AddPlain(prompt, Style.Prompt);
        return builder.Build(builder.Add(text, [], cursor, continuation), height);
    }
}
