// Puts a code object together from instructions with operands as numbers. Labels may be used before they are marked. The
// first mistake is remembered and returned by Build; everything after it is ignored, so callers need not look.

using Ouro.Machine.Execution;

namespace Ouro.Machine.Code;

/// <summary>Assembles one code object.</summary>
internal sealed class AssemblyBuilder
{
    /// <summary>Beyond this many constants a dictionary finds them.</summary>
    private const int LinearConstants = 16;

    private readonly List<int> _words = [];
    private Value[] _constants = ValueArrays.Unbound(8);
    private int _constantCount;
    private Dictionary<Value, int>? _constantNumbers;
    private readonly List<int> _labels = [];
    private readonly List<Fixup> _fixups = [];
    private readonly List<HandlerRow> _handlers = [];
    private readonly List<FrameStateRow> _frameStates = [];
    private readonly List<Resume> _resumes = [];
    private readonly List<int> _statements = [];
    private readonly SpanTable.Builder _spans = new();
    private VariableTable.Builder? _variables;

    // Classes: the host has compiled lists of objects, but compiles a list of each struct anew at every start.
    private sealed record Fixup(int Pc, OpcodeInfo Info, OperandInfo Operand, int Label);

    private sealed record HandlerRow(int From, int To, int Target, int Depth);

    private sealed record Resume(int FrameState, int Activation, int Label);

    /// <summary>The procedure's name, or null.</summary>
    internal Symbol? Name;

    /// <summary>The source of the whole procedure.</summary>
    internal SourceSpan? Span;

    internal ParameterShape Parameters = ParameterShape.None;

    internal CodeMarks Marks;

    internal Interpretation? Interpretation;

    /// <summary>Registers at least; the frame grows to what instructions use.</summary>
    internal int Registers;

    /// <summary>Captured variables.</summary>
    internal int FreeCount;

    /// <summary>Inline-cache sites at least; grows to what instructions use.</summary>
    internal int Sites;

    /// <summary>The first mistake in words, or null.</summary>
    internal string? Problem;

    /// <summary>Constants so far.</summary>
    internal int ConstantCount => _constantCount;

    /// <summary>Whether a label has its place.</summary>
    internal bool IsMarked(int label) => _labels[label] >= 0;

    /// <summary>Whether two labels that are marked are at one place.</summary>
    internal bool IsSamePlace(int one, int other) => _labels[one] == _labels[other];

    /// <summary>Whether a label is where the next instruction will be.</summary>
    internal bool IsHere(int label) => _labels[label] == _words.Count;

    /// <summary>Remembers a mistake, unless there was one before.</summary>
    internal void Fail(string problem) => Problem ??= problem;

    /// <summary>A label that is not marked yet.</summary>
    internal int NewLabel()
    {
        _labels.Add(-1);
        return _labels.Count - 1;
    }

    /// <summary>Puts a label here.</summary>
    internal void Mark(int label)
    {
        if (_labels[label] >= 0)
        {
            Fail("a label is marked twice");
        }

        _labels[label] = _words.Count;
    }

    /// <summary>A new label that is here.</summary>
    internal int MarkNew()
    {
        int label = NewLabel();
        Mark(label);
        return label;
    }

    /// <summary>Following instructions come from that source, or from nowhere.</summary>
    internal void MarkSpan(SourceSpan? span) => _spans.Add(_words.Count, span);

    /// <summary>The next instruction is called otherwise in the source.</summary>
    internal void MarkOperation(SourceOperation operation) => _spans.AddOperation(_words.Count, operation);

    /// <summary>From here on the code has that variable. Captured ones come before any instruction.</summary>
    internal void AddVariable(CodeVariable variable) => (_variables ??= new()).Add(_words.Count, variable);

    /// <summary>From here on only the first variables in registers are visible.</summary>
    internal void LeaveVariables(int kept) => _variables?.Leave(_words.Count, kept);

    /// <summary>From here on the activation is one of an interpreted program.</summary>
    internal void Interpret(int describe, int view, int position) => Interpretation = new Interpretation(describe, view, position, _words.Count);

    /// <summary>The next instruction starts a statement.</summary>
    internal void MarkStatement()
    {
        _labels.Add(_words.Count);
        _statements.Add(_labels.Count - 1);
    }

    /// <summary>The instruction at the label starts a statement.</summary>
    internal void MarkStatement(int label) => _statements.Add(label);

    /// <summary>The number of a constant: the same object has one number; numbers and characters that are the same have one.</summary>
    internal int Constant(Value constant)
    {
        if (_constantNumbers is null)
        {
            for (int i = 0; i < _constantCount; i++)
            {
                if (ConstantComparer.Instance.Equals(_constants[i], constant))
                {
                    return i;
                }
            }

            AddConstant(constant);
            if (_constantCount > LinearConstants)
            {
                _constantNumbers = new Dictionary<Value, int>(ConstantComparer.Instance);
                for (int i = 0; i < _constantCount; i++)
                {
                    _constantNumbers.Add(_constants[i], i);
                }
            }

            return _constantCount - 1;
        }

        if (!_constantNumbers.TryGetValue(constant, out int number))
        {
            _constantNumbers.Add(constant, number = _constantCount);
            AddConstant(constant);
        }

        return number;
    }

    /// <summary>
    /// Adds an instruction.
    /// </summary>
    /// <param name="opcode">The opcode.</param>
    /// <param name="operands">One number for each operand: a register, an integer, 0 or 1 for a flag, what <see cref="Constant"/> gave, a label for a jump.</param>
    internal void Emit(Opcode opcode, params ReadOnlySpan<int> operands)
    {
        Span<long> numbers = stackalloc long[operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            numbers[i] = operands[i];
        }

        Emit(OpcodeTable.Get(opcode), numbers);
    }

    /// <summary>As the other, with operands that may be out of range.</summary>
    internal void Emit(OpcodeInfo info, ReadOnlySpan<long> operands)
    {
        if (operands.Length != info.Operands.Length)
        {
            Fail(FormattableString.Invariant($"{info.Name} takes {info.Operands.Length} operands ({Signature(info)}), not {operands.Length}"));
            return;
        }

        int pc = _words.Count;
        var instruction = new int[info.Length];
        instruction[0] = (byte)info.Opcode;
        for (int i = 0; i < operands.Length; i++)
        {
            var operand = info.Operands[i];
            long number = operands[i];
            if (operand.Kind == OperandKind.Jump)
            {
                if (number < 0 || number >= _labels.Count)
                {
                    Fail($"{info.Name}: there is no such label");
                    return;
                }

                _fixups.Add(new Fixup(pc, info, operand, (int)number));
                continue;
            }

            if (number < operand.Minimum || number > operand.Maximum)
            {
                Fail(FormattableString.Invariant($"{info.Name}: {operand.Name} must be from {operand.Minimum} to {operand.Maximum}, not {number}"));
                return;
            }

            operand.Encode(instruction, (int)number);
        }

        foreach (int word in instruction)
        {
            _words.Add(word);
        }

        CountUse(info, instruction);
    }

    /// <summary>Adds a row to the exception table, after those that were added before: inner ranges first. Labels.</summary>
    internal void Handler(int from, int to, int target, int depth)
    {
        if (Math.Min(from, Math.Min(to, target)) < 0 || Math.Max(from, Math.Max(to, target)) >= _labels.Count)
        {
            Fail("an exception handler has no such label");
            return;
        }

        _handlers.Add(new HandlerRow(from, to, target, depth));
    }

    /// <summary>Adds a frame state; returns its number. Pcs of activations in this code are labels, in other code words.</summary>
    internal int FrameState(FrameStateRow row)
    {
        int number = _frameStates.Count;
        _frameStates.Add(row);
        for (int i = 0; i < row.Activations.Length; i++)
        {
            if (row.Activations[i].Code == ActivationState.ThisCode)
            {
                _resumes.Add(new Resume(number, i, row.Activations[i].Pc));
            }
        }

        foreach (int register in row.SourceRegisters)
        {
            NeedRegisters(register + 1L);
        }

        return number;
    }

    /// <summary>Completes the code object, which is not verified yet.</summary>
    /// <returns>The code, or null with the first mistake.</returns>
    internal CodeObject? Build(out string? problem)
    {
        NeedRegisters(Registers);
        NeedRegisters(Parameters.RegisterCount);
        int[] words = CodeParts.NewInstructions(_words.Count);
        _words.CopyTo(words);
        if (_fixups.Count > 0)
        {
            ResolveJumps(words);
        }

        var handlers = new ExceptionHandler[_handlers.Count];
        for (int i = 0; i < handlers.Length; i++)
        {
            var row = _handlers[i];
            handlers[i] = new ExceptionHandler(Resolve(row.From), Resolve(row.To), Resolve(row.Target), row.Depth);
        }

        foreach (var (frameState, activation, label) in _resumes)
        {
            var old = _frameStates[frameState].Activations[activation];
            int pc = label >= 0 && label < _labels.Count ? Resolve(label) : -1;
            _frameStates[frameState].Activations[activation] = new ActivationState(old.Code, pc, old.Procedure, old.Registers);
        }

        problem = Problem;
        return problem is not null ? null : new CodeObject(new CodeParts
        {
            Name = Name,
            Span = Span,
            Parameters = Parameters,
            Instructions = words,
            Constants = _constantCount == 0 ? ValueArrays.None : TakeConstants(),
            FrameSize = Registers,
            FreeCount = FreeCount,
            Handlers = handlers,
            FrameStates = _frameStates.ToArray(),
            CacheSites = Sites == 0 ? [] : CodeParts.NewSites(Sites),
            Spans = _spans.Build(),
            Variables = _variables?.Build(),
            Marks = Marks,
            Interpretation = Interpretation,
            Statements = StatementBits(words.Length),
        });
    }

    /// <summary>The operands of an opcode in words, for messages.</summary>
    internal static string Signature(OpcodeInfo info)
    {
        var text = new System.Text.StringBuilder();
        foreach (var operand in info.Operands)
        {
            text.Append(text.Length > 0 ? " " : "").Append(operand.Name);
        }

        return text.ToString();
    }

    private void AddConstant(Value constant)
    {
        if (_constantCount == _constants.Length)
        {
            var more = ValueArrays.Unbound(2 * _constantCount);
            Array.Copy(_constants, more, _constantCount);
            _constants = more;
        }

        _constants[_constantCount++] = constant;
    }

    /// <summary>The constants as code objects want them.</summary>
    private Value[] TakeConstants()
    {
        var constants = ValueArrays.Unbound(_constantCount);
        for (int i = 0; i < constants.Length; i++)
        {
            constants[i] = _constants[i];
        }

        return constants;
    }

    /// <summary>The frame has that many registers at least; it grows to what instructions use.</summary>
    internal void NeedRegisters(long count)
    {
        if (count is < 0 or > CodeObject.MaximumFrameSize)
        {
            Fail(FormattableString.Invariant($"{count} registers: a frame has at most {CodeObject.MaximumFrameSize}"));
            return;
        }

        Registers = Math.Max(Registers, (int)count);
    }

    private void CountUse(OpcodeInfo info, int[] instruction)
    {
        foreach (var operand in info.Operands)
        {
            int number = operand.Decode(instruction);
            switch (operand.Kind)
            {
                case OperandKind.Read or OperandKind.Write:
                    NeedRegisters(number + 1L);
                    break;
                case OperandKind.Run:
                    long end = number + (long)info.Operands[operand.CountOperand].Decode(instruction);
                    NeedRegisters(info.Opcode == Opcode.UnpackValues ? end + RegisterUse.Named(info, "rest").Decode(instruction) : end);
                    break;
                case OperandKind.Area:
                    NeedRegisters(number + 2L + RegisterUse.Named(info, "count").Decode(instruction));
                    break;
                case OperandKind.Count when info.Opcode is Opcode.FarGet or Opcode.FarSet:
                    NeedRegisters(number + 1L);
                    break;
                case OperandKind.Site:
                    Sites = Math.Max(Sites, number + 1);
                    break;
            }
        }
    }

    private void ResolveJumps(int[] words)
    {
        foreach (var fixup in _fixups)
        {
            int target = Resolve(fixup.Label);
            long distance = target - ((long)fixup.Pc + fixup.Info.Length);
            if (!fixup.Operand.Fits(distance))
            {
                Fail(FormattableString.Invariant($"{fixup.Info.Name} at word {fixup.Pc}: its target is {distance} words away"));
                return;
            }

            fixup.Operand.Encode(words.AsSpan(fixup.Pc), (int)distance);
        }
    }

    private int Resolve(int label)
    {
        if (_labels[label] < 0)
        {
            Fail("a label is used but not marked");
        }

        return Math.Max(0, _labels[label]);
    }

    private ulong[] StatementBits(int words)
    {
        if (_statements.Count == 0)
        {
            return [];
        }

        var bits = new ulong[BitSet.WordsFor(words)];
        foreach (int label in _statements)
        {
            int pc = Resolve(label);
            if (pc < words)
            {
                BitSet.Add(bits, pc);
            }
        }

        return bits;
    }

    /// <summary>Same object, or same number by type and value.</summary>
    private sealed class ConstantComparer : IEqualityComparer<Value>
    {
        internal static readonly ConstantComparer Instance = new();

        public bool Equals(Value left, Value right) =>
            Value.Same(left, right)
            || (left.Ref is Bignum big && right.Ref is Bignum other && big.Value == other.Value)
            || (left.Ref is Ratnum ratio && right.Ref is Ratnum otherRatio && ratio.Numerator == otherRatio.Numerator && ratio.Denominator == otherRatio.Denominator)
            || (left.Ref is Compnum complex && right.Ref is Compnum otherComplex && SamePart(complex.Real, otherComplex.Real) && SamePart(complex.Imaginary, otherComplex.Imaginary));

        public int GetHashCode(Value value) => value.Ref switch
        {
            Bignum big => big.Value.GetHashCode(),
            Ratnum ratio => HashCode.Combine(ratio.Numerator, ratio.Denominator),
            Compnum complex => PartHash(complex.Real) * 31 + PartHash(complex.Imaginary),
            _ => value.GetHashCode(),
        };

        /// <summary>Parts are real, so this goes down one level only.</summary>
        private bool SamePart(Value left, Value right) => left.Ref is not Compnum && Equals(left, right);

        private int PartHash(Value part) => part.Ref is Compnum ? 0 : GetHashCode(part);
    }
}
