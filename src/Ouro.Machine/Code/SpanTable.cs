// Which source text an instruction comes from. One entry for each change along the code, delta encoded, because it is read
// only for messages and by tools. An entry is
//   unsigned: words since the last entry * 4 + (1: no source from here on) + (2: the file's number follows)
//   [unsigned: number of the file * 2 + (1: a macro's follows) [unsigned: number of the macro's name among the files]]
//   signed: line - last line, signed: column, signed: end line - line, signed: end column
// or, for an instruction that does the work of an operation of the source with another name or order of arguments,
//   unsigned: words since the last entry * 4 + 3, unsigned: number of its name among the files,
//   unsigned: the number of its argument that is the instruction's first * 256 + the one that is the second
//
// The verifier does not look at spans: no instruction depends on them. A walk ends at the first entry that makes no sense.

using Ouro.Machine.Execution;

namespace Ouro.Machine.Code;

/// <summary>The source spans of a code object's instructions.</summary>
internal sealed class SpanTable(byte[] entries, string[] files)
{
    /// <summary>No instruction has a known source.</summary>
    internal static readonly SpanTable Empty = new([], []);

    /// <summary>The encoded entries.</summary>
    internal readonly byte[] Entries = entries;

    /// <summary>The files that entries refer to by number.</summary>
    internal readonly string[] Files = files;

    /// <summary>The span of the instruction at a word, or null.</summary>
    internal SourceSpan? Find(int pc)
    {
        SourceSpan? found = null;
        var walk = new Walk(this);
        while (walk.MoveNext() && walk.Pc <= pc)
        {
            found = walk.Span;
        }

        return found;
    }

    /// <summary>What the instruction that starts at a word is called in the source, or null: what its opcode says.</summary>
    internal SourceOperation? FindOperation(int pc)
    {
        var walk = new Walk(this);
        while (walk.MoveNext() && walk.Pc <= pc)
        {
            if (walk.Pc == pc && walk.Operation is not null)
            {
                return walk.Operation;
            }
        }

        return null;
    }

    /// <summary>Goes through the entries in order.</summary>
    internal ref struct Walk(SpanTable table)
    {
        private ByteReader _reader = new(table.Entries, 0);
        private int _file;
        private string? _macro;
        private int _line;

        /// <summary>The first word of the current entry.</summary>
        internal long Pc;

        /// <summary>The source from there on.</summary>
        internal SourceSpan? Span;

        /// <summary>What the instruction at that word is called in the source, if this entry says it.</summary>
        internal SourceOperation? Operation;

        internal bool MoveNext()
        {
            if (_reader.Remaining == 0)
            {
                return false;
            }

            ulong header = _reader.Unsigned();
            Pc += (long)Math.Min(header >> 2, int.MaxValue);
            Operation = null;
            if ((header & 3) == 3)
            {
                int name = _reader.Index(table.Files.Length - 1, "an operation's number");
                ulong arguments = _reader.Unsigned();
                if (_reader.Failed || name >= table.Files.Length)
                {
                    return false;
                }

                Operation = new SourceOperation(table.Files[name], (int)(arguments >> 8) & 255, (int)arguments & 255);
                return true;
            }

            if ((header & 1) != 0)
            {
                Span = null;
                return !_reader.Failed;
            }

            if ((header & 2) != 0)
            {
                int file = _reader.Index((table.Files.Length * 2) - 1, "a file's number");
                _file = file >> 1;
                _macro = null;
                if ((file & 1) != 0)
                {
                    int macro = _reader.Index(table.Files.Length - 1, "a macro's number");
                    if (_reader.Failed || macro >= table.Files.Length)
                    {
                        return false;
                    }

                    _macro = table.Files[macro];
                }
            }

            _line = (int)(_line + _reader.Signed());
            int column = (int)_reader.Signed();
            int endLine = (int)(_line + _reader.Signed());
            int endColumn = (int)_reader.Signed();
            if (_file >= table.Files.Length)
            {
                _reader.Fail("a source span has no file");
            }

            if (_reader.Failed)
            {
                return false;
            }

            Span = new SourceSpan(table.Files[_file], _line, column, endLine, endColumn, _macro);
            return true;
        }
    }

    /// <summary>Collects entries in the order of the code.</summary>
    internal sealed class Builder
    {
        private readonly ByteWriter _entries = new();
        private readonly List<string> _files = [];
        private SourceSpan? _last;
        private int _lastPc;
        private int _file = -1;
        private string? _macro;
        private int _line;

        /// <summary>Instructions from <paramref name="pc"/> on come from <paramref name="span"/>.</summary>
        internal void Add(int pc, SourceSpan? span)
        {
            if (Equals(span, _last))
            {
                return;
            }

            ulong header = (ulong)(pc - _lastPc) << 2;
            _last = span;
            _lastPc = pc;
            if (span is null)
            {
                _entries.Unsigned(header | 1);
                return;
            }

            int file = Number(span.File);
            bool elsewhere = file != _file || span.Macro != _macro;
            _entries.Unsigned(header | (elsewhere ? 2UL : 0));
            if (elsewhere)
            {
                _file = file;
                _macro = span.Macro;
                _entries.Unsigned(((uint)file << 1) | (_macro is null ? 0U : 1));
                if (_macro is not null)
                {
                    _entries.Unsigned((uint)Number(_macro));
                }
            }

            _entries.Signed((long)span.Line - _line);
            _entries.Signed(span.Column);
            _entries.Signed((long)span.EndLine - span.Line);
            _entries.Signed(span.EndColumn);
            _line = span.Line;
        }

        /// <summary>The next instruction is called otherwise in the source.</summary>
        internal void AddOperation(int pc, SourceOperation operation)
        {
            _entries.Unsigned(((ulong)(pc - _lastPc) << 2) | 3);
            _entries.Unsigned((uint)Number(operation.Name));
            _entries.Unsigned(((uint)operation.First << 8) | (uint)operation.Second);
            _lastPc = pc;
        }

        /// <summary>The number of a name among the files.</summary>
        private int Number(string name)
        {
            int number = _files.IndexOf(name);
            if (number < 0)
            {
                number = _files.Count;
                _files.Add(name);
            }

            return number;
        }

        internal SpanTable Build() => _entries.Count == 0 ? Empty : new SpanTable(_entries.ToArray(), _files.ToArray());
    }
}

/// <summary>What an instruction is called in the source, for error texts.</summary>
/// <param name="Name">The operation's name.</param>
/// <param name="First">Which of its arguments the instruction's first is, from 1; 0: a part of the only one.</param>
/// <param name="Second">Which of its arguments the instruction's second is.</param>
internal sealed record SourceOperation(string Name, int First, int Second);
