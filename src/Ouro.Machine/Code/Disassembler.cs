// Code objects back to assembly text (see Assembler.cs for its grammar): what is written here assembles to the same words.
// Labels are the numbers of the words where they stand. Nested code is written where it is first mentioned, from an explicit
// stack; what has an identity and is mentioned again is written as (constant N).

using System.Text;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Code;

/// <summary>Writes code objects as text.</summary>
internal sealed class Disassembler
{
    private readonly StringBuilder _text = new();
    private readonly Stack<Frame> _frames = new();
    private readonly HashSet<CodeObject> _written = [];

    private Disassembler()
    {
    }

    /// <summary>The assembly of a code object and of the code in its constants. What it says of damaged code is of no use, but it ends.</summary>
    internal static string Disassemble(CodeObject code)
    {
        var disassembler = new Disassembler();
        disassembler._written.Add(code);
        disassembler.Open(code);
        while (disassembler._frames.TryPeek(out var frame))
        {
            if (!disassembler.Continue(frame))
            {
                disassembler._frames.Pop();
            }
        }

        return disassembler._text.Append('\n').ToString();
    }

    /// <summary>One instruction as text, with jumps as the words they lead to; its bits in hexadecimal if it is none.</summary>
    internal static string Instruction(ReadOnlySpan<int> words, int pc)
    {
        var info = OpcodeTable.Of(words[pc]);
        if (info is null || pc + info.Length > words.Length)
        {
            return FormattableString.Invariant($"#x{words[pc]:x8}");
        }

        var text = new StringBuilder(info.Name);
        foreach (var operand in info.Operands)
        {
            int number = operand.Decode(words[pc..]);
            text.Append(' ');
            AppendNumber(text, operand, operand.Kind == OperandKind.Jump ? pc + (long)info.Length + number : number);
        }

        return text.ToString();
    }

    /// <summary>The guest's name for a class, with its article.</summary>
    internal static string ClassName(Type type) =>
        Attribute.GetCustomAttribute(type, typeof(GuestTypeAttribute)) is GuestTypeAttribute name ? name.Name : type.Name;

    internal static void AppendNumber(StringBuilder text, OperandInfo operand, long number)
    {
        if (operand.Kind == OperandKind.Flag && number is 0 or 1)
        {
            text.Append(number == 1 ? "#t" : "#f");
        }
        else
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{number}");
        }
    }

    /// <summary>Where jumps, handlers and frame states of this code lead.</summary>
    internal static ulong[] Labels(CodeObject code)
    {
        int[] words = code.Instructions;
        var labels = new ulong[BitSet.WordsFor(words.Length + 1)];
        for (int pc = 0; pc < words.Length;)
        {
            if (OpcodeTable.Of(words[pc]) is not { } info || pc + info.Length > words.Length)
            {
                break;
            }

            AddLabel(labels, words, BasicBlocks.JumpTarget(words, pc, info));
            pc += info.Length;
        }

        foreach (var handler in code.Handlers)
        {
            AddLabel(labels, words, handler.From);
            AddLabel(labels, words, handler.To);
            AddLabel(labels, words, handler.Target);
        }

        foreach (var row in code.FrameStates)
        {
            foreach (var activation in row.Activations)
            {
                if (activation.Code == ActivationState.ThisCode)
                {
                    AddLabel(labels, words, activation.Pc);
                }
            }
        }

        return labels;
    }

    private static void AddLabel(ulong[] labels, int[] words, int pc)
    {
        if (pc >= 0 && pc <= words.Length)
        {
            BitSet.Add(labels, pc);
        }
    }

    private void Open(CodeObject code)
    {
        _frames.Push(new Frame(code));
        Append("(code");
        if (code.Name is { } name)
        {
            Append(" (name ");
            DatumWriter.Append(_text, Value.Object(name));
            Append(")");
        }

        if (code.Span is { } span)
        {
            Append(" ");
            AppendSpan(span);
        }

        var parameters = code.Parameters;
        Append($" (parameters {parameters.Required} {parameters.Optional} {(parameters.HasRest ? "#t" : "#f")} (");
        for (int i = 0; i < parameters.Keywords.Length; i++)
        {
            Append(i > 0 ? " " : "");
            DatumWriter.Append(_text, Value.Object(parameters.Keywords[i]));
        }

        Append($")) (registers {code.FrameSize}) (free {code.FreeCount})");
        if (code.Marks != CodeMarks.None)
        {
            Append($" (marks {(int)code.Marks})");
        }

        AppendCaptured(code);
        if (code.CacheSites.Length > 0)
        {
            Append($" (sites {code.CacheSites.Length})");
        }

        Line(1);
        Append("(body");
    }

    /// <summary>Writes on, until nested code begins or the end is reached.</summary>
    /// <returns>False at the end.</returns>
    private bool Continue(Frame frame)
    {
        while (frame.Pc < frame.Code.Instructions.Length)
        {
            if (!ContinueInstruction(frame))
            {
                return true;
            }
        }

        if (!frame.BodyClosed)
        {
            if (BitSet.Contains(frame.Labels, frame.Pc))
            {
                Line(2);
                Append($"{frame.Pc}");
            }

            Append(")");
            frame.BodyClosed = true;
            AppendHandlers(frame.Code);
            frame.Pieces = FrameStatePieces(frame.Code);
        }

        while (frame.Piece < frame.Pieces!.Count)
        {
            var (text, constant) = frame.Pieces[frame.Piece];
            if (constant >= 0)
            {
                frame.Piece++;
                if (!AppendConstant(frame, constant))
                {
                    return true;
                }
            }
            else
            {
                Append(text!);
                frame.Piece++;
            }
        }

        Append(")");
        return false;
    }

    private bool ContinueInstruction(Frame frame)
    {
        int[] words = frame.Code.Instructions;
        var info = OpcodeTable.Of(words[frame.Pc]);
        if (info is null || frame.Pc + info.Length > words.Length)
        {
            Line(2);
            Append($"(bad-word {words[frame.Pc]})");
            frame.Pc = words.Length;
            return true;
        }

        if (frame.Operand < 0)
        {
            AppendMarks(frame);
            Line(2);
            Append(info.Opcode is Opcode.Statement ? $"(instruction {info.Name}" : $"({info.Name}");
            frame.Operand = 0;
        }

        while (frame.Operand < info.Operands.Length)
        {
            var operand = info.Operands[frame.Operand++];
            int number = operand.Decode(words.AsSpan(frame.Pc));
            Append(" ");
            if (operand.Kind == OperandKind.Constant)
            {
                if (!AppendConstant(frame, number))
                {
                    return false;
                }
            }
            else
            {
                AppendNumber(_text, operand, operand.Kind == OperandKind.Jump ? frame.Pc + (long)info.Length + number : number);
            }
        }

        Append(")");
        frame.Pc += info.Length;
        frame.Operand = -1;
        return true;
    }

    private void AppendCaptured(CodeObject code)
    {
        int count = 0;
        var walk = code.Variables.Entries();
        while (walk.MoveNext() && walk.Variable is { IsCaptured: true } variable)
        {
            Append(count == 0 ? " (captured" : "");
            for (; count < variable.Index; count++)
            {
                Append(" (#f #f)");
            }

            count++;
            Append(" (");
            AppendName(variable.Name);
            Append($" {(variable.IsBoxed ? "#t" : "#f")})");
        }

        Append(count > 0 ? ")" : "");
    }

    private void AppendInterpretation(Frame frame)
    {
        if (frame.Code.Parts.Interpretation is { } found && found.From == frame.Pc)
        {
            Line(2);
            Append("(interprets ");
            AppendConstant(frame, found.Describe);
            Append($" {found.View} {found.Position})");
        }
    }

    private void AppendName(string name) => DatumWriter.Append(_text, Value.Object(new Symbol(name, interned: true)));

    private void AppendVariables(Frame frame)
    {
        while (frame.NextVariable < frame.Variables.Count && frame.Variables[frame.NextVariable].Pc <= frame.Pc)
        {
            var (_, variable, kept) = frame.Variables[frame.NextVariable++];
            Line(2);
            if (variable is null)
            {
                Append($"(visible {kept})");
            }
            else
            {
                Append("(variable ");
                AppendName(variable.Name);
                Append($" {(variable.IsBoxed ? "#t" : "#f")} {variable.Index})");
            }
        }
    }

    /// <summary>Labels, spans, variables and statement marks before an instruction.</summary>
    private void AppendMarks(Frame frame)
    {
        if (BitSet.Contains(frame.Labels, frame.Pc))
        {
            Line(2);
            Append($"{frame.Pc}");
        }

        bool changed = false;
        while (frame.NextSpan < frame.Spans.Count && frame.Spans[frame.NextSpan].Pc <= frame.Pc)
        {
            frame.NextSpan++;
            changed = true;
        }

        if (changed)
        {
            Line(2);
            AppendSpan(frame.Spans[frame.NextSpan - 1].Span);
        }

        AppendVariables(frame);
        AppendInterpretation(frame);
        if (frame.Code.StartsStatement(frame.Pc))
        {
            Line(2);
            Append("(statement)");
        }

        for (; frame.NextOperation < frame.Operations.Count && frame.Operations[frame.NextOperation].Pc <= frame.Pc; frame.NextOperation++)
        {
            var operation = frame.Operations[frame.NextOperation].Operation;
            Line(2);
            Append("(operation ");
            AppendName(operation.Name);
            Append($" {operation.First} {operation.Second})");
        }
    }

    /// <summary>Writes a constant.</summary>
    /// <returns>False when it is code: its text goes on from the stack.</returns>
    private bool AppendConstant(Frame frame, int number)
    {
        var constant = (uint)number < (uint)frame.Code.ConstantCount ? frame.Code.Constants[number] : Value.Unspecified;
        bool hasIdentity = constant.Ref is CodeObject or Pair or Vector or Text or Bytevector;
        if (!frame.Mentioned.TryAdd(number, frame.Mentioned.Count) && hasIdentity)
        {
            Append($"(constant {frame.Mentioned[number]})");
            return true;
        }

        switch (constant.Ref)
        {
            case CodeObject code when _written.Add(code):
                Open(code);
                return false;
            case CodeObject code:
                // Only images have code that is shared by others, or contains itself. This is no assembly.
                Append("(written-before ");
                DatumWriter.Append(_text, code.Name is { } name ? Value.Object(name) : Value.False);
                Append(")");
                return true;
            case Cell cell:
                Append("(global ");
                DatumWriter.Append(_text, Value.Object(cell.Module));
                Append(" ");
                DatumWriter.Append(_text, Value.Object(cell.Name));
                Append(")");
                return true;
            case PrimitiveProcedure primitive:
                Append($"(primitive {primitive.Name})");
                return true;
            default:
                Append("(quote ");
                DatumWriter.Append(_text, constant);
                Append(")");
                return true;
        }
    }

    private void AppendHandlers(CodeObject code)
    {
        if (code.Handlers.Length == 0)
        {
            return;
        }

        Line(1);
        Append("(handlers");
        foreach (var handler in code.Handlers)
        {
            Append($" ({handler.From} {handler.To} {handler.Target} {handler.Depth})");
        }

        Append(")");
    }

    /// <summary>Frame states as pieces of text with the numbers of constants between them.</summary>
    private static List<(string? Text, int Constant)> FrameStatePieces(CodeObject code)
    {
        var pieces = new List<(string? Text, int Constant)>();
        if (code.FrameStates.Length == 0)
        {
            return pieces;
        }

        pieces.Add(("\n  (frame-states", -1));
        foreach (var row in code.FrameStates)
        {
            pieces.Add(("\n    (state", -1));
            foreach (var virtualObject in row.Virtuals)
            {
                pieces.Add(($" (virtual {virtualObject.Kind.ToString().ToLowerInvariant()}", -1));
                AddSlots(virtualObject.Slots, pieces);
            }

            foreach (var activation in row.Activations)
            {
                pieces.Add((" (activation ", -1));
                pieces.Add(activation.Code == ActivationState.ThisCode ? ("this", -1) : (null, activation.Code));
                pieces.Add((FormattableString.Invariant($" {activation.Pc}"), -1));
                AddSlots([activation.Procedure], pieces, close: false);
                AddSlots(activation.Registers, pieces);
            }

            pieces.Add((")", -1));
        }

        pieces.Add((")", -1));
        return pieces;
    }

    private static void AddSlots(Slot[] slots, List<(string? Text, int Constant)> pieces, bool close = true)
    {
        foreach (var slot in slots)
        {
            pieces.Add((" ", -1));
            pieces.Add(slot.Kind switch
            {
                SlotKind.Dead => ("dead", -1),
                SlotKind.Self => ("self", -1),
                SlotKind.Register => (FormattableString.Invariant($"(register {slot.Index})"), -1),
                SlotKind.Long => (FormattableString.Invariant($"(long {slot.Index})"), -1),
                SlotKind.Double => (FormattableString.Invariant($"(double {slot.Index})"), -1),
                SlotKind.Virtual => (FormattableString.Invariant($"(virtual {slot.Index})"), -1),
                _ => (null, slot.Index),
            });
        }

        if (close)
        {
            pieces.Add((")", -1));
        }
    }

    private void AppendSpan(SourceSpan? span)
    {
        if (span is null)
        {
            Append("(span #f)");
            return;
        }

        Append("(span ");
        DatumWriter.AppendString(_text, span.File);
        Append($" {span.Line} {span.Column} {span.EndLine} {span.EndColumn})");
    }

    private void Append(string text) => _text.Append(text);

    private void Append(FormattableString text) => _text.Append(FormattableString.Invariant(text));

    /// <summary>A new line; deep nesting is not shown by more than 40 levels.</summary>
    private void Line(int depth) => _text.Append('\n').Append(' ', (2 * depth) + (4 * Math.Min(40, _frames.Count - 1)));

    /// <summary>A code object that is being written.</summary>
    private sealed class Frame
    {
        internal Frame(CodeObject code)
        {
            Code = code;
            Labels = Disassembler.Labels(code);
            var walk = new SpanTable.Walk(code.Spans);
            while (walk.MoveNext())
            {
                if (walk.Operation is null)
                {
                    Spans.Add((walk.Pc, walk.Span));
                }
                else
                {
                    Operations.Add((walk.Pc, walk.Operation));
                }
            }

            var variables = code.Variables.Entries();
            while (variables.MoveNext())
            {
                if (variables.Variable is not { IsCaptured: true })
                {
                    Variables.Add((variables.Pc, variables.Variable, variables.Kept));
                }
            }
        }

        internal CodeObject Code { get; }
        internal ulong[] Labels { get; }
        internal List<(long Pc, SourceSpan? Span)> Spans { get; } = [];

        /// <summary>The numbers that the assembler will give to constants: in the order in which they are mentioned.</summary>
        internal Dictionary<int, int> Mentioned { get; } = [];

        internal List<(long Pc, SourceOperation Operation)> Operations { get; } = [];

        internal int NextSpan { get; set; }

        internal int NextOperation { get; set; }

        /// <summary>Variables that become visible, or null and how many stay.</summary>
        internal List<(long Pc, CodeVariable? Variable, int Kept)> Variables { get; } = [];

        internal int NextVariable { get; set; }
        internal int Pc { get; set; }

        /// <summary>The next operand of the instruction at <see cref="Pc"/>, or -1 when it was not begun.</summary>
        internal int Operand { get; set; } = -1;
        internal bool BodyClosed { get; set; }
        internal List<(string? Text, int Constant)>? Pieces { get; set; }
        internal int Piece { get; set; }
    }
}
