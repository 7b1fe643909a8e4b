// J.-P. Aumasson and D. J. Bernstein, "SipHash" (2012), with one round a word and three at the end, as CPython hashes str and bytes since 3.11.

using System.Buffers.Binary;
using System.Numerics;

namespace Ouro.Python.Values.Modules;

/// <summary>Hashes of texts and bytes. They cost the length.</summary>
/// <param name="Key0">First half of the secret: 0 where hashes are not randomised.</param>
/// <param name="Key1">Second half.</param>
internal readonly record struct SipHash(ulong Key0, ulong Key1)
{
    /// <summary><c>hash</c> of a text: of its characters in one, two or four bytes each, whichever is the least that holds them all.</summary>
    internal long Of(Text text)
    {
        int width = TextStorage.WidthOf(text.Storage, text.Width, 0, text.Length);
        return Of(width == text.Width ? text.Storage : TextStorage.Convert(text.Storage, text.Width, text.Length, width, text.Length));
    }

    /// <summary><c>hash</c> of bytes.</summary>
    internal long Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return 0;
        }

        long hash = (long)Raw(bytes);
        return hash == -1 ? -2 : hash;
    }

    private ulong Raw(ReadOnlySpan<byte> bytes)
    {
        ulong last = (ulong)bytes.Length << 56;
        ulong v0 = Key0 ^ 0x736F6D6570736575;
        ulong v1 = Key1 ^ 0x646F72616E646F6D;
        ulong v2 = Key0 ^ 0x6C7967656E657261;
        ulong v3 = Key1 ^ 0x7465646279746573;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            v3 ^= word;
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= word;
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            last |= (ulong)bytes[i] << 8 * i;
        }

        v3 ^= last;
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;
        v2 ^= 0xFF;
        for (int i = 0; i < 3; i++)
        {
            Round(ref v0, ref v1, ref v2, ref v3);
        }

        return v0 ^ v1 ^ (v2 ^ v3);
    }

    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v2 += v3;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}
