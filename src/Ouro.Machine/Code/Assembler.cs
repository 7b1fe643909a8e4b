// Assembly as data to code objects.
//
//   CODE     ::= (code SECTION ...)                      at most one section of each name; body must be there
//   SECTION  ::= (name SYMBOL-OR-#f) | (span SPAN) | (parameters REQUIRED [OPTIONAL [REST? [(KEYWORD ...)]]])
//              | (registers N) | (free N) | (sites N) | (statements LABEL ...)
//              | (marks N)                               see CodeMarks
//              | (captured (NAME BOXED?) ...)            the captured variables in order, or the first; #f for NAME: hidden
//              | (handlers (FROM TO TARGET DEPTH) ...)   labels and a register; inner ranges first
//              | (frame-states STATE ...) | (body ITEM ...)
//   ITEM     ::= LABEL | (span SPAN) | (statement) | (operation NAME FIRST SECOND) | (OPCODE OPERAND ...) | (instruction OPCODE OPERAND ...)
//              | (variable NAME BOXED? REGISTER)         the source's variable is visible from here on; parameters first
//              | (visible N)                             of those in registers only the first N still are
//              | (interprets (global MODULE NAME) VIEW POSITION)   registers of what the procedure describes, see Interpretation
//   LABEL    ::= an integer or a symbol
//   SPAN     ::= a span object | #f | FILE LINE COLUMN END-LINE END-COLUMN
//   OPERAND  ::= an integer | #t | #f | LABEL | CONSTANT
//   CONSTANT ::= (quote DATUM) | (global MODULE NAME) | (primitive NAME) | CODE
//              | (constant N)                            the constant that was given number N before
//   STATE    ::= (state (virtual KIND SLOT ...) ... (activation CODE PC SLOT SLOT ...) ...)
//                                                        outermost first; the first slot is the procedure
//   SLOT     ::= dead | self | (register R) | (long R) | (double R) | (virtual N) | CONSTANT
//   in an activation, CODE ::= this, and PC is a label; or a constant, and PC is a word
//
// (instruction ...) is for the opcodes whose names mean something else in a body.
// Guest data may be nested as deep as memory allows, so nested code is assembled from an explicit stack, inner code first.

using System.Diagnostics.CodeAnalysis;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Code;

/// <summary>Turns assembly into code objects.</summary>
internal sealed class Assembler
{
    private readonly VirtualMachine _machine;
    private readonly AssemblyNames _names;
    private readonly Dictionary<Pair, CodeObject?> _codes = [];
    private Dictionary<Value, int>? _labels;
    private AssemblyBuilder _builder = new();
    private readonly long[] _numbers = new long[OpcodeTable.MostOperands];
    private Condition? _failure;

    private Assembler(VirtualMachine machine)
    {
        _machine = machine;
        _names = machine.AssemblyNames ??= new AssemblyNames(machine.Symbols);
    }

    /// <summary>Assembles. The code is verified when it is first prepared.</summary>
    /// <param name="machine">The machine that will run it.</param>
    /// <param name="assembly">See the head of this file.</param>
    /// <returns>A code object, or <see cref="Value.Signal"/>: a condition of kind <see cref="ConditionKind.BadCode"/> says what was expected.</returns>
    internal static Value Assemble(VirtualMachine machine, Value assembly)
    {
        var assembler = new Assembler(machine);
        var code = assembler.AssembleAll(assembly, out bool stopped);
        return stopped ? Value.Signal
            : code is not null ? Value.Object(code)
            : machine.Raise(Value.Object(assembler._failure ?? new Condition(ConditionKind.BadCode, "bad assembly")));
    }

    /// <summary>Inner code objects first.</summary>
    private CodeObject? AssembleAll(Value assembly, out bool stopped)
    {
        stopped = false;
        if (!IsCode(assembly, out var root))
        {
            Fail("expected (code ...), got", assembly);
            return null;
        }

        // A null says that the form below it was scanned: the forms nested in it are done.
        var stack = new Stack<Pair?>();
        stack.Push(root);
        while (stack.TryPop(out var form))
        {
            if (form is null)
            {
                if (!AssembleOne(stack.Pop()!, out stopped))
                {
                    return null;
                }
            }
            else if (_codes.TryGetValue(form, out var known))
            {
                if (known is null)
                {
                    Fail("a code form contains itself:", Value.Object(form));
                    return null;
                }
            }
            else
            {
                _codes.Add(form, null);
                stack.Push(form);
                stack.Push(null);
                if (!PushNested(form, stack))
                {
                    return null;
                }
            }
        }

        return _codes[root];
    }

    /// <summary>Finds code forms among operands and slots.</summary>
    private bool PushNested(Pair form, Stack<Pair?> stack)
    {
        for (Value sectionRest = Items(form.Cdr, "sections"); sectionRest.Ref is Pair sectionPair; sectionRest = sectionPair.Cdr)
        {
            Value section = sectionPair.Car;
            if (section.Ref is not Pair head || (head.Car.Ref != _names.Body && head.Car.Ref != _names.FrameStates))
            {
                continue;
            }

            for (Value itemRest = Items(head.Cdr, "the items of a section"); itemRest.Ref is Pair itemPair; itemRest = itemPair.Cdr)
            {
                Value item = itemPair.Car;
                if (item.Ref is not Pair instruction || instruction.Car.Ref == _names.Span)
                {
                    continue;
                }

                for (Value operandRest = Items(instruction.Cdr, "operands"); operandRest.Ref is Pair operandPair; operandRest = operandPair.Cdr)
                {
                    Value operand = operandPair.Car;
                    if (IsCode(operand, out var nested))
                    {
                        stack.Push(nested);
                    }
                    else if (head.Car.Ref == _names.FrameStates && operand.Ref is Pair part)
                    {
                        for (Value slotRest = Items(part.Cdr, "slots"); slotRest.Ref is Pair slotPair; slotRest = slotPair.Cdr)
                        {
                            Value slot = slotPair.Car;
                            if (IsCode(slot, out nested))
                            {
                                stack.Push(nested);
                            }
                        }
                    }
                }
            }
        }

        return _failure is null;
    }

    private bool AssembleOne(Pair form, out bool stopped)
    {
        stopped = false;
        _builder = new AssemblyBuilder();
        _labels?.Clear();
        Value body = Value.Unbound, captured = Value.EmptyList, handlers = Value.EmptyList, frameStates = Value.EmptyList, statements = Value.EmptyList;
        for (Value sectionRest = Items(form.Cdr, "sections"); sectionRest.Ref is Pair sectionPair; sectionRest = sectionPair.Cdr)
        {
            Value section = sectionPair.Car;
            if (section.Ref is not Pair { Car.Ref: Symbol name } pair)
            {
                Fail("expected a section such as (body ...), got", section);
                return false;
            }

            if (name == _names.Body)
            {
                body = pair.Cdr;
            }
            else if (name == _names.Captured)
            {
                captured = pair.Cdr;
            }
            else if (name == _names.Handlers)
            {
                handlers = pair.Cdr;
            }
            else if (name == _names.FrameStates)
            {
                frameStates = pair.Cdr;
            }
            else if (name == _names.Statements)
            {
                statements = pair.Cdr;
            }
            else
            {
                ReadSection(name, pair.Cdr, section);
            }
        }

        if (body.IsUnbound)
        {
            Fail("expected a (body ...) in", Value.Object(form));
            return false;
        }

        if (!captured.IsEmptyList)
        {
            ReadCaptured(captured);
        }

        int count = 0;
        for (Value itemRest = Items(body, "the items of a body"); itemRest.Ref is Pair itemPair; itemRest = itemPair.Cdr)
        {
            Value item = itemPair.Car;
            if ((++count & 15) == 0 && !_machine.ChargeTicks(1))
            {
                stopped = true;
                return false;
            }

            ReadItem(item);
            if (_failure is not null)
            {
                return false;
            }
        }

        if (!handlers.IsEmptyList)
        {
            ReadHandlers(handlers);
        }

        if (!frameStates.IsEmptyList)
        {
            ReadFrameStates(frameStates);
        }

        for (Value labelRest = Items(statements, "statements"); labelRest.Ref is Pair labelPair; labelRest = labelPair.Cdr)
        {
            Value label = labelPair.Car;
            if (ReadLabel(label, out int number))
            {
                _builder.MarkStatement(number);
            }
        }

        return _failure is null && Complete(form);
    }

    private bool Complete(Pair form)
    {
        if (_labels is not null && !AllMarked(_labels))
        {
            return false;
        }

        if (_builder.Build(out string? problem) is not { } code)
        {
            Fail(problem!);
            return false;
        }

        _codes[form] = code;
        return true;
    }

    private bool AllMarked(Dictionary<Value, int> labels)
    {
        foreach (var (label, number) in labels)
        {
            if (!_builder.IsMarked(number))
            {
                Fail("a label is used but stands nowhere:", label);
                return false;
            }
        }

        return true;
    }

    private void ReadSection(Symbol name, Value content, Value section)
    {
        if (name == _names.Name)
        {
            Value given = content.Ref is Pair pair ? pair.Car : Value.Unspecified;
            _builder.Name = given.Ref as Symbol;
            if (given.Ref is not Symbol && !given.IsFalse)
            {
                Fail("expected (name SYMBOL), got", section);
            }
        }
        else if (name == _names.Span)
        {
            _builder.Span = ReadSpan(content, section);
        }
        else if (name == _names.Parameters)
        {
            ReadParameters(content, section);
        }
        else if (name == _names.Registers)
        {
            _builder.NeedRegisters(ReadCount(content, CodeObject.MaximumFrameSize, section));
        }
        else if (name == _names.Free)
        {
            _builder.FreeCount = ReadCount(content, CodeObject.MaximumFreeCount, section);
        }
        else if (name == _names.Sites)
        {
            _builder.Sites = ReadCount(content, CodeParts.MaximumSites, section);
        }
        else if (name == _names.Marks)
        {
            _builder.Marks = (CodeMarks)ReadCount(content, (int)CodeMarks.All, section);
        }
        else
        {
            Fail("there is no section of this name:", section);
        }
    }

    private void ReadCaptured(Value variables)
    {
        int index = 0;
        for (Value rest = Items(variables, "captured variables"); rest.Ref is Pair pair; rest = pair.Cdr)
        {
            if (pair.Car.Ref is Pair { Car.Ref: Symbol name, Cdr.Ref: Pair { Car: { IsBoolean: true } boxed, Cdr.IsEmptyList: true } })
            {
                _builder.AddVariable(new CodeVariable(name.Name, index, true, boxed.IsTrue));
            }
            else if (pair.Car.Ref is not Pair { Car.IsFalse: true })
            {
                Fail("expected (NAME BOXED?) or (#f BOXED?) for a captured variable, got", pair.Car);
            }

            index++;
        }
    }

    /// <summary>(variable NAME BOXED? REGISTER) or (visible N).</summary>
    private void ReadVariableMark(Pair pair, Value item)
    {
        if (pair.Car.Ref == _names.Visible)
        {
            _builder.LeaveVariables(ReadCount(pair.Cdr, CodeObject.MaximumFrameSize, item));
        }
        else if (pair.Cdr.Ref is Pair { Car.Ref: Symbol name, Cdr.Ref: Pair { Car: { IsBoolean: true } boxed } rest })
        {
            _builder.AddVariable(new CodeVariable(name.Name, ReadCount(rest.Cdr, CodeObject.MaximumFrameSize, item), false, boxed.IsTrue));
        }
        else
        {
            Fail("expected (variable NAME BOXED? REGISTER), got", item);
        }
    }

    private void ReadInterprets(Value content, Value item)
    {
        if (content.Ref is Pair { Car.Ref: Pair { Car.Ref: Symbol kind }, Cdr.Ref: Pair { Car: { IsFixnum: true } view, Cdr.Ref: Pair { Car: { IsFixnum: true } position, Cdr.IsEmptyList: true } } } pair
            && kind == _names.Global && view.AsFixnum is >= 0 and < 256 && position.AsFixnum is >= 0 and < 256)
        {
            if (ReadConstant(pair.Car, out int describe))
            {
                _builder.Interpret(describe, (int)view.AsFixnum, (int)position.AsFixnum);
            }
        }
        else
        {
            Fail("expected (interprets (global MODULE NAME) VIEW POSITION), got", item);
        }
    }

    private int ReadCount(Value content, int maximum, Value section)
    {
        if (content.Ref is Pair { Car: { IsFixnum: true } number, Cdr.IsEmptyList: true } && number.AsFixnum >= 0 && number.AsFixnum <= maximum)
        {
            return (int)number.AsFixnum;
        }

        Fail(FormattableString.Invariant($"expected one number from 0 to {maximum} in"), section);
        return 0;
    }

    private void ReadParameters(Value content, Value section)
    {
        long required = 0, optional = 0;
        bool rest = false;
        var keywords = new List<Symbol>();
        int place = 0;
        for (Value partRest = Items(content, "parameters"); partRest.Ref is Pair partPair; partRest = partPair.Cdr)
        {
            Value part = partPair.Car;
            switch (place++)
            {
                case 0 when part.IsFixnum:
                    required = part.AsFixnum;
                    continue;
                case 1 when part.IsFixnum:
                    optional = part.AsFixnum;
                    continue;
                case 2 when part.IsTrue || part.IsFalse:
                    rest = part.IsTrue;
                    continue;
                case 3:
                    for (Value keywordRest = Items(part, "keywords"); keywordRest.Ref is Pair keywordPair; keywordRest = keywordPair.Cdr)
                    {
                        Value keyword = keywordPair.Car;
                        if (keyword.Ref is Symbol name)
                        {
                            keywords.Add(name);
                        }
                        else
                        {
                            Fail("expected a symbol as a keyword, got", keyword);
                        }
                    }

                    continue;
            }

            Fail("expected (parameters REQUIRED OPTIONAL REST? (KEYWORD ...)), got", section);
            return;
        }

        if (ParameterShape.Problem(required, optional, rest, keywords.Count) is { } problem)
        {
            Fail(problem + ":", section);
            return;
        }

        _builder.Parameters = new ParameterShape((int)required, (int)optional, rest, keywords.ToArray());
    }

    private SourceSpan? ReadSpan(Value content, Value whole)
    {
        if (content.Ref is Pair { Cdr.IsEmptyList: true } single)
        {
            if (single.Car.IsFalse || single.Car.Ref is SourceSpan)
            {
                return single.Car.Ref as SourceSpan;
            }
        }
        else if (content.Ref is Pair { Car.Ref: Text file } first)
        {
            var numbers = new int[4];
            int count = 0;
            for (Value partRest = Items(first.Cdr, "a span"); partRest.Ref is Pair partPair; partRest = partPair.Cdr)
            {
                Value part = partPair.Car;
                if (count < 4 && part.IsFixnum && part.AsFixnum == (int)part.AsFixnum)
                {
                    numbers[count++] = (int)part.AsFixnum;
                }
                else
                {
                    count = 5;
                }
            }

            if (count == 4)
            {
                return new SourceSpan(file.ToString(), numbers[0], numbers[1], numbers[2], numbers[3]);
            }
        }

        Fail("expected (span S) with a span or #f, or (span FILE LINE COLUMN END-LINE END-COLUMN), got", whole);
        return null;
    }

    private void ReadItem(Value item)
    {
        if (item.Ref is not Pair pair)
        {
            if (ReadLabel(item, out int label))
            {
                if (_builder.IsMarked(label))
                {
                    Fail("a label stands twice:", item);
                }
                else
                {
                    _builder.Mark(label);
                }
            }

            return;
        }

        if (pair.Car.Ref == _names.Span)
        {
            _builder.MarkSpan(ReadSpan(pair.Cdr, item));
        }
        else if (pair.Car.Ref == _names.Statement && pair.Cdr.IsEmptyList)
        {
            _builder.MarkStatement();
        }
        else if (pair.Car.Ref == _names.Variable || pair.Car.Ref == _names.Visible)
        {
            ReadVariableMark(pair, item);
        }
        else if (pair.Car.Ref == _names.Operation)
        {
            ReadOperation(pair.Cdr, item);
        }
        else if (pair.Car.Ref == _names.Interprets)
        {
            ReadInterprets(pair.Cdr, item);
        }
        else if (pair.Car.Ref == _names.Instruction && pair.Cdr.Ref is Pair rest)
        {
            ReadInstruction(rest, item);
        }
        else
        {
            ReadInstruction(pair, item);
        }
    }

    private void ReadOperation(Value parts, Value whole)
    {
        if (parts.Ref is Pair { Car.Ref: Symbol name, Cdr.Ref: Pair { Car.IsFixnum: true, Cdr.Ref: Pair { Car.IsFixnum: true, Cdr.IsEmptyList: true } second } first }
            && first.Car.AsFixnum is >= 0 and <= 255 && second.Car.AsFixnum is >= 0 and <= 255)
        {
            _builder.MarkOperation(new SourceOperation(name.Name, (int)first.Car.AsFixnum, (int)second.Car.AsFixnum));
        }
        else
        {
            Fail("expected (operation NAME FIRST SECOND) with the numbers of two arguments, got", whole);
        }
    }

    private void ReadInstruction(Pair pair, Value item)
    {
        if (pair.Car.Ref is not Symbol name || _names.Opcode(name) is not { } info)
        {
            Fail("there is no such opcode:", item);
            return;
        }

        var numbers = _numbers;
        int expected = info.Operands.Length;
        int count = 0;
        for (Value operandRest = Items(pair.Cdr, "operands"); operandRest.Ref is Pair operandPair; operandRest = operandPair.Cdr)
        {
            Value operand = operandPair.Car;
            if (count < expected)
            {
                numbers[count] = ReadOperand(info, info.Operands[count], operand);
            }

            count++;
        }

        if (_failure is null && count != expected)
        {
            Fail(FormattableString.Invariant($"{info.Name} takes {expected} operands ({AssemblyBuilder.Signature(info)}), got {count} in"), item);
        }

        if (_failure is null)
        {
            _builder.Emit(info, new ReadOnlySpan<long>(numbers, 0, expected));
            if (_builder.Problem is { } problem)
            {
                Fail(problem + ", in", item);
            }
        }
    }

    private long ReadOperand(OpcodeInfo info, OperandInfo operand, Value given)
    {
        switch (operand.Kind)
        {
            case OperandKind.Flag:
                if (given.IsBoolean)
                {
                    return given.IsTrue ? 1 : 0;
                }

                Fail($"{info.Name}: {operand.Name} must be #t or #f, got", given);
                return 0;

            case OperandKind.Jump:
                return ReadLabel(given, out int label) ? label : 0;

            case OperandKind.Constant:
                return ReadConstant(given, out int number) ? number : 0;

            default:
                if (given.IsFixnum)
                {
                    return given.AsFixnum;
                }

                Fail($"{info.Name}: {operand.Name} must be a number, got", given);
                return 0;
        }
    }

    private bool ReadLabel(Value given, out int number)
    {
        number = 0;
        if (!given.IsFixnum && given.Ref is not Symbol)
        {
            Fail("expected a label (an integer or a symbol), got", given);
            return false;
        }

        _labels ??= [];
        if (!_labels.TryGetValue(given, out number))
        {
            _labels.Add(given, number = _builder.NewLabel());
        }

        return true;
    }

    private bool ReadConstant(Value given, out int number)
    {
        number = 0;
        if (IsCode(given, out var form))
        {
            if (_codes.GetValueOrDefault(form) is not { } code)
            {
                Fail("a code form stands where none can be:", given);
                return false;
            }

            number = _builder.Constant(Value.Object(code));
            return true;
        }

        if (given.Ref is Pair { Car.Ref: Symbol kind, Cdr.Ref: Pair first })
        {
            if (kind == _names.Quote && first.Cdr.IsEmptyList)
            {
                Literals.MarkConstant(_machine, first.Car);
                number = _builder.Constant(first.Car);
                return true;
            }

            if (kind == _names.Primitive && first.Car.Ref is Symbol name && first.Cdr.IsEmptyList)
            {
                if (_machine.FindPrimitive(name.Name) is { } primitive)
                {
                    number = _builder.Constant(Value.Object(primitive));
                    return true;
                }

                Fail("there is no primitive of this name:", first.Car);
                return false;
            }

            if (kind == _names.Global && first.Car.Ref is Symbol module && first.Cdr.Ref is Pair { Car.Ref: Symbol variable, Cdr.IsEmptyList: true })
            {
                number = _builder.Constant(Value.Object(_machine.GlobalCell(module, variable)));
                return true;
            }

            if (kind == _names.Constant && first.Car.IsFixnum && first.Car.AsFixnum >= 0 && first.Car.AsFixnum < _builder.ConstantCount && first.Cdr.IsEmptyList)
            {
                number = (int)first.Car.AsFixnum;
                return true;
            }
        }

        Fail("expected a constant: (quote DATUM), (global MODULE NAME), (primitive NAME), (code ...), or (constant N), got", given);
        return false;
    }

    private void ReadHandlers(Value handlers)
    {
        for (Value handlerRest = Items(handlers, "handlers"); handlerRest.Ref is Pair handlerPair; handlerRest = handlerPair.Cdr)
        {
            Value handler = handlerPair.Car;
            if (handler.Ref is Pair { Cdr.Ref: Pair { Cdr.Ref: Pair { Cdr.Ref: Pair { Car: { IsFixnum: true } depth, Cdr.IsEmptyList: true } } third } second } first
                && depth.AsFixnum >= 0 && depth.AsFixnum <= CodeObject.MaximumFrameSize)
            {
                if (ReadLabel(first.Car, out int from) && ReadLabel(second.Car, out int to) && ReadLabel(third.Car, out int target))
                {
                    _builder.Handler(from, to, target, (int)depth.AsFixnum);
                }
            }
            else
            {
                Fail("expected a handler (FROM TO TARGET DEPTH), got", handler);
            }
        }
    }

    private void ReadFrameStates(Value states)
    {
        for (Value stateRest = Items(states, "frame states"); stateRest.Ref is Pair statePair; stateRest = statePair.Cdr)
        {
            Value state = statePair.Car;
            var virtuals = new List<VirtualObject>();
            var activations = new List<ActivationState>();
            if (state.Ref is not Pair pair || pair.Car.Ref != _names.State)
            {
                Fail("expected (state ...), got", state);
                return;
            }

            for (Value partRest = Items(pair.Cdr, "the parts of a frame state"); partRest.Ref is Pair partPair; partRest = partPair.Cdr)
            {
                Value part = partPair.Car;
                if (part.Ref is Pair { Cdr.Ref: Pair { Car.Ref: Symbol kindName } kindPair } virtualPair
                    && virtualPair.Car.Ref == _names.Virtual && _names.VirtualKindOf(kindName) is { } kind)
                {
                    virtuals.Add(new VirtualObject(kind, ReadSlots(kindPair.Cdr)));
                }
                else if (part.Ref is Pair { Cdr.Ref: Pair { Cdr.Ref: Pair { Cdr.Ref: Pair procedure } pc } code } activationPair && activationPair.Car.Ref == _names.Activation)
                {
                    ReadActivation(code.Car, pc.Car, procedure, activations);
                }
                else
                {
                    Fail("expected (virtual KIND SLOT ...) or (activation CODE PC PROCEDURE SLOT ...), got", part);
                    return;
                }
            }

            _builder.FrameState(new FrameStateRow(virtuals.ToArray(), activations.ToArray()));
        }
    }

    private void ReadActivation(Value code, Value pc, Pair procedure, List<ActivationState> activations)
    {
        int codeNumber = ActivationState.ThisCode;
        int word;
        if (code.Ref == _names.This)
        {
            if (!ReadLabel(pc, out word))
            {
                return;
            }
        }
        else if (!ReadConstant(code, out codeNumber))
        {
            return;
        }
        else if (pc.IsFixnum && pc.AsFixnum is >= 0 and <= int.MaxValue)
        {
            word = (int)pc.AsFixnum;
        }
        else
        {
            Fail("expected the number of an instruction word, got", pc);
            return;
        }

        activations.Add(new ActivationState(codeNumber, word, ReadSlot(procedure.Car), ReadSlots(procedure.Cdr)));
    }

    private Slot[] ReadSlots(Value list)
    {
        var slots = new List<Slot>();
        for (Value slotRest = Items(list, "slots"); slotRest.Ref is Pair slotPair; slotRest = slotPair.Cdr)
        {
            Value slot = slotPair.Car;
            slots.Add(ReadSlot(slot));
        }

        return slots.ToArray();
    }

    private Slot ReadSlot(Value given)
    {
        if (given.Ref == _names.Dead)
        {
            return new Slot(SlotKind.Dead, 0);
        }

        if (given.Ref == _names.Self)
        {
            return new Slot(SlotKind.Self, 0);
        }

        if (given.Ref is Pair { Car.Ref: Symbol name, Cdr.Ref: Pair { Car: { IsFixnum: true } number, Cdr.IsEmptyList: true } }
            && number.AsFixnum is >= 0 and < CodeObject.MaximumFrameSize)
        {
            SlotKind? kind =
                name == _names.Register ? SlotKind.Register
                : name == _names.Long ? SlotKind.Long
                : name == _names.Double ? SlotKind.Double
                : name == _names.Virtual ? SlotKind.Virtual
                : null;
            if (kind is { } found)
            {
                return new Slot(found, (int)number.AsFixnum);
            }
        }

        return new Slot(SlotKind.Constant, ReadConstant(given, out int constant) ? constant : 0);
    }

    private bool IsCode(Value value, [NotNullWhen(true)] out Pair? form)
    {
        form = value.Ref is Pair pair && pair.Car.Ref == _names.Code ? pair : null;
        return form is not null;
    }

    /// <summary>A proper list as it is; a failure, and the empty list, if it is something else.</summary>
    private Value Items(Value list, string what)
    {
        if (!Literals.IsProperList(list))
        {
            Fail($"{what} must be a proper list, got", list);
            list = Value.EmptyList;
        }

        return list;
    }

    private void Fail(string problem, params Value[] irritants)
    {
        string name = _builder.Name is { } known ? $" ({known.Name})" : "";
        _failure ??= new Condition(ConditionKind.BadCode, $"bad assembly{name}: {problem}", irritants);
    }
}
