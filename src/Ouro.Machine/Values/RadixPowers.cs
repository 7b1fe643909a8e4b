using System.Numerics;

namespace Ouro.Machine.Values;

/// <summary>The repeated squares of the largest power of a radix that fits 64 bits: by them numerals are converted by halves.</summary>
internal sealed class RadixPowers
{
    private readonly List<BigInteger> _powers;
    private readonly int _digitsInChunk;

    /// <summary>Prepares the powers that numerals of this length need: up to the first that covers half of the digits.</summary>
    internal RadixPowers(int radix, long digits)
    {
        Radix = radix;
        _digitsInChunk = DigitsInChunk(radix);
        ulong chunk = 1;
        for (var count = _digitsInChunk; count > 0; count--)
        {
            chunk *= (ulong)radix;
        }

        _powers = [chunk];
        while (DigitsAt(Count - 1) * 2L < digits)
        {
            var last = _powers[^1];
            _powers.Add(last * last);
        }
    }

    internal int Radix { get; }

    internal int Count => _powers.Count;

    internal BigInteger this[int level] => _powers[level];

    /// <summary>How many digits the power at a level stands for.</summary>
    internal int DigitsAt(int level) => _digitsInChunk << level;

    /// <summary>How many digits always fit 64 bits.</summary>
    internal static int DigitsInChunk(int radix)
    {
        var count = 0;
        for (var rest = ulong.MaxValue; rest >= (ulong)radix; rest /= (ulong)radix)
        {
            count++;
        }

        return count;
    }
}
