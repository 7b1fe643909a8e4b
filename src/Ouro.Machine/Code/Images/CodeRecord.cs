using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Code.Images;

/// <summary>Reads the record of a code object. What the numbers mean together is for the verifier to check; here they only must be readable.</summary>
internal static class CodeRecord
{
    /// <summary>Reads one.</summary>
    /// <param name="image">The image.</param>
    /// <param name="reader">At the start of the record, which has the right checksum.</param>
    /// <param name="freeCount">Captured variables, which the directory knows.</param>
    /// <param name="name">The name of the procedure, as soon as it is known.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static CodeParts? Read(ImageReader image, ref ByteReader reader, int freeCount, out Symbol? name)
    {
        name = image.OptionalSymbol(ref reader);
        var parameters = ParameterShape.None;
        int required = reader.Index(ParameterShape.Maximum, "the number of parameters");
        int optional = reader.Index(ParameterShape.Maximum, "the number of parameters");
        int rest = reader.Byte();
        int keywordCount = reader.Length(1, "the keywords");
        if ((required | optional | rest | keywordCount) != 0)
        {
            parameters = ReadParameters(image, ref reader, required, optional, rest, keywordCount);
        }

        int frameSize = reader.Index(CodeObject.MaximumFrameSize, "the size of the frame");
        int siteCount = reader.Index(CodeParts.MaximumSites, "the number of inline-cache sites");
        int[] instructions = CodeParts.NewInstructions(reader.Length(4, "the instructions"));
        if (siteCount > instructions.Length)
        {
            reader.Fail("there are more inline-cache sites than instructions");
        }

        ReadWords(ref reader, instructions);
        int constantCount = reader.Length(1, "the constants");
        var constants = CodeParts.None.Constants;
        if (constantCount > 0)
        {
            constants = ValueArrays.Zeroed(constantCount);
            for (int i = 0; i < constants.Length && !reader.Failed; i++)
            {
                constants[i] = image.Data.Read(ref reader);
            }
        }

        var handlers = CodeParts.None.Handlers;
        int handlerCount = reader.Length(4, "the exception table");
        if (handlerCount > 0)
        {
            handlers = ReadHandlers(ref reader, handlerCount);
        }

        var frameStates = CodeParts.None.FrameStates;
        int frameStateCount = reader.Length(2, "the frame states");
        if (frameStateCount > 0)
        {
            frameStates = ReadFrameStates(ref reader, frameStateCount);
        }

        int file = reader.Index(image.StringCount, "the number of a file");
        var span = file > 0 ? ReadSpan(image, ref reader, file - 1) : null;
        var spans = ReadSpans(image, ref reader);
        ulong[] statements = CodeParts.None.Statements;
        if (reader.Byte() != 0)
        {
            statements = ReadStatements(ref reader, instructions.Length);
        }

        if (reader.Remaining > 0)
        {
            reader.Fail("bytes are left over");
        }

        return reader.Failed ? null : new CodeParts
        {
            Name = name,
            Span = span,
            Parameters = parameters,
            Instructions = instructions,
            Constants = constants,
            FrameSize = frameSize,
            FreeCount = freeCount,
            Handlers = handlers,
            FrameStates = frameStates,
            CacheSites = siteCount == 0 ? CodeParts.None.CacheSites : CodeParts.NewSites(siteCount),
            Spans = spans,
            Statements = statements,
        };
    }

    private static void ReadWords(ref ByteReader reader, int[] words)
    {
        var bytes = reader.Bytes(4 * words.Length);
        if (BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(words.AsSpan()));
            return;
        }

        for (int i = 0; i < words.Length && !bytes.IsEmpty; i++)
        {
            words[i] = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]);
        }
    }

    private static ParameterShape ReadParameters(ImageReader image, ref ByteReader reader, int required, int optional, int rest, int keywordCount)
    {
        if (rest > 1 || ParameterShape.Problem(required, optional, rest == 1, keywordCount) is not null)
        {
            reader.Fail("its parameters make no sense");
        }

        if (reader.Failed)
        {
            return ParameterShape.None;
        }

        var keywords = keywordCount == 0 ? ParameterShape.None.Keywords : new Symbol[keywordCount];
        for (int i = 0; i < keywordCount; i++)
        {
            if (image.Symbol(ref reader) is not { } keyword)
            {
                return ParameterShape.None;
            }

            keywords[i] = keyword;
        }

        return new ParameterShape(required, optional, rest == 1, keywords);
    }

    private static ExceptionHandler[] ReadHandlers(ref ByteReader reader, int count)
    {
        var handlers = new ExceptionHandler[count];
        for (int i = 0; i < handlers.Length; i++)
        {
            handlers[i] = new ExceptionHandler(
                reader.Index(int.MaxValue, "a handler's range"),
                reader.Index(int.MaxValue, "a handler's range"),
                reader.Index(int.MaxValue, "a handler's target"),
                reader.Index(int.MaxValue, "a handler's depth"));
        }

        return handlers;
    }

    private static FrameStateRow[] ReadFrameStates(ref ByteReader reader, int count)
    {
        var rows = new FrameStateRow[count];
        for (int i = 0; i < rows.Length && !reader.Failed; i++)
        {
            rows[i] = ReadFrameState(ref reader);
        }

        return rows;
    }

    private static FrameStateRow ReadFrameState(ref ByteReader reader)
    {
        var virtuals = new VirtualObject[reader.Length(2, "virtual objects")];
        for (int i = 0; i < virtuals.Length; i++)
        {
            virtuals[i] = new VirtualObject((VirtualKind)reader.Byte(), ReadSlots(ref reader));
        }

        var activations = new ActivationState[reader.Length(4, "activations")];
        for (int i = 0; i < activations.Length; i++)
        {
            int code = reader.Index(int.MaxValue, "the code of an activation") - 1;
            int pc = reader.Index(int.MaxValue, "the pc of an activation");
            var procedure = ReadSlots(ref reader);
            if (procedure.Length != 1)
            {
                reader.Fail("an activation needs one procedure");
            }

            activations[i] = new ActivationState(code, pc, procedure.Length == 1 ? procedure[0] : new Slot(SlotKind.Dead, 0), ReadSlots(ref reader));
        }

        return new FrameStateRow(virtuals, activations);
    }

    private static Slot[] ReadSlots(ref ByteReader reader)
    {
        int count = reader.Length(2, "slots");
        var slots = count == 0 ? [] : new Slot[count];
        for (int i = 0; i < count; i++)
        {
            int kind = reader.Byte();
            if (kind > (int)SlotKind.Self)
            {
                reader.Fail("there is no such kind of slot");
            }

            slots[i] = new Slot((SlotKind)kind, reader.Index(int.MaxValue, "the number of a slot"));
        }

        return slots;
    }

    private static SourceSpan? ReadSpan(ImageReader image, ref ByteReader reader, int file)
    {
        string name = image.String(file, ref reader);
        return new SourceSpan(name, (int)reader.Signed(), (int)reader.Signed(), (int)reader.Signed(), (int)reader.Signed());
    }

    private static SpanTable ReadSpans(ImageReader image, ref ByteReader reader)
    {
        int count = reader.Length(1, "the files");
        string[] files = count == 0 ? SpanTable.Empty.Files : new string[count];
        for (int i = 0; i < count; i++)
        {
            files[i] = image.String(reader.Index(image.StringCount - 1, "the number of a file"), ref reader);
        }

        int length = reader.Length(1, "the source spans");
        return length == 0 ? SpanTable.Empty : new SpanTable(reader.Bytes(length).ToArray(), files);
    }

    private static ulong[] ReadStatements(ref ByteReader reader, int words)
    {
        var bytes = reader.Bytes((words + 7) / 8);
        var bits = new ulong[BitSet.WordsFor(words)];
        for (int i = 0; i < bytes.Length; i++)
        {
            bits[i >> 3] |= (ulong)bytes[i] << (8 * (i & 7));
        }

        return bits;
    }
}
