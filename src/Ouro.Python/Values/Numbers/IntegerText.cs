using System.Numerics;
using Ouro.Python.Values.Strings;

namespace Ouro.Python.Values.Numbers;

/// <summary>Integers from text and to text.</summary>
internal static class IntegerText
{
    /// <summary>The limit that <c>sys.get_int_max_str_digits()</c> gives at the start.</summary>
    internal const int DefaultMaxDigits = 4300;

    /// <summary>Shorter numerals are never refused, and the limit cannot be set lower except to 0, which is none.</summary>
    internal const int LeastMaxDigits = 640;

    /// <summary><c>int(text, base)</c>.</summary>
    /// <param name="meter">Charged; has the error.</param>
    /// <param name="text">The text.</param>
    /// <param name="radix">The base as given.</param>
    /// <param name="shown">What the message shows instead of the text: the repr of the bytes it came from.</param>
    /// <returns>The integer, or null.</returns>
    internal static BigInteger? Parse(Meter meter, Text text, long radix = 10, Text? shown = null)
    {
        if (radix != 0 && radix is < 2 or > 36)
        {
            meter.ValueError("int() base must be >= 2 and <= 36, or 0");
            return null;
        }

        if (!meter.Work(text.Length))
        {
            return null;
        }

        var result = ParseDigits(meter, NumericText.Transform(text), (int)radix, out bool stopped);
        if (result is null && !stopped)
        {
            shown ??= StringRepr.Repr(meter, text.Length > 200 ? text.Substring(0, 200) : text);
            if (shown is not null)
            {
                meter.ValueError($"invalid literal for int() with base {radix}: {shown.ToString(0, Math.Min(200, shown.Length))}");
            }
        }

        return result;
    }

    /// <summary>The decimal text of an integer.</summary>
    internal static string? ToText(Meter meter, in Value integer)
    {
        int maxDigits = meter.MaxDigits;
        if (integer.Ref is Bignum bignum && maxDigits > 0)
        {
            if (HasMoreDigits(meter, bignum.Value, maxDigits) is not { } isTooLong)
            {
                return null;
            }

            if (isTooLong)
            {
                meter.ValueError($"Exceeds the limit ({maxDigits} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit");
                return null;
            }
        }

        return Charge(meter, integer, 10) ? NumberPrinter.ToString(integer, 10) : null;
    }

    /// <summary>The digits of an integer in a base, 2 to 36, with its sign.</summary>
    internal static string? ToText(Meter meter, in Value integer, int radix) =>
        radix == 10 ? ToText(meter, integer) : Charge(meter, integer, radix) ? NumberPrinter.ToString(integer, radix) : null;

    /// <summary>What <c>bin</c>, <c>oct</c> and <c>hex</c> give.</summary>
    internal static string? WithPrefix(Meter meter, in Value integer, int radix)
    {
        string prefix = radix switch { 2 => "0b", 8 => "0o", _ => "0x" };
        return ToText(meter, integer, radix) is not { } digits ? null : digits[0] == '-' ? $"-{prefix}{digits.AsSpan(1)}" : prefix + digits;
    }

    private static bool Charge(Meter meter, in Value integer, int radix) =>
        meter.Ticks(NumberPrinter.WorkOf(integer, radix)) && meter.Allocate(4 * NumberPrinter.LengthOf(integer, radix));

    /// <summary>Whether an integer has more digits than allowed; compares with the power of ten only where an estimate does not tell. Null: a limit is reached.</summary>
    private static bool? HasMoreDigits(Meter meter, BigInteger integer, int maxDigits)
    {
        long bits = BigInteger.Abs(integer).GetBitLength();
        double least = (bits - 1) * Math.Log10(2);
        if (least < maxDigits - 1 || least > maxDigits + 1)
        {
            return least > maxDigits;
        }

        long limbs = IntegerMath.Limbs(integer);
        return !meter.Ticks(IntegerMath.ProductWork(limbs, limbs) / Meter.ElementsPerTick) ? null : BigInteger.Abs(integer) >= BigInteger.Pow(10, maxDigits);
    }

    private static BigInteger? ParseDigits(Meter meter, string whole, int radix, out bool stopped)
    {
        int maxDigits = meter.MaxDigits;
        stopped = false;
        var text = NumericText.Trim(whole);
        bool negative = text.Length > 0 && text[0] == '-';
        if (text.Length > 0 && text[0] is '+' or '-')
        {
            text = text[1..];
        }

        bool zeroOnly = false;
        int prefix = text.Length > 1 && text[0] == '0' ? (text[1] | 0x20) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 } : 0;
        if (radix == 0)
        {
            radix = prefix != 0 ? prefix : 10;
            zeroOnly = prefix == 0 && text.Length > 0 && text[0] == '0';
        }

        if (prefix == radix)
        {
            text = text[2..];
            text = text.Length > 0 && text[0] == '_' ? text[1..] : text;
        }

        if (text.Length == 0 || text[0] == '_' || text[^1] == '_')
        {
            return null;
        }

        var digits = new char[text.Length];
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            if (character == '_')
            {
                if (text[i - 1] == '_')
                {
                    return null;
                }

                continue;
            }

            if (NumberReader.DigitOf(character) is var digit && (digit < 0 || digit >= radix))
            {
                return null;
            }

            digits[count++] = character;
        }

        if (count > LeastMaxDigits && maxDigits > 0 && count > maxDigits && !BitOperations.IsPow2(radix))
        {
            stopped = true;
            meter.ValueError($"Exceeds the limit ({maxDigits} digits) for integer string conversion: value has {count} digits; use sys.set_int_max_str_digits() to increase the limit");
            return null;
        }

        var numeral = digits.AsSpan(0, count);
        if (!meter.Ticks(NumberReader.WorkOf(numeral)) || !meter.Allocate(count))
        {
            stopped = true;
            return null;
        }

        var value = NumberReader.ParseDigits(numeral, radix);
        return zeroOnly && !value.IsZero ? null : negative ? -value : value;
    }
}
