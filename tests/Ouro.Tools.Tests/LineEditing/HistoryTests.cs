using Ouro.Tools.LineEditing;

namespace Ouro.Tools.Tests.LineEditing;

public sealed class HistoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ouro-history-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheTextThatIsBeingWrittenIsKeptWhileLookingBack()
    {
        var history = new History(10, ["one", "two"]);
        Assert.Equal("two", history.Move(-1, "new"));
        Assert.Equal("one", history.Move(-1, "two"));
        Assert.Null(history.Move(-1, "one"));
        Assert.Equal("two", history.Move(1, "one"));
        Assert.Equal("new", history.Move(1, "two"));
        Assert.Null(history.Move(1, "new"));
    }

    [Fact]
    public void BlankAndRepeatedInputsAreNotAdded()
    {
        var history = new History(3, []);
        Assert.True(history.Add("a"));
        Assert.False(history.Add("a"));
        Assert.False(history.Add(" \n"));
        Assert.True(history.Add("b") && history.Add("c") && history.Add("d"));
        Assert.Equal(["b", "c", "d"], history.Entries);
    }

    [Fact]
    public void ASearchGoesBackEntryByEntry()
    {
        var history = new History(10, ["(car x)", "(cdr x)", "(cons 1 2)"]);
        var search = new SearchState(history, "draft");
        search.Append("r");
        Assert.Equal("(cdr x)", search.Text);
        search.Append(" ");
        search.Next();
        Assert.Equal("(car x)", search.Text);
        search.Next();
        Assert.True(search.IsFailed);
        Assert.Equal("(car x)", search.Text);
        search.RemoveLast();
        Assert.Equal("(cdr x)", search.Text);
        search.Append("zzz");
        Assert.True(search.IsFailed);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("two\nlines")]
    [InlineData("\\n is no line end, \\\\ neither\n\r")]
    [InlineData("日本語 \"string\\n\"")]
    public void EntriesOfSeveralLinesComeBackAsTheyWere(string entry)
    {
        Assert.Equal(entry, HistoryFile.Decode(HistoryFile.Encode(entry)));
        var file = File("h");
        file.Append(entry);
        Assert.Equal([entry], File("h").Load());
    }

    [Fact]
    public void TheFileIsCapped()
    {
        var file = File("h", capacity: 10);
        for (int i = 0; i < 35; i++)
        {
            file.Append("entry " + i);
        }

        Assert.Equal(Enumerable.Range(25, 10).Select(i => "entry " + i), file.Load());
        Assert.Equal(10, System.IO.File.ReadAllLines(Path.Combine(_folder, "h")).Length);
    }

    [Fact]
    public async System.Threading.Tasks.Task TwoAtOnceLoseNothing()
    {
        string[] names = ["a", "b", "c", "d"];
        await System.Threading.Tasks.Task.WhenAll(names.Select(name => System.Threading.Tasks.Task.Run(() =>
        {
            var file = File("sub/folder/h", capacity: 1000);
            for (int i = 0; i < 50; i++)
            {
                file.Append($"{name} {i}\nsecond line");
            }
        })));
        var entries = File("sub/folder/h", capacity: 1000).Load();
        Assert.Equal(200, entries.Count);
        foreach (string name in names)
        {
            Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{name} {i}\nsecond line"), entries.Where(entry => entry.StartsWith(name, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void WhereNothingCanBeWrittenNothingHappens()
    {
        System.IO.File.WriteAllText(Path.Combine(_folder, "file"), "");
        var file = new HistoryFile(Path.Combine(_folder, "file", "below"), 10);
        file.Append("x");
        Assert.Empty(file.Load());
        Assert.Empty(new HistoryFile(null, 10).Load());
        Assert.Empty(new HistoryFile("/proc/nowhere/h", 10).Load());
    }

    [Theory]
    [InlineData("/x/h", "OURO_HISTORY=/x/h", "HOME=/home/u")]
    [InlineData(null, "OURO_HISTORY=", "HOME=/home/u")]
    [InlineData("/state/ouro/repl.history", "XDG_STATE_HOME=/state", "HOME=/home/u")]
    [InlineData("/home/u/.local/state/ouro/repl.history", "XDG_STATE_HOME=relative", "HOME=/home/u")]
    [InlineData("/home/u/.local/state/ouro/repl.history", "HOME=/home/u")]
    [InlineData(null)]
    public void TheFileIsWhereStateBelongs(string? expected, params string[] variables) =>
        Assert.Equal(expected, HistoryFile.PathFor(name => variables.FirstOrDefault(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..], "repl"));

    private HistoryFile File(string name, int capacity = 100) => new(Path.Combine(_folder, name), capacity);
}
