// The external representation of numbers, R7RS 7.1.1, in full:
//
//   number   ::= prefix* complex                   prefixes #x #b #o #d and #e #i, one of each sort, in any order
//   complex  ::= real | real @ real | real? (+|-) (ureal | infnan)? i
//   real     ::= (+|-)? ureal | infnan             infnan: +inf.0 -inf.0 +nan.0 -nan.0
//   ureal    ::= digits | digits / digits | decimal
//   decimal  ::= digits? . digits? (e (+|-)? digits)?
//
// Letters may have either case. Beyond R7RS, radices from 2 to 36 are known, and a decimal point, without an exponent, is read in each of
// them, because the printer writes flonums so. Above radix 18 "i" is a digit, and complex numbers in rectangular form are not read.
//
// Text comes from programs that are read, so it must not be able to cost more than its length: exponents of exact decimals
// are limited, and long numerals are converted by halves.

using System.Globalization;
using System.Numerics;

namespace Ouro.Machine.Values;

/// <summary>Text to numbers.</summary>
internal static class NumberReader
{
    /// <summary>The greatest power of the radix that an exact decimal may be scaled by: <c>#e1e10000</c> is a number, <c>#e1e10001</c> is not.</summary>
    internal const int MaximumExactExponent = 10_000;

    /// <summary>Reads a whole text as a number.</summary>
    /// <param name="text">All of it must be the number.</param>
    /// <param name="radix">2 to 36, unless the text has a prefix of its own.</param>
    /// <param name="value">The number, or <see cref="Value.Unbound"/>.</param>
    /// <returns>False if the text is not a number; a ratio with a zero denominator is none, nor is an exact infinity.</returns>
    internal static bool TryParse(ReadOnlySpan<char> text, int radix, out Value value)
    {
        value = Value.Unbound;
        if (TryShortInteger(text, radix, out value))
        {
            return true;
        }

        var exactness = '\0';
        var hasRadix = false;
        while (text.Length >= 2 && text[0] == '#')
        {
            var mark = char.ToLowerInvariant(text[1]);
            if (mark is 'e' or 'i' && exactness == '\0')
            {
                exactness = mark;
            }
            else if (!hasRadix && RadixOf(mark) is var given and not 0)
            {
                (radix, hasRadix) = (given, true);
            }
            else
            {
                return false;
            }

            text = text[2..];
        }

        // Identifiers are the common case that is not a number: their first character tells.
        if (text.IsEmpty || (DigitOf(text[0]) >= radix && text[0] is not ('+' or '-' or '.')))
        {
            return false;
        }

        return new Parser(text, radix, exactness).TryComplex(out value);
    }

    /// <summary>About how many ticks it costs to read a text.</summary>
    internal static long WorkOf(ReadOnlySpan<char> text)
    {
        // A decimal digit is a ninth of a limb at most; what has a prefix may be an exact decimal with a large exponent.
        var limbs = text.Length / 9 + 1;
        var product = limbs <= 8 ? 0 : 2 * IntegerMath.ProductWork(limbs, limbs);
        return 2 + (text.Length + product) / 16 + (!text.IsEmpty && text[0] == '#' ? MaximumExactExponent / 4 : 0);
    }

    private static int RadixOf(char mark) => mark switch { 'x' => 16, 'd' => 10, 'o' => 8, 'b' => 2, _ => 0 };

    /// <summary>The value of a digit; 99 for other characters.</summary>
    internal static int DigitOf(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'a' and <= 'z' => character - 'a' + 10,
        >= 'A' and <= 'Z' => character - 'A' + 10,
        _ => 99,
    };

    private static bool TryShortInteger(ReadOnlySpan<char> text, int radix, out Value value)
    {
        value = Value.Unbound;
        var start = !text.IsEmpty && text[0] is '-' or '+' ? 1 : 0;
        if (text.Length == start || text.Length - start > 12)
        {
            return false;
        }

        long number = 0;
        for (var index = start; index < text.Length; index++)
        {
            var digit = text[index] is >= '0' and <= '9' ? text[index] - '0' : DigitOf(text[index]);
            if (digit >= radix)
            {
                return false;
            }

            number = number * radix + digit;
        }

        value = Value.Fixnum(text[0] == '-' ? -number : number);
        return true;
    }

    /// <summary>A cursor over the text after the prefixes.</summary>
    private ref struct Parser(ReadOnlySpan<char> text, int radix, char exactness)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private readonly int _radix = radix;
        private readonly char _exactness = exactness;
        private int _position;

        private readonly bool AtEnd => _position == _text.Length;

        private readonly bool AtSign => !AtEnd && _text[_position] is '+' or '-';

        /// <summary>The rest of the text is the letter i.</summary>
        private readonly bool AtLastI => _position == _text.Length - 1 && _text[_position] is 'i' or 'I';

        internal bool TryComplex(out Value value)
        {
            value = Value.Unbound;
            var signed = AtSign;
            if (signed && TryUnitImaginary(out var unit))
            {
                value = Complex.Make(Value.Fixnum(0), unit);
                return true;
            }

            if (!TryReal(out var first))
            {
                return false;
            }

            if (AtEnd)
            {
                value = first;
                return true;
            }

            if (signed && AtLastI)
            {
                value = Complex.Make(Value.Fixnum(0), first);
                return true;
            }

            if (_text[_position] == '@')
            {
                _position++;
                return TryReal(out var angle) && AtEnd && TryPolar(first, angle, out value);
            }

            if (AtSign && (TryUnitImaginary(out var second) || (TryReal(out second) && AtLastI)))
            {
                value = Complex.Make(first, second);
                return true;
            }

            return false;
        }

        private readonly bool TryPolar(in Value magnitude, in Value angle, out Value value)
        {
            value = Arithmetic.FromPolar(magnitude, angle);
            if (_exactness != 'e' || value.Ref is not Compnum complex)
            {
                return true;
            }

            if (!double.IsFinite(complex.Real.AsFlonum) || !double.IsFinite(complex.Imaginary.AsFlonum))
            {
                return false;
            }

            value = Complex.Make(DoubleConversion.ToExact(complex.Real.AsFlonum), DoubleConversion.ToExact(complex.Imaginary.AsFlonum));
            return true;
        }

        /// <summary>A sign directly before a final i.</summary>
        private bool TryUnitImaginary(out Value unit)
        {
            unit = Value.Unbound;
            if (_position != _text.Length - 2 || _text[_position + 1] is not ('i' or 'I') || _radix > 18)
            {
                return false;
            }

            var sign = _text[_position] == '-' ? -1 : 1;
            unit = _exactness == 'i' ? Value.Flonum(sign) : Value.Fixnum(sign);
            _position = _text.Length;
            return true;
        }

        private bool TryReal(out Value value)
        {
            value = Value.Unbound;
            var negative = false;
            if (AtSign)
            {
                if (TryInfinityOrNaN(out value))
                {
                    return _exactness != 'e';
                }

                negative = _text[_position++] == '-';
            }

            var whole = Digits();
            if (!AtEnd && _text[_position] == '/')
            {
                _position++;
                return TryRatio(whole, Digits(), negative, out value);
            }

            return IsDecimalNext(whole.IsEmpty) ? TryDecimal(whole, negative, out value) : TryInteger(whole, negative, out value);
        }

        private bool TryInfinityOrNaN(out Value value)
        {
            value = Value.Unbound;
            if (_text.Length - _position < 6)
            {
                return false;
            }

            var name = _text.Slice(_position + 1, 5);
            if (name.Equals("inf.0", StringComparison.OrdinalIgnoreCase))
            {
                value = Value.Flonum(_text[_position] == '-' ? double.NegativeInfinity : double.PositiveInfinity);
            }
            else if (name.Equals("nan.0", StringComparison.OrdinalIgnoreCase))
            {
                value = Value.Flonum(double.NaN);
            }
            else
            {
                return false;
            }

            _position += 6;
            return true;
        }

        private ReadOnlySpan<char> Digits()
        {
            var start = _position;
            while (!AtEnd && DigitOf(_text[_position]) < _radix)
            {
                _position++;
            }

            return _text[start.._position];
        }

        private readonly bool IsDecimalNext(bool first)
        {
            if (AtEnd)
            {
                return false;
            }

            return _text[_position] == '.' || (!first && _radix == 10 && _text[_position] is 'e' or 'E');
        }

        private readonly bool TryInteger(ReadOnlySpan<char> digits, bool negative, out Value value)
        {
            value = Value.Unbound;
            if (digits.IsEmpty)
            {
                return false;
            }

            var integer = ParseDigits(digits, _radix);
            value = Value.Integer(negative ? -integer : integer);
            if (_exactness == 'i')
            {
                value = negative && integer.IsZero ? Value.Flonum(-0.0) : Real.ToFlonum(value);
            }

            return true;
        }

        private readonly bool TryRatio(ReadOnlySpan<char> top, ReadOnlySpan<char> bottom, bool negative, out Value value)
        {
            value = Value.Unbound;
            if (top.IsEmpty || bottom.IsEmpty)
            {
                return false;
            }

            var denominator = ParseDigits(bottom, _radix);
            if (denominator.IsZero)
            {
                return false;
            }

            var numerator = ParseDigits(top, _radix);
            value = Real.Ratio(negative ? -numerator : numerator, denominator);
            value = _exactness == 'i' ? Real.ToFlonum(value) : value;
            return true;
        }

        private bool TryDecimal(ReadOnlySpan<char> whole, bool negative, out Value value)
        {
            value = Value.Unbound;
            var fraction = ReadOnlySpan<char>.Empty;
            if (_text[_position] == '.')
            {
                _position++;
                fraction = Digits();
                if (whole.IsEmpty && fraction.IsEmpty)
                {
                    return false;
                }
            }

            if (!TryExponent(out var exponent))
            {
                return false;
            }

            if (_exactness != 'e' && _radix == 10)
            {
                var magnitude = DecimalToDouble(whole, fraction, exponent);
                value = Value.Flonum(negative ? -magnitude : magnitude);
                return true;
            }

            return TryExactDecimal(whole, fraction, exponent, negative, out value);
        }

        private bool TryExponent(out long exponent)
        {
            exponent = 0;
            if (_radix != 10 || AtEnd || _text[_position] is not ('e' or 'E'))
            {
                return true;
            }

            _position++;
            var negative = AtSign && _text[_position] == '-';
            if (AtSign)
            {
                _position++;
            }

            var digits = Digits();
            foreach (var digit in digits)
            {
                // Past this nothing changes any more, however many digits of mantissa there are.
                exponent = Math.Min(exponent * 10 + DigitOf(digit), 1_000_000_000_000);
            }

            exponent = negative ? -exponent : exponent;
            return !digits.IsEmpty;
        }

        private readonly bool TryExactDecimal(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, long exponent, bool negative, out Value value)
        {
            value = Value.Unbound;
            var mantissa = fraction.IsEmpty
                ? ParseDigits(whole, _radix)
                : ParseDigits(string.Concat(whole, fraction), _radix);
            if (mantissa.IsZero)
            {
                value = _exactness == 'e' ? Value.Fixnum(0) : Value.Flonum(negative ? -0.0 : 0.0);
                return true;
            }

            if (negative)
            {
                mantissa = -mantissa;
            }

            if (Math.Abs(exponent) > MaximumExactExponent)
            {
                return false;
            }

            // The fraction's own digits are paid for by the text's length.
            var scale = (int)(exponent - fraction.Length);
            var power = BigInteger.Pow(_radix, Math.Abs(scale));
            value = scale >= 0 ? Value.Integer(mantissa * power) : Real.Ratio(mantissa, power);
            value = _exactness == 'e' ? value : Real.ToFlonum(value);
            return true;
        }
    }

    /// <summary>The powers of ten that are exact doubles.</summary>
    private static ReadOnlySpan<double> ExactPowersOfTen =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>The double nearest to a decimal.</summary>
    private static double DecimalToDouble(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, long exponent)
    {
        whole = whole.TrimStart('0');
        if (!fraction.IsEmpty)
        {
            fraction = fraction.TrimEnd('0');
        }

        // Clinger's fast case: mantissa and power are both exact, so one operation rounds once.
        var scale = exponent - fraction.Length;
        if (whole.Length + fraction.Length <= 15 && scale is >= -22 and <= 22)
        {
            long mantissa = 0;
            foreach (var digit in whole)
            {
                mantissa = mantissa * 10 + (digit - '0');
            }

            foreach (var digit in fraction)
            {
                mantissa = mantissa * 10 + (digit - '0');
            }

            return scale < 0 ? mantissa / ExactPowersOfTen[(int)-scale] : mantissa * ExactPowersOfTen[(int)scale];
        }

        var digits = string.Concat(whole, fraction).AsSpan().TrimStart('0');
        if (digits.IsEmpty)
        {
            return 0;
        }

        // In the form 0.digits the exponent alone decides the extremes, so what the host parses is short-ranged.
        var leading = scale + digits.Length;
        if (leading > 310)
        {
            return double.PositiveInfinity;
        }

        if (leading < -330)
        {
            return 0;
        }

        var normalized = string.Concat("0.", digits, "e", leading.ToString(CultureInfo.InvariantCulture));
        return double.Parse(normalized, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>An integer from its digits, which are known to be digits of the radix; empty is zero.</summary>
    internal static BigInteger ParseDigits(ReadOnlySpan<char> digits, int radix)
    {
        digits = digits.TrimStart('0');
        var chunk = RadixPowers.DigitsInChunk(radix);
        if (digits.Length <= chunk)
        {
            return ParseChunk(digits, radix);
        }

        if (radix == 10)
        {
            return BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        if (BitOperations.IsPow2(radix))
        {
            return ParseBits(digits, BitOperations.TrailingZeroCount(radix));
        }

        // Powers of the radix by halves: level n joins pieces of chunk * 2^n digits.
        var powers = new RadixPowers(radix, digits.Length);
        return ParseHalves(digits, powers, powers.Count - 1);
    }

    private static BigInteger ParseHalves(ReadOnlySpan<char> digits, RadixPowers powers, int level)
    {
        if (digits.Length <= powers.DigitsAt(0))
        {
            return ParseChunk(digits, powers.Radix);
        }

        while (powers.DigitsAt(level) >= digits.Length)
        {
            level--;
        }

        var low = powers.DigitsAt(level);
        return ParseHalves(digits[..^low], powers, level) * powers[level] + ParseHalves(digits[^low..], powers, level);
    }

    private static ulong ParseChunk(ReadOnlySpan<char> digits, int radix)
    {
        ulong number = 0;
        foreach (var digit in digits)
        {
            number = number * (ulong)radix + (ulong)DigitOf(digit);
        }

        return number;
    }

    private static BigInteger ParseBits(ReadOnlySpan<char> digits, int bitsPerDigit)
    {
        var bytes = new byte[(digits.Length * (long)bitsPerDigit + 7) / 8];
        long bit = 0;
        for (var index = digits.Length - 1; index >= 0; index--, bit += bitsPerDigit)
        {
            var piece = DigitOf(digits[index]) << (int)(bit & 7);
            bytes[bit >> 3] |= (byte)piece;
            if (piece > 0xFF)
            {
                bytes[(bit >> 3) + 1] |= (byte)(piece >> 8);
            }
        }

        return new BigInteger(bytes, isUnsigned: true);
    }
}
