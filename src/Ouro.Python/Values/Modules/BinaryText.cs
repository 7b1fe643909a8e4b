namespace Ouro.Python.Values.Modules;

/// <summary>The module <c>binascii</c>: bytes as text, and checksums. Null: see <see cref="Meter"/>.</summary>
internal static class BinaryText
{
    private const string Error = "binascii.Error";
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary><c>unhexlify</c>.</summary>
    internal static byte[]? FromHexadecimal(Meter meter, ReadOnlySpan<byte> digits)
    {
        if (digits.Length % 2 != 0)
        {
            meter.Fail(Error, "Odd-length string");
            return null;
        }

        if (!meter.Make(digits.Length / 2) || !meter.Work(digits.Length))
        {
            return null;
        }

        byte[] bytes = new byte[digits.Length / 2];
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[i] < 0x80 ? NumberReader.DigitOf((char)digits[i]) : -1;
            if (digit is < 0 or > 15)
            {
                meter.Fail(Error, "Non-hexadecimal digit found");
                return null;
            }

            bytes[i / 2] = (byte)(bytes[i / 2] << 4 | digit);
        }

        return bytes;
    }

    /// <summary><c>b2a_base64</c>.</summary>
    internal static byte[]? ToBase64(Meter meter, ReadOnlySpan<byte> bytes, bool newline = true)
    {
        long length = (bytes.Length + 2L) / 3 * 4 + (newline ? 1 : 0);
        if (!meter.Make(length))
        {
            return null;
        }

        byte[] text = new byte[length];
        System.Buffers.Text.Base64.EncodeToUtf8(bytes, text, out _, out int written);
        if (newline)
        {
            text[written] = (byte)'\n';
        }

        return text;
    }

    /// <summary><c>a2b_base64</c>: what is not in the alphabet is skipped unless that is refused.</summary>
    internal static byte[]? FromBase64(Meter meter, ReadOnlySpan<byte> text, bool isStrict = false)
    {
        if (!meter.Make(text.Length / 4 * 3 + 3) || !meter.Work(text.Length))
        {
            return null;
        }

        if (isStrict && text.Length > 0 && text[0] == '=')
        {
            return Wrong(meter, "Leading padding not allowed");
        }

        byte[] bytes = new byte[text.Length / 4 * 3 + 3];
        int count = 0;
        int quad = 0;
        int pads = 0;
        int left = 0;
        bool padded = false;
        for (int i = 0; i < text.Length; i++)
        {
            byte character = text[i];
            if (character == '=')
            {
                padded = true;
                if (isStrict && quad == 0 && meter.Version >= 13)
                {
                    return Wrong(meter, "Excess padding not allowed");
                }

                if (quad >= 2 && quad + ++pads >= 4)
                {
                    // A quad with its padding is whole: what follows is no data.
                    if (isStrict && i + 1 < text.Length)
                    {
                        return Wrong(meter, "Excess data after padding");
                    }

                    return bytes[..count];
                }

                continue;
            }

            int value = Alphabet.IndexOf((char)character, StringComparison.Ordinal);
            if (value < 0)
            {
                if (isStrict)
                {
                    return Wrong(meter, "Only base64 data is allowed");
                }

                continue;
            }

            if (isStrict && padded)
            {
                return Wrong(meter, "Discontinuous padding not allowed");
            }

            pads = 0;
            switch (quad)
            {
                case 0:
                    quad = 1;
                    left = value;
                    break;
                case 1:
                    quad = 2;
                    bytes[count++] = (byte)(left << 2 | value >> 4);
                    left = value & 15;
                    break;
                case 2:
                    quad = 3;
                    bytes[count++] = (byte)(left << 4 | value >> 2);
                    left = value & 3;
                    break;
                default:
                    quad = 0;
                    bytes[count++] = (byte)(left << 6 | value);
                    left = 0;
                    break;
            }
        }

        if (quad == 0)
        {
            return bytes[..count];
        }

        return Wrong(meter, quad == 1
            ? $"Invalid base64-encoded string: number of data characters ({count / 3 * 4 + 1}) cannot be 1 more than a multiple of 4"
            : "Incorrect padding");
    }

    /// <summary><c>crc32</c>. Costs the length.</summary>
    internal static uint Crc32(ReadOnlySpan<byte> bytes, uint value = 0)
    {
        uint crc = ~value;
        Span<uint> table = stackalloc uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint entry = i;
            for (int bit = 0; bit < 8; bit++)
            {
                entry = entry >> 1 ^ ((entry & 1) != 0 ? 0xEDB88320 : 0);
            }

            table[(int)i] = entry;
        }

        foreach (byte element in bytes)
        {
            crc = table[(byte)(crc ^ element)] ^ crc >> 8;
        }

        return ~crc;
    }

    /// <summary><c>crc_hqx</c>: the polynomial x^16 + x^12 + x^5 + 1. Costs the length.</summary>
    internal static uint CrcHqx(ReadOnlySpan<byte> bytes, uint value)
    {
        uint crc = value & 0xFFFF;
        foreach (byte element in bytes)
        {
            crc ^= (uint)element << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
            }

            crc &= 0xFFFF;
        }

        return crc;
    }

    /// <summary><c>zlib.adler32</c>. Costs the length.</summary>
    internal static uint Adler32(ReadOnlySpan<byte> bytes, uint value = 1)
    {
        uint low = value & 0xFFFF;
        uint high = value >> 16;
        foreach (byte element in bytes)
        {
            low = (low + element) % 65521;
            high = (high + low) % 65521;
        }

        return high << 16 | low;
    }

    private static byte[]? Wrong(Meter meter, string message)
    {
        meter.Fail(Error, message);
        return null;
    }
}
