// The primitives of one machine, by name. Catalogues are text: a name is found by halving, and only primitives that
// are asked for become objects, so that thousands of them cost nothing at start.

using System.Text;

namespace Ouro.Machine.Code;

/// <summary>One line of a catalogue, decoded.</summary>
internal struct PrimitiveRow
{
    internal int Minimum, Maximum, Flags, Effects, Group, Local, Kind, Registers;
}

/// <summary>All primitives that a machine knows.</summary>
public sealed class PrimitiveTable
{
    private readonly List<PrimitiveCatalogue> _catalogues = [];
    private readonly byte[] _key = new byte[64];
    private readonly Dictionary<string, PrimitiveProcedure> _found = new(StringComparer.Ordinal);

    /// <summary>Adds an assembly's primitives. Among primitives of the same name the one added first counts.</summary>
    public void Add(PrimitiveCatalogue catalogue) => _catalogues.Add(catalogue);

    /// <summary>The primitive of that name, always the same object, or null.</summary>
    public PrimitiveProcedure? Find(string name)
    {
        if (_found.TryGetValue(name, out PrimitiveProcedure? procedure))
        {
            return procedure;
        }

        // Names are ASCII: a longer encoding than the name is one of a name that cannot be there.
        if (name.Length == 0 || !Encoding.UTF8.TryGetBytes(name, _key, out int length) || length != name.Length)
        {
            return null;
        }

        foreach (PrimitiveCatalogue catalogue in _catalogues)
        {
            if (Search(catalogue.Rows, new ReadOnlySpan<byte>(_key, 0, length), out PrimitiveRow row))
            {
                procedure = new PrimitiveProcedure(catalogue, name, in row);
                _found.Add(name, procedure);
                return procedure;
            }
        }

        return null;
    }

    /// <summary>For coverage: the names of those that were called.</summary>
    internal List<string> Called()
    {
        var called = new List<string>();
        foreach (var (name, procedure) in _found)
        {
            if (procedure.WasUsed)
            {
                called.Add(name);
            }
        }

        return called;
    }

    /// <summary>The names of all primitives, catalogue after catalogue, each in order.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            var names = new List<string>();
            foreach (PrimitiveCatalogue catalogue in _catalogues)
            {
                ReadOnlySpan<byte> rows = catalogue.Rows;
                while (!rows.IsEmpty)
                {
                    names.Add(Encoding.UTF8.GetString(rows[..rows.IndexOf((byte)' ')]));
                    rows = rows[(rows.IndexOf((byte)'\n') + 1)..];
                }
            }

            return names;
        }
    }

    private static bool Search(ReadOnlySpan<byte> rows, ReadOnlySpan<byte> key, out PrimitiveRow row)
    {
        // Both bounds are at the start of a line, or at the end of the text.
        int low = 0, high = rows.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            int start = rows[low..middle].LastIndexOf((byte)'\n') + 1 + low;
            int end = rows[middle..].IndexOf((byte)'\n') + middle;
            ReadOnlySpan<byte> line = rows[start..end];
            int blank = line.IndexOf((byte)' ');
            int order = key.SequenceCompareTo(line[..blank]);
            if (order == 0)
            {
                row = Decode(line[(blank + 1)..]);
                return true;
            }

            (low, high) = order < 0 ? (low, start) : (end + 1, high);
        }

        row = default;
        return false;
    }

    private static PrimitiveRow Decode(ReadOnlySpan<byte> fields)
    {
        int position = 0;
        return new PrimitiveRow
        {
            Minimum = Number(fields, ref position),
            Maximum = Number(fields, ref position),
            Flags = Number(fields, ref position),
            Effects = Number(fields, ref position),
            Group = Number(fields, ref position),
            Local = Number(fields, ref position),
            Kind = Number(fields, ref position),
            Registers = Number(fields, ref position),
        };
    }

    private static int Number(ReadOnlySpan<byte> fields, ref int position)
    {
        bool negative = fields[position] == '-';
        position += negative ? 1 : 0;
        int number = 0;
        while (position < fields.Length && fields[position] != ' ')
        {
            number = (number * 10) + (fields[position++] - '0');
        }

        position++;
        return negative ? -number : number;
    }
}
