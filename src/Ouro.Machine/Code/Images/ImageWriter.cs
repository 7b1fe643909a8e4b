// Writes images. The same input gives the same bytes: everything is numbered in the order in which a walk from the units
// comes to it, and dictionaries are only asked, never enumerated.

using Ouro.Machine.Execution;

namespace Ouro.Machine.Code.Images;

/// <summary>Collects units and writes them as one image.</summary>
internal sealed class ImageWriter
{
    private readonly VirtualMachine _machine;
    private readonly List<(Value Name, CodeObject Body, Value Descriptor)> _units = [];
    private readonly StringTable _strings = new();
    private readonly ObjectNumbers _globals = new();
    private readonly ObjectNumbers _primitives = new();
    private readonly ImageGraph _graph;

    internal ImageWriter(VirtualMachine machine)
    {
        _machine = machine;
        _graph = new ImageGraph(machine);
    }

    /// <summary>Adds a unit: what it is called, the code of its body, and what others must know of it.</summary>
    internal void Add(Value name, CodeObject body, Value descriptor) => _units.Add((name, body, descriptor));

    /// <summary>The image's bytes.</summary>
    /// <returns>Null after a failure, with <see cref="Value.Signal"/>'s raise pending: something that no image can hold, or a limit.</returns>
    internal byte[]? ToBytes()
    {
        foreach (var (name, body, descriptor) in _units)
        {
            if (!_graph.Visit(name) || !_graph.Visit(Value.Object(body)) || !_graph.Visit(descriptor))
            {
                return null;
            }
        }

        _graph.NumberShared();
        var sections = new ByteWriter[ImageFormat.SectionCount];
        for (int i = 0; i < sections.Length; i++)
        {
            sections[i] = new ByteWriter();
        }

        WriteUnits(sections);
        WriteAllCode(sections);
        WriteShared(sections);
        WriteTables(sections);
        return Assemble(sections);
    }

    private static ByteWriter Of(ByteWriter[] sections, ImageSection section) => sections[(int)section];

    private void WriteUnits(ByteWriter[] sections)
    {
        var directory = Of(sections, ImageSection.UnitDirectory);
        var names = Of(sections, ImageSection.UnitNames);
        var descriptors = Of(sections, ImageSection.Descriptors);
        foreach (var (name, body, descriptor) in _units)
        {
            directory.Word(names.Count);
            WriteDatum(names, name);
            directory.Word(_graph.CodeNumber(body));
            int start = descriptors.Count;
            WriteDatum(descriptors, descriptor);
            directory.Word(start);
            directory.Word(ImageFormat.Checksum(descriptors.Written[start..]));
        }
    }

    private void WriteAllCode(ByteWriter[] sections)
    {
        var directory = Of(sections, ImageSection.CodeDirectory);
        var records = Of(sections, ImageSection.Code);
        foreach (var code in _graph.Codes)
        {
            int start = records.Count;
            WriteCode(records, code);
            directory.Word(start);
            directory.Word(ImageFormat.Checksum(records.Written[start..]));
            directory.Word(code.FreeCount);
        }
    }

    private void WriteShared(ByteWriter[] sections)
    {
        var directory = Of(sections, ImageSection.SharedDirectory);
        var records = Of(sections, ImageSection.Shared);
        foreach (var shared in _graph.Shared)
        {
            int start = records.Count;
            WriteDatum(records, shared, inPlace: true);
            directory.Word(start);
            directory.Word(ImageFormat.Checksum(records.Written[start..]));
        }
    }

    private void WriteTables(ByteWriter[] sections)
    {
        var globals = Of(sections, ImageSection.Globals);
        foreach (var cell in _globals.Objects)
        {
            globals.Word(_strings.Number(((Cell)cell).Module));
            globals.Word(_strings.Number(((Cell)cell).Name));
        }

        var primitives = Of(sections, ImageSection.Primitives);
        foreach (var primitive in _primitives.Objects)
        {
            primitives.Word(_strings.Number(((PrimitiveProcedure)primitive).Name));
            primitives.Word(ImageFormat.Signature((PrimitiveProcedure)primitive));
        }

        _strings.Write(Of(sections, ImageSection.Strings), Of(sections, ImageSection.StringText));
    }

    private static byte[] Assemble(ByteWriter[] sections)
    {
        var image = new ByteWriter();
        image.Word(ImageFormat.Magic);
        image.Word(ImageFormat.Version);
        image.Long(unchecked((long)ImageFormat.Fingerprint));
        image.Long(0);
        image.Long(0);
        image.Word(0);
        image.Word(ImageFormat.SectionCount);
        int offset = ImageFormat.HeaderSize;
        for (int i = 0; i < sections.Length; i++)
        {
            image.Word(offset);
            image.Word(sections[i].Count);
            image.Long((ImageFormat.SectionsOfRecords >> i & 1) != 0 ? 0 : (long)ImageFormat.Hash(sections[i].Written));
            offset = checked(offset + sections[i].Count);
        }

        foreach (var section in sections)
        {
            image.Bytes(section.Written);
        }

        image.PatchWord(ImageFormat.LengthOffset, image.Count);
        image.PatchLong(ImageFormat.ContentHashOffset, (long)ImageFormat.Hash(image.Written[ImageFormat.HeaderSize..]));
        image.PatchLong(ImageFormat.HeaderChecksumOffset, (long)ImageFormat.HeaderChecksum(image.Written));
        return image.ToArray();
    }

    /// <summary>
    /// A code object: name, parameters, frame, constants, instructions, handlers, frame states, spans, statements, variables, interpretation.
    /// </summary>
    private void WriteCode(ByteWriter to, CodeObject code)
    {
        var parameters = code.Parameters;
        to.Count32(code.Name is { } name ? _strings.Number(name) + 1 : 0);
        to.Count32(parameters.Required);
        to.Count32(parameters.Optional);
        to.Byte((parameters.HasRest ? 1 : 0) | ((int)(code.Marks | (code.Parts.Interpretation is null ? 0 : CodeMarks.Interprets)) << 1));
        to.Count32(parameters.Keywords.Length);
        foreach (var keyword in parameters.Keywords)
        {
            to.Count32(_strings.Number(keyword));
        }

        to.Count32(code.FrameSize);
        to.Count32(code.CacheSites.Length);
        to.Count32(code.Instructions.Length);
        foreach (int word in code.Instructions)
        {
            to.Word(word);
        }

        to.Count32(code.ConstantCount);
        for (int i = 0; i < code.ConstantCount; i++)
        {
            WriteDatum(to, code.Constants[i]);
        }

        to.Count32(code.Handlers.Length);
        foreach (var handler in code.Handlers)
        {
            to.Count32(handler.From);
            to.Count32(handler.To);
            to.Count32(handler.Target);
            to.Count32(handler.Depth);
        }

        to.Count32(code.FrameStates.Length);
        foreach (var row in code.FrameStates)
        {
            WriteFrameState(to, row);
        }

        WriteSpans(to, code);
        bool statements = false;
        for (int pc = 0; pc < code.Instructions.Length; pc++)
        {
            statements |= code.StartsStatement(pc);
        }

        to.Byte(statements ? 1 : 0);
        for (int pc = 0; statements && pc < code.Instructions.Length; pc += 8)
        {
            int bits = 0;
            for (int bit = 0; bit < 8; bit++)
            {
                bits |= code.StartsStatement(pc + bit) ? 1 << bit : 0;
            }

            to.Byte(bits);
        }

        byte[] variables = Variables(code.Variables);
        to.Count32(variables.Length);
        to.Bytes(variables);
        if (code.Parts.Interpretation is { } interpretation)
        {
            to.Count32(interpretation.Describe);
            to.Count32(interpretation.View);
            to.Count32(interpretation.Position);
            to.Count32(interpretation.From);
        }
    }

    /// <summary>The table with this image's numbers of names.</summary>
    private byte[] Variables(VariableTable table)
    {
        var variables = new VariableTable.Builder(_strings.Number);
        var walk = table.Entries();
        while (walk.MoveNext())
        {
            if (walk.Variable is { } variable)
            {
                variables.Add(walk.Pc, variable);
            }
            else
            {
                variables.Leave(walk.Pc, walk.Kept);
            }
        }

        return variables.Encoded;
    }

    private static void WriteFrameState(ByteWriter to, FrameStateRow row)
    {
        to.Count32(row.Virtuals.Length);
        foreach (var virtualObject in row.Virtuals)
        {
            to.Byte((int)virtualObject.Kind);
            WriteSlots(to, virtualObject.Slots);
        }

        to.Count32(row.Activations.Length);
        foreach (var activation in row.Activations)
        {
            to.Count32(activation.Code + 1);
            to.Count32(activation.Pc);
            WriteSlots(to, [activation.Procedure]);
            WriteSlots(to, activation.Registers);
        }
    }

    private static void WriteSlots(ByteWriter to, Slot[] slots)
    {
        to.Count32(slots.Length);
        foreach (var slot in slots)
        {
            to.Byte((int)slot.Kind);
            to.Count32(slot.Index);
        }
    }

    private void WriteSpans(ByteWriter to, CodeObject code)
    {
        to.Count32(code.Span is { } span ? _strings.Number(span.File) + 1 : 0);
        if (code.Span is { } whole)
        {
            to.Signed(whole.Line);
            to.Signed(whole.Column);
            to.Signed(whole.EndLine);
            to.Signed(whole.EndColumn);
        }

        to.Count32(code.Spans.Files.Length);
        foreach (string file in code.Spans.Files)
        {
            to.Count32(_strings.Number(file));
        }

        to.Count32(code.Spans.Entries.Length);
        to.Bytes(code.Spans.Entries);
    }

    /// <summary>Writes a datum.</summary>
    /// <param name="to">Where.</param>
    /// <param name="datum">What.</param>
    /// <param name="inPlace">Write the object itself, though it is shared.</param>
    private void WriteDatum(ByteWriter to, Value datum, bool inPlace = false)
    {
        var stack = new Stack<Value>();
        stack.Push(datum);
        while (stack.TryPop(out var value))
        {
            if (!inPlace && value.Ref is not null && _graph.SharedNumber(value.Ref) is >= 0 and var shared)
            {
                Tag(to, Datum.Shared);
                to.Count32(shared);
                continue;
            }

            inPlace = false;
            switch (value.Ref)
            {
                case Pair pair:
                    WriteList(to, pair, stack);
                    break;
                case Vector vector:
                    Tag(to, Datum.Vector, IsConstant(vector));
                    to.Count32(vector.Items.Length);
                    for (int i = vector.Items.Length - 1; i >= 0; i--)
                    {
                        stack.Push(vector.Items[i]);
                    }

                    break;
                default:
                    WriteAtom(to, value);
                    break;
            }
        }
    }

    /// <summary>A run of pairs: all but the first unshared, all of them literals or none.</summary>
    private void WriteList(ByteWriter to, Pair first, Stack<Value> stack)
    {
        bool constant = _machine.IsConstantPair(first);
        var cars = new List<Value> { first.Car };
        Value rest = first.Cdr;
        while (rest.Ref is Pair next && _graph.SharedNumber(next) < 0 && _machine.IsConstantPair(next) == constant)
        {
            cars.Add(next.Car);
            rest = next.Cdr;
        }

        Tag(to, Datum.List, constant);
        to.Count32(cars.Count);
        stack.Push(rest);
        for (int i = cars.Count - 1; i >= 0; i--)
        {
            stack.Push(cars[i]);
        }
    }

    private void WriteAtom(ByteWriter to, Value value)
    {
        if (value.IsFixnum)
        {
            Tag(to, Datum.Fixnum);
            to.Signed(value.AsFixnum);
            return;
        }

        if (value.IsFlonum)
        {
            Tag(to, Datum.Flonum);
            to.Long(value.Bits);
            return;
        }

        if (value.IsCharacter)
        {
            Tag(to, Datum.Character);
            to.Count32(value.AsCharacter);
            return;
        }

        switch (value.Ref)
        {
            case Symbol symbol:
                Tag(to, Datum.Symbol);
                to.Count32(_strings.Number(symbol));
                break;
            case Bignum big:
                Tag(to, Datum.Bignum);
                WriteInteger(to, big.Value);
                break;
            case Ratnum ratio:
                Tag(to, Datum.Ratnum);
                WriteInteger(to, ratio.Numerator);
                WriteInteger(to, ratio.Denominator);
                break;
            case Compnum complex:
                // Parts are real, so this goes down one level only.
                Tag(to, Datum.Compnum);
                WriteAtom(to, complex.Real);
                WriteAtom(to, complex.Imaginary);
                break;
            case Text text:
                Tag(to, Datum.Text, IsConstant(text));
                WriteText(to, text);
                break;
            case Bytevector bytes:
                Tag(to, Datum.Bytevector, IsConstant(bytes));
                to.Count32(bytes.Bytes.Length);
                to.Bytes(bytes.Bytes);
                break;
            case CodeObject code:
                Tag(to, Datum.Code);
                to.Count32(_graph.CodeNumber(code));
                break;
            case Cell cell:
                Tag(to, Datum.Global);
                to.Count32(_globals.Number(cell));
                break;
            case PrimitiveProcedure primitive:
                Tag(to, Datum.Primitive);
                to.Count32(_primitives.Number(primitive));
                break;
            default:
                // The walk refused everything else.
                Tag(to, ImageGraph.SingletonTag(value)!.Value);
                break;
        }
    }

    private static void WriteInteger(ByteWriter to, System.Numerics.BigInteger number)
    {
        byte[] bytes = number.ToByteArray();
        to.Count32(bytes.Length);
        to.Bytes(bytes);
    }

    private static void WriteText(ByteWriter to, Text text)
    {
        int width = 0;
        for (int i = 0; i < text.Length; i++)
        {
            width = Math.Max(width, text[i] > 0xFFFF ? 2 : text[i] > 0xFF ? 1 : 0);
        }

        to.Unsigned(((ulong)text.Length << 2) | (uint)width);
        for (int i = 0; i < text.Length; i++)
        {
            for (int shift = 0; shift < 8 << width; shift += 8)
            {
                to.Byte(text[i] >> shift & 0xFF);
            }
        }
    }

    private static bool IsConstant(HeapObject value) => (value.Flags & ObjectFlags.Constant) != 0;

    private static void Tag(ByteWriter to, Datum tag, bool constant = false) => to.Byte((int)tag | (constant ? (int)Datum.ConstantFlag : 0));

    /// <summary>Numbers objects in the order in which they are asked for.</summary>
    private sealed class ObjectNumbers
    {
        private readonly Dictionary<object, int> _numbers = new(ReferenceEqualityComparer.Instance);

        internal List<object> Objects { get; } = [];

        internal int Number(object value)
        {
            if (!_numbers.TryGetValue(value, out int number))
            {
                _numbers.Add(value, number = Objects.Count);
                Objects.Add(value);
            }

            return number;
        }
    }

    /// <summary>Texts and symbols: an interned symbol and a text of the same letters are one string.</summary>
    private sealed class StringTable
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
        private readonly Dictionary<Symbol, int> _uninterned = [];
        private readonly List<(string Text, bool Uninterned)> _strings = [];

        internal int Number(string text)
        {
            if (!_numbers.TryGetValue(text, out int number))
            {
                _numbers.Add(text, number = _strings.Count);
                _strings.Add((text, false));
            }

            return number;
        }

        internal int Number(Symbol symbol)
        {
            if (symbol.IsInterned)
            {
                return Number(symbol.Name);
            }

            if (!_uninterned.TryGetValue(symbol, out int number))
            {
                _uninterned.Add(symbol, number = _strings.Count);
                _strings.Add((symbol.Name, true));
            }

            return number;
        }

        internal void Write(ByteWriter directory, ByteWriter text)
        {
            foreach (var (content, uninterned) in _strings)
            {
                directory.Word(text.Count);
                text.Byte(uninterned ? 1 : 0);
                text.Text(content);
            }
        }
    }
}
