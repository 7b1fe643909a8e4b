// Reads images. Opening one looks at the header and the directories; code objects, shared data and descriptors are read
// when somebody asks for them, after their own checksum. Nothing is trusted: every number is checked against what
// it counts or refers to before it is used, and code goes through the verifier before it runs.

using System.Buffers.Binary;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Code.Images;

/// <summary>A named part of an image: the code of its body, and what others must know of it.</summary>
internal sealed class ImageUnit
{
    private readonly ImageReader _image;
    private readonly int _index;
    private Value _descriptor = Value.Unbound;

    internal ImageUnit(ImageReader image, int index, Value name, CodeObject body)
    {
        _image = image;
        _index = index;
        Name = name;
        Body = body;
    }

    internal readonly Value Name;

    /// <summary>Not read from the image before it is needed.</summary>
    internal readonly CodeObject Body;

    /// <summary>Read from the image when it is asked for. <see cref="Value.Signal"/> when that part of the image is damaged: a raise is pending then.</summary>
    internal Value Descriptor => _descriptor.IsUnbound && !_image.ReadDescriptor(_index, out _descriptor) ? Value.Signal : _descriptor;
}

/// <summary>An open image.</summary>
internal sealed class ImageReader : ICodeSource, IVariableNames
{
    /// <summary>Where in an entry of the code directory the number of captured variables is.</summary>
    internal const int FreeCountField = 8;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string _name;
    private readonly int[] _offsets = new int[ImageFormat.SectionCount];
    private readonly int[] _lengths = new int[ImageFormat.SectionCount];

    /// <summary>How many entries each section has; for sections that are no directories: bytes.</summary>
    internal readonly int[] Counts = new int[ImageFormat.SectionCount];

    private string?[] _strings = [];
    private Symbol?[] _symbols = [];
    private Cell?[] _globals = [];
    private PrimitiveProcedure?[] _primitives = [];
    private CodeObject?[] _codes = [];

    private ImageReader(VirtualMachine machine, ReadOnlyMemory<byte> bytes, string name)
    {
        Machine = machine;
        _bytes = bytes;
        _name = name;
    }

    /// <summary>The units in the order in which they were added.</summary>
    internal ImageUnit[] Units = [];

    internal readonly VirtualMachine Machine;

    /// <summary>The hash of everything after the header, as the writer computed it. Opening an image does not check it.</summary>
    internal ulong ContentHash => (ulong)Reader(ImageFormat.ContentHashOffset, 8).Long();

    /// <summary>The hash of everything after the header, computed anew.</summary>
    internal ulong ComputeContentHash() => ImageFormat.Hash(_bytes.Span[ImageFormat.HeaderSize..]);

    /// <summary>The data that are referred to more than once, as far as they were read.</summary>
    internal object?[] Shared = [];

    /// <summary>Opens an image in memory. The bytes must not change afterwards.</summary>
    /// <param name="machine">The machine for which code is read.</param>
    /// <param name="bytes">The image.</param>
    /// <param name="name">What messages call it: a file name.</param>
    /// <param name="failure">A condition of kind BadCode that says what is wrong.</param>
    internal static ImageReader? Open(VirtualMachine machine, ReadOnlyMemory<byte> bytes, string name, out Condition? failure)
    {
        var reader = new ImageReader(machine, bytes, name);
        string? problem = reader.CheckHeader() ?? reader.CheckSections() ?? reader.CheckDirectories() ?? reader.ReadUnits();
        failure = problem is null ? null : reader.Failure(problem);
        return problem is null ? reader : null;
    }

    /// <summary>Opens an image file.</summary>
    /// <param name="machine">The machine for which code is read.</param>
    /// <param name="path">The file.</param>
    /// <param name="failure">A condition of kind File or BadCode that says what is wrong.</param>
    internal static ImageReader? Open(VirtualMachine machine, string path, out Condition? failure)
    {
        try
        {
            return Open(machine, File.ReadAllBytes(path), path, out failure);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failure = new Condition(ConditionKind.File, $"the image cannot be read: {exception.Message}");
            return null;
        }
    }

    public CodeParts? ReadCode(int index, out Condition? failure)
    {
        var parts = CodeRecord.Read(this, index, out string? problem);
        failure = problem is null ? null : Failure(problem);
        return parts;
    }

    /// <summary>Reads the descriptor of a unit.</summary>
    /// <returns>False with a pending raise.</returns>
    internal bool ReadDescriptor(int index, out Value descriptor)
    {
        descriptor = Value.Unbound;
        string? problem = Record(ImageSection.Descriptors, ImageSection.UnitDirectory, index, 8, out var reader);
        if (problem is null)
        {
            descriptor = new DatumReader(this).Read(ref reader);
            problem = reader.Problem;
        }

        if (problem is not null)
        {
            descriptor = Value.Unbound;
            _ = Machine.Raise(Value.Object(Failure($"descriptor {index}: {problem}")));
        }

        return problem is null;
    }

    /// <summary>A cursor over some of the image's bytes.</summary>
    internal ByteReader Reader(int offset, int length) => new(_bytes.Span.Slice(offset, length), offset);

    /// <summary>A cursor over a record, its checksum looked at.</summary>
    /// <param name="records">Where the record is.</param>
    /// <param name="directory">Where its offset and checksum are.</param>
    /// <param name="index">Its number.</param>
    /// <param name="field">Where in an entry of the directory the offset is; the checksum follows.</param>
    /// <returns>Null, or what is wrong.</returns>
    internal string? Record(ImageSection records, ImageSection directory, int index, int field, out ByteReader reader)
    {
        int start = Field(directory, index, field);
        int end = index + 1 < Counts[(int)directory] ? Field(directory, index + 1, field) : _lengths[(int)records];
        reader = Reader(_offsets[(int)records] + start, end - start);
        return ImageFormat.Checksum(reader.All) == Field(directory, index, field + 4) ? null : "its checksum differs";
    }

    /// <summary>Reads the number of a string and gives the string.</summary>
    internal string String(ref ByteReader reader) => StringAt(reader.Index(_strings.Length - 1L, "the number of a string"), ref reader);

    
    /// <summary>Reads the number of a string and gives the symbol.</summary>
    internal Symbol? Symbol(ref ByteReader reader) => SymbolAt(reader.Index(_strings.Length - 1L, "the number of a symbol"), ref reader);

    /// <summary>Reads the number of a string plus one, or 0 for none.</summary>
    internal Symbol? OptionalSymbol(ref ByteReader reader)
    {
        int number = reader.Index(_strings.Length, "the number of a symbol");
        return number == 0 ? null : SymbolAt(number - 1, ref reader);
    }

    /// <summary>Reads the number of a global variable and gives its cell.</summary>
    internal Cell? Global(ref ByteReader reader)
    {
        int index = reader.Index(_globals.Length - 1L, "the number of a variable");
        if (reader.Failed || _globals[index] is { } known)
        {
            return reader.Failed ? null : _globals[index];
        }

        uint module = (uint)Field(ImageSection.Globals, index, 0);
        uint name = (uint)Field(ImageSection.Globals, index, 4);
        if (module >= (uint)_strings.Length || name >= (uint)_strings.Length)
        {
            reader.Fail("a variable has no name");
            return null;
        }

        return SymbolAt((int)module, ref reader) is { } moduleSymbol && SymbolAt((int)name, ref reader) is { } nameSymbol
            ? _globals[index] = Machine.GlobalCell(moduleSymbol, nameSymbol)
            : null;
    }

    /// <summary>Reads the number of a primitive and gives the primitive.</summary>
    internal PrimitiveProcedure? Primitive(ref ByteReader reader)
    {
        int index = reader.Index(_primitives.Length - 1L, "the number of a primitive");
        if (reader.Failed || _primitives[index] is { } known)
        {
            return reader.Failed ? null : _primitives[index];
        }

        uint name = (uint)Field(ImageSection.Primitives, index, 0);
        int signature = Field(ImageSection.Primitives, index, 4);
        if (name >= (uint)_strings.Length)
        {
            reader.Fail("a primitive has no name");
            return null;
        }

        string text = StringAt((int)name, ref reader);
        var primitive = reader.Failed ? null : Machine.FindPrimitive(text);
        if (primitive is null)
        {
            reader.Fail($"there is no primitive {text}: the image was made by another version; reference");
        }
        else if (ImageFormat.Signature(primitive) != signature)
        {
            reader.Fail($"the primitive {text} takes other arguments than when the image was made; reference");
        }
        else
        {
            _primitives[index] = primitive;
        }

        return primitive;
    }

    /// <summary>Reads the number of a code object and gives it; its record is not looked at yet.</summary>
    internal CodeObject? Code(ref ByteReader reader)
    {
        int index = reader.Index(_codes.Length - 1L, "the number of a code object");
        return reader.Failed ? null : CodeAt(index);
    }

    private CodeObject CodeAt(int index)
    {
        return _codes[index] ??= new CodeObject(this, index, Field(ImageSection.CodeDirectory, index, FreeCountField));
    }

    /// <summary>The string of a number that was checked.</summary>
    internal string StringAt(int index, ref ByteReader reader)
    {
        if (reader.Failed)
        {
            return "";
        }

        if (_strings[index] is { } known)
        {
            return known;
        }

        var text = Reader(StringOffset(index), StringOffset(index + 1) - StringOffset(index));
        text.Byte();
        string content = text.Text();
        if (text.Failed)
        {
            reader.Fail(text.Problem!);
        }

        return _strings[index] = content;
    }

    public string? VariableName(int number)
    {
        if (number >= _strings.Length)
        {
            return null;
        }

        var reader = Reader(0, 0);
        string name = StringAt(number, ref reader);
        return reader.Failed ? null : name;
    }

    /// <summary>Some of the image's bytes, for later.</summary>
    internal ReadOnlyMemory<byte> Slice(int offset, int length) => _bytes.Slice(offset, length);

    private Symbol? SymbolAt(int index, ref ByteReader reader)
    {
        if (reader.Failed || _symbols[index] is not null)
        {
            return reader.Failed ? null : _symbols[index];
        }

        bool uninterned = _bytes.Span[StringOffset(index)] != 0;
        string name = StringAt(index, ref reader);
        return reader.Failed ? null : _symbols[index] = uninterned ? new Symbol(name, interned: false) : Machine.Intern(name);
    }

    private int StringOffset(int index)
    {
        int offset = _offsets[(int)ImageSection.StringText];
        return offset + (index == _strings.Length ? _lengths[(int)ImageSection.StringText] : Field(ImageSection.Strings, index, 0));
    }

    /// <summary>A number in an entry of a directory.</summary>
    /// <param name="field">Where it is, in bytes from the start of the entry.</param>
    internal int Field(ImageSection section, int index, int field) =>
        BinaryPrimitives.ReadInt32LittleEndian(_bytes.Span[(_offsets[(int)section] + (index * ImageFormat.EntrySize(section)) + field)..]);

    private string? CheckHeader()
    {
        var reader = new ByteReader(_bytes.Span, 0);
        if (reader.Word() != ImageFormat.Magic && !reader.Failed)
        {
            return "it does not begin as images do";
        }

        int version = reader.Word();
        ulong fingerprint = (ulong)reader.Long();
        if (!reader.Failed && version != ImageFormat.Version)
        {
            return FormattableString.Invariant($"its format has version {version}, this machine reads version {ImageFormat.Version}");
        }

        if (_bytes.Length < ImageFormat.HeaderSize)
        {
            return FormattableString.Invariant($"it is truncated at byte {_bytes.Length}");
        }

        if (fingerprint != ImageFormat.Fingerprint)
        {
            return "it was made for another version of the opcodes";
        }

        reader.Long();
        if ((ulong)reader.Long() != ImageFormat.HeaderChecksum(_bytes.Span))
        {
            return "the checksum of its header differs";
        }

        int length = reader.Word();
        return length > _bytes.Length ? FormattableString.Invariant($"it is truncated at byte {_bytes.Length} of {length}")
            : length < _bytes.Length ? FormattableString.Invariant($"it has {_bytes.Length} bytes instead of {length}")
            : reader.Word() != ImageFormat.SectionCount ? "it has another number of sections"
            : null;
    }

    private string? CheckSections()
    {
        var reader = Reader(ImageFormat.SectionTableOffset, ImageFormat.HeaderSize - ImageFormat.SectionTableOffset);
        int end = ImageFormat.HeaderSize;
        for (int i = 0; i < ImageFormat.SectionCount; i++)
        {
            var section = (ImageSection)i;
            int offset = reader.Word();
            int length = reader.Word();
            ulong checksum = (ulong)reader.Long();
            if (offset != end || length < 0 || length > _bytes.Length - offset || length % ImageFormat.EntrySize(section) != 0)
            {
                return $"its section {section} is not where it can be";
            }

            if ((ImageFormat.SectionsOfRecords >> i & 1) == 0 && ImageFormat.Hash(_bytes.Span.Slice(offset, length)) != checksum)
            {
                return $"the checksum of its section {section} differs";
            }

            _offsets[i] = offset;
            _lengths[i] = length;
            Counts[i] = length / ImageFormat.EntrySize(section);
            end = offset + length;
        }

        if (end != _bytes.Length)
        {
            return "its sections do not fill it";
        }

        _strings = new string?[Counts[(int)ImageSection.Strings]];
        _symbols = new Symbol?[_strings.Length];
        _globals = new Cell?[Counts[(int)ImageSection.Globals]];
        _primitives = new PrimitiveProcedure?[Counts[(int)ImageSection.Primitives]];
        _codes = new CodeObject?[Counts[(int)ImageSection.CodeDirectory]];
        Shared = new object?[Counts[(int)ImageSection.SharedDirectory]];
        return null;
    }

    private string? CheckDirectories() =>
        CheckOffsets(ImageSection.Strings, 0, ImageSection.StringText)
        ?? CheckOffsets(ImageSection.CodeDirectory, 0, ImageSection.Code)
        ?? CheckOffsets(ImageSection.SharedDirectory, 0, ImageSection.Shared)
        ?? CheckOffsets(ImageSection.UnitDirectory, 0, ImageSection.UnitNames)
        ?? CheckOffsets(ImageSection.UnitDirectory, 8, ImageSection.Descriptors);

    /// <summary>Offsets must ascend, begin at 0, and leave each record at least one byte. Code objects have a third number, which is checked with them.</summary>
    private string? CheckOffsets(ImageSection directory, int field, ImageSection records)
    {
        int count = Counts[(int)directory];
        int end = _lengths[(int)records];
        int last = -1;
        for (int i = 0; i < count; i++)
        {
            int offset = Field(directory, i, field);
            if (offset <= last || offset >= end || (i == 0 && offset != 0))
            {
                return FormattableString.Invariant($"entry {i} of its section {directory} leads to a wrong place");
            }

            if (directory == ImageSection.CodeDirectory && Field(directory, i, FreeCountField) is < 0 or > CodeObject.MaximumFreeCount)
            {
                return FormattableString.Invariant($"code object {i} has a wrong number of captured variables");
            }

            last = offset;
        }

        return count == 0 && end != 0 ? $"its section {records} has no directory" : null;
    }

    private string? ReadUnits()
    {
        int count = Counts[(int)ImageSection.UnitDirectory];
        var units = new ImageUnit[count];
        int names = _offsets[(int)ImageSection.UnitNames];
        for (int i = 0; i < count; i++)
        {
            int start = Field(ImageSection.UnitDirectory, i, 0);
            uint code = (uint)Field(ImageSection.UnitDirectory, i, 4);
            int end = i + 1 < count ? Field(ImageSection.UnitDirectory, i + 1, 0) : _lengths[(int)ImageSection.UnitNames];
            var reader = Reader(names + start, end - start);
            var name = new DatumReader(this).Read(ref reader);
            if (reader.Failed || code >= (uint)_codes.Length)
            {
                return FormattableString.Invariant($"unit {i}: {reader.Problem ?? "its code object does not exist"}");
            }

            units[i] = new ImageUnit(this, i, name, CodeAt((int)code));
        }

        Units = units;
        return null;
    }

    private Condition Failure(string problem) => new(ConditionKind.BadCode, $"the image {_name} cannot be used: {problem}");
}
