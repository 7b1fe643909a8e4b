using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>Searching, splitting, joining, trimming and padding strings.</summary>
[PrimitiveGroup]
internal static partial class StringSearchPrimitives
{
    /// <summary>The index of the first such character from start up to end, or false.</summary>
    [Primitive("string-index-char", Effects = Effects.ReadText)]
    internal static Value IndexOf(VirtualMachine machine, Text text, CodePoint character, int? start = null, int? end = null)
    {
        if (!Ranges.Check(machine, text.Length, start, end, 3, out int from, out int to)
            || !machine.ChargeTicks((to - from) / StringPrimitives.CharactersPerTick))
        {
            return Value.Signal;
        }

        int index = text.IndexOf(character.Number, from);
        return index >= 0 && index < to ? Value.Fixnum(index) : Value.False;
    }

    /// <summary>The index where the pattern first occurs in the text at or after start, or false.</summary>
    [Primitive("string-search", Effects = Effects.ReadText)]
    internal static Value Search(VirtualMachine machine, Text pattern, Text text, int? start = null)
    {
        if (!Ranges.Check(machine, text.Length, start, null, 3, out int from, out _))
        {
            return Value.Signal;
        }

        int index = Find(machine, pattern, text, from);
        return index == Stopped ? Value.Signal : index >= 0 ? Value.Fixnum(index) : Value.False;
    }

    /// <summary>The index where the pattern first occurs in the text at or after start, or false: <c>string-search</c> with the text first.</summary>
    [Primitive("string-contains", Effects = Effects.ReadText)]
    internal static Value Contains(VirtualMachine machine, Text text, Text pattern, int? start = null) => Search(machine, pattern, text, start);

    /// <summary>Whether the text begins with the prefix.</summary>
    [Primitive("string-prefix?", Effects = Effects.ReadText)]
    internal static Value IsPrefix(VirtualMachine machine, Text prefix, Text text) =>
        machine.ChargeTicks(prefix.Length / StringPrimitives.CharactersPerTick)
            ? Value.Boolean(prefix.Length <= text.Length && Matches(prefix, text, 0))
            : Value.Signal;

    /// <summary>Whether the text ends with the suffix.</summary>
    [Primitive("string-suffix?", Effects = Effects.ReadText)]
    internal static Value IsSuffix(VirtualMachine machine, Text suffix, Text text) =>
        machine.ChargeTicks(suffix.Length / StringPrimitives.CharactersPerTick)
            ? Value.Boolean(suffix.Length <= text.Length && Matches(suffix, text, text.Length - suffix.Length))
            : Value.Signal;

    /// <summary>The strings of the list in one, with the delimiter (a space if none is given) between them.</summary>
    [Primitive("string-join", Effects = Effects.ReadPair | Effects.ReadText | Effects.Allocate)]
    internal static Value Join(VirtualMachine machine, Value strings, Text? delimiter = null)
    {
        if (!ListWalk.ProperLength(machine, 1, strings, out int count))
        {
            return Value.Signal;
        }

        long length = count > 1 ? (long)(count - 1) * (delimiter?.Length ?? 1) : 0;
        int width = delimiter?.Width ?? 0;
        for (Value rest = strings; rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            if (pair.Car.AsObject is not Text part)
            {
                return machine.WrongType(1, strings, "a list of strings");
            }

            length += part.Length;
            width = Math.Max(width, part.Width);
        }

        if (length > StringPrimitives.LongestString)
        {
            return StringPrimitives.TooLong(machine, length);
        }

        if (!StringPrimitives.Charge(machine, length, Text.SizeOf(length, width)))
        {
            return Value.Signal;
        }

        byte[] storage = TextStorage.Allocate((int)length, width);
        int at = 0;
        for (Value rest = strings; rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            if (at > 0 || !Value.Same(rest, strings))
            {
                if (delimiter is null)
                {
                    TextStorage.Write(storage, width, at++, ' ');
                }
                else
                {
                    TextStorage.Copy(delimiter.Storage, delimiter.Width, 0, storage, width, at, delimiter.Length);
                    at += delimiter.Length;
                }
            }

            var part = (Text)pair.Car.AsObject!;
            TextStorage.Copy(part.Storage, part.Width, 0, storage, width, at, part.Length);
            at += part.Length;
        }

        return Value.Object(new Text(storage, width, (int)length));
    }

    /// <summary>A list of the parts of the text between occurrences of the delimiter, a character or a string that is not empty.</summary>
    [Primitive("string-split", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value Split(VirtualMachine machine, Text text, Value delimiter)
    {
        Text pattern;
        if (delimiter.IsCharacter)
        {
            pattern = new Text(1, delimiter.AsCharacter);
        }
        else if (delimiter.AsObject is Text { Length: > 0 } given)
        {
            pattern = given;
        }
        else
        {
            return machine.WrongType(2, delimiter, "a character, or a string that is not empty");
        }

        var builder = ListBuilder.Create();
        int start = 0;
        while (true)
        {
            int found = Find(machine, pattern, text, start);
            if (found == Stopped)
            {
                return Value.Signal;
            }

            int end = found >= 0 ? found : text.Length;
            if (!StringPrimitives.Charge(machine, end - start, Text.SizeOf(end - start, text.Width) + Pair.Size))
            {
                return Value.Signal;
            }

            builder.Add(Value.Object(text.Substring(start, end)));
            if (found < 0)
            {
                return builder.List;
            }

            start = found + pattern.Length;
        }
    }

    /// <summary>The string without white space at its ends.</summary>
    [Primitive("string-trim", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value Trim(VirtualMachine machine, Text text) => Trim(machine, text, left: true, right: true);

    /// <summary>The string without white space at its start.</summary>
    [Primitive("string-trim-left", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value TrimLeft(VirtualMachine machine, Text text) => Trim(machine, text, left: true, right: false);

    /// <summary>The string without white space at its end.</summary>
    [Primitive("string-trim-right", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value TrimRight(VirtualMachine machine, Text text) => Trim(machine, text, left: false, right: true);

    /// <summary>The string in that length: filled at the left (with spaces if no character is given), or its right end.</summary>
    [Primitive("string-pad-left", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value PadLeft(VirtualMachine machine, Text text, int length, CodePoint? fill = null) => Pad(machine, text, length, fill, left: true);

    /// <summary>The string in that length: filled at the right (with spaces if no character is given), or its left end.</summary>
    [Primitive("string-pad-right", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value PadRight(VirtualMachine machine, Text text, int length, CodePoint? fill = null) => Pad(machine, text, length, fill, left: false);

    /// <summary>What <see cref="Find"/> gives when a limit was reached.</summary>
    private const int Stopped = -2;

    /// <summary>Index of the pattern at or after start, -1 if there is none, or <see cref="Stopped"/>.</summary>
    private static int Find(VirtualMachine machine, Text pattern, Text text, int start)
    {
        int last = text.Length - pattern.Length;
        if (pattern.Length == 0)
        {
            return start;
        }

        int first = pattern[0];
        int charged = start;
        for (int at = start; at <= last; at++)
        {
            at = text.IndexOf(first, at);
            int passed = (at < 0 ? text.Length : at) - charged;
            if (passed >= StringPrimitives.CharactersPerTick)
            {
                if (!machine.ChargeTicks(passed / StringPrimitives.CharactersPerTick))
                {
                    return Stopped;
                }

                charged += passed;
            }

            if (at < 0 || at > last)
            {
                return -1;
            }

            // The comparison is charged by the length of the pattern: a bad pair of texts costs their product.
            if (pattern.Length >= StringPrimitives.CharactersPerTick && !machine.ChargeTicks(pattern.Length / StringPrimitives.CharactersPerTick))
            {
                return Stopped;
            }

            if (Matches(pattern, text, at))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool Matches(Text pattern, Text text, int at)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            if (text[at + i] != pattern[i])
            {
                return false;
            }
        }

        return true;
    }

    private static Value Trim(VirtualMachine machine, Text text, bool left, bool right)
    {
        if (!StringPrimitives.Charge(machine, text.Length, Text.SizeOf(text.Length, text.Width)))
        {
            return Value.Signal;
        }

        int start = 0, end = text.Length;
        while (left && start < end && CharacterClass.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (right && end > start && CharacterClass.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return Value.Object(text.Substring(start, end));
    }

    private static Value Pad(VirtualMachine machine, Text text, int length, CodePoint? fill, bool left)
    {
        int codePoint = fill?.Number ?? ' ';
        if (length > StringPrimitives.LongestString)
        {
            return StringPrimitives.TooLong(machine, length);
        }

        if (!StringPrimitives.Charge(machine, length, Text.SizeOf(length, Math.Max(text.Width, TextStorage.WidthOf(codePoint)))))
        {
            return Value.Signal;
        }

        if (text.Length >= length)
        {
            return Value.Object(left ? text.Substring(text.Length - length, text.Length) : text.Substring(0, length));
        }

        var padded = new Text(length, codePoint);
        text.CopyTo(0, text.Length, padded, left ? length - text.Length : 0);
        return Value.Object(padded);
    }
}
