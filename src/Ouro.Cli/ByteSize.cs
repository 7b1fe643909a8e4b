using System.Globalization;

namespace Ouro.Cli;

/// <summary>Sizes as people write them: a number of bytes, or with K, M, G, T (powers of 1024) after it.</summary>
internal static class ByteSize
{
    /// <summary>Parses "64M", "1.5G", "1000".</summary>
    /// <returns>False if it is not a size, is negative, or does not fit 63 bits.</returns>
    internal static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        if (text.Length == 0)
        {
            return false;
        }

        double unit = char.ToUpperInvariant(text[^1]) switch { 'K' => 1L << 10, 'M' => 1L << 20, 'G' => 1L << 30, 'T' => 1L << 40, _ => 1 };
        string digits = unit == 1 ? text : text[..^1];
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) || !(number * unit < long.MaxValue))
        {
            return false;
        }

        bytes = unit == 1 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long exact) ? exact : (long)(number * unit);
        return true;
    }
}
