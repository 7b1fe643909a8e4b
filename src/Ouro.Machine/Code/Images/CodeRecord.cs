using Ouro.Machine.Execution;

namespace Ouro.Machine.Code.Images;

/// <summary>Reads the record of a code object. What the numbers mean together is for the verifier to check; here they only must be readable.</summary>
internal static class CodeRecord
{
    /// <summary>Reads one.</summary>
    /// <param name="image">The image.</param>
    /// <param name="index">The number of the code object.</param>
    /// <param name="problem">What is wrong, in words, when the result is null.</param>
    internal static CodeParts? Read(ImageReader image, int index, out string? problem)
    {
        string? name = null;
        CodeParts? parts = null;
        problem = image.Record(ImageSection.Code, ImageSection.CodeDirectory, index, 0, out var reader);
        if (problem is null)
        {
            parts = ReadParts(image, ref reader, image.Field(ImageSection.CodeDirectory, index, ImageReader.FreeCountField), ref name);
            if (reader.Remaining > 0)
            {
                reader.Fail("bytes are left over");
            }

            problem = reader.Problem;
        }

        if (problem is null)
        {
            return parts;
        }

        problem = FormattableString.Invariant($"code object {index}{(name is null ? "" : $" ({name})")}: {problem}");
        return null;
    }

    private static CodeParts? ReadParts(ImageReader image, ref ByteReader reader, int freeCount, ref string? name)
    {
        var symbol = image.OptionalSymbol(ref reader);
        name = symbol?.Name;
        var parameters = ReadParameters(image, ref reader, out var marks);
        int frameSize = reader.Index(CodeObject.MaximumFrameSize, "the size of the frame");
        int siteCount = reader.Index(CodeParts.MaximumSites, "the number of inline-cache sites");
        int[] instructions = CodeParts.NewInstructions(reader.Length(4, "the code"));
        if (siteCount > instructions.Length)
        {
            reader.Fail("there are more inline-cache sites than instructions");
        }

        for (int i = 0; i < instructions.Length; i++)
        {
            instructions[i] = reader.Word();
        }

        var constants = ReadConstants(image, ref reader);
        var handlers = new ExceptionHandler[reader.Length(4, "the exception table")];
        for (int i = 0; i < handlers.Length; i++)
        {
            handlers[i] = new ExceptionHandler(
                reader.Index(int.MaxValue, "a handler's range"),
                reader.Index(int.MaxValue, "a handler's range"),
                reader.Index(int.MaxValue, "a handler's target"),
                reader.Index(int.MaxValue, "a handler's depth"));
        }

        var frameStates = new FrameStateRow[reader.Length(2, "the frame states")];
        for (int i = 0; i < frameStates.Length && !reader.Failed; i++)
        {
            frameStates[i] = ReadFrameState(ref reader);
        }

        var span = ReadSpan(image, ref reader);
        var spans = ReadSpans(image, ref reader);
        ulong[] statements = ReadStatements(ref reader, instructions.Length);
        int variablesLength = reader.Length(1, "the variables");
        int variablesOffset = reader.Origin + reader.Position;
        reader.Bytes(variablesLength);
        Interpretation? interpretation = null;
        if ((marks & CodeMarks.Interprets) != 0)
        {
            interpretation = new Interpretation(
                reader.Index(int.MaxValue, "the describing procedure"),
                reader.Index(CodeObject.MaximumFrameSize, "a register"),
                reader.Index(CodeObject.MaximumFrameSize, "a register"),
                reader.Index(int.MaxValue, "a place"));
        }

        return reader.Failed ? null : new CodeParts
        {
            Name = symbol,
            Span = span,
            Parameters = parameters,
            Instructions = instructions,
            Constants = constants,
            FrameSize = frameSize,
            FreeCount = freeCount,
            Handlers = handlers,
            FrameStates = frameStates,
            CacheSites = siteCount == 0 ? [] : CodeParts.NewSites(siteCount),
            Spans = spans,
            Statements = statements,
            Image = image,
            VariablesOffset = variablesOffset,
            VariablesLength = variablesLength,
            Marks = marks & CodeMarks.All,
            Interpretation = interpretation,
        };
    }

    private static ParameterShape ReadParameters(ImageReader image, ref ByteReader reader, out CodeMarks marks)
    {
        int required = reader.Index(ParameterShape.Maximum, "the number of parameters");
        int optional = reader.Index(ParameterShape.Maximum, "the number of parameters");
        int rest = reader.Byte();
        marks = (CodeMarks)(rest >> 1);
        rest &= 1;
        int keywordCount = reader.Length(1, "the keywords");
        if ((marks & ~(CodeMarks.All | CodeMarks.Interprets)) != 0 || ParameterShape.Problem(required, optional, rest == 1, keywordCount) is not null)
        {
            reader.Fail("its parameters make no sense");
        }

        if (reader.Failed || (required | optional | rest | keywordCount) == 0)
        {
            return ParameterShape.None;
        }

        var keywords = keywordCount == 0 ? [] : new Symbol[keywordCount];
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

    private static Value[] ReadConstants(ImageReader image, ref ByteReader reader)
    {
        int count = reader.Length(1, "the constants");
        if (count == 0)
        {
            return ValueArrays.None;
        }

        var constants = ValueArrays.Unbound(count);
        var data = new DatumReader(image);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            constants[i] = data.Read(ref reader);
        }

        return constants;
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

    private static SourceSpan? ReadSpan(ImageReader image, ref ByteReader reader)
    {
        int file = reader.Index(image.Counts[(int)ImageSection.Strings], "the number of a file");
        if (file == 0 || reader.Failed)
        {
            return null;
        }

        string name = image.StringAt(file - 1, ref reader);
        return new SourceSpan(name, (int)reader.Signed(), (int)reader.Signed(), (int)reader.Signed(), (int)reader.Signed());
    }

    private static SpanTable ReadSpans(ImageReader image, ref ByteReader reader)
    {
        int count = reader.Length(1, "the files");
        var files = count == 0 ? [] : new string[count];
        for (int i = 0; i < count; i++)
        {
            files[i] = image.String(ref reader);
        }

        byte[] entries = reader.Bytes(reader.Length(1, "the source spans")).ToArray();
        return entries.Length == 0 ? SpanTable.Empty : new SpanTable(entries, files);
    }

    private static ulong[] ReadStatements(ref ByteReader reader, int words)
    {
        int present = reader.Byte();
        if (present > 1)
        {
            reader.Fail("the statement marks make no sense");
        }

        if (present != 1 || reader.Failed)
        {
            return [];
        }

        var bytes = reader.Bytes((words + 7) / 8);
        var bits = new ulong[BitSet.WordsFor(words)];
        for (int i = 0; i < bytes.Length; i++)
        {
            bits[i >> 3] |= (ulong)bytes[i] << (8 * (i & 7));
        }

        return bits;
    }
}
