using System.Buffers;
using Ouro.Python.Values.Strings;

namespace Ouro.Python.Values.Codecs;

/// <summary>Encodes a text step by step; see <see cref="Decoder"/> for how errors are handled.</summary>
/// <param name="codec">The encoding.</param>
/// <param name="text">What to encode.</param>
internal sealed class Encoder(Codec codec, Text text)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly (int Size, bool IsBigEndian) _unit = CodecNames.UnitOf(codec);

    /// <summary>The encoding.</summary>
    internal Codec Encoding => codec;

    /// <summary>What is encoded.</summary>
    internal Text Text => text;

    /// <summary>Where it goes on.</summary>
    internal int Position { get; set; }

    /// <summary>Size of a unit and order of its bytes.</summary>
    internal (int Size, bool IsBigEndian) Unit => _unit;

    /// <summary>Charges what encoding all costs.</summary>
    /// <returns>False: a limit is reached.</returns>
    internal bool Charge(Meter meter) => meter.Make(text.Length, codec is Codec.UnicodeEscape or Codec.RawUnicodeEscape ? 3 : Math.Max(1, text.Width));

    /// <summary>Encodes up to the end or to what is wrong.</summary>
    /// <returns>Null at the end.</returns>
    internal UnicodeValueError? Run()
    {
        if (Position == 0 && codec is Codec.Utf16 or Codec.Utf32 && _bytes.WrittenCount == 0)
        {
            WriteUnit(0xFEFF);
        }

        for (; Position < text.Length; Position++)
        {
            if (!TryWrite(text[Position]))
            {
                // The neighbours that are wrong too go with it, but for UTF-16 and UTF-32.
                int end = Position + 1;
                while (_unit.Size == 0 && end < text.Length && !CanWrite(text[end]))
                {
                    end++;
                }

                string reason = codec switch
                {
                    Codec.Ascii => "ordinal not in range(128)",
                    Codec.Latin1 => "ordinal not in range(256)",
                    Codec.Cp1252 => "character maps to <undefined>",
                    _ => "surrogates not allowed",
                };
                return UnicodeErrors.Encode(CodecNames.NameOf(codec), text, Position, end, reason);
            }
        }

        return null;
    }

    /// <summary>Puts bytes in the place of what is wrong.</summary>
    /// <returns>False: they are not whole units, so the error stands.</returns>
    internal bool Replace(ReadOnlySpan<byte> replacement, int position)
    {
        if (_unit.Size > 0 && replacement.Length % _unit.Size != 0)
        {
            return false;
        }

        _bytes.Write(replacement);
        Position = position;
        return true;
    }

    /// <summary>Puts a text in the place of what is wrong.</summary>
    /// <returns>False: it cannot be encoded itself, so the error stands.</returns>
    internal bool Replace(Text replacement, int position)
    {
        for (int i = 0; i < replacement.Length; i++)
        {
            if (codec == Codec.Cp1252 ? !CanWrite(replacement[i]) : replacement[i] > (codec == Codec.Latin1 ? 0xFF : 0x7F))
            {
                return false;
            }
        }

        for (int i = 0; i < replacement.Length; i++)
        {
            _ = TryWrite(replacement[i]);
        }

        Position = position;
        return true;
    }

    /// <summary>What was encoded.</summary>
    internal byte[] ToBytes() => _bytes.WrittenSpan.ToArray();

    private bool CanWrite(int codePoint) => codec switch
    {
        Codec.Ascii => codePoint < 0x80,
        Codec.Latin1 => codePoint <= 0xFF,
        Codec.Cp1252 => WesternCodePage.Encode(codePoint) >= 0,
        Codec.UnicodeEscape or Codec.RawUnicodeEscape => true,
        _ => codePoint is < 0xD800 or > 0xDFFF,
    };

    private bool TryWrite(int codePoint)
    {
        if (!CanWrite(codePoint))
        {
            return false;
        }

        switch (codec)
        {
            case Codec.Ascii or Codec.Latin1:
                Write((byte)codePoint);
                break;
            case Codec.Cp1252:
                Write((byte)WesternCodePage.Encode(codePoint));
                break;
            case Codec.Utf8:
                var span = _bytes.GetSpan(4);
                _bytes.Advance(new System.Text.Rune(codePoint).EncodeToUtf8(span));
                break;
            case Codec.UnicodeEscape:
                WriteEscape(codePoint, codePoint is >= 0x20 and < 0x7F && codePoint != '\\');
                break;
            case Codec.RawUnicodeEscape:
                WriteEscape(codePoint, codePoint <= 0xFF);
                break;
            default:
                if (_unit.Size == 2 && codePoint > 0xFFFF)
                {
                    WriteUnit(0xD7C0 + (codePoint >> 10));
                    WriteUnit(0xDC00 + (codePoint & 0x3FF));
                }
                else
                {
                    WriteUnit(codePoint);
                }

                break;
        }

        return true;
    }

    private void WriteEscape(int codePoint, bool isPlain)
    {
        if (isPlain)
        {
            Write((byte)codePoint);
            return;
        }

        var escape = new TextBuilder();
        if (codePoint == '\\')
        {
            escape.Append("\\\\");
        }
        else
        {
            StringRepr.AppendControl(escape, codePoint);
        }

        for (int i = 0; i < escape.Length; i++)
        {
            Write((byte)escape[i]);
        }
    }

    private void WriteUnit(int unit)
    {
        for (int i = 0; i < _unit.Size; i++)
        {
            Write((byte)(unit >> 8 * (_unit.IsBigEndian ? _unit.Size - 1 - i : i)));
        }
    }

    private void Write(byte element)
    {
        _bytes.GetSpan(1)[0] = element;
        _bytes.Advance(1);
    }
}
