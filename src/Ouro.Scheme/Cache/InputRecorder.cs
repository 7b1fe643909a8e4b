namespace Ouro.Scheme.Cache;

/// <summary>What was asked while one program or library was compiled.</summary>
/// <param name="path">The library's file; nothing for a program.</param>
internal sealed class RecordedInputs(string path)
{
    internal readonly string Path = path;
    internal readonly List<CacheInput> Inputs = [];

    /// <summary>It depends on what no entry can say: a library that the program defines itself, or one that took part in expanding it.</summary>
    internal bool IsBound;
}

/// <summary>Keeps what the compiler asks, for all that is being compiled: what a library needs, those need that import it.</summary>
internal sealed class InputRecorder
{
    private readonly List<(string Name, RecordedInputs Inputs)> _open = [];
    private readonly Dictionary<string, RecordedInputs> _done = new(StringComparer.Ordinal);
    private readonly HashSet<string> _bound = new(StringComparer.Ordinal);

    /// <summary>Begins with a program; what an earlier one left unfinished is forgotten.</summary>
    internal RecordedInputs BeginProgram()
    {
        _open.Clear();
        var program = new RecordedInputs("");
        _open.Add(("", program));
        return program;
    }

    internal void BeginLibrary(string name, string path) => _open.Add((name, new RecordedInputs(path)));

    /// <summary>The library is expanded.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isAlone">Whether its file has no other.</param>
    internal void EndLibrary(string name, bool isAlone)
    {
        int last = _open.Count - 1;
        if (last >= 0 && _open[last].Name == name)
        {
            _open[last].Inputs.IsBound |= !isAlone;
            _done[name] = _open[last].Inputs;
            _open.RemoveAt(last);
        }

        if (!isAlone)
        {
            Bind(name);
        }
    }

    internal void Note(in CacheInput input)
    {
        foreach (var (_, inputs) in _open)
        {
            if (!inputs.Inputs.Contains(input))
            {
                inputs.Inputs.Add(input);
            }
        }
    }

    /// <summary>A library that was there already is imported: what it needs, the importer needs.</summary>
    internal void Use(string name)
    {
        if (_done.TryGetValue(name, out var known))
        {
            foreach (var input in known.Inputs)
            {
                Note(input);
            }
        }

        if (_bound.Contains(name) || known is { IsBound: true })
        {
            BindOpenLibraries();
        }
    }

    /// <summary>The library has no file of its own: whoever imports it depends on the program.</summary>
    internal void Bind(string name) => _bound.Add(name);

    /// <summary>What is being compiled runs code to be expanded.</summary>
    internal void BindAll()
    {
        foreach (var (_, inputs) in _open)
        {
            inputs.IsBound = true;
        }
    }

    /// <summary>What a library that came from the cache needs.</summary>
    internal void Keep(string name, IReadOnlyList<CacheInput> inputs)
    {
        var kept = new RecordedInputs("");
        kept.Inputs.AddRange(inputs);
        _done[name] = kept;
    }

    /// <summary>What a library that was compiled needs; null if it cannot be kept.</summary>
    internal RecordedInputs? Of(string name) => _done.TryGetValue(name, out var recorded) && !recorded.IsBound && recorded.Path.Length > 0 ? recorded : null;

    private void BindOpenLibraries()
    {
        foreach (var (name, inputs) in _open)
        {
            inputs.IsBound |= name.Length > 0;
        }
    }
}
