// A code object for people: what each instruction does, where it leads, and from which line it comes. Code in constants
// follows after the code that mentions it. Nothing reads this back; assembly text is Disassembler's.

using System.Globalization;
using System.Text;

namespace Ouro.Machine.Code;

/// <summary>Lists code objects.</summary>
internal sealed class CodeListing
{
    /// <summary>Longer constants are cut.</summary>
    private const int MaximumConstantParts = 20;
    private const int PositionWidth = 9;

    private readonly StringBuilder _text = new();
    private readonly List<CodeObject> _codes = [];
    private readonly Dictionary<CodeObject, int> _numbers = [];

    private CodeListing()
    {
    }

    /// <summary>The listing of a code object and of all code that it mentions, each once.</summary>
    internal static string Of(CodeObject code)
    {
        var listing = new CodeListing();
        _ = listing.NumberOf(code);
        for (int i = 0; i < listing._codes.Count; i++)
        {
            if (i > 0)
            {
                listing._text.Append('\n');
            }

            listing.Append(listing._codes[i]);
        }

        return listing._text.ToString();
    }

    private int NumberOf(CodeObject code)
    {
        if (!_numbers.TryGetValue(code, out int number))
        {
            _numbers.Add(code, number = _codes.Count);
            _codes.Add(code);
        }

        return number;
    }

    private void Append(CodeObject code)
    {
        AppendHead(code);
        if (!code.Load(out var failure))
        {
            _text.Append("  ").Append(failure.Message).Append('\n');
            return;
        }

        int[] words = code.Instructions;
        ulong[] labels = Disassembler.Labels(code);
        string last = "";
        for (int pc = 0; pc < words.Length;)
        {
            Write($"{(BitSet.Contains(labels, pc) ? '>' : ' ')}{(code.StartsStatement(pc) ? '*' : ' ')}{pc,5}  ");
            string position = code.Spans.Find(pc) is { } span ? FormattableString.Invariant($"{span.Line}:{span.Column}") : "";
            _text.Append((position == last ? "" : position).PadRight(PositionWidth)).Append(' ');
            last = position;
            if (OpcodeTable.Of(words[pc]) is not { } info || info.Length > words.Length - pc)
            {
                _text.Append(Disassembler.Instruction(words, pc)).Append('\n');
                break;
            }

            AppendInstruction(code, info, pc);
            pc += info.Length;
        }

        foreach (var handler in code.Handlers)
        {
            Write($"  a raise in {handler.From} to {handler.To} continues at {handler.Target}, registers below r{handler.Depth} kept\n");
        }

        for (int i = 0; i < code.FrameStates.Length; i++)
        {
            AppendFrameState(code, i);
        }
    }

    private void AppendHead(CodeObject code)
    {
        Write($"code {_numbers[code]}: {code.Name?.Name ?? "anonymous"}, ");
        var parameters = code.Parameters;
        Write($"{parameters.Required} parameter{(parameters.Required == 1 ? "" : "s")}");
        if (parameters.Optional > 0)
        {
            Write($" and {parameters.Optional} optional");
        }

        _text.Append(parameters.HasRest ? " and a rest" : "");
        foreach (var keyword in parameters.Keywords)
        {
            _text.Append(" #:").Append(keyword.Name);
        }

        Write($", {code.FrameSize} registers");
        if (code.FreeCount > 0)
        {
            Write($", {code.FreeCount} captured");
        }

        if (code.Span is { } span)
        {
            Write($", {span}");
        }

        _text.Append('\n');
    }

    private void AppendInstruction(CodeObject code, OpcodeInfo info, int pc)
    {
        var instruction = code.Instructions.AsSpan(pc, info.Length);
        _text.Append(info.Name);
        foreach (var operand in info.Operands)
        {
            int number = operand.Decode(instruction);
            _text.Append(' ');
            switch (operand.Kind)
            {
                case OperandKind.Read or OperandKind.Write or OperandKind.Run or OperandKind.Area:
                    Write($"r{number}");
                    break;
                case OperandKind.Count when info.Opcode is Opcode.FarGet or Opcode.FarSet:
                    Write($"r{number}");
                    break;
                case OperandKind.Jump:
                    Write($"-> {pc + (long)info.Length + number}");
                    break;
                case OperandKind.Constant when (uint)number < (uint)code.ConstantCount:
                    AppendConstant(code.Constants[number]);
                    break;
                case OperandKind.FrameState:
                    Write($"state {number}");
                    break;
                case OperandKind.Site:
                    Write($"site {number}");
                    break;
                default:
                    Disassembler.AppendNumber(_text, operand, number);
                    break;
            }
        }

        _text.Append('\n');
    }

    private void AppendConstant(Value constant)
    {
        switch (constant.Ref)
        {
            case CodeObject code:
                Write($"code {NumberOf(code)}");
                break;
            case Cell cell:
                Write($"{cell.Name} of ({cell.Module})");
                break;
            case PrimitiveProcedure primitive:
                _text.Append(primitive.Name);
                break;
            default:
                _text.Append('\'');
                DatumWriter.Append(_text, constant, MaximumConstantParts);
                break;
        }
    }

    private void AppendFrameState(CodeObject code, int number)
    {
        var row = code.FrameStates[number];
        Write($"  state {number}:");
        for (int i = 0; i < row.Virtuals.Length; i++)
        {
            Write($" make v{i} = {row.Virtuals[i].Kind.ToString().ToLowerInvariant()}");
            AppendSlots(code, row.Virtuals[i].Slots);
            _text.Append(';');
        }

        foreach (var activation in row.Activations)
        {
            _text.Append(" go on in ");
            if (activation.Code == ActivationState.ThisCode)
            {
                _text.Append("this code");
            }
            else
            {
                AppendSlot(code, new Slot(SlotKind.Constant, activation.Code));
            }

            Write($" at {activation.Pc} as ");
            AppendSlot(code, activation.Procedure);
            AppendSlots(code, activation.Registers);
            _text.Append(';');
        }

        _text.Append('\n');
    }

    private void AppendSlots(CodeObject code, Slot[] slots)
    {
        _text.Append(" (");
        for (int i = 0; i < slots.Length; i++)
        {
            _text.Append(i > 0 ? " " : "");
            AppendSlot(code, slots[i]);
        }

        _text.Append(')');
    }

    private void AppendSlot(CodeObject code, Slot slot)
    {
        switch (slot.Kind)
        {
            case SlotKind.Register:
                Write($"r{slot.Index}");
                break;
            case SlotKind.Long or SlotKind.Double:
                Write($"{slot.Kind.ToString().ToLowerInvariant()} r{slot.Index}");
                break;
            case SlotKind.Virtual:
                Write($"v{slot.Index}");
                break;
            case SlotKind.Constant when (uint)slot.Index < (uint)code.ConstantCount:
                AppendConstant(code.Constants[slot.Index]);
                break;
            case SlotKind.Self:
                _text.Append("self");
                break;
            default:
                _text.Append('-');
                break;
        }
    }

    private void Write(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture));
}
