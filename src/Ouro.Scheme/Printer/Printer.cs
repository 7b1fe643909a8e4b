// Data to text: write, display, write-shared, write-simple, and the shortened form for error messages.
//
// Nesting is on an explicit stack, never on the host's. `write` and `display` label only what would not end (the
// targets of back edges of a depth-first walk: every cycle has one); `write-shared` labels all that is met twice.
// Most data are small and have no cycle, so a bounded walk without any table comes first, and the walk that keeps a
// table only if that one did not come to an end.
//
// Work is charged as it goes: a tick for 16 objects or 16 characters, and two bytes a character.

using System.Text;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Printer;

/// <summary>How data are written.</summary>
internal enum PrintStyle
{
    /// <summary>Readable back; labels for cycles only.</summary>
    Write,

    /// <summary>Strings and characters as they are; labels for cycles only.</summary>
    Display,

    /// <summary>Readable back; labels for everything that is met twice.</summary>
    WriteShared,

    /// <summary>Readable back; no labels, and no end for cyclic data but the machine's limits.</summary>
    WriteSimple,
}

/// <summary>Prints values as Scheme text.</summary>
internal sealed partial class Printer
{
    /// <summary>A walk of this many objects is done without a table.</summary>
    private const int QuickWalk = 512;

    /// <summary>No text gets longer than this, in UTF-16 units: a host string could not hold it.</summary>
    private const int LongestText = 1 << 29;

    private readonly VirtualMachine? _machine;
    private readonly StringBuilder _output;
    private readonly PrintStyle _style;

    /// <summary>Where the output ends at the latest; the shortened form only.</summary>
    private readonly int _limit;

    private Frame[] _frames = new Frame[8];
    private int _depth;
    private int _uncharged;

    /// <summary>What needs a label: -1 until it is printed, then its number. Null when nothing does.</summary>
    private Dictionary<object, int>? _labels;
    private int _nextLabel;

    private Printer(VirtualMachine? machine, StringBuilder output, PrintStyle style, int limit)
    {
        _machine = machine;
        _output = output;
        _style = style;
        _limit = limit;
    }

    /// <summary>Appends a value's text.</summary>
    /// <returns>False when a limit was reached: return <see cref="Value.Signal"/> at once. The output then holds a part of the text.</returns>
    internal static bool Append(VirtualMachine machine, StringBuilder output, Value value, PrintStyle style)
    {
        var printer = new Printer(machine, output, style, LongestText);
        if (style != PrintStyle.WriteSimple && IsContainer(value) && !printer.FindLabels(value))
        {
            return false;
        }

        return printer.Print(value);
    }

    /// <summary>The value as <c>write</c> prints it, cut with "..." when it is longer. Ends for any data, charges nothing.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="maximum">The greatest length, in UTF-16 units; at least 3.</param>
    internal static string PrintShort(Value value, int maximum)
    {
        var output = new StringBuilder();
        if (new Printer(null, output, PrintStyle.Write, maximum + 1).Print(value) && output.Length <= maximum)
        {
            return output.ToString();
        }

        output.Length = Math.Min(output.Length, maximum - 3);
        if (output.Length > 0 && char.IsHighSurrogate(output[^1]))
        {
            output.Length--;
        }

        return output.Append("...").ToString();
    }

    /// <summary>An error in words: "car: argument 1 must be a pair, got 5".</summary>
    /// <param name="condition">The error.</param>
    /// <param name="maximum">The greatest length of each irritant.</param>
    internal static string Describe(Condition condition, int maximum = 200)
    {
        var output = new StringBuilder();
        if (condition.Operation is { } operation)
        {
            output.Append(operation).Append(": ");
        }

        output.Append(condition.Message);
        foreach (var irritant in condition.Irritants)
        {
            output.Append(' ').Append(PrintShort(irritant, maximum));
        }

        return output.Append(condition.Hint).ToString();
    }

    /// <summary>Prints a value and all that hangs on it.</summary>
    private bool Print(Value value)
    {
        if (!PrintOne(value))
        {
            return false;
        }

        while (_depth > 0)
        {
            ref var frame = ref _frames[_depth - 1];
            if (frame.Container is Pair pair ? !StepList(ref frame, pair) : !StepItems(ref frame))
            {
                return false;
            }
        }

        return true;
    }

    private bool StepList(ref Frame frame, Pair pair)
    {
        switch (frame.Index)
        {
            case 0:
                frame.Index = 1;
                return PrintOne(pair.Car);

            case 1 when pair.Cdr.AsObject is Pair next && !(_labels is not null && _labels.ContainsKey(next)):
                frame.Container = next;
                _output.Append(' ');
                return PrintOne(next.Car);

            case 1 when !pair.Cdr.IsEmptyList:
                frame.Index = 2;
                _output.Append(" . ");
                return PrintOne(pair.Cdr);

            default:
                _output.Append(')');
                _depth--;
                return true;
        }
    }

    private bool StepItems(ref Frame frame)
    {
        var index = frame.Index++;
        if (index == CountOf(frame.Container))
        {
            _output.Append(ClosingOf(frame.Container));
            _depth--;
            return true;
        }

        switch (frame.Container)
        {
            case Record record:
                _output.Append(' ').Append(record.Type.Fields[index].Name).Append(": ");
                break;
            case Vector when index == 0:
                break;
            default:
                _output.Append(' ');
                break;
        }

        return PrintOne(ItemOf(frame.Container, index));
    }

    /// <summary>Prints an atom, or the opening of a container, whose inside is then on the stack.</summary>
    private bool PrintOne(Value value)
    {
        while (true)
        {
            if (_output.Length >= _limit)
            {
                return _machine is not null && Refuse();
            }

            if ((++_uncharged & 15) == 0 && _machine is not null && !(_machine.ChargeTicks(1) && _machine.ChargeAllocation(256)))
            {
                return false;
            }

            if (!IsContainer(value))
            {
                return PrintAtom(value);
            }

            var container = value.AsObject!;
            if (_labels is not null && _labels.TryGetValue(container, out var label))
            {
                if (label >= 0)
                {
                    _output.Append('#').Append(label).Append('#');
                    return true;
                }

                _labels[container] = _nextLabel;
                _output.Append('#').Append(_nextLabel++).Append('=');
            }

            if (container is Pair pair)
            {
                if (PrefixOf(pair) is { } prefix)
                {
                    _output.Append(prefix);
                    value = ((Pair)pair.Cdr.AsObject!).Car;
                    continue;
                }

                _output.Append('(');
            }
            else
            {
                AppendOpening(container);
            }

            return Push(container);
        }
    }

    private bool Push(object container)
    {
        if (_depth == _frames.Length)
        {
            if (_machine is not null && !_machine.ChargeAllocation(_depth * 32L))
            {
                return false;
            }

            Array.Resize(ref _frames, _depth * 2);
        }

        _frames[_depth++] = new Frame { Container = container, Index = 0 };
        return true;
    }

    /// <summary>The abbreviation of (quote x) and its like, or null for any other list.</summary>
    private string? PrefixOf(Pair pair)
    {
        if (pair.Car.AsObject is not Symbol { IsInterned: true } symbol
            || pair.Cdr.AsObject is not Pair { Cdr.IsEmptyList: true } rest
            || (_labels is not null && _labels.ContainsKey(rest)))
        {
            return null;
        }

        return symbol.Name switch
        {
            "quote" => "'",
            "quasiquote" => "`",
            // ",@x" would be read as unquote-splicing.
            "unquote" => rest.Car.AsObject is Symbol { Name: ['@', ..] } ? null : ",",
            "unquote-splicing" => ",@",
            _ => null,
        };
    }

    private bool Refuse()
    {
        _ = _machine!.Fail(ConditionKind.OutOfRange, "the printed form is too long for a string");
        return false;
    }

    // ---- labels

    /// <summary>Fills <see cref="_labels"/>.</summary>
    private bool FindLabels(Value value)
    {
        if (_style != PrintStyle.WriteShared && EndsSoon(value))
        {
            return true;
        }

        // Walk depth first. An object is open while its inside is being walked: meeting it again then is a cycle.
        var isOpen = new Dictionary<object, bool>(ReferenceEqualityComparer.Instance);
        var labels = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        if (!Enter(value, isOpen, labels))
        {
            return false;
        }

        while (_depth > 0)
        {
            ref var frame = ref _frames[_depth - 1];
            var index = frame.Index++;
            if (index == CountOf(frame.Container))
            {
                isOpen[frame.Container] = false;
                _depth--;
            }
            else if (!Enter(ItemOf(frame.Container, index), isOpen, labels))
            {
                return false;
            }
        }

        _labels = labels.Count == 0 ? null : labels;
        return true;
    }

    private bool Enter(Value value, Dictionary<object, bool> isOpen, Dictionary<object, int> labels)
    {
        if (!IsContainer(value))
        {
            return true;
        }

        var container = value.AsObject!;
        if (isOpen.TryGetValue(container, out var open))
        {
            if (open || _style == PrintStyle.WriteShared)
            {
                labels[container] = -1;
            }

            return true;
        }

        if (!_machine!.ChargeTicks(1) || !_machine.ChargeAllocation(64))
        {
            return false;
        }

        isOpen.Add(container, true);
        return Push(container);
    }

    /// <summary>A walk without a table; it comes to an end only when there is no cycle.</summary>
    private bool EndsSoon(Value value)
    {
        var left = QuickWalk;
        Push(value.AsObject!);
        while (_depth > 0)
        {
            ref var frame = ref _frames[_depth - 1];
            var index = frame.Index++;
            if (index == CountOf(frame.Container))
            {
                _depth--;
                continue;
            }

            var item = ItemOf(frame.Container, index);
            if (IsContainer(item))
            {
                if (--left == 0)
                {
                    _depth = 0;
                    return false;
                }

                if (index == 1 && frame.Container is Pair)
                {
                    // The last child: its frame can take this one's place, so that a list needs one frame.
                    frame = new Frame { Container = item.AsObject!, Index = 0 };
                }
                else
                {
                    Push(item.AsObject!);
                }
            }
        }

        return true;
    }

    // ---- what a container holds

    /// <summary>Whether the value has an inside that is printed.</summary>
    private static bool IsContainer(in Value value) =>
        value.AsObject is Pair or Vector or Record or Condition or Box or MultipleValues;

    private static int CountOf(object container) => container switch
    {
        Pair => 2,
        Vector vector => vector.Items.Length,
        Record record => record.Fields.Length,
        Condition condition => condition.Irritants.Length,
        MultipleValues values => values.Items.Length,
        _ => 1,
    };

    private static Value ItemOf(object container, int index) => container switch
    {
        Pair pair => index == 0 ? pair.Car : pair.Cdr,
        Vector vector => vector.Items[index],
        Record record => record.Fields[index],
        Condition condition => condition.Irritants[index],
        MultipleValues values => values.Items[index],
        _ => ((Box)container).Content,
    };

    private static string ClosingOf(object container) => container is Vector ? ")" : ">";

    private void AppendOpening(object container)
    {
        switch (container)
        {
            case Vector:
                _output.Append("#(");
                break;
            case Record record:
                _output.Append("#<").Append(NameOf(record.Type));
                break;
            case Condition condition:
                _output.Append("#<").Append(NameOf(condition.Kind)).Append(' ');
                AppendText(condition.Message, '"');
                break;
            case Box:
                _output.Append("#<box");
                break;
            default:
                _output.Append("#<values");
                break;
        }
    }

    /// <summary>The name of a record type, without the angle brackets that it is often written with.</summary>
    internal static string NameOf(RecordType type)
    {
        var name = type.Name.Name;
        return name.Length > 2 && name[0] == '<' && name[^1] == '>' ? name[1..^1] : name;
    }

    private static string NameOf(ConditionKind kind) => kind switch
    {
        ConditionKind.User => "error",
        ConditionKind.WrongType => "wrong-type-error",
        ConditionKind.OutOfRange => "range-error",
        ConditionKind.WrongArgumentCount => "argument-count-error",
        ConditionKind.UnboundVariable => "unbound-variable-error",
        ConditionKind.NotAProcedure => "not-a-procedure-error",
        ConditionKind.DivisionByZero => "division-by-zero-error",
        ConditionKind.Read => "read-error",
        ConditionKind.Syntax => "syntax-error",
        ConditionKind.File => "file-error",
        ConditionKind.Immutable => "constant-error",
        ConditionKind.BadCode => "code-error",
        ConditionKind.Limit => "limit-error",
        ConditionKind.Interrupt => "interrupt",
        ConditionKind.DeclaredType => "declared-type-error",
        _ => "condition",
    };

    private struct Frame
    {
        internal object Container;
        internal int Index;
    }
}
