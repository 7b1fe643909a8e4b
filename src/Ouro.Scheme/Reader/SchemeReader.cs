// Text to data: the full lexical syntax of R7RS, with source positions.
//
// What is open (lists, vectors, 'x, #;x, #n=x) is on an explicit stack, never on the host's: a million open
// parentheses are an error message, not a crash. Every token is charged one tick and every pair its bytes before it
// is made.
//
// Datum labels: `#n#` inside the datum that `#n=` names is filled with the label object itself, and the place is noted.
// When the outermost datum is complete every noted place gets the label's value.
//
// Beside R7RS: [] are (), #!eof #!default #!unspecific #!unspecified, #'x #`x #,x, #:name (a symbol with that
// spelling), #vu8( for #u8(. The tokens are in SchemeReader.Tokens.cs.

using Ouro.Machine.Execution;

namespace Ouro.Scheme.Reader;

/// <summary>How reading one datum ended.</summary>
internal enum ReadStatus
{
    /// <summary>A datum was read.</summary>
    Datum,

    /// <summary>Nothing but white space and comments was left.</summary>
    EndOfInput,

    /// <summary>The text ends inside a datum or comment: more input could complete it. <see cref="SchemeReader.Error"/> says what is missing.</summary>
    Incomplete,

    /// <summary>The text is wrong whatever follows. <see cref="SchemeReader.Error"/> says why.</summary>
    Wrong,

    /// <summary>The machine's limit was reached; its pending signal says which.</summary>
    Stopped,
}

/// <summary>Reads data from a text, one after the other.</summary>
internal sealed partial class SchemeReader
{
    private readonly VirtualMachine _machine;
    private readonly string _file;
    private readonly string _text;
    private readonly SourceMap? _map;

    private int _position;
    private int _line;
    private int _column;

    // The start of the token that is being read.
    private int _start;
    private int _startLine;
    private int _startColumn;

    private OpenDatum[] _open = new OpenDatum[16];
    private int _depth;
    private Dictionary<string, DatumLabel>? _labels;
    private Patch? _patches;
    private bool _failedIncomplete;

    /// <param name="machine">Interns the symbols and is charged for the work.</param>
    /// <param name="file">The name that spans carry.</param>
    /// <param name="text">The whole text; lone surrogates are allowed.</param>
    /// <param name="map">Gets the positions, when given.</param>
    /// <param name="position">Where to begin, in UTF-16 units.</param>
    /// <param name="line">The line of that position, from 1.</param>
    /// <param name="column">The column of that position, from 1, in code points.</param>
    internal SchemeReader(
        VirtualMachine machine, string file, string text, SourceMap? map = null, int position = 0, int line = 1, int column = 1)
    {
        _machine = machine;
        _file = file;
        _text = text;
        _map = map;
        _position = position;
        _line = line;
        _column = column;
        if (text.Length > 0 && text[0] is '#' or '\uFEFF')
        {
            SkipFirstLine();
        }

    }

    /// <summary>Where the next datum is looked for, in UTF-16 units: just after the last datum, or where an error was seen.</summary>
    internal int Position => _position;

    /// <summary>The line of <see cref="Position"/>, from 1.</summary>
    internal int Line => _line;

    /// <summary>The column of <see cref="Position"/>, from 1, in code points.</summary>
    internal int Column => _column;

    /// <summary>Names are folded to lower case; #!fold-case and #!no-fold-case change it.</summary>
    internal bool FoldCase;

    /// <summary>The error after <see cref="ReadStatus.Incomplete"/> or <see cref="ReadStatus.Wrong"/>.</summary>
    internal Condition? Error;

    /// <summary>The whole span of the last datum that was read.</summary>
    internal SourceSpan? LastSpan;

    /// <summary>Reads the next datum.</summary>
    internal ReadStatus Read(out Value datum)
    {
        datum = Value.Unspecified;
        Error = null;
        LastSpan = null;
        _depth = 0;
        _labels = null;
        _patches = null;
        while (true)
        {
            if (!_machine.ChargeTicks(1))
            {
                return ReadStatus.Stopped;
            }

            if (!SkipAtmosphere())
            {
                return FailureStatus();
            }

            MarkStart();
            if (_position == _text.Length)
            {
                if (_depth == 0)
                {
                    return ReadStatus.EndOfInput;
                }

                FailUnfinished();
                return FailureStatus();
            }

            switch (ReadToken(out datum))
            {
                case Step.Failed:
                    return FailureStatus();
                case Step.Continue:
                    continue;
            }

            switch (Deliver(ref datum))
            {
                case Step.Failed:
                    return FailureStatus();
                case Step.Datum:
                    if (_patches is not null)
                    {
                        ResolvePatches();
                    }

                    return ReadStatus.Datum;
            }
        }
    }

    /// <summary>Gives a complete datum to what is open around it, closing prefixes that it completes.</summary>
    /// <returns>Datum when nothing is open any more.</returns>
    private Step Deliver(ref Value datum)
    {
        var span = _map is null ? null : SpanFromStart();
        while (_depth > 0)
        {
            ref var open = ref _open[_depth - 1];
            switch (open.Kind)
            {
                case OpenKind.List:
                    return AddToList(ref open, datum, span);

                case OpenKind.Vector:
                    return AddElement(ref open, datum, span: null);

                case OpenKind.Bytevector:
                    return datum.IsFixnum && datum.AsFixnum is >= 0 and <= 255
                        ? AddElement(ref open, datum, span: null)
                        : Fail("expected an exact integer from 0 to 255 in a bytevector, got", datum);

                case OpenKind.Comment:
                    _depth--;
                    return Step.Continue;

                case OpenKind.Prefix:
                    if (!Charge(2))
                    {
                        return Step.Failed;
                    }

                    var second = new Pair(datum, Value.EmptyList);
                    var first = new Pair(Value.Object(open.Head!), Value.Object(second));
                    NotePatch(second, 0, datum);
                    _map?.SetElement(second, span);
                    _map?.SetElement(first, SpanOf(open, open.Start + open.Count));
                    SetStart(open);
                    if (_map is not null)
                    {
                        span = SpanFromStart();
                        _map.SetForm(first, span);
                    }

                    datum = Value.Object(first);
                    break;

                default:
                    var label = (DatumLabel)open.Head!;
                    SetStart(open);
                    if (ReferenceEquals(datum.AsObject, label))
                    {
                        return Fail($"the label #{label.Name}= names nothing but itself");
                    }

                    label.Content = datum;
                    label.IsComplete = true;
                    span = _map is null ? null : SpanFromStart();
                    break;
            }

            _depth--;
        }

        LastSpan = span ?? SpanFromStart();
        return Step.Datum;
    }

    private Step AddToList(ref OpenDatum open, Value datum, SourceSpan? span)
    {
        switch (open.Dot)
        {
            case DotState.None:
                return AddElement(ref open, datum, span);

            case DotState.Seen:
                open.Tail!.Cdr = datum;
                NotePatch(open.Tail, 1, datum);
                open.Dot = DotState.Done;
                return Step.Continue;

            default:
                return Fail($"expected {open.Closer} after the datum that follows the dot, got another datum");
        }
    }

    private Step AddElement(ref OpenDatum open, Value datum, SourceSpan? span)
    {
        if (!Charge(1))
        {
            return Step.Failed;
        }

        var pair = new Pair(datum, Value.EmptyList);
        if (open.Tail is null)
        {
            open.Head = pair;
        }
        else
        {
            open.Tail.Cdr = Value.Object(pair);
        }

        open.Tail = pair;
        open.Count++;
        NotePatch(pair, 0, datum);
        if (span is not null)
        {
            _map!.SetElement(pair, span);
        }

        return Step.Continue;
    }

    /// <summary>A closing parenthesis or bracket was read.</summary>
    private Step Close(char closer, out Value datum)
    {
        datum = Value.Unspecified;
        if (_depth == 0)
        {
            return Fail($"unexpected {closer}: nothing is open here");
        }

        ref var open = ref _open[_depth - 1];
        if (open.Closer == '\0')
        {
            return Fail($"expected a datum after {TextOf(open)}, got {closer}");
        }

        if (open.Closer != closer)
        {
            return Fail($"expected {open.Closer} to close the {NameOf(open.Kind)} opened at {PlaceOf(open)}, got {closer}");
        }

        if (open.Dot == DotState.Seen)
        {
            return Fail($"expected a datum after the dot, got {closer}");
        }

        switch (open.Kind)
        {
            case OpenKind.Vector:
                if (!CollectVector(open, out datum))
                {
                    return Step.Failed;
                }

                break;

            case OpenKind.Bytevector:
                if (!_machine.ChargeAllocation(Bytevector.SizeOf(open.Count)))
                {
                    return Step.Failed;
                }

                var bytes = new byte[open.Count];
                var next = open.Head as Pair;
                for (var i = 0; i < bytes.Length; i++, next = next.Cdr.AsObject as Pair)
                {
                    bytes[i] = (byte)next!.Car.AsFixnum;
                }

                datum = Value.Object(new Bytevector(bytes));
                break;

            default:
                datum = open.Head is null ? Value.EmptyList : Value.Object(open.Head);
                break;
        }

        SetStart(open);
        if (_map is not null && open.Kind == OpenKind.List && open.Head is Pair head)
        {
            _map.SetForm(head, SpanFromStart());
        }

        _depth--;
        return Step.Datum;
    }

    private bool CollectVector(in OpenDatum open, out Value datum)
    {
        datum = Value.Unspecified;
        if (!_machine.ChargeAllocation(Vector.SizeOf(open.Count)))
        {
            return false;
        }

        var items = ValueArrays.Zeroed(open.Count);
        var vector = new Vector(items);
        var next = open.Head as Pair;
        for (var i = 0; i < items.Length; i++, next = next.Cdr.AsObject as Pair)
        {
            items[i] = next!.Car;
            NotePatch(vector, i, next.Car);
        }

        datum = Value.Object(vector);
        return true;
    }

    private Step Open(OpenKind kind, char closer, int length, object? head = null)
    {
        if (_depth == _open.Length)
        {
            if (!_machine.ChargeAllocation(_depth * 2L * OpenDatum.Size))
            {
                return Step.Failed;
            }

            Array.Resize(ref _open, _depth * 2);
        }

        AdvanceInLine(length);
        _open[_depth++] = new OpenDatum
        {
            Kind = kind,
            Closer = closer,
            Start = _start,
            Line = _startLine,
            Column = _startColumn,
            Head = head,
            Count = closer == '\0' ? length : 0,
        };
        return Step.Continue;
    }

    private Step ReadDot()
    {
        if (_depth == 0 || _open[_depth - 1].Kind != OpenKind.List)
        {
            return Fail("a dot can only stand before the last datum of a list");
        }

        ref var open = ref _open[_depth - 1];
        if (open.Head is null)
        {
            return Fail("expected a datum before the dot");
        }

        if (open.Dot != DotState.None)
        {
            return Fail("a list can have only one dot");
        }

        open.Dot = DotState.Seen;
        return Step.Continue;
    }

    // ---- datum labels

    private Step ReadLabelReference(string name, out Value datum)
    {
        datum = Value.Unspecified;
        if (_labels is null || !_labels.TryGetValue(name, out var label))
        {
            return Fail($"#{name}# refers to a label that has not been defined before it");
        }

        datum = label.IsComplete ? label.Content : Value.Object(label);
        return Step.Datum;
    }

    private Step OpenLabel(string name, int length)
    {
        var label = new DatumLabel(name);
        _labels ??= new Dictionary<string, DatumLabel>(StringComparer.Ordinal);
        return _labels.TryAdd(name, label)
            ? Open(OpenKind.Label, '\0', length, label)
            : Fail($"the label #{name}= is defined twice in one datum");
    }

    private void NotePatch(object container, int slot, in Value datum)
    {
        if (_labels is not null && datum.AsObject is DatumLabel label)
        {
            _patches = new Patch(container, slot, label, _patches);
        }
    }

    private void ResolvePatches()
    {
        for (var patch = _patches; patch is not null; patch = patch.Next)
        {
            switch (patch.Container)
            {
                case Pair pair when patch.Slot == 0:
                    pair.Car = patch.Label.Resolved;
                    break;
                case Pair pair:
                    pair.Cdr = patch.Label.Resolved;
                    break;
                case Vector vector:
                    vector.Items[patch.Slot] = patch.Label.Resolved;
                    break;
            }
        }
    }

    // ---- errors and positions

    private ReadStatus FailureStatus() =>
        Error is null ? ReadStatus.Stopped : _failedIncomplete ? ReadStatus.Incomplete : ReadStatus.Wrong;

    /// <summary>The text from the token's start to here is wrong.</summary>
    private Step Fail(string message, params Value[] irritants)
    {
        Error = new Condition(ConditionKind.Read, message, irritants) { Span = SpanFromStart() };
        _failedIncomplete = false;
        return Step.Failed;
    }

    /// <summary>The text ends too early. The span is what was opened and not closed.</summary>
    private Step FailIncomplete(string message)
    {
        Fail(message);
        _failedIncomplete = true;
        return Step.Failed;
    }

    private void FailUnfinished()
    {
        ref var open = ref _open[_depth - 1];
        Error = new Condition(
            ConditionKind.Read,
            open.Closer == '\0'
                ? $"expected a datum after {TextOf(open)}, got the end of the text"
                : $"the {NameOf(open.Kind)} opened at {PlaceOf(open)} is never closed: expected {open.Closer}")
        {
            Span = SpanOf(open, open.Start + Math.Max(1, open.Closer == '\0' ? open.Count : 1)),
        };
        _failedIncomplete = true;
    }

    private string TextOf(in OpenDatum open) => _text.Substring(open.Start, open.Count);

    private string PlaceOf(in OpenDatum open) => $"{_file}:{open.Line}:{open.Column}";

    private static string NameOf(OpenKind kind) => kind switch
    {
        OpenKind.Vector => "vector",
        OpenKind.Bytevector => "bytevector",
        _ => "list",
    };

    /// <summary>The span of an opening token, which is on one line and in ASCII.</summary>
    private SourceSpan SpanOf(in OpenDatum open, int end) =>
        new(_file, open.Line, open.Column, open.Line, open.Column + end - open.Start);

    private SourceSpan SpanFromStart() => new(_file, _startLine, _startColumn, _line, _column);

    private void MarkStart() => (_start, _startLine, _startColumn) = (_position, _line, _column);

    private void SetStart(in OpenDatum open) => (_start, _startLine, _startColumn) = (open.Start, open.Line, open.Column);

    private bool Charge(int pairs) =>
        _machine.ChargeAllocation((long)pairs * (_map is null ? Pair.Size : Pair.Size + SourceMap.EntrySize));

    /// <summary>Moves on over that many ASCII characters that end no line.</summary>
    private void AdvanceInLine(int count)
    {
        _position += count;
        _column += count;
    }

    /// <summary>Moves on, counting lines and columns. CR LF is one line end; a surrogate pair is one column.</summary>
    private void AdvanceTo(int end)
    {
        for (; _position < end; _position++)
        {
            var c = _text[_position];
            if (char.IsBetween(c, ' ', '~'))
            {
                _column++;
                continue;
            }

            if (c == '\n' || (c == '\r' && !(_position + 1 < _text.Length && _text[_position + 1] == '\n')))
            {
                _line++;
                _column = 1;
            }
            else if (!(char.IsLowSurrogate(c) && _position > 0 && char.IsHighSurrogate(_text[_position - 1])))
            {
                _column++;
            }
        }
    }

    private enum Step
    {
        Datum,
        Continue,
        Failed,
    }

    private enum OpenKind : byte
    {
        List,
        Vector,
        Bytevector,

        /// <summary>'x and its like; Head is the symbol.</summary>
        Prefix,

        /// <summary>#;x</summary>
        Comment,

        /// <summary>#n=x; Head is the label.</summary>
        Label,
    }

    private enum DotState : byte
    {
        None,
        Seen,
        Done,
    }

    private struct OpenDatum
    {
        internal const int Size = 48;
        internal OpenKind Kind;
        internal DotState Dot;

        /// <summary>The character that closes it, or NUL when the next datum completes it.</summary>
        internal char Closer;
        internal int Start;
        internal int Line;
        internal int Column;

        /// <summary>The number of elements; for what has no closer, the length of the opening token.</summary>
        internal int Count;
        internal object? Head;
        internal Pair? Tail;
    }

    private sealed class DatumLabel(string name)
    {
        internal readonly string Name = name;
        internal bool IsComplete;
        internal Value Content = Value.Unspecified;

        /// <summary>The value in the end: a label may name another label's datum.</summary>
        internal Value Resolved
        {
            get
            {
                var label = this;
                while (label.Content.AsObject is DatumLabel next && !ReferenceEquals(next, this))
                {
                    label = next;
                }

                return label.Content;
            }
        }
    }

    private sealed class Patch(object container, int slot, DatumLabel label, Patch? next)
    {
        internal readonly object Container = container;
        internal readonly int Slot = slot;
        internal readonly DatumLabel Label = label;
        internal readonly Patch? Next = next;
    }
}
