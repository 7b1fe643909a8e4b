using Ouro.Tools.LineEditing;

namespace Ouro.Tools.Tests.LineEditing;

public sealed class EditBufferTests
{
    [Fact]
    public void TextIsInsertedAtTheCursor()
    {
        var buffer = At("(f  y)", 3);
        buffer.Insert("x");
        Assert.Equal("(f x| y)", Show(buffer));
    }

    [Theory]
    [InlineData("e\u0301x|", 1, "e\u0301|x")]
    [InlineData("ab😀|", 1, "ab|😀")]
    [InlineData("👩‍👩‍👧|", 1, "|👩‍👩‍👧")]
    [InlineData("日本|語", 1, "日|本語")]
    [InlineData("a\n|b", 1, "a|\nb")]
    [InlineData("|a", 1, "|a")]
    public void TheCursorMovesByCharactersAsPeopleSeeThem(string before, int steps, string after)
    {
        var buffer = Parse(before);
        for (int i = 0; i < steps; i++)
        {
            buffer.MoveLeft();
        }

        Assert.Equal(after, Show(buffer));
        for (int i = 0; i < steps && buffer.Cursor > 0; i++)
        {
            buffer.MoveRight();
            Assert.Equal(before, Show(buffer));
        }
    }

    [Theory]
    [InlineData("(list-tail foo|)", "(list-tail |foo)")]
    [InlineData("(list-tail |foo)", "(list-|tail foo)")]
    public void WordsEndAtWhatIsNoLetter(string before, string after)
    {
        var buffer = Parse(before);
        buffer.MoveWordLeft();
        Assert.Equal(after, Show(buffer));
        buffer.MoveWordRight();
        buffer.MoveWordLeft();
        Assert.Equal(after, Show(buffer));
    }

    [Fact]
    public void UpAndDownKeepTheColumn()
    {
        var buffer = Parse("abcdef|\nx\nabcdefgh");
        Assert.True(buffer.MoveLine(1));
        Assert.Equal("abcdef\nx|\nabcdefgh", Show(buffer));
        Assert.True(buffer.MoveLine(1));
        Assert.Equal("abcdef\nx\nabcdef|gh", Show(buffer));
        Assert.False(buffer.MoveLine(1));
        Assert.True(buffer.MoveLine(-1));
        Assert.True(buffer.MoveLine(-1));
        Assert.Equal("abcdef|\nx\nabcdefgh", Show(buffer));
        Assert.False(buffer.MoveLine(-1));
    }

    [Fact]
    public void CutsInARowAreOneText()
    {
        var buffer = Parse("one two three|");
        buffer.CutWordLeft();
        buffer.CutWordLeft();
        Assert.Equal("one |", Show(buffer));
        buffer.InsertCut();
        Assert.Equal("one two three|", Show(buffer));
        buffer.MoveTo(3);
        buffer.CutToLineEnd();
        buffer.MoveTo(0);
        buffer.InsertCut();
        Assert.Equal(" two three|one", Show(buffer));
    }

    [Fact]
    public void CuttingStopsAtTheLine()
    {
        var buffer = Parse("first\nsec|ond\nthird");
        buffer.CutToLineStart();
        Assert.Equal("first\n|ond\nthird", Show(buffer));
        buffer.CutToLineEnd();
        Assert.Equal("first\n|\nthird", Show(buffer));
        buffer.CutToLineEnd();
        Assert.Equal("first\n|third", Show(buffer));
        buffer.CutBlankSeparatedLeft();
        Assert.Equal("|third", Show(buffer));
    }

    [Theory]
    [InlineData("ab|c", "acb|")]
    [InlineData("abc|", "acb|")]
    [InlineData("|abc", "|abc")]
    [InlineData("a|\nbc", "a|\nbc")]
    public void TwoCharactersAreSwapped(string before, string after)
    {
        var buffer = Parse(before);
        buffer.SwapCharacters();
        Assert.Equal(after, Show(buffer));
    }

    [Fact]
    public void UndoGoesBackByWordsAndCommands()
    {
        var buffer = new EditBuffer();
        foreach (char letter in "one two")
        {
            buffer.Insert(letter.ToString());
        }

        buffer.CutToLineStart();
        Assert.Equal("|", Show(buffer));
        Assert.True(buffer.Undo());
        Assert.Equal("one two|", Show(buffer));
        Assert.True(buffer.Undo());
        Assert.Equal("one |", Show(buffer));
        while (buffer.Undo())
        {
        }

        Assert.Equal("|", Show(buffer));
    }

    private static EditBuffer Parse(string text) => At(text.Replace("|", "", StringComparison.Ordinal), text.IndexOf('|', StringComparison.Ordinal));

    private static EditBuffer At(string text, int cursor)
    {
        var buffer = new EditBuffer();
        buffer.Reset(text);
        buffer.MoveTo(cursor);
        return buffer;
    }

    private static string Show(EditBuffer buffer) => buffer.Text.Insert(buffer.Cursor, "|");
}
