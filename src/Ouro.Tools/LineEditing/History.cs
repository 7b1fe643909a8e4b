namespace Ouro.Tools.LineEditing;

/// <summary>Inputs of the past, oldest first, and where in them somebody is looking.</summary>
internal sealed class History
{
    private readonly List<string> _entries;
    private readonly int _capacity;
    private int _place;
    private string _draft = "";

    internal History(int capacity, IEnumerable<string> entries)
    {
        _capacity = capacity;
        _entries = [.. entries];
        Trim();
        _place = _entries.Count;
    }

    internal IReadOnlyList<string> Entries => _entries;

    /// <summary>Adds an input, unless it is blank or the same as the last. The look at the past ends.</summary>
    /// <returns>Whether it was added.</returns>
    internal bool Add(string text)
    {
        bool isNew = !string.IsNullOrWhiteSpace(text) && (_entries.Count == 0 || _entries[^1] != text);
        if (isNew)
        {
            _entries.Add(text);
            Trim();
        }

        Leave();
        return isNew;
    }

    /// <summary>Back to the text that is being written.</summary>
    internal void Leave()
    {
        _place = _entries.Count;
        _draft = "";
    }

    /// <summary>The entry before (-1) or after (+1); after the last one the text that was being written.</summary>
    /// <param name="direction">-1 or +1.</param>
    /// <param name="current">The text as it is now, kept when the past is entered.</param>
    /// <returns>Null at either end.</returns>
    internal string? Move(int direction, string current)
    {
        int next = _place + direction;
        if (next < 0 || next > _entries.Count)
        {
            return null;
        }

        if (_place == _entries.Count)
        {
            _draft = current;
        }

        _place = next;
        return next == _entries.Count ? _draft : _entries[next];
    }

    /// <summary>The latest entry before an index that contains a text.</summary>
    /// <returns>Its index, or -1.</returns>
    internal int Find(string text, int before)
    {
        for (int i = Math.Min(before, _entries.Count) - 1; i >= 0; i--)
        {
            if (_entries[i].Contains(text, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Goes to an entry that was found.</summary>
    internal void GoTo(int index, string current)
    {
        if (_place == _entries.Count)
        {
            _draft = current;
        }

        _place = index;
    }

    private void Trim()
    {
        if (_entries.Count > _capacity)
        {
            _entries.RemoveRange(0, _entries.Count - _capacity);
        }
    }
}
