// Hashes of guest values for tables: deterministic, because they come from contents and from the identity numbers that the
// machine issues, never from addresses or a seed.

using System.Numerics;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Values;

/// <summary>Hash functions that agree with the equalities: what is equal hashes equal.</summary>
internal static class Hashing
{
    /// <summary>How many parts of a structure its hash looks at.</summary>
    private const int PartLimit = 48;

    private const int DepthLimit = 6;

    /// <summary>For identity.</summary>
    internal static int OfIdentity(VirtualMachine machine, in Value value)
    {
        var reference = value.Ref;
        if (reference is null)
        {
            return OfBits(value.Bits);
        }

        // Asking for the commonest class first spares the walk up the class hierarchy.
        if (reference is Symbol symbol && symbol.Identity != 0)
        {
            return symbol.Identity;
        }

        if (reference is HeapObject heapObject)
        {
            return heapObject.Identity != 0 ? heapObject.Identity : heapObject.Identity = machine.NextIdentity();
        }

        if (reference == Tag.Flonum || reference == Tag.Character)
        {
            return OfBits(value.Bits) + 0x5A5A;
        }

        // Singletons are types of the host, shared by all machines: they have no identity of their own.
        return reference is Type ? OfSingleton(value) : machine.IdentityOf(reference);
    }

    /// <summary>For <c>eqv?</c>.</summary>
    internal static int OfEqv(VirtualMachine machine, in Value value) => value.Ref switch
    {
        Bignum bignum => OfInteger(bignum.Value),
        Ratnum ratio => Combine(OfInteger(ratio.Numerator), OfInteger(ratio.Denominator)),
        Compnum complex => Combine(OfEqv(machine, complex.Real), OfEqv(machine, complex.Imaginary)),
        _ => value.IsFlonum && double.IsNaN(value.AsFlonum) ? 0x7FF8 : OfIdentity(machine, value),
    };

    /// <summary>For <c>equal?</c>: contents up to a bounded number of parts and depth, so that cyclic data have one too.</summary>
    internal static int OfEqual(VirtualMachine machine, in Value value)
    {
        if (value.Ref is Text text)
        {
            return text.GetHashCode();
        }

        var parts = PartLimit;
        return OfStructure(machine, value, ref parts, DepthLimit);
    }

    // Recursion is bounded by DepthLimit.
    private static int OfStructure(VirtualMachine machine, in Value value, ref int parts, int depth)
    {
        parts--;
        switch (value.Ref)
        {
            case Text text:
                return text.GetHashCode();
            case Bytevector bytes:
                return OfBytes(bytes.Bytes);
            case Pair or Vector when depth == 0:
                return value.Ref is Pair ? 0x1157 : 0x7EC7;
            case Pair:
                var hash = 0x1157;
                var rest = value;
                for (; rest.Ref is Pair pair && parts > 0; rest = pair.Cdr)
                {
                    hash = Combine(hash, OfStructure(machine, pair.Car, ref parts, depth - 1));
                }

                return rest.Ref is Pair || rest.IsEmptyList || parts <= 0 ? hash : Combine(hash, OfStructure(machine, rest, ref parts, depth - 1));
            case Vector vector:
                var sum = 0x7EC7 + vector.Items.Length;
                for (var index = 0; index < vector.Items.Length && parts > 0; index++)
                {
                    sum = Combine(sum, OfStructure(machine, vector.Items[index], ref parts, depth - 1));
                }

                return sum;
            default:
                return OfEqv(machine, value);
        }
    }

    private static int OfBytes(byte[] bytes)
    {
        var hash = bytes.Length;
        for (var index = 0; index < bytes.Length && index < 256; index++)
        {
            hash = hash * 31 + bytes[index];
        }

        return hash;
    }

    private static int OfSingleton(in Value value) =>
        value.IsFalse ? 1 : value.IsTrue ? 2 : value.IsEmptyList ? 3 : value.IsUnspecified ? 4 : value.IsEndOfFile ? 5 : 6;

    /// <summary>For a fixnum, whatever the equality.</summary>
    internal static int OfBits(long bits) => (int)(bits ^ (bits >>> 32));

    /// <summary>The remainder by a prime: the host's hash of large integers is seeded.</summary>
    private static int OfInteger(BigInteger integer) => (int)(integer % int.MaxValue);

    private static int Combine(int left, int right) => (left * 31 + right) ^ (left >>> 17);
}
