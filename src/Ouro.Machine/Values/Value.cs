// The one representation of every guest value, 16 bytes, passed and stored as it is.
//
//   Ref == null            a fixnum: 64 bits, two's complement, in Bits
//   Ref == Tag.Flonum      a double: its IEEE bits in Bits
//   Ref == Tag.Character   a code point in Bits
//   Ref == another tag     an immediate singleton (false, true, empty list, ...), Bits == 0
//   Ref == anything else   that object, Bits == 0
//
// Invariants that the rest of the machine relies on:
// - tags are frozen objects (never moved, storing one needs no write barrier): typeof(...) is one;
// - for heap objects and singletons Bits is 0, so `eq?` is equality of both words;
// - default(Value) is fixnum 0. "No value" is Value.Unbound, never default.

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ouro.Machine.Values;

/// <summary>The frozen objects that mark immediate values. Compare with <c>==</c> on references only.</summary>
internal static class Tag
{
    internal static class FlonumTag;
    internal static class CharacterTag;
    internal static class FalseTag;
    internal static class TrueTag;
    internal static class EmptyListTag;
    internal static class UnspecifiedTag;
    internal static class EndOfFileTag;
    internal static class UnboundTag;
    internal static class AbsentTag;
    internal static class SignalTag;

    internal static object Flonum { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => typeof(FlonumTag); }
    internal static object Character { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => typeof(CharacterTag); }
    internal static object False { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => typeof(FalseTag); }
    internal static object True { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => typeof(TrueTag); }
    internal static object EmptyList { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => typeof(EmptyListTag); }
    internal static object Unspecified { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => typeof(UnspecifiedTag); }
    internal static object EndOfFile { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => typeof(EndOfFileTag); }
    internal static object Unbound { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => typeof(UnboundTag); }
    internal static object Absent { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => typeof(AbsentTag); }
    internal static object Signal { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => typeof(SignalTag); }
}

/// <summary>A guest value. See the head of this file for the encoding.</summary>
/// <remarks>Names the types of <see cref="Tag"/> themselves: its properties would be one method more each to compile at every start.</remarks>
public struct Value : IEquatable<Value>
{
    /// <summary>Null for a fixnum, a tag for other immediates, otherwise the object itself.</summary>
    internal object? Ref;

    /// <summary>The payload of an immediate; 0 for objects and singletons.</summary>
    internal long Bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Value(object? reference, long bits)
    {
        Ref = reference;
        Bits = bits;
    }

    /// <summary>Wraps a heap object that is already a guest value (Pair, Text, Symbol, ..., any .NET object). For numbers use the named constructors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Object(object reference) => new(reference, 0);

    /// <summary>An exact integer that fits 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Fixnum(long value) => new(null, value);

    /// <summary>An IEEE double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Flonum(double value) => new(Tag.Flonum, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A character by its code point, 0 to 0x10FFFF (lone surrogates included).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Character(int codePoint) => new(Tag.Character, codePoint);

    /// <summary>Guest true or false.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Boolean(bool value) => new(value ? typeof(Tag.TrueTag) : typeof(Tag.FalseTag), 0);

    /// <summary>An exact integer of any size, normalised: what fits 64 bits becomes a fixnum.</summary>
    public static Value Integer(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? Fixnum((long)value) : Object(new Bignum(value));

    public static Value False { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => new(typeof(Tag.FalseTag), 0); }
    public static Value True { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => new(typeof(Tag.TrueTag), 0); }
    public static Value EmptyList { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => new(typeof(Tag.EmptyListTag), 0); }
    public static Value Unspecified { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => new(typeof(Tag.UnspecifiedTag), 0); }
    public static Value EndOfFile { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => new(typeof(Tag.EndOfFileTag), 0); }

    /// <summary>The content of a variable that has no value yet. Never seen by guest code.</summary>
    public static Value Unbound { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => new(typeof(Tag.UnboundTag), 0); }

    /// <summary>Stands for an optional argument that was not given. Never seen by guest code.</summary>
    public static Value Absent { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => new(typeof(Tag.AbsentTag), 0); }

    /// <summary>Returned instead of a result: <see cref="Execution.VirtualMachine.Pending"/> says what is to happen.</summary>
    internal static Value Signal { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => new(typeof(Tag.SignalTag), 0); }

    public readonly bool IsFixnum { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Ref is null; }
    public readonly bool IsFlonum { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Ref == (object)typeof(Tag.FlonumTag); }
    public readonly bool IsCharacter { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Ref == (object)typeof(Tag.CharacterTag); }
    public readonly bool IsFalse { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Ref == (object)typeof(Tag.FalseTag); }
    public readonly bool IsTrue { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Ref == (object)typeof(Tag.TrueTag); }
    public readonly bool IsBoolean { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Ref == (object)typeof(Tag.FalseTag) || Ref == (object)typeof(Tag.TrueTag); }
    public readonly bool IsEmptyList { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Ref == (object)typeof(Tag.EmptyListTag); }
    public readonly bool IsUnspecified { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Ref == (object)typeof(Tag.UnspecifiedTag); }
    public readonly bool IsEndOfFile { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Ref == (object)typeof(Tag.EndOfFileTag); }
    public readonly bool IsUnbound { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Ref == (object)typeof(Tag.UnboundTag); }
    public readonly bool IsAbsent { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Ref == (object)typeof(Tag.AbsentTag); }
    internal readonly bool IsSignal { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Ref == (object)typeof(Tag.SignalTag); }

    /// <summary>The integer of a fixnum. Meaningless unless <see cref="IsFixnum"/>.</summary>
    public readonly long AsFixnum { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Bits; }

    /// <summary>The double of a flonum. Meaningless unless <see cref="IsFlonum"/>.</summary>
    public readonly double AsFlonum { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => BitConverter.Int64BitsToDouble(Bits); }

    /// <summary>The code point of a character. Meaningless unless <see cref="IsCharacter"/>.</summary>
    public readonly int AsCharacter { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (int)Bits; }

    /// <summary>The object, or null for a fixnum; for other immediates a tag that means nothing outside the machine.</summary>
    public readonly object? AsObject { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Ref; }

    /// <summary>Identity, the guest's <c>eq?</c>: the same object, or the same immediate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Same(in Value left, in Value right) => left.Ref == right.Ref && left.Bits == right.Bits;

    public readonly bool Equals(Value other) => Same(this, other);
    public override readonly bool Equals(object? obj) => obj is Value other && Same(this, other);
    public override readonly int GetHashCode() => HashCode.Combine(Ref is null ? 0 : RuntimeHelpers.GetHashCode(Ref), Bits);
    public static bool operator ==(Value left, Value right) => Same(left, right);
    public static bool operator !=(Value left, Value right) => !Same(left, right);
}
