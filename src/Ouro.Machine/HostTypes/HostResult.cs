// From what the host gives to guest values. Nothing here touches the machine's state but the table of types, which may be used
// from any thread: arguments of delegates are converted where the delegate was called.

using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Ouro.Machine.Execution;

namespace Ouro.Machine.HostTypes;

/// <summary>Objects of the host on their way to the guest.</summary>
internal static class HostResult
{
    /// <summary>Any object. Numbers, text, truth, characters and byte arrays become the guest's own; other objects stay what they are.</summary>
    internal static Value FromObject(HostBridge bridge, object? content) => content switch
    {
        null => bridge.Null,
        string text => Value.Object(new Text(text)),
        Type type => Value.Object(bridge.TypeOf(type)),
        byte[] bytes when bytes.GetType() == typeof(byte[]) => Value.Object(new Bytevector(bytes)),
        BigInteger big => Value.Integer(big),
        Int128 number => Value.Integer(number),
        UInt128 number => Value.Integer(number),
        Half number => Value.Flonum((double)number),
        nint number => Value.Fixnum(number),
        nuint number => FromUnsigned(number),
        Rune rune => Value.Character(rune.Value),
        Value value => value,
        Enum => Value.Object(content),
        IConvertible number => FromConvertible(number),
        Delegate { Target: GuestDelegate guest } => Value.Object(guest.Procedure),
        HostCast cast => FromObject(bridge, cast.Content),
        _ => Value.Object(content),
    };

    private static Value FromConvertible(IConvertible number) => number.GetTypeCode() switch
    {
        TypeCode.Boolean => Value.Boolean((bool)number),
        TypeCode.Char => Value.Character((char)number),
        TypeCode.Double or TypeCode.Single => Value.Flonum(number.ToDouble(CultureInfo.InvariantCulture)),
        TypeCode.UInt64 => FromUnsigned((ulong)number),
        TypeCode.Decimal => FromDecimal((decimal)number),
        TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 => Value.Fixnum(number.ToInt64(CultureInfo.InvariantCulture)),
        _ => Value.Object(number),
    };

    /// <summary>A value of a type that is known where the code is made: the tests go away when it is compiled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Value From<T>(HostBridge bridge, T content)
    {
        if (typeof(T) == typeof(int))
        {
            return Value.Fixnum((int)(object)content!);
        }

        if (typeof(T) == typeof(long))
        {
            return Value.Fixnum((long)(object)content!);
        }

        if (typeof(T) == typeof(double))
        {
            return Value.Flonum((double)(object)content!);
        }

        if (typeof(T) == typeof(bool))
        {
            return Value.Boolean((bool)(object)content!);
        }

        if (typeof(T) == typeof(char))
        {
            return Value.Character((char)(object)content!);
        }

        return FromObject(bridge, content);
    }

    private static Value FromUnsigned(ulong number) => number <= long.MaxValue ? Value.Fixnum((long)number) : Value.Integer(number);

    /// <summary>Exactly: a decimal number has a finite expansion.</summary>
    private static Value FromDecimal(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        _ = decimal.GetBits(number, bits);
        int scale = bits[3] >> 16 & 0xFF;
        var digits = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return Real.Ratio(bits[3] < 0 ? -digits : digits, BigInteger.Pow(10, scale));
    }

    /// <summary>Charges for a result that was made: its text or its bytes.</summary>
    /// <returns>The result, or the signal when a limit is reached.</returns>
    internal static Value Charged(VirtualMachine machine, Value result)
    {
        long bytes = result.Ref switch
        {
            Text text => Text.SizeOf(text.Length, text.Width),
            Bytevector content => Bytevector.SizeOf(content.Bytes.Length),
            _ => 32,
        };
        return machine.ChargeAllocation(bytes) && machine.ChargeTicks(bytes >> 6) ? result : Value.Signal;
    }
}
