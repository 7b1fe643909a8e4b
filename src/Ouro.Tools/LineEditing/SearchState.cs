namespace Ouro.Tools.LineEditing;

/// <summary>A search backwards through the history, letter by letter (Ctrl-R).</summary>
internal sealed class SearchState(History history, string before)
{
    private int _place = history.Entries.Count;

    /// <summary>What is looked for.</summary>
    internal string Wanted { get; private set; } = "";

    /// <summary>The text from before the search.</summary>
    internal string Before => before;

    /// <summary>Whether nothing further has the text: what is shown is the last that had.</summary>
    internal bool IsFailed { get; private set; }

    /// <summary>The entry that was found, or -1.</summary>
    internal int Found => _place < history.Entries.Count ? _place : -1;

    /// <summary>The text to show.</summary>
    internal string Text => Found >= 0 ? history.Entries[Found] : before;

    /// <summary>Where in it the wanted text is.</summary>
    internal int Cursor => Found >= 0 ? Math.Max(0, Text.IndexOf(Wanted, StringComparison.Ordinal)) : before.Length;

    /// <summary>More letters to look for.</summary>
    internal void Append(string text)
    {
        Wanted += text;
        Find(Math.Min(_place + 1, history.Entries.Count));
    }

    /// <summary>Takes the last letter back and starts again at the latest entry.</summary>
    internal void RemoveLast()
    {
        if (Wanted.Length > 0)
        {
            Wanted = Wanted[..^(Wanted.Length > 1 && char.IsLowSurrogate(Wanted[^1]) ? 2 : 1)];
            _place = history.Entries.Count;
            IsFailed = false;
            if (Wanted.Length > 0)
            {
                Find(_place);
            }
        }
    }

    /// <summary>The next older entry.</summary>
    internal void Next()
    {
        if (Wanted.Length > 0)
        {
            Find(_place);
        }
    }

    private void Find(int from)
    {
        int found = history.Find(Wanted, from);
        IsFailed = found < 0;
        _place = found < 0 ? _place : found;
    }
}
