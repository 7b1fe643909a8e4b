using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>Bytevectors, and their conversion from and to strings.</summary>
[PrimitiveGroup]
internal static partial class BytevectorPrimitives
{
    /// <summary>Bytes that one tick pays for.</summary>
    internal const int BytesPerTick = 64;

    /// <summary>Whether the object is a bytevector.</summary>
    [Primitive("bytevector?")]
    internal static bool IsBytevector(Value candidate) => candidate.AsObject is Bytevector;

    /// <summary>The number of bytes.</summary>
    [Primitive("bytevector-length")]
    internal static int Length(Bytevector bytevector) => bytevector.Bytes.Length;

    /// <summary>A new bytevector of a length, each byte the fill (0 if none is given).</summary>
    [Primitive("make-bytevector", Effects = Effects.Allocate)]
    internal static Value MakeBytevector(VirtualMachine machine, int length, int fill = 0)
    {
        if (fill > byte.MaxValue)
        {
            return machine.OutOfRange(2, Value.Fixnum(fill), "a byte, 0 to 255");
        }

        if (length > Array.MaxLength)
        {
            return machine.OutOfRange(1, Value.Fixnum(length), $"at most {Array.MaxLength}");
        }

        if (!Charge(machine, length))
        {
            return Value.Signal;
        }

        byte[] bytes = new byte[length];
        if (fill != 0)
        {
            Array.Fill(bytes, (byte)fill);
        }

        return Value.Object(new Bytevector(bytes));
    }

    /// <summary>A new bytevector of the arguments, which are bytes.</summary>
    [Primitive("bytevector", Effects = Effects.Allocate)]
    internal static Value BytevectorOf(VirtualMachine machine, ReadOnlySpan<Value> rest)
    {
        if (!Charge(machine, rest.Length))
        {
            return Value.Signal;
        }

        byte[] bytes = new byte[rest.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (!rest[i].IsFixnum || (ulong)rest[i].AsFixnum > byte.MaxValue)
            {
                return machine.WrongType(i + 1, rest[i], "a byte, 0 to 255");
            }

            bytes[i] = (byte)rest[i].AsFixnum;
        }

        return Value.Object(new Bytevector(bytes));
    }

    /// <summary>The byte at the index.</summary>
    [Primitive("bytevector-u8-ref", Effects = Effects.ReadVector)]
    internal static Value ByteAt(VirtualMachine machine, Bytevector bytevector, int index) =>
        Ranges.Index(machine, bytevector.Bytes.Length, index, 2) ? Value.Fixnum(bytevector.Bytes[index]) : Value.Signal;

    /// <summary>Stores a byte.</summary>
    [Primitive("bytevector-u8-set!", Effects = Effects.WriteVector)]
    internal static Value SetByte(VirtualMachine machine, Bytevector bytevector, int index, int content)
    {
        if (!Ranges.Index(machine, bytevector.Bytes.Length, index, 2) || !IsByte(machine, content, 3) || !Mutable(machine, bytevector, 1))
        {
            return Value.Signal;
        }

        bytevector.Bytes[index] = (byte)content;
        return Value.Unspecified;
    }

    /// <summary>Stores one byte in all places of the bytevector or of a part.</summary>
    [Primitive("bytevector-fill!", Effects = Effects.WriteVector)]
    internal static Value Fill(VirtualMachine machine, Bytevector bytevector, int fill, int? start = null, int? end = null)
    {
        if (!IsByte(machine, fill, 2)
            || !Ranges.Check(machine, bytevector.Bytes.Length, start, end, 3, out int from, out int to)
            || !Mutable(machine, bytevector, 1)
            || !machine.ChargeTicks((to - from) / BytesPerTick))
        {
            return Value.Signal;
        }

        bytevector.Bytes.AsSpan(from, to - from).Fill((byte)fill);
        return Value.Unspecified;
    }

    /// <summary>A new bytevector of the bytes of the bytevector or of a part.</summary>
    [Primitive("bytevector-copy", Effects = Effects.ReadVector | Effects.Allocate)]
    internal static Value Copy(VirtualMachine machine, Bytevector bytevector, int? start = null, int? end = null) =>
        Ranges.Check(machine, bytevector.Bytes.Length, start, end, 2, out int from, out int to) && Charge(machine, to - from)
            ? Value.Object(new Bytevector(bytevector.Bytes.AsSpan(from, to - from).ToArray()))
            : Value.Signal;

    /// <summary>Copies a part of one bytevector over a part of another, or of the same.</summary>
    [Primitive("bytevector-copy!", Effects = Effects.ReadVector | Effects.WriteVector)]
    internal static Value CopyTo(VirtualMachine machine, Bytevector target, int at, Bytevector source, int? start = null, int? end = null)
    {
        if (!Ranges.Check(machine, source.Bytes.Length, start, end, 4, out int from, out int to)
            || !Ranges.Fits(machine, target.Bytes.Length, at, to - from, 2)
            || !Mutable(machine, target, 1)
            || !machine.ChargeTicks((to - from) / BytesPerTick))
        {
            return Value.Signal;
        }

        source.Bytes.AsSpan(from, to - from).CopyTo(target.Bytes.AsSpan(at));
        return Value.Unspecified;
    }

    /// <summary>A new bytevector of the bytes of the bytevectors, one after the other.</summary>
    [Primitive("bytevector-append", Effects = Effects.ReadVector | Effects.Allocate)]
    internal static Value Append(VirtualMachine machine, ReadOnlySpan<Value> rest)
    {
        long length = 0;
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i].AsObject is not Bytevector part)
            {
                return machine.WrongType(i + 1, rest[i], "a bytevector");
            }

            length += part.Bytes.Length;
        }

        if (length > Array.MaxLength)
        {
            return machine.Fail(ConditionKind.OutOfRange, $"a bytevector of {length} bytes is too long");
        }

        if (!Charge(machine, length))
        {
            return Value.Signal;
        }

        byte[] bytes = new byte[length];
        int at = 0;
        foreach (Value value in rest)
        {
            byte[] part = ((Bytevector)value.AsObject!).Bytes;
            part.CopyTo(bytes, at);
            at += part.Length;
        }

        return Value.Object(new Bytevector(bytes));
    }

    /// <summary>The UTF-8 of the string or of a part.</summary>
    [Primitive("string->utf8", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value ToUtf8(VirtualMachine machine, Text text, int? start = null, int? end = null)
    {
        if (!Ranges.Check(machine, text.Length, start, end, 2, out int from, out int to)
            || !machine.ChargeTicks((to - from) / BytesPerTick)
            || !machine.ChargeAllocation(Bytevector.SizeOf(Utf8.CountBytes(text, from, to))))
        {
            return Value.Signal;
        }

        return Value.Object(new Bytevector(Utf8.Encode(text, from, to)));
    }

    /// <summary>The string whose UTF-8 the bytevector or a part of it holds. What is not valid UTF-8 becomes U+FFFD.</summary>
    [Primitive("utf8->string", Effects = Effects.ReadVector | Effects.Allocate)]
    internal static Value FromUtf8(VirtualMachine machine, Bytevector bytevector, int? start = null, int? end = null)
    {
        if (!Ranges.Check(machine, bytevector.Bytes.Length, start, end, 2, out int from, out int to)
            || !machine.ChargeTicks((to - from) / BytesPerTick)
            || !machine.ChargeAllocation(Text.SizeOf(to - from, 2)))
        {
            return Value.Signal;
        }

        return Value.Object(Utf8.Decode(bytevector.Bytes.AsSpan(from, to - from), out _));
    }

    /// <summary>Whether a bytevector may be stored into; otherwise raises.</summary>
    internal static bool Mutable(VirtualMachine machine, Bytevector bytevector, int argument)
    {
        if ((bytevector.Flags & ObjectFlags.Constant) == 0)
        {
            return true;
        }

        _ = machine.Immutable(argument, Value.Object(bytevector));
        return false;
    }

    /// <summary>Charges making and filling a bytevector.</summary>
    internal static bool Charge(VirtualMachine machine, long length) =>
        machine.ChargeTicks(length / BytesPerTick) && machine.ChargeAllocation(Bytevector.SizeOf(length));

    private static bool IsByte(VirtualMachine machine, int content, int argument)
    {
        if (content <= byte.MaxValue)
        {
            return true;
        }

        _ = machine.OutOfRange(argument, Value.Fixnum(content), "a byte, 0 to 255");
        return false;
    }
}
