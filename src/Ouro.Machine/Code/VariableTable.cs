// Which variables of the source an activation has, and where their values are. One entry for each change along the code, encoded,
// because it is read only by tools and for messages. Scopes nest, so leaving one is a number: how many variables stay. An entry is
//   unsigned: words since the last entry * 4 + kind
//   kind 0, 1: unsigned: the name, unsigned: the register    the register holds the value, or (1) a box with it
//   kind 2:    unsigned: how many variables stay visible
//   kind 3:    unsigned: the name, unsigned: index * 2 + 1 if it is a box's    a captured variable; all of them stand first
//
// The first variables in registers are the procedure's parameters, in their order. A name is a number: in an image that of
// a string there, otherwise an index into a list, so that nothing of this is read until somebody asks.
//
// The verifier does not look at variables: no instruction depends on them. Who reads a register by this table checks that the activation
// has it. A walk ends at the first entry that makes no sense.

namespace Ouro.Machine.Code;

/// <summary>A variable of the source in an activation.</summary>
/// <param name="Name">As the source has it.</param>
/// <param name="Index">Its register, or its number among the captured variables.</param>
/// <param name="IsCaptured">It belongs to the closure, not to the activation.</param>
/// <param name="IsBoxed">There is a box with its value.</param>
internal sealed record CodeVariable(string Name, int Index, bool IsCaptured, bool IsBoxed);

/// <summary>The names that a table of variables refers to by number.</summary>
internal interface IVariableNames
{
    /// <summary>The name of a number, or null if there is none.</summary>
    string? VariableName(int number);
}

/// <summary>The variables of a code object.</summary>
/// <param name="entries">See the head of this file.</param>
/// <param name="names">What their names refer to.</param>
internal sealed class VariableTable(ReadOnlyMemory<byte> entries, IVariableNames names)
{
    /// <summary>No variable is known.</summary>
    internal static readonly VariableTable Empty = new(ReadOnlyMemory<byte>.Empty, new NameList());

    /// <summary>The entries in order.</summary>
    internal Walk Entries() => new(this);

    /// <summary>What is visible to the instruction that a word belongs to: captured variables, then those in registers, outer scopes first.</summary>
    internal List<CodeVariable> VisibleAt(int pc)
    {
        var visible = new List<CodeVariable>();
        int captured = 0;
        var walk = new Walk(this);
        while (walk.MoveNext() && walk.Pc <= pc)
        {
            if (walk.Variable is { } variable)
            {
                captured += variable.IsCaptured ? 1 : 0;
                visible.Add(variable);
            }
            else if (captured + walk.Kept < visible.Count)
            {
                visible.RemoveRange(captured + walk.Kept, visible.Count - captured - walk.Kept);
            }
        }

        return visible;
    }

    /// <summary>The first variables in registers, which are the parameters.</summary>
    /// <param name="count">How many parameters there are. There may be fewer in the table, if it is not complete.</param>
    internal List<CodeVariable> Parameters(int count)
    {
        var parameters = new List<CodeVariable>();
        var walk = new Walk(this);
        while (parameters.Count < count && walk.MoveNext())
        {
            if (walk.Variable is null)
            {
                break;
            }

            if (!walk.Variable.IsCaptured)
            {
                parameters.Add(walk.Variable);
            }
        }

        return parameters;
    }

    /// <summary>Goes through the entries in order.</summary>
    internal ref struct Walk(VariableTable table)
    {
        private readonly VariableTable _table = table;
        private ByteReader _reader = table.Reader();

        /// <summary>The first word at which the entry holds.</summary>
        internal long Pc;

        /// <summary>The variable that becomes visible; null: some are left.</summary>
        internal CodeVariable? Variable;

        /// <summary>When some are left: how many variables in registers stay.</summary>
        internal int Kept;

        internal bool MoveNext()
        {
            if (_reader.Remaining == 0)
            {
                return false;
            }

            ulong header = _reader.Unsigned();
            int kind = (int)(header & 3);
            Pc += (long)Math.Min(header >> 2, int.MaxValue);
            int first = _reader.Index(int.MaxValue, "a variable");
            Variable = null;
            Kept = first;
            if (kind == 2 || _reader.Failed)
            {
                return !_reader.Failed;
            }

            int place = _reader.Index(int.MaxValue, "a variable's place");
            if (_reader.Failed || _table.Name(first) is not { } name)
            {
                return false;
            }

            Variable = kind == 3 ? new CodeVariable(name, place >> 1, true, (place & 1) != 0) : new CodeVariable(name, place, false, kind == 1);
            return true;
        }
    }

    private ByteReader Reader() => new(entries.Span, 0);

    private string? Name(int number) => names.VariableName(number);

    /// <summary>The names of a table in memory.</summary>
    private sealed class NameList : IVariableNames
    {
        internal readonly List<string> Names = [];

        public string? VariableName(int number) => number < Names.Count ? Names[number] : null;
    }

    /// <summary>Collects entries in the order of the code.</summary>
    internal sealed class Builder
    {
        private readonly ByteWriter _entries = new();
        private readonly NameList _names = new();
        private readonly Func<string, int>? _number;
        private long _lastPc;

        internal Builder()
        {
        }

        /// <param name="number">Gives the number by which a name is referred to.</param>
        internal Builder(Func<string, int> number) => _number = number;

        /// <summary>What was collected, encoded.</summary>
        internal byte[] Encoded => _entries.ToArray();

        /// <summary>From a word on, a variable is visible. Captured ones come first, at word 0.</summary>
        internal void Add(long pc, CodeVariable variable)
        {
            Header(pc, variable.IsCaptured ? 3u : variable.IsBoxed ? 1u : 0u);
            _entries.Unsigned((uint)NumberOf(variable.Name));
            _entries.Unsigned(variable.IsCaptured ? ((ulong)variable.Index << 1) | (variable.IsBoxed ? 1u : 0u) : (uint)variable.Index);
        }

        /// <summary>From a word on, only the first variables in registers are visible.</summary>
        internal void Leave(long pc, int kept)
        {
            Header(pc, 2);
            _entries.Unsigned((uint)kept);
        }

        internal VariableTable Build() => _entries.Count == 0 ? Empty : new VariableTable(_entries.ToArray(), _names);

        private void Header(long pc, uint kind)
        {
            _entries.Unsigned(((ulong)(pc - _lastPc) << 2) | kind);
            _lastPc = pc;
        }

        private int NumberOf(string name)
        {
            if (_number is not null)
            {
                return _number(name);
            }

            int known = _names.Names.IndexOf(name);
            if (known < 0)
            {
                known = _names.Names.Count;
                _names.Names.Add(name);
            }

            return known;
        }
    }
}
