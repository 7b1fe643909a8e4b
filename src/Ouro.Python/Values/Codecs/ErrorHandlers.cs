using System.Globalization;
using Ouro.Python.Values.Strings;

namespace Ouro.Python.Values.Codecs;

/// <summary>The error handlers that Python has built in, and whole conversions with them. Null: see <see cref="Meter"/>.</summary>
internal static class ErrorHandlers
{
    /// <summary>Whether a handler of that name is built in.</summary>
    internal static bool IsBuiltIn(string name) =>
        name is "strict" or "ignore" or "replace" or "backslashreplace" or "xmlcharrefreplace" or "surrogateescape" or "surrogatepass" or "namereplace";

    /// <summary>Decodes all.</summary>
    /// <param name="meter">Charged; has the error.</param>
    /// <param name="codec">The encoding.</param>
    /// <param name="bytes">What to decode.</param>
    /// <param name="errors">The name of a handler, which is built in.</param>
    internal static Text? Decode(Meter meter, Codec codec, byte[] bytes, string errors = "strict")
    {
        var decoder = new Decoder(codec, bytes);
        return Run(meter, decoder, errors) ? decoder.ToText() : null;
    }

    /// <summary>Runs a decoder to its end; with one that is not final, its position tells how much was used.</summary>
    internal static bool Run(Meter meter, Decoder decoder, string errors)
    {
        if (!decoder.Charge(meter))
        {
            return false;
        }

        while (decoder.Run() is { } error)
        {
            if (!Handle(meter, decoder, error, errors))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Encodes all.</summary>
    /// <param name="meter">Charged; has the error.</param>
    /// <param name="codec">The encoding.</param>
    /// <param name="text">What to encode.</param>
    /// <param name="errors">The name of a handler, which is built in.</param>
    internal static byte[]? Encode(Meter meter, Codec codec, Text text, string errors = "strict")
    {
        var encoder = new Encoder(codec, text);
        if (!encoder.Charge(meter))
        {
            return null;
        }

        while (encoder.Run() is { } error)
        {
            if (!Handle(meter, encoder, error, errors))
            {
                return null;
            }
        }

        return encoder.ToBytes();
    }

    /// <summary>Handles an error of a decoder.</summary>
    /// <returns>False: the meter has the error, or a limit is reached.</returns>
    internal static bool Handle(Meter meter, Decoder decoder, UnicodeValueError error, string errors)
    {
        var wrong = decoder.Bytes.AsSpan(error.Start, error.End - error.Start);
        switch (errors)
        {
            case "ignore":
                decoder.Position = error.End;
                return meter.Ticks(1);
            case "replace":
                decoder.Replace(new Text(1, 0xFFFD), error.End);
                return meter.Ticks(1);
            case "backslashreplace":
                var escapes = new TextBuilder();
                foreach (byte element in wrong)
                {
                    StringRepr.AppendEscape(escapes, element);
                }

                decoder.Replace(escapes.ToText(), error.End);
                return meter.Ticks(1) && meter.Allocate(8 * wrong.Length);
            case "surrogateescape":
                var lone = new TextBuilder();
                foreach (byte element in wrong)
                {
                    if (element < 0x80)
                    {
                        break;
                    }

                    lone.Append(0xDC00 + element);
                }

                if (lone.Length == 0)
                {
                    return meter.Fail(error);
                }

                decoder.Replace(lone.ToText(), error.Start + lone.Length);
                return meter.Ticks(1);
            case "surrogatepass":
                if (SurrogateAt(decoder, error.Start, out int size) is var surrogate and >= 0)
                {
                    decoder.Replace(new Text(1, surrogate), error.Start + size);
                    return meter.Ticks(1);
                }

                return meter.Fail(error);
            case "xmlcharrefreplace" or "namereplace":
                return meter.TypeError("don't know how to handle UnicodeDecodeError in error callback");
            case "strict":
                return meter.Fail(error);
            default:
                return meter.Fail("LookupError", $"unknown error handler name '{errors}'");
        }
    }

    /// <summary>Handles an error of an encoder.</summary>
    /// <returns>False: the meter has the error, or a limit is reached.</returns>
    internal static bool Handle(Meter meter, Encoder encoder, UnicodeValueError error, string errors)
    {
        int count = error.End - error.Start;
        if (!meter.Ticks(1) || !meter.Allocate(10L * count))
        {
            return false;
        }

        switch (errors)
        {
            case "ignore":
                encoder.Position = error.End;
                return true;
            case "replace":
                return encoder.Replace(new Text(count, '?'), error.End) || meter.Fail(error);
            case "backslashreplace" or "xmlcharrefreplace" or "namereplace":
                var builder = new TextBuilder();
                for (int i = error.Start; i < error.End; i++)
                {
                    AppendReplacement(builder, encoder.Text[i], errors);
                }

                return encoder.Replace(builder.ToText(), error.End) || meter.Fail(error);
            case "surrogateescape" or "surrogatepass":
                return PassSurrogates(meter, encoder, error, errors == "surrogateescape");
            case "strict":
                return meter.Fail(error);
            default:
                return meter.Fail("LookupError", $"unknown error handler name '{errors}'");
        }
    }

    /// <summary>Surrogates become the bytes that they stand for.</summary>
    private static bool PassSurrogates(Meter meter, Encoder encoder, UnicodeValueError error, bool isEscape)
    {
        var bytes = new List<byte>();
        int at = error.Start;
        for (; at < error.End; at++)
        {
            int codePoint = encoder.Text[at];
            if (isEscape ? codePoint is not (>= 0xDC80 and <= 0xDCFF) : codePoint is not (>= 0xD800 and <= 0xDFFF) || !CanPass(encoder.Encoding))
            {
                break;
            }

            bytes.AddRange(isEscape ? [(byte)codePoint] : SurrogateBytes(encoder, codePoint));
        }

        // Code pages are all or nothing; for the others the error is about what is left.
        if (at < error.End)
        {
            return meter.Fail(encoder.Encoding == Codec.Cp1252 ? error : UnicodeErrors.Encode(error.Encoding, encoder.Text, at, error.End, error.Reason));
        }

        return encoder.Replace(bytes.ToArray(), at) || meter.Fail(error);
    }

    private static void AppendReplacement(TextBuilder builder, int codePoint, string errors)
    {
        if (errors == "xmlcharrefreplace")
        {
            builder.Append($"&#{codePoint.ToString(CultureInfo.InvariantCulture)};");
            return;
        }

        if (errors == "namereplace" && Syntax.Parsing.CharacterNames.NameOf(codePoint) is { } name)
        {
            builder.Append($"\\N{{{name}}}");
            return;
        }

        StringRepr.AppendEscape(builder, codePoint);
    }

    private static bool CanPass(Codec codec) => codec == Codec.Utf8 || CodecNames.UnitOf(codec).Size > 0;

    private static byte[] SurrogateBytes(Encoder encoder, int codePoint)
    {
        var (size, isBigEndian) = encoder.Unit;
        if (size == 0)
        {
            return [(byte)(0xE0 | codePoint >> 12), (byte)(0x80 | codePoint >> 6 & 0x3F), (byte)(0x80 | codePoint & 0x3F)];
        }

        byte[] bytes = new byte[size];
        bytes[isBigEndian ? size - 1 : 0] = (byte)codePoint;
        bytes[isBigEndian ? size - 2 : 1] = (byte)(codePoint >> 8);
        return bytes;
    }

    /// <summary>The surrogate that is encoded at a place, or -1.</summary>
    private static int SurrogateAt(Decoder decoder, int at, out int size)
    {
        size = CanPass(decoder.Encoding) ? decoder.Encoding == Codec.Utf8 ? 3 : decoder.Unit.Size : 0;
        var bytes = decoder.Bytes.AsSpan(at);
        if (size == 0 || bytes.Length < size)
        {
            return -1;
        }

        long codePoint = 0;
        if (decoder.Encoding == Codec.Utf8)
        {
            codePoint = (bytes[0] & 0xF0) == 0xE0 && (bytes[1] & 0xC0) == 0x80 && (bytes[2] & 0xC0) == 0x80 ? (bytes[0] & 15) << 12 | (bytes[1] & 0x3F) << 6 | bytes[2] & 0x3F : 0;
        }
        else
        {
            for (int i = 0; i < size; i++)
            {
                codePoint = codePoint << 8 | bytes[decoder.Unit.IsBigEndian ? i : size - 1 - i];
            }
        }

        return codePoint is >= 0xD800 and <= 0xDFFF ? (int)codePoint : -1;
    }
}
