using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.InputOutput;
using Ouro.Scheme.Reader;

namespace Ouro.Scheme.Primitives;

/// <summary>Reading characters, lines, bytes and data.</summary>
[PrimitiveGroup]
internal static partial class InputPrimitives
{
    /// <summary>The next character of the port, taken, or the end-of-file object.</summary>
    [Primitive("read-char", Effects = Effects.Outside, Minimum = 0, Maximum = 1)]
    internal static Value ReadCharacter(VirtualMachine machine, ref Value first, int count)
    {
        if (count == 1 && first.Ref is TextInputPort port && port.TryRead(out int codePoint))
        {
            return Value.Character(codePoint);
        }

        return PortChecks.Input(machine, ref first, count, 0) is { } input ? PortChecks.Got(machine, input, input.Read()) : Value.Signal;
    }

    /// <summary>The next character of the port, not taken, or the end-of-file object.</summary>
    [Primitive("peek-char", Effects = Effects.Outside, Minimum = 0, Maximum = 1)]
    internal static Value PeekCharacter(VirtualMachine machine, ref Value first, int count) =>
        PortChecks.Input(machine, ref first, count, 0) is { } input ? PortChecks.Got(machine, input, input.Peek()) : Value.Signal;

    /// <summary>Whether reading a character would not wait.</summary>
    [Primitive("char-ready?", Effects = Effects.Outside)]
    internal static Value IsCharacterReady(VirtualMachine machine, TextInputPort? port = null) =>
        PortChecks.Input(machine, port, 1) is { } input ? Value.Boolean(input.IsReady) : Value.Signal;

    /// <summary>The characters up to the end of the line, which is taken too, or the end-of-file object.</summary>
    [Primitive("read-line", Effects = Effects.Outside | Effects.Allocate)]
    internal static Value ReadLine(VirtualMachine machine, TextInputPort? port = null)
    {
        if (PortChecks.Input(machine, port, 1) is not { } input)
        {
            return Value.Signal;
        }

        ReadOnlySpan<char> whole = input.Buffer.AsSpan(input.Position);
        int newline = whole.IndexOf('\n');
        return newline < 0 ? ReadLineInParts(machine, input) : ReadBufferedLine(machine, input, whole[..newline]);
    }

    /// <summary>A line that is buffered with its end.</summary>
    private static Value ReadBufferedLine(VirtualMachine machine, TextInputPort input, ReadOnlySpan<char> line)
    {
        int taken = line.Length + 1;
        line = line.EndsWith('\r') ? line[..^1] : line;
        if (!machine.ChargeTicks(line.Length / StringPrimitives.CharactersPerTick))
        {
            return Value.Signal;
        }

        int width = TextStorage.WidthOf(line, out int length);
        if (!machine.ChargeAllocation(Text.SizeOf(length, width)))
        {
            return Value.Signal;
        }

        input.Advance(taken);
        byte[] storage = TextStorage.Allocate(length, width);
        TextStorage.WriteUtf16(storage, width, 0, line);
        return Value.Object(new Text(storage, width, length));
    }

    private static Value ReadLineInParts(VirtualMachine machine, TextInputPort input)
    {
        var line = new TextBuilder();
        while (true)
        {
            if (input.Available == 0 && input.Peek() < 0)
            {
                return input.Failure is not null ? PortChecks.Failure(machine, input, "read from")
                    : line.Length == 0 ? PortChecks.Got(machine, input, input.Read())
                    : Finish(machine, line, input);
            }

            ReadOnlySpan<char> buffered = input.Buffer.AsSpan(input.Position);
            int end = buffered.IndexOf('\n');
            int length = end < 0 ? buffered.Length : end;
            if (!StringPrimitives.Charge(machine, length, line.GrowthFor(length)))
            {
                input.PutBack(line.ToString());
                return Value.Signal;
            }

            line.Append(buffered[..length]);
            input.Advance(length);
            if (end >= 0)
            {
                Value whole = Finish(machine, line, input);
                input.Advance(whole.IsSignal ? 0 : 1);
                return whole;
            }
        }
    }

    /// <summary>At most that many characters; fewer at the end of the input; there, the end-of-file object.</summary>
    [Primitive("read-string", Effects = Effects.Outside | Effects.Allocate)]
    internal static Value ReadString(VirtualMachine machine, int count, TextInputPort? port = null)
    {
        if (PortChecks.Input(machine, port, 2) is not { } input)
        {
            return Value.Signal;
        }

        var text = new TextBuilder();
        while (text.Length < count)
        {
            if (input.Available == 0 && input.Peek() < 0)
            {
                if (input.Failure is not null)
                {
                    return PortChecks.Failure(machine, input, "read from");
                }

                if (text.Length == 0)
                {
                    return PortChecks.Got(machine, input, input.Read());
                }

                break;
            }

            int available = Math.Min(input.Available, count - text.Length);
            if (!StringPrimitives.Charge(machine, available, text.GrowthFor(available)))
            {
                input.PutBack(text.ToString());
                return Value.Signal;
            }

            for (int i = 0; i < available && text.Length < count && input.Available > 0; i++)
            {
                text.Append(input.Read());
            }
        }

        if (!StringPrimitives.Charge(machine, text.Length, Text.SizeOf(text.Length, 2)))
        {
            input.PutBack(text.ToString());
            return Value.Signal;
        }

        return Value.Object(text.ToText());
    }

    /// <summary>The next byte of the port, taken, or the end-of-file object.</summary>
    [Primitive("read-u8", Effects = Effects.Outside)]
    internal static Value ReadByte(VirtualMachine machine, BinaryInputPort? port = null) =>
        PortChecks.BinaryInput(machine, port, 1) is { } input ? PortChecks.Got(machine, input, input.Read()) : Value.Signal;

    /// <summary>The next byte of the port, not taken, or the end-of-file object.</summary>
    [Primitive("peek-u8", Effects = Effects.Outside)]
    internal static Value PeekByte(VirtualMachine machine, BinaryInputPort? port = null) =>
        PortChecks.BinaryInput(machine, port, 1) is { } input ? PortChecks.Got(machine, input, input.Peek()) : Value.Signal;

    /// <summary>Whether reading a byte would not wait.</summary>
    [Primitive("u8-ready?", Effects = Effects.Outside)]
    internal static Value IsByteReady(VirtualMachine machine, BinaryInputPort? port = null) =>
        PortChecks.BinaryInput(machine, port, 1) is { } input ? Value.Boolean(input.IsReady) : Value.Signal;

    /// <summary>A new bytevector of at most that many bytes; fewer at the end of the input; there, the end-of-file object.</summary>
    [Primitive("read-bytevector", Effects = Effects.Outside | Effects.Allocate)]
    internal static Value ReadBytevector(VirtualMachine machine, int count, BinaryInputPort? port = null)
    {
        if (PortChecks.BinaryInput(machine, port, 2) is not { } input)
        {
            return Value.Signal;
        }

        // The count may be far beyond what there is to read: the buffer grows, and is charged, with what comes.
        byte[] bytes = new byte[Math.Min(count, 4096)];
        int length = 0;
        while (true)
        {
            int got = input.Read(bytes.AsSpan(length));
            if (got < 0)
            {
                return PortChecks.Failure(machine, input, "read from");
            }

            length += got;
            if (length < bytes.Length || length == count || length == Array.MaxLength)
            {
                break;
            }

            int capacity = (int)Math.Min(Math.Min(count, Array.MaxLength), 2L * length);
            if (!BytevectorPrimitives.Charge(machine, capacity))
            {
                input.PutBack(bytes.AsSpan(0, length));
                return Value.Signal;
            }

            Array.Resize(ref bytes, capacity);
        }

        if (!BytevectorPrimitives.Charge(machine, length))
        {
            input.PutBack(bytes.AsSpan(0, length));
            return Value.Signal;
        }

        return length == 0 && count > 0 ? Value.EndOfFile : Value.Object(new Bytevector(bytes.AsSpan(0, length).ToArray()));
    }

    /// <summary>Reads bytes into a part of the bytevector; gives how many, or the end-of-file object.</summary>
    [Primitive("read-bytevector!", Effects = Effects.Outside | Effects.WriteVector)]
    internal static Value ReadBytevectorInto(VirtualMachine machine, Bytevector bytevector, BinaryInputPort? port = null, int? start = null, int? end = null)
    {
        if (!Ranges.Check(machine, bytevector.Bytes.Length, start, end, 3, out int from, out int to)
            || !BytevectorPrimitives.Mutable(machine, bytevector, 1)
            || PortChecks.BinaryInput(machine, port, 2) is not { } input
            || !machine.ChargeTicks((to - from) / BytevectorPrimitives.BytesPerTick))
        {
            return Value.Signal;
        }

        int got = input.Read(bytevector.Bytes.AsSpan(from, to - from));
        return got < 0 ? PortChecks.Failure(machine, input, "read from") : got == 0 && to > from ? Value.EndOfFile : Value.Fixnum(got);
    }

    /// <summary>The next datum of the port, or the end-of-file object.</summary>
    [Primitive("read", Effects = Effects.Outside | Effects.Allocate)]
    internal static Value ReadDatum(VirtualMachine machine, TextInputPort? port = null)
    {
        if (PortChecks.Input(machine, port, 1) is not { } input)
        {
            return Value.Signal;
        }

        while (true)
        {
            var reader = new SchemeReader(machine, input.Name, input.Buffer, position: input.Position) { FoldCase = input.FoldsCase };
            var status = reader.Read(out Value datum);

            // Input that ends too early, and a number or symbol that goes to the very end of what is buffered, may go on.
            bool mayGoOn = status is ReadStatus.EndOfInput or ReadStatus.Incomplete
                || (reader.Position == input.Buffer.Length && status is ReadStatus.Datum && !IsDelimited(input.Buffer));
            if (mayGoOn && input.Extend())
            {
                continue;
            }

            if (mayGoOn && input.Failure is not null)
            {
                return PortChecks.Failure(machine, input, "read from");
            }

            if (status == ReadStatus.Stopped)
            {
                // Nothing was read: a run that goes on after the limit reads from here again.
                return Value.Signal;
            }

            // A directive before the datum holds for the data after it, too.
            input.Advance(reader.Position - input.Position);
            input.FoldsCase = reader.FoldCase;
            switch (status)
            {
                case ReadStatus.Datum:
                    return datum;
                case ReadStatus.EndOfInput:
                    return PortChecks.Got(machine, input, input.Read());
                default:
                    return machine.Raise(Value.Object(reader.Error!));
            }
        }
    }

    /// <summary>Whether a datum that ends the text ends with a character that nothing can follow.</summary>
    private static bool IsDelimited(string text) => text.Length > 0 && text[^1] is ')' or ']' or '"';

    /// <summary>A line without its end; a carriage return before the newline belongs to that.</summary>
    private static Value Finish(VirtualMachine machine, TextBuilder line, TextInputPort input)
    {
        var text = line.ToText();
        if (text.Length > 0 && text[text.Length - 1] == '\r')
        {
            text = text.Substring(0, text.Length - 1);
        }

        if (!machine.ChargeAllocation(Text.SizeOf(text.Length, text.Width)))
        {
            input.PutBack(line.ToString());
            return Value.Signal;
        }

        return Value.Object(text);
    }
}
