using Ouro.Python.Execution;
using Ouro.Python.Values.Regex;

namespace Ouro.Python.Objects;

/// <summary>A compiled pattern.</summary>
internal sealed class PyPattern(PyType type, Value source, long flags, RegexProgram program, uint[] code, PyDict groupIndex, Value[] groupNames) : PyObject(type)
{
    /// <summary>What it was compiled from; None: a scanner's.</summary>
    internal readonly Value Source = source;
    internal readonly long Flags = flags;
    internal readonly RegexProgram Program = program;
    internal readonly uint[] Code = code;

    /// <summary>Numbers of groups by their names, and names by numbers.</summary>
    internal readonly PyDict GroupIndex = groupIndex;
    internal readonly Value[] GroupNames = groupNames;

    internal bool IsBytes => Source.Ref is PyBytes;
}

/// <summary>Where a pattern is matched: a text, or bytes as one.</summary>
internal sealed class RegexSubject(Value source, Text text, bool isBytes, int start, int end)
{
    internal readonly Value Source = source;
    internal readonly Text Text = text;
    internal readonly bool IsBytes = isBytes;
    internal readonly int Start = start;
    internal readonly int End = end;
}

/// <summary>A match: where each group begins and ends, -1 if it is not in it.</summary>
internal sealed class PyMatch(PyType type, PyPattern pattern, RegexSubject subject, (int Start, int End)[] groups, int lastIndex) : PyObject(type)
{
    internal readonly PyPattern Pattern = pattern;
    internal readonly RegexSubject Subject = subject;
    internal readonly (int Start, int End)[] Groups = groups;

    /// <summary>The number of the group that ended last; 0: none.</summary>
    internal readonly int LastIndex = lastIndex;
}

/// <summary>Matches one after the other.</summary>
internal sealed class PyScanner(PyType type, PyPattern pattern, RegexSubject subject) : PyIterator(type)
{
    private RegexMatcher? _matcher;
    private int _at = subject.Start;
    private bool _mustAdvance, _isOver;

    internal PyPattern Pattern => pattern;

    internal override Value Next(PythonRuntime python) => Step(python, search: true) is { IsUnspecified: false } match ? match : Value.Absent;

    /// <summary>The next match, or None.</summary>
    internal Value Step(PythonRuntime python, bool search)
    {
        if (_isOver)
        {
            return Value.Unspecified;
        }

        _matcher ??= new RegexMatcher(python.Meter, pattern.Program, subject.Text, subject.End);
        bool? found = search ? _matcher.Search(_at, _mustAdvance) : _matcher.Match(_at, mustAdvance: _mustAdvance);
        if (found is null)
        {
            return python.Failed();
        }

        if (found == false)
        {
            _isOver = true;
            return Value.Unspecified;
        }

        _mustAdvance = _matcher.Start == _matcher.End;
        _at = _matcher.End;
        return python.MatchOf(pattern, subject, _matcher);
    }
}

/// <summary>A replacement with groups, read: texts, and after each the number of a group.</summary>
internal sealed class PyTemplate(PyType type, Value[] literals, int[] groups) : PyObject(type)
{
    /// <summary>One more than there are groups.</summary>
    internal readonly Value[] Literals = literals;
    internal readonly int[] Groups = groups;
}
