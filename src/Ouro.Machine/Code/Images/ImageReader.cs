// Reads images. Opening one looks at the header and the directories; code objects, shared data and descriptors are read
// when somebody asks for them, after their own checksum. Nothing is trusted: every number is checked against what
// it counts or refers to before it is used, and code goes through the verifier before it runs.
//
// The file is read as a whole rather than mapped: for an image of half a megabyte that takes a tenth of a millisecond, and a file that
// somebody truncates while it is mapped ends the process.

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
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
internal sealed class ImageReader : CodeSource
{
    internal readonly VirtualMachine Machine;

    /// <summary>Reads data of this image.</summary>
    internal readonly DatumReader Data;

    /// <summary>The data that are referred to more than once, as far as they were read.</summary>
    internal object?[] Shared = [];

    /// <summary>How many strings there are.</summary>
    internal int StringCount;

    private readonly byte[] _bytes;
    private readonly string _name;
    private readonly int[] _offsets = new int[ImageFormat.SectionCount];
    private readonly int[] _lengths = new int[ImageFormat.SectionCount];
    private string?[] _strings = [];
    private Symbol?[] _symbols = [];
    private Cell?[] _globals = [];
    private PrimitiveProcedure?[] _primitives = [];
    private CodeObject?[] _codes = [];
    private ImageUnit[] _units = [];

    private ImageReader(VirtualMachine machine, byte[] bytes, string name)
    {
        Machine = machine;
        _bytes = bytes;
        _name = name;
        Data = new DatumReader(this);
    }

    /// <summary>The units in the order in which they were added.</summary>
    internal ImageUnit[] Units => _units;

    /// <summary>The hash of everything after the header, as the writer computed it. Opening an image does not check it.</summary>
    internal ulong ContentHash => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(ImageFormat.ContentHashOffset));

    /// <summary>The hash of everything after the header, computed anew.</summary>
    internal ulong ComputeContentHash() => ImageFormat.Hash(_bytes.AsSpan(ImageFormat.HeaderSize));

    /// <summary>Opens an image in memory. The bytes must not change afterwards.</summary>
    /// <param name="machine">The machine for which code is read.</param>
    /// <param name="bytes">The image.</param>
    /// <param name="name">What messages call it: a file name.</param>
    /// <param name="failure">A condition of kind BadCode that says what is wrong.</param>
    internal static ImageReader? Open(VirtualMachine machine, byte[] bytes, string name, out Condition? failure)
    {
        var reader = new ImageReader(machine, bytes, name);
        string? problem = reader.CheckHeader() ?? reader.CheckSections() ?? reader.ReadUnits();
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

    internal override CodeParts? ReadCode(int index, out Condition? failure)
    {
        int entry = Entry(ImageSection.CodeDirectory, index, 12);
        var reader = OpenRecord(ImageSection.Code, ImageSection.CodeDirectory, index, entry, 12, Word(entry + 4));
        Symbol? name = null;
        var parts = reader.Failed ? null : CodeRecord.Read(this, ref reader, Word(entry + 8), out name);
        failure = parts is null ? CodeFailure(index, name, reader.Problem) : null;
        return parts;
    }

    /// <summary>Reads the descriptor of a unit.</summary>
    /// <returns>False with a pending raise.</returns>
    internal bool ReadDescriptor(int index, out Value descriptor)
    {
        int entry = Entry(ImageSection.UnitDirectory, index, 16);
        var reader = OpenRecord(ImageSection.Descriptors, ImageSection.UnitDirectory, index, entry + 8, 16, Word(entry + 12));
        descriptor = reader.Failed ? Value.Unbound : Data.Read(ref reader);
        if (reader.Failed)
        {
            descriptor = Value.Unbound;
            _ = Machine.Raise(Value.Object(Failure(FormattableString.Invariant($"descriptor {index}: {reader.Problem}"))));
            return false;
        }

        return true;
    }

    /// <summary>Opens the record of shared data.</summary>
    /// <returns>False when the reader that asked has failed.</returns>
    internal bool OpenShared(ref ByteReader reader, int index, out ByteReader shared)
    {
        int entry = Entry(ImageSection.SharedDirectory, index, 8);
        shared = OpenRecord(ImageSection.Shared, ImageSection.SharedDirectory, index, entry, 8, Word(entry + 4));
        if (shared.Failed)
        {
            reader.Fail(FormattableString.Invariant($"shared data {index}: {shared.Problem}; they are referred to"));
            return false;
        }

        return true;
    }

    /// <summary>The string of a number that was checked, unless the reader has failed.</summary>
    internal string String(int index, ref ByteReader reader)
    {
        if (reader.Failed)
        {
            return "";
        }

        if (_strings[index] is { } known)
        {
            return known;
        }

        int start = StringOffset(index);
        var text = new ByteReader(_bytes, start + 1, StringOffset(index + 1) - start - 1);
        string content = text.Text();
        if (text.Failed)
        {
            reader.Fail(text.Problem!);
        }

        return _strings[index] = content;
    }

    /// <summary>Reads the number of a string and gives the symbol.</summary>
    internal Symbol? Symbol(ref ByteReader reader)
    {
        int index = reader.Index(StringCount - 1, "the number of a symbol");
        return reader.Failed ? null : _symbols[index] ?? MakeSymbol(index, ref reader);
    }

    /// <summary>Reads the number of a string plus one, or 0 for none.</summary>
    internal Symbol? OptionalSymbol(ref ByteReader reader)
    {
        int number = reader.Index(StringCount, "the number of a symbol");
        return number == 0 ? null : _symbols[number - 1] ?? MakeSymbol(number - 1, ref reader);
    }

    /// <summary>Reads the number of a global variable and gives its cell.</summary>
    internal Cell? Global(ref ByteReader reader)
    {
        int index = reader.Index(_globals.Length - 1, "the number of a variable");
        return reader.Failed ? null : _globals[index] ?? MakeGlobal(index, ref reader);
    }

    /// <summary>Reads the number of a primitive and gives the primitive.</summary>
    internal PrimitiveProcedure? Primitive(ref ByteReader reader)
    {
        int index = reader.Index(_primitives.Length - 1, "the number of a primitive");
        return reader.Failed ? null : _primitives[index] ?? FindPrimitive(index, ref reader);
    }

    /// <summary>Reads the number of a code object and gives it; its record is not looked at yet.</summary>
    internal CodeObject? Code(ref ByteReader reader)
    {
        int index = reader.Index(_codes.Length - 1, "the number of a code object");
        return reader.Failed ? null : CodeAt(index);
    }

    private CodeObject CodeAt(int index) =>
        _codes[index] ??= new CodeObject(this, index, Word(Entry(ImageSection.CodeDirectory, index, 12) + 8));

    private Symbol? MakeSymbol(int index, ref ByteReader reader)
    {
        bool uninterned = _bytes[StringOffset(index)] != 0;
        string name = String(index, ref reader);
        return reader.Failed ? null : _symbols[index] = uninterned ? new Symbol(name, interned: false) : Machine.Intern(name);
    }

    private Cell? MakeGlobal(int index, ref ByteReader reader)
    {
        int entry = Entry(ImageSection.Globals, index, 8);
        int module = Word(entry);
        int name = Word(entry + 4);
        if ((uint)module >= (uint)StringCount || (uint)name >= (uint)StringCount)
        {
            reader.Fail("a variable has no name");
            return null;
        }

        var moduleSymbol = _symbols[module] ?? MakeSymbol(module, ref reader);
        var nameSymbol = _symbols[name] ?? MakeSymbol(name, ref reader);
        return moduleSymbol is null || nameSymbol is null ? null : _globals[index] = Machine.GlobalCell(moduleSymbol, nameSymbol);
    }

    private PrimitiveProcedure? FindPrimitive(int index, ref ByteReader reader)
    {
        int entry = Entry(ImageSection.Primitives, index, 8);
        int name = Word(entry);
        if ((uint)name >= (uint)StringCount)
        {
            reader.Fail("a primitive has no name");
            return null;
        }

        string text = String(name, ref reader);
        var primitive = reader.Failed ? null : Machine.FindPrimitive(text);
        if (primitive is null || ImageFormat.Signature(primitive) != Word(entry + 4))
        {
            reader.Fail($"the image was made by another version: the primitive {text} does not exist, or takes other arguments; it is referred to");
            return null;
        }

        return _primitives[index] = primitive;
    }

    private int StringOffset(int index)
    {
        int offset = _offsets[(int)ImageSection.StringText];
        return index == StringCount ? offset + _lengths[(int)ImageSection.StringText] : offset + Word(Entry(ImageSection.Strings, index, 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Entry(ImageSection section, int index, int size) => _offsets[(int)section] + (index * size);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Word(int offset) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(offset));

    /// <summary>Opens a record, which goes from its offset to that of the next one. The reader has failed if the checksum differs.</summary>
    /// <param name="records">The section.</param>
    /// <param name="directory">The section that says where records are.</param>
    /// <param name="index">The record's number.</param>
    /// <param name="field">The place of its offset in the directory.</param>
    /// <param name="size">The distance to the place of the next one's.</param>
    /// <param name="checksum">What the directory says about the record.</param>
    private ByteReader OpenRecord(ImageSection records, ImageSection directory, int index, int field, int size, int checksum)
    {
        int start = Word(field);
        int end = (index + 1) * size < _lengths[(int)directory] ? Word(field + size) : _lengths[(int)records];
        var reader = new ByteReader(_bytes, _offsets[(int)records] + start, end - start);
        if (ImageFormat.Checksum(_bytes.AsSpan(_offsets[(int)records] + start, end - start)) != checksum)
        {
            reader.Fail("its checksum differs");
        }

        return reader;
    }

    private string? CheckHeader()
    {
        byte[] bytes = _bytes;
        return bytes.Length < ImageFormat.HeaderSize ? HeaderProblem()
            : Word(0) != ImageFormat.Magic ? "it does not begin as images do"
            : Word(4) != ImageFormat.Version ? FormattableString.Invariant($"its format has version {Word(4)}, this machine reads version {ImageFormat.Version}")
            : BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(ImageFormat.FingerprintOffset)) != ImageFormat.Fingerprint ? "it was made for another version of the opcodes"
            : BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(ImageFormat.HeaderChecksumOffset)) != ImageFormat.HeaderChecksum(bytes) ? "the checksum of its header differs"
            : Word(ImageFormat.LengthOffset) is var length && length > bytes.Length ? FormattableString.Invariant($"it is truncated at byte {bytes.Length} of {length}")
            : length < bytes.Length ? FormattableString.Invariant($"it has {bytes.Length} bytes instead of {length}")
            : Word(ImageFormat.LengthOffset + 4) != ImageFormat.SectionCount ? "it has another number of sections"
            : null;
    }

    private string HeaderProblem() =>
        _bytes.Length >= 4 && Word(0) != ImageFormat.Magic ? "it does not begin as images do" : FormattableString.Invariant($"it is truncated at byte {_bytes.Length}");

    /// <summary>Sections lie one right after the other; directories lead into them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private string? CheckSections()
    {
        int end = ImageFormat.HeaderSize;
        for (int i = 0; i < ImageFormat.SectionCount; i++)
        {
            int field = ImageFormat.SectionTableOffset + (i * ImageFormat.SectionEntrySize);
            int offset = Word(field);
            int length = Word(field + 4);
            if (offset != end || length < 0 || length > _bytes.Length - offset || length % ImageFormat.EntrySize((ImageSection)i) != 0)
            {
                return SectionProblem(i, "is not where it can be");
            }

            if (!ImageFormat.HasRecordChecksums((ImageSection)i)
                && ImageFormat.Hash(_bytes.AsSpan(offset, length)) != BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(field + 8)))
            {
                return SectionProblem(i, "has another checksum");
            }

            _offsets[i] = offset;
            _lengths[i] = length;
            end = offset + length;
        }

        if (end != _bytes.Length)
        {
            return "its sections do not fill it";
        }

        StringCount = _lengths[(int)ImageSection.Strings] / 4;
        _strings = new string?[StringCount];
        _symbols = new Symbol?[StringCount];
        _globals = new Cell?[_lengths[(int)ImageSection.Globals] / 8];
        _primitives = new PrimitiveProcedure?[_lengths[(int)ImageSection.Primitives] / 8];
        _codes = new CodeObject?[_lengths[(int)ImageSection.CodeDirectory] / 12];
        Shared = new object?[_lengths[(int)ImageSection.SharedDirectory] / 8];
        for (int i = 0; i < _codes.Length; i++)
        {
            if ((uint)Word(Entry(ImageSection.CodeDirectory, i, 12) + 8) > CodeObject.MaximumFreeCount)
            {
                return SectionProblem((int)ImageSection.CodeDirectory, "has a wrong number of captured variables");
            }
        }

        return CheckOffsets(ImageSection.Strings, 0, ImageSection.StringText)
            ?? CheckOffsets(ImageSection.CodeDirectory, 0, ImageSection.Code)
            ?? CheckOffsets(ImageSection.SharedDirectory, 0, ImageSection.Shared)
            ?? CheckOffsets(ImageSection.UnitDirectory, 0, ImageSection.UnitNames)
            ?? CheckOffsets(ImageSection.UnitDirectory, 8, ImageSection.Descriptors);
    }

    /// <summary>Offsets must ascend, begin at 0, and leave each record at least one byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private string? CheckOffsets(ImageSection directory, int field, ImageSection records)
    {
        int size = ImageFormat.EntrySize(directory);
        int end = _lengths[(int)records];
        int last = -1;
        for (int entry = 0; entry < _lengths[(int)directory]; entry += size)
        {
            int offset = Word(_offsets[(int)directory] + entry + field);
            if (offset <= last || offset >= end || (entry == 0 && offset != 0))
            {
                return SectionProblem((int)directory, "leads to a wrong place");
            }

            last = offset;
        }

        return last < 0 && end != 0 ? SectionProblem((int)records, "has no directory") : null;
    }

    private string? ReadUnits()
    {
        int count = _lengths[(int)ImageSection.UnitDirectory] / 16;
        var units = new ImageUnit[count];
        var names = new ByteReader(_bytes, _offsets[(int)ImageSection.UnitNames], _lengths[(int)ImageSection.UnitNames]);
        for (int i = 0; i < count; i++)
        {
            int entry = Entry(ImageSection.UnitDirectory, i, 16);
            int place = names.Position - names.Start;
            var name = Data.Read(ref names);
            int code = Word(entry + 4);
            if (names.Failed || place != Word(entry) || (uint)code >= (uint)_codes.Length)
            {
                return UnitProblem(i, names.Problem);
            }

            units[i] = new ImageUnit(this, i, name, CodeAt(code));
        }

        _units = units;
        return names.Remaining == 0 ? null : UnitProblem(count, null);
    }

    private static string SectionProblem(int section, string problem) => $"its section {(ImageSection)section} {problem}";

    private static string UnitProblem(int unit, string? problem) => FormattableString.Invariant($"unit {unit}: {problem ?? "its entry makes no sense"}");

    private Condition CodeFailure(int index, Symbol? name, string? problem) =>
        Failure(FormattableString.Invariant($"code object {index}{(name is null ? "" : $" ({name.Name})")}: {problem}"));

    private Condition Failure(string problem) => new(ConditionKind.BadCode, $"the image {_name} cannot be used: {problem}");
}
