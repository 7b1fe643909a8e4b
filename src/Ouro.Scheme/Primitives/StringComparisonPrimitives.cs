using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>Order and case of strings. The order is by code points; -ci compares what full case folding gives.</summary>
[PrimitiveGroup]
internal static partial class StringComparisonPrimitives
{
    /// <summary>Whether the strings have the same characters.</summary>
    [Primitive("string=?", Effects = Effects.ReadText, Minimum = 1, Maximum = -1)]
    internal static Value Equal(VirtualMachine machine, ref Value first, int count) =>
        AreTwoShort(ref first, count, out var left, out var right) ? Value.Boolean(left.Equals(right)) : Compare(machine, ref first, count, Order.Equal);

    /// <summary>Whether the strings ascend.</summary>
    [Primitive("string<?", Effects = Effects.ReadText, Minimum = 1, Maximum = -1)]
    internal static Value Less(VirtualMachine machine, ref Value first, int count) =>
        AreTwoShort(ref first, count, out var left, out var right) ? Value.Boolean(left.CompareTo(right) < 0) : Compare(machine, ref first, count, Order.Less);

    /// <summary>Whether the strings descend.</summary>
    [Primitive("string>?", Effects = Effects.ReadText, Minimum = 1, Maximum = -1)]
    internal static Value Greater(VirtualMachine machine, ref Value first, int count) =>
        AreTwoShort(ref first, count, out var left, out var right) ? Value.Boolean(left.CompareTo(right) > 0) : Compare(machine, ref first, count, Order.Greater);

    /// <summary>Whether the strings never descend.</summary>
    [Primitive("string<=?", Effects = Effects.ReadText, Minimum = 1, Maximum = -1)]
    internal static Value LessOrEqual(VirtualMachine machine, ref Value first, int count) =>
        AreTwoShort(ref first, count, out var left, out var right) ? Value.Boolean(left.CompareTo(right) <= 0) : Compare(machine, ref first, count, Order.LessOrEqual);

    /// <summary>Whether the strings never ascend.</summary>
    [Primitive("string>=?", Effects = Effects.ReadText, Minimum = 1, Maximum = -1)]
    internal static Value GreaterOrEqual(VirtualMachine machine, ref Value first, int count) =>
        AreTwoShort(ref first, count, out var left, out var right) ? Value.Boolean(left.CompareTo(right) >= 0) : Compare(machine, ref first, count, Order.GreaterOrEqual);

    /// <summary>Whether the strings have the same characters but for case.</summary>
    [Primitive("string-ci=?", Effects = Effects.ReadText)]
    internal static Value EqualFolded(VirtualMachine machine, Text first, ReadOnlySpan<Value> rest) => Compare(machine, first, rest, Order.Equal, fold: true);

    /// <summary>Whether the strings, folded, ascend.</summary>
    [Primitive("string-ci<?", Effects = Effects.ReadText)]
    internal static Value LessFolded(VirtualMachine machine, Text first, ReadOnlySpan<Value> rest) => Compare(machine, first, rest, Order.Less, fold: true);

    /// <summary>Whether the strings, folded, descend.</summary>
    [Primitive("string-ci>?", Effects = Effects.ReadText)]
    internal static Value GreaterFolded(VirtualMachine machine, Text first, ReadOnlySpan<Value> rest) => Compare(machine, first, rest, Order.Greater, fold: true);

    /// <summary>Whether the strings, folded, never descend.</summary>
    [Primitive("string-ci<=?", Effects = Effects.ReadText)]
    internal static Value LessOrEqualFolded(VirtualMachine machine, Text first, ReadOnlySpan<Value> rest) => Compare(machine, first, rest, Order.LessOrEqual, fold: true);

    /// <summary>Whether the strings, folded, never ascend.</summary>
    [Primitive("string-ci>=?", Effects = Effects.ReadText)]
    internal static Value GreaterOrEqualFolded(VirtualMachine machine, Text first, ReadOnlySpan<Value> rest) => Compare(machine, first, rest, Order.GreaterOrEqual, fold: true);

    /// <summary>A new string in upper case; may be longer.</summary>
    [Primitive("string-upcase", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value Upcase(VirtualMachine machine, Text text) => ChargeCase(machine, text) ? Value.Object(CharacterCase.ToUpper(text)) : Value.Signal;

    /// <summary>A new string in lower case; may be longer.</summary>
    [Primitive("string-downcase", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value Downcase(VirtualMachine machine, Text text) => ChargeCase(machine, text) ? Value.Object(CharacterCase.ToLower(text)) : Value.Signal;

    /// <summary>A new string without case distinctions; may be longer.</summary>
    [Primitive("string-foldcase", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value Foldcase(VirtualMachine machine, Text text) => ChargeCase(machine, text) ? Value.Object(CharacterCase.Fold(text)) : Value.Signal;

    /// <summary>Case work costs a tick for 16 characters. A character becomes at most three, of up to four bytes in the growing buffer.</summary>
    private static bool ChargeCase(VirtualMachine machine, Text text) =>
        machine.ChargeTicks(text.Length / ListWalk.ElementsPerTick) && machine.ChargeAllocation(Text.SizeOf(text.Length, text.Width == 0 ? 1 : 2));

    /// <summary>Whether the arguments are two strings, one of them so short that there is nothing to charge.</summary>
    private static bool AreTwoShort(ref Value first, int count, [NotNullWhen(true)] out Text? left, [NotNullWhen(true)] out Text? right)
    {
        left = first.Ref as Text;
        right = count == 2 ? PrimitiveArguments.At(ref first, 1).Ref as Text : null;
        return left is not null && right is not null && Math.Min(left.Length, right.Length) < StringPrimitives.CharactersPerTick;
    }

    private static Value Compare(VirtualMachine machine, ref Value first, int count, Order order) => first.Ref is Text text
        ? Compare(machine, text, MemoryMarshal.CreateReadOnlySpan(ref PrimitiveArguments.At(ref first, 1), count - 1), order, fold: false)
        : machine.WrongType(1, first, "a string");

    /// <summary>Compares neighbours. All arguments are checked, also after the answer is known.</summary>
    private static Value Compare(VirtualMachine machine, Text first, ReadOnlySpan<Value> rest, Order order, bool fold)
    {
        if (fold && !ChargeCase(machine, first))
        {
            return Value.Signal;
        }

        Text left = fold ? CharacterCase.Fold(first) : first;
        bool holds = true;
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i].AsObject is not Text right)
            {
                return machine.WrongType(i + 2, rest[i], "a string");
            }

            if (!machine.ChargeTicks(Math.Min(left.Length, right.Length) / StringPrimitives.CharactersPerTick) || (fold && !ChargeCase(machine, right)))
            {
                return Value.Signal;
            }

            right = fold ? CharacterCase.Fold(right) : right;
            if (holds)
            {
                holds = order == Order.Equal ? left.Equals(right) : Orders.Holds(order, left.CompareTo(right));
            }

            left = right;
        }

        return Value.Boolean(holds);
    }
}
