using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>Making, changing and taking apart strings.</summary>
[PrimitiveGroup]
internal static partial class StringPrimitives
{
    /// <summary>Code points that one tick pays for.</summary>
    internal const int CharactersPerTick = 64;

    /// <summary>The greatest length of a string: its storage, at four bytes an element, is one array.</summary>
    internal const int LongestString = int.MaxValue / 4 - 16;

    /// <summary>Whether the object is a string.</summary>
    [Primitive("string?")]
    internal static bool IsString(Value candidate) => candidate.AsObject is Text;

    /// <summary>Whether the string has no characters.</summary>
    [Primitive("string-null?")]
    internal static bool IsEmpty(Text text) => text.Length == 0;

    /// <summary>The number of characters.</summary>
    [Primitive("string-length")]
    internal static int Length(Text text) => text.Length;

    /// <summary>A new string of a length, each character the fill (a space if none is given).</summary>
    [Primitive("make-string", Effects = Effects.Allocate)]
    internal static Value MakeString(VirtualMachine machine, int length, CodePoint? fill = null)
    {
        int codePoint = fill?.Number ?? ' ';
        return length > LongestString ? TooLong(machine, length)
            : Charge(machine, length, Text.SizeOf(length, TextStorage.WidthOf(codePoint)))
                ? Value.Object(new Text(length, codePoint))
                : Value.Signal;
    }

    /// <summary>A new string of the arguments, which are characters.</summary>
    [Primitive("string", Effects = Effects.Allocate)]
    internal static Value String(VirtualMachine machine, ReadOnlySpan<Value> rest)
    {
        if (!Charge(machine, rest.Length, Text.SizeOf(rest.Length, 2)))
        {
            return Value.Signal;
        }

        var text = new Text(rest.Length, 0);
        for (int i = 0; i < rest.Length; i++)
        {
            if (!rest[i].IsCharacter)
            {
                return machine.WrongType(i + 1, rest[i], "a character");
            }

            text[i] = rest[i].AsCharacter;
        }

        return Value.Object(text);
    }

    /// <summary>Replaces one character.</summary>
    [Primitive("string-set!", Effects = Effects.WriteText)]
    internal static Value StringSet(VirtualMachine machine, Text text, int index, CodePoint character)
    {
        if (!Ranges.Index(machine, text.Length, index, 2) || !Mutable(machine, text, 1))
        {
            return Value.Signal;
        }

        // A wider character replaces the storage.
        if (TextStorage.WidthOf(character.Number) > text.Width && !Charge(machine, text.Length, Text.SizeOf(text.Length, 2)))
        {
            return Value.Signal;
        }

        text[index] = character.Number;
        return Value.Unspecified;
    }

    /// <summary>A new string of a part of the string.</summary>
    [Primitive("substring", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value Substring(VirtualMachine machine, Text text, int start, int? end = null) => StringCopy(machine, text, start, end);

    /// <summary>A new string of the string or a part of it.</summary>
    [Primitive("string-copy", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value StringCopy(VirtualMachine machine, Text text, int? start = null, int? end = null)
    {
        if (!Ranges.Check(machine, text.Length, start, end, 2, out int from, out int to)
            || !Charge(machine, to - from, Text.SizeOf(to - from, text.Width)))
        {
            return Value.Signal;
        }

        return Value.Object(text.Substring(from, to));
    }

    /// <summary>Copies a part of one string over a part of another, or of the same.</summary>
    [Primitive("string-copy!", Effects = Effects.ReadText | Effects.WriteText)]
    internal static Value StringCopyTo(VirtualMachine machine, Text target, int at, Text source, int? start = null, int? end = null)
    {
        if (!Ranges.Check(machine, source.Length, start, end, 4, out int from, out int to)
            || !Ranges.Fits(machine, target.Length, at, to - from, 2)
            || !Mutable(machine, target, 1)
            || !Charge(machine, to - from, source.Width > target.Width ? Text.SizeOf(target.Length, source.Width) : 0))
        {
            return Value.Signal;
        }

        source.CopyTo(from, to, target, at);
        return Value.Unspecified;
    }

    /// <summary>Stores one character in all places of the string or of a part.</summary>
    [Primitive("string-fill!", Effects = Effects.WriteText)]
    internal static Value StringFill(VirtualMachine machine, Text text, CodePoint fill, int? start = null, int? end = null)
    {
        if (!Ranges.Check(machine, text.Length, start, end, 3, out int from, out int to) || !Mutable(machine, text, 1))
        {
            return Value.Signal;
        }

        int width = TextStorage.WidthOf(fill.Number);
        if (!Charge(machine, to - from, width > text.Width ? Text.SizeOf(text.Length, width) : 0))
        {
            return Value.Signal;
        }

        text.Fill(from, to, fill.Number);
        return Value.Unspecified;
    }

    /// <summary>A new string of the strings one after the other.</summary>
    [Primitive("string-append", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value StringAppend(VirtualMachine machine, ReadOnlySpan<Value> rest)
    {
        if (rest.Length == 2 && rest[0].Ref is Text left && rest[1].Ref is Text right)
        {
            return Append(machine, left, right);
        }

        long length = 0;
        int width = 0;
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i].AsObject is not Text part)
            {
                return machine.WrongType(i + 1, rest[i], "a string");
            }

            length += part.Length;
            width = Math.Max(width, part.Width);
        }

        if (length > LongestString)
        {
            return TooLong(machine, length);
        }

        if (!Charge(machine, length, Text.SizeOf(length, width)))
        {
            return Value.Signal;
        }

        byte[] storage = TextStorage.Allocate((int)length, width);
        int at = 0;
        foreach (Value value in rest)
        {
            var part = (Text)value.AsObject!;
            TextStorage.Copy(part.Storage, part.Width, 0, storage, width, at, part.Length);
            at += part.Length;
        }

        return Value.Object(new Text(storage, width, (int)length));
    }

    private static Value Append(VirtualMachine machine, Text left, Text right)
    {
        long length = (long)left.Length + right.Length;
        return length > LongestString ? TooLong(machine, length)
            : Charge(machine, length, Text.SizeOf(length, Math.Max(left.Width, right.Width))) ? Value.Object(Text.Concat(left, right))
            : Value.Signal;
    }

    /// <summary>A new string of the same characters in reverse order.</summary>
    [Primitive("string-reverse", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value StringReverse(VirtualMachine machine, Text text)
    {
        if (!Charge(machine, text.Length, Text.SizeOf(text.Length, text.Width)))
        {
            return Value.Signal;
        }

        byte[] storage = TextStorage.Allocate(text.Length, text.Width);
        for (int i = 0; i < text.Length; i++)
        {
            TextStorage.Write(storage, text.Width, text.Length - 1 - i, text[i]);
        }

        return Value.Object(new Text(storage, text.Width, text.Length));
    }

    /// <summary>A new list of the characters of the string or of a part.</summary>
    [Primitive("string->list", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value StringToList(VirtualMachine machine, Text text, int? start = null, int? end = null)
    {
        if (!Ranges.Check(machine, text.Length, start, end, 2, out int from, out int to)
            || !Charge(machine, to - from, (long)(to - from) * Pair.Size))
        {
            return Value.Signal;
        }

        Value list = Value.EmptyList;
        for (int i = to - 1; i >= from; i--)
        {
            list = Value.Object(new Pair(Value.Character(text[i]), list));
        }

        return list;
    }

    /// <summary>A new string of the characters in the list.</summary>
    [Primitive("list->string", Effects = Effects.ReadPair | Effects.Allocate)]
    internal static Value ListToString(VirtualMachine machine, Value list) => TextOfList(machine, list, reversed: false);

    /// <summary>A new string of the characters in the list, the last one first.</summary>
    [Primitive("reverse-list->string", Effects = Effects.ReadPair | Effects.Allocate)]
    internal static Value ReverseListToString(VirtualMachine machine, Value list) => TextOfList(machine, list, reversed: true);

    /// <summary>A new vector of the characters of the string or of a part.</summary>
    [Primitive("string->vector", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value StringToVector(VirtualMachine machine, Text text, int? start = null, int? end = null)
    {
        if (!Ranges.Check(machine, text.Length, start, end, 2, out int from, out int to)
            || !Charge(machine, to - from, Vector.SizeOf(to - from)))
        {
            return Value.Signal;
        }

        Value[] items = ValueArrays.Unbound(to - from);
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = Value.Character(text[from + i]);
        }

        return Value.Object(new Vector(items));
    }

    /// <summary>A new string of the characters in the vector or in a part.</summary>
    [Primitive("vector->string", Effects = Effects.ReadVector | Effects.Allocate)]
    internal static Value VectorToString(VirtualMachine machine, Vector vector, int? start = null, int? end = null)
    {
        if (!Ranges.Check(machine, vector.Items.Length, start, end, 2, out int from, out int to)
            || !Charge(machine, to - from, Text.SizeOf(to - from, 2)))
        {
            return Value.Signal;
        }

        var text = new Text(to - from, 0);
        for (int i = 0; i < text.Length; i++)
        {
            Value item = vector.Items[from + i];
            if (!item.IsCharacter)
            {
                return machine.Fail(ConditionKind.WrongType, $"element {from + i} of the vector must be a character, got", item);
            }

            text[i] = item.AsCharacter;
        }

        return Value.Object(text);
    }

    /// <summary>The characters at one index of several strings, as a list.</summary>
    [Primitive("strings-at", Effects = Effects.ReadPair | Effects.ReadText | Effects.Allocate)]
    internal static Value StringsAt(VirtualMachine machine, Value strings, int index)
    {
        if (!ListWalk.ProperLength(machine, 1, strings, out int length) || !machine.ChargeAllocation((long)length * Pair.Size))
        {
            return Value.Signal;
        }

        var builder = ListBuilder.Create();
        for (Value rest = strings; rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            if (pair.Car.AsObject is not Text text)
            {
                return machine.WrongType(1, pair.Car, "a string");
            }

            if (!Ranges.Index(machine, text.Length, index, 2))
            {
                return Value.Signal;
            }

            builder.Add(Value.Character(text[index]));
        }

        return builder.List;
    }

    /// <summary>Charges work on a number of characters and the bytes of the result.</summary>
    internal static bool Charge(VirtualMachine machine, long characters, long bytes) =>
        machine.ChargeTicks(characters / CharactersPerTick) && machine.ChargeAllocation(bytes);

    /// <summary>The error for a result that no string can hold.</summary>
    internal static Value TooLong(VirtualMachine machine, long length) =>
        machine.Fail(ConditionKind.OutOfRange, $"a string of {length} characters is too long; the most is {LongestString}");

    private static bool Mutable(VirtualMachine machine, Text text, int argument)
    {
        if ((text.Flags & ObjectFlags.Constant) == 0)
        {
            return true;
        }

        _ = machine.Immutable(argument, Value.Object(text));
        return false;
    }

    private static Value TextOfList(VirtualMachine machine, Value list, bool reversed)
    {
        if (!ListWalk.ProperLength(machine, 1, list, out int length) || !machine.ChargeAllocation(Text.SizeOf(length, 2)))
        {
            return Value.Signal;
        }

        // The width is found first, so that the storage is allocated once.
        int widest = 0, position = 0;
        for (Value rest = list; rest.AsObject is Pair pair; rest = pair.Cdr, position++)
        {
            if (!pair.Car.IsCharacter)
            {
                return machine.Fail(ConditionKind.WrongType, $"element {(reversed ? length - 1 - position : position)} must be a character, got", pair.Car);
            }

            widest = Math.Max(widest, pair.Car.AsCharacter);
        }

        int width = TextStorage.WidthOf(widest);
        byte[] storage = TextStorage.Allocate(length, width);
        position = reversed ? length - 1 : 0;
        for (Value rest = list; rest.AsObject is Pair pair; rest = pair.Cdr, position += reversed ? -1 : 1)
        {
            TextStorage.Write(storage, width, position, pair.Car.AsCharacter);
        }

        return Value.Object(new Text(storage, width, length));
    }
}
