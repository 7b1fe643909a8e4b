// M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), with the initialisation by an array of 2002: what the module _random
// has, so that a seed gives the numbers that it gives there.

using System.Numerics;

namespace Ouro.Python.Values.Modules;

/// <summary>A generator of pseudo-random numbers.</summary>
internal sealed class MersenneTwister
{
    /// <summary>Words of state.</summary>
    internal const int Size = 624;

    private const int Shift = 397;
    private const uint Upper = 0x80000000;
    private const uint Lower = 0x7FFFFFFF;

    private readonly uint[] _state = new uint[Size];
    private int _index = Size;

    /// <summary>Seeds with the absolute value of an integer.</summary>
    internal void Seed(BigInteger seed)
    {
        byte[] bytes = BigInteger.Abs(seed).ToByteArray(isUnsigned: true);
        uint[] key = new uint[Math.Max(1, (bytes.Length + 3) / 4)];
        for (int i = 0; i < bytes.Length; i++)
        {
            key[i / 4] |= (uint)bytes[i] << 8 * (i % 4);
        }

        Seed(key);
    }

    /// <summary>Seeds with an array of words, at least one.</summary>
    internal void Seed(ReadOnlySpan<uint> key)
    {
        _state[0] = 19650218;
        for (int i = 1; i < Size; i++)
        {
            _state[i] = 1812433253 * (_state[i - 1] ^ _state[i - 1] >> 30) + (uint)i;
        }

        int at = 1;
        for (int k = 0; k < Math.Max(Size, key.Length); k++)
        {
            int word = k % key.Length;
            _state[at] = (_state[at] ^ (_state[at - 1] ^ _state[at - 1] >> 30) * 1664525) + key[word] + (uint)word;
            Advance(ref at);
        }

        for (int k = 1; k < Size; k++)
        {
            _state[at] = (_state[at] ^ (_state[at - 1] ^ _state[at - 1] >> 30) * 1566083941) - (uint)at;
            Advance(ref at);
        }

        _state[0] = Upper;
        _index = Size;
    }

    /// <summary>The next 32 bits.</summary>
    internal uint NextWord()
    {
        if (_index >= Size)
        {
            Refill();
        }

        uint word = _state[_index++];
        word ^= word >> 11;
        word ^= word << 7 & 0x9D2C5680;
        word ^= word << 15 & 0xEFC60000;
        return word ^ word >> 18;
    }

    /// <summary>The next number from 0 up to 1, of 53 bits.</summary>
    internal double NextDouble()
    {
        uint high = NextWord() >> 5;
        uint low = NextWord() >> 6;
        return (high * 67108864.0 + low) * (1.0 / 9007199254740992.0);
    }

    /// <summary><c>getrandbits</c>. Null: see <see cref="Meter"/>.</summary>
    internal BigInteger? NextBits(Meter meter, long count)
    {
        if (count < 0)
        {
            meter.ValueError("number of bits must be non-negative");
            return null;
        }

        long words = (count - 1) / 32 + 1;
        if (count == 0 || !meter.Make(4 * words))
        {
            return count == 0 ? BigInteger.Zero : null;
        }

        byte[] bytes = new byte[4 * words];
        for (int i = 0; i < words; i++, count -= 32)
        {
            uint word = NextWord();
            word = count < 32 ? word >> (int)(32 - count) : word;
            BitConverter.TryWriteBytes(bytes.AsSpan(4 * i), BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        }

        return new BigInteger(bytes, isUnsigned: true);
    }

    /// <summary><c>getstate</c>: the words of state and the index among them.</summary>
    internal uint[] GetState() => [.. _state, (uint)_index];

    /// <summary><c>setstate</c>: what <see cref="GetState"/> gave.</summary>
    /// <returns>False: it is not of that form.</returns>
    internal bool SetState(Meter meter, ReadOnlySpan<uint> state)
    {
        if (state.Length != Size + 1 || state[Size] > Size)
        {
            return meter.ValueError(state.Length != Size + 1 ? "state vector is the wrong size" : "invalid state");
        }

        state[..Size].CopyTo(_state);
        _index = (int)state[Size];
        return true;
    }

    private void Advance(ref int at)
    {
        if (++at >= Size)
        {
            _state[0] = _state[Size - 1];
            at = 1;
        }
    }

    private void Refill()
    {
        for (int i = 0; i < Size; i++)
        {
            uint mixed = _state[i] & Upper | _state[(i + 1) % Size] & Lower;
            _state[i] = _state[(i + Shift) % Size] ^ mixed >> 1 ^ ((mixed & 1) != 0 ? 0x9908B0DF : 0);
        }

        _index = 0;
    }
}
