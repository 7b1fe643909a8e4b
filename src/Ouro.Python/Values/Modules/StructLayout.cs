// The module struct: a format is read once into the places of its values. What is native is that of 64-bit Unix.

using System.Buffers.Binary;
using System.Numerics;

namespace Ouro.Python.Values.Modules;

/// <summary>Values of one kind beside each other.</summary>
/// <param name="Code">The format character.</param>
/// <param name="Count">How many; for s and p one value of so many bytes.</param>
/// <param name="Offset">Where the first begins.</param>
/// <param name="Size">The bytes of one.</param>
internal readonly record struct StructField(char Code, long Count, long Offset, int Size)
{
    /// <summary>How many Python values that is.</summary>
    internal long Values => Code is 's' or 'p' ? 1 : Code == 'x' ? 0 : Count;
}

/// <summary>A format that was read.</summary>
/// <param name="Fields">Its fields, without padding.</param>
/// <param name="Size">The bytes of the whole.</param>
/// <param name="Values">How many Python values it takes.</param>
/// <param name="IsBigEndian">The order of bytes.</param>
internal sealed record StructLayout(StructField[] Fields, long Size, long Values, bool IsBigEndian)
{
    internal const string Error = "struct.error";
    private const string OutOfRange = "argument out of range";

    /// <summary>Reads a format.</summary>
    /// <returns>Null: see <see cref="Meter"/>.</returns>
    internal static StructLayout? Parse(Meter meter, Text format)
    {
        if (!meter.Work(format.Length) || !meter.Allocate(32L * format.Length))
        {
            return null;
        }

        int mark = format.Length > 0 ? format[0] : 0;
        bool isNative = mark is not ('=' or '<' or '>' or '!');
        int at = mark is '@' or '=' or '<' or '>' or '!' ? 1 : 0;
        var fields = new List<StructField>();
        long size = 0;
        long values = 0;
        while (at < format.Length)
        {
            int code = format[at++];
            if (code is ' ' or (>= '\t' and <= '\r'))
            {
                continue;
            }

            long count = 1;
            if (code is >= '0' and <= '9')
            {
                count = code - '0';
                for (; at < format.Length && format[at] is >= '0' and <= '9'; at++)
                {
                    int digit = format[at] - '0';
                    if (count > (long.MaxValue - digit) / 10)
                    {
                        return Wrong(meter, "total struct size too long");
                    }

                    count = count * 10 + digit;
                }

                if (at == format.Length)
                {
                    return Wrong(meter, "repeat count given without format specifier");
                }

                code = format[at++];
            }

            int one = SizeOf(code, isNative);
            if (one < 0)
            {
                return Wrong(meter, "bad char in struct format");
            }

            size = isNative && one > 1 ? (size + one - 1) / one * one : size;
            if (count > (long.MaxValue - size) / one || size > long.MaxValue - 16)
            {
                return Wrong(meter, "total struct size too long");
            }

            var field = new StructField((char)code, count, size, one);
            size += count * one;
            values += field.Values;
            if (code != 'x' && (count > 0 || code is 's' or 'p'))
            {
                fields.Add(field);
            }
        }

        return new StructLayout([.. fields], size, values, mark is '>' or '!');
    }

    /// <summary>Whether a buffer has the size that <c>unpack</c> wants.</summary>
    internal bool CheckExact(Meter meter, long length) => length == Size || meter.Fail(Error, $"unpack requires a buffer of {Size} bytes");

    /// <summary>Where <c>unpack_from</c> or <c>pack_into</c> begins in a buffer; -1: the meter has the error.</summary>
    internal long OffsetIn(Meter meter, long length, long offset, bool isPack)
    {
        if (offset < 0 && offset + Size > 0)
        {
            meter.Fail(Error, isPack ? $"no space to pack {Size} bytes at offset {offset}" : $"not enough data to unpack {Size} bytes at offset {offset}");
            return -1;
        }

        if (offset < 0 && offset + length < 0)
        {
            meter.Fail(Error, $"offset {offset} out of range for {length}-byte buffer");
            return -1;
        }

        long from = offset < 0 ? offset + length : offset;
        if (length - from < Size)
        {
            string what = isPack ? "pack_into" : "unpack_from";
            meter.Fail(Error, $"{what} requires a buffer of at least {(UInt128)from + (UInt128)Size} bytes for {(isPack ? "packing" : "unpacking")} {Size} bytes at offset {from} (actual buffer size is {length})");
            return -1;
        }

        return from;
    }

    /// <summary>Whether <c>pack</c> was given as many values as it takes.</summary>
    internal bool CheckCount(Meter meter, long given, string method = "pack") =>
        given == Values || meter.Fail(Error, $"{method} expected {Values} items for packing (got {given})");

    /// <summary>Whether a field takes an integer.</summary>
    internal static bool IsInteger(char code) => code is 'b' or 'B' or 'h' or 'H' or 'i' or 'I' or 'l' or 'L' or 'q' or 'Q' or 'n' or 'N' or 'P';

    /// <summary>Writes an integer.</summary>
    internal bool Write(Meter meter, StructField field, BigInteger value, Span<byte> target)
    {
        bool isSigned = char.IsLower(field.Code);
        var least = isSigned ? -(BigInteger.One << (8 * field.Size - 1)) : BigInteger.Zero;
        var most = (BigInteger.One << (8 * field.Size - (isSigned ? 1 : 0))) - 1;
        if (field.Code == 'P' && value.Sign < 0 && value >= long.MinValue)
        {
            value += BigInteger.One << 64;
        }

        if (value < least || value > most)
        {
            return RangeError(meter, field, value, least, most);
        }

        ulong bits = value.Sign < 0 ? (ulong)(long)value : (ulong)value;
        for (int i = 0; i < field.Size; i++)
        {
            target[IsBigEndian ? field.Size - 1 - i : i] = (byte)(bits >> 8 * i);
        }

        return true;
    }

    /// <summary>Writes a float for e, f or d.</summary>
    internal bool Write(Meter meter, StructField field, double value, Span<byte> target, bool isNative)
    {
        switch (field.Code)
        {
            case 'd':
                BinaryPrimitives.WriteDoubleLittleEndian(target, value);
                break;
            case 'f':
                float single = (float)value;
                if (float.IsInfinity(single) && double.IsFinite(value) && !isNative)
                {
                    return meter.OverflowError("float too large to pack with f format");
                }

                BinaryPrimitives.WriteSingleLittleEndian(target, single);
                break;
            default:
                var half = (Half)value;
                if (Half.IsInfinity(half) && double.IsFinite(value))
                {
                    return meter.OverflowError("float too large to pack with e format");
                }

                BinaryPrimitives.WriteHalfLittleEndian(target, half);
                break;
        }

        if (IsBigEndian)
        {
            target[..field.Size].Reverse();
        }

        return true;
    }

    /// <summary>Writes bytes for s or p, cut or filled with zeros.</summary>
    internal static void Write(StructField field, ReadOnlySpan<byte> value, Span<byte> target)
    {
        target = target[..(int)field.Count];
        target.Clear();
        if (field.Code == 'p' && field.Count > 0)
        {
            int length = (int)Math.Min(value.Length, field.Count - 1);
            target[0] = (byte)Math.Min(length, 255);
            value[..length].CopyTo(target[1..]);
        }
        else if (field.Code == 's')
        {
            value[..(int)Math.Min(value.Length, field.Count)].CopyTo(target);
        }
    }

    /// <summary>Reads an integer.</summary>
    internal Value ReadInteger(StructField field, ReadOnlySpan<byte> source)
    {
        ulong bits = 0;
        for (int i = 0; i < field.Size; i++)
        {
            bits |= (ulong)source[IsBigEndian ? field.Size - 1 - i : i] << 8 * i;
        }

        int unused = 64 - 8 * field.Size;
        return char.IsLower(field.Code) ? Value.Fixnum((long)(bits << unused) >> unused) : Value.Integer(bits);
    }

    /// <summary>Reads a float.</summary>
    internal double ReadFloat(StructField field, ReadOnlySpan<byte> source)
    {
        Span<byte> bytes = stackalloc byte[8];
        source[..field.Size].CopyTo(bytes);
        bytes = bytes[..field.Size];
        if (IsBigEndian)
        {
            bytes.Reverse();
        }

        return field.Code switch
        {
            'd' => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            'f' => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            _ => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        };
    }

    /// <summary>Reads the bytes of s or p.</summary>
    internal static ReadOnlySpan<byte> ReadBytes(StructField field, ReadOnlySpan<byte> source)
    {
        source = source[..(int)field.Count];
        return field.Code == 's' || source.IsEmpty ? source : source.Slice(1, Math.Min(source[0], source.Length - 1));
    }

    private static int SizeOf(int code, bool isNative) => code switch
    {
        'x' or 'c' or 'b' or 'B' or '?' or 's' or 'p' => 1,
        'h' or 'H' or 'e' => 2,
        'i' or 'I' or 'f' => 4,
        'l' or 'L' => isNative ? 8 : 4,
        'q' or 'Q' or 'd' => 8,
        'n' or 'N' or 'P' when isNative => 8,
        _ => -1,
    };

    private bool RangeError(Meter meter, StructField field, BigInteger value, BigInteger least, BigInteger most)
    {
        if (meter.Version >= 12 && field.Code != 'P')
        {
            return meter.Fail(Error, $"'{field.Code}' format requires {least} <= number <= {most}");
        }

        // First it must fit the C type that the argument is converted to.
        bool isLong = field.Code is 'I' or 'L' or 'Q' or 'N' ? value.Sign >= 0 && value <= ulong.MaxValue : value >= long.MinValue && value <= long.MaxValue;
        if (field.Code == 'P' || (IsBigEndian && field.Size == 8))
        {
            return meter.Fail(Error, "int too large to convert");
        }

        // In the order of bytes that is not the machine's own, short integers are treated as long ones.
        if (!isLong || field.Size == 8 || (IsBigEndian && field.Code == 'H' && value.Sign < 0))
        {
            return meter.Fail(Error, OutOfRange);
        }

        string? name = (field.Code, IsBigEndian) switch { ('b', _) => "byte", ('B', _) => "ubyte", ('h', false) => "short", ('H', false) => "ushort", _ => null };
        return meter.Fail(Error, $"{name ?? $"'{field.Code}'"} format requires {least} <= number <= {most}");
    }

    private static StructLayout? Wrong(Meter meter, string message)
    {
        meter.Fail(Error, message);
        return null;
    }
}
