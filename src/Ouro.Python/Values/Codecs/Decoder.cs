// Decoding stops at what is wrong and says so; then somebody decides what stands for it and where to go on. For the handlers that Python
// has built in that is ErrorHandlers; a handler that the program registered is called by the object model, between two calls of Run.

using Ouro.Python.Syntax.Parsing;

namespace Ouro.Python.Values.Codecs;

/// <summary>Decodes bytes step by step.</summary>
/// <param name="codec">The encoding.</param>
/// <param name="bytes">What to decode; a handler may put other bytes in their place.</param>
/// <param name="isFinal">Whether an incomplete end is wrong, or left for later.</param>
internal sealed class Decoder(Codec codec, byte[] bytes, bool isFinal = true)
{
    private readonly TextBuilder _text = new();
    private (int Size, bool IsBigEndian) _unit = CodecNames.UnitOf(codec);
    private bool _knowsOrder = codec is not (Codec.Utf16 or Codec.Utf32);

    /// <summary>The encoding.</summary>
    internal Codec Encoding => codec;

    /// <summary>What is decoded.</summary>
    internal byte[] Bytes { get; set; } = bytes;

    /// <summary>Where it goes on: what is before was decoded. At the end it tells how much was used.</summary>
    internal int Position { get; set; }

    /// <summary>Size of a unit and order of its bytes, once the byte order mark was read.</summary>
    internal (int Size, bool IsBigEndian) Unit => _unit;

    /// <summary>The name that errors have: with the byte order in force.</summary>
    private string NameInErrors => _unit.Size switch
    {
        2 => CodecNames.NameOf(_unit.IsBigEndian ? Codec.Utf16BigEndian : Codec.Utf16LittleEndian),
        4 => CodecNames.NameOf(_unit.IsBigEndian ? Codec.Utf32BigEndian : Codec.Utf32LittleEndian),
        _ => CodecNames.NameOf(codec),
    };

    /// <summary>Index of the first escape that means nothing, or -1: it deserves a warning.</summary>
    internal int FirstInvalidEscape { get; private set; } = -1;

    /// <summary>Charges what decoding all costs.</summary>
    /// <returns>False: a limit is reached.</returns>
    internal bool Charge(Meter meter) => meter.Make(Bytes.Length, 2);

    /// <summary>Decodes up to the end or to what is wrong.</summary>
    /// <returns>Null at the end.</returns>
    internal UnicodeValueError? Run()
    {
        var problem = codec switch
        {
            Codec.Utf8 => RunUtf8(),
            Codec.Ascii or Codec.Latin1 or Codec.Cp1252 => RunSingleBytes(),
            Codec.UnicodeEscape => RunEscapes(),
            Codec.RawUnicodeEscape => RunRawEscapes(),
            _ => RunUnits(),
        };
        return problem is { } wrong ? UnicodeErrors.Decode(NameInErrors, Bytes, wrong.Start, wrong.End, wrong.Reason) : null;
    }

    /// <summary>Puts a text in the place of what is wrong.</summary>
    /// <param name="replacement">The text.</param>
    /// <param name="position">Where to go on.</param>
    internal void Replace(Text replacement, int position)
    {
        _text.Append(replacement);
        Position = position;
    }

    /// <summary>What was decoded.</summary>
    internal Text ToText() => _text.ToText();

    private readonly record struct Problem(int Start, int End, string Reason);

    private Problem? RunSingleBytes()
    {
        for (; Position < Bytes.Length; Position++)
        {
            byte element = Bytes[Position];
            int codePoint = codec == Codec.Ascii ? (element < 0x80 ? element : -1) : codec == Codec.Cp1252 ? WesternCodePage.Decode(element) : element;
            if (codePoint < 0)
            {
                return new Problem(Position, Position + 1, codec == Codec.Ascii ? "ordinal not in range(128)" : "character maps to <undefined>");
            }

            _text.Append(codePoint);
        }

        return null;
    }

    private Problem? RunUtf8()
    {
        while (Position < Bytes.Length)
        {
            byte first = Bytes[Position];
            if (first < 0x80)
            {
                _text.Append(first);
                Position++;
                continue;
            }

            int size = first switch { < 0xC2 => 0, < 0xE0 => 2, < 0xF0 => 3, < 0xF5 => 4, _ => 0 };
            if (size == 0)
            {
                return new Problem(Position, Position + 1, "invalid start byte");
            }

            int codePoint = first & (0x7F >> size);
            int count = 1;
            for (; count < size && Position + count < Bytes.Length; count++)
            {
                byte next = Bytes[Position + count];
                var (low, high) = (count, first) switch { (1, 0xE0) => (0xA0, 0xBF), (1, 0xED) => (0x80, 0x9F), (1, 0xF0) => (0x90, 0xBF), (1, 0xF4) => (0x80, 0x8F), _ => (0x80, 0xBF) };
                if (next < low || next > high)
                {
                    return new Problem(Position, Position + count, "invalid continuation byte");
                }

                codePoint = codePoint << 6 | next & 0x3F;
            }

            if (count < size)
            {
                return isFinal ? new Problem(Position, Bytes.Length, "unexpected end of data") : null;
            }

            _text.Append(codePoint);
            Position += size;
        }

        return null;
    }

    private Problem? RunUnits()
    {
        if (!_knowsOrder && Bytes.Length - Position >= _unit.Size)
        {
            _knowsOrder = true;
            long mark = UnitAt(Position);
            bool isSwapped = mark == (_unit.Size == 2 ? 0xFFFEL : 0xFFFE0000L);
            _unit.IsBigEndian ^= isSwapped;
            Position += isSwapped || mark == 0xFEFF ? _unit.Size : 0;
        }

        while (Position < Bytes.Length)
        {
            if (Bytes.Length - Position < _unit.Size)
            {
                return isFinal ? new Problem(Position, Bytes.Length, "truncated data") : null;
            }

            long codePoint = UnitAt(Position);
            int end = Position + _unit.Size;
            if (_unit.Size == 4)
            {
                if (codePoint is >= 0xD800 and <= 0xDFFF or > 0x10FFFF)
                {
                    return new Problem(Position, end, codePoint > 0x10FFFF ? "code point not in range(0x110000)" : "code point in surrogate code point range(0xd800, 0xe000)");
                }
            }
            else if (codePoint is >= 0xDC00 and <= 0xDFFF)
            {
                return new Problem(Position, end, "illegal encoding");
            }
            else if (codePoint is >= 0xD800 and <= 0xDBFF)
            {
                if (Bytes.Length - end < 2)
                {
                    return isFinal ? new Problem(Position, Bytes.Length, "unexpected end of data") : null;
                }

                long low = UnitAt(end);
                if (low is < 0xDC00 or > 0xDFFF)
                {
                    return new Problem(Position, end, "illegal UTF-16 surrogate");
                }

                codePoint = 0x10000 + ((codePoint - 0xD800) << 10) + (low - 0xDC00);
                end += 2;
            }

            _text.Append((int)codePoint);
            Position = end;
        }

        return null;
    }

    private long UnitAt(int at)
    {
        long unit = 0;
        for (int i = 0; i < _unit.Size; i++)
        {
            unit |= (long)Bytes[at + i] << 8 * (_unit.IsBigEndian ? _unit.Size - 1 - i : i);
        }

        return unit;
    }

    private Problem? RunRawEscapes()
    {
        while (Position < Bytes.Length)
        {
            byte element = Bytes[Position];
            if (element != '\\' || Position + 1 >= Bytes.Length)
            {
                if (element == '\\' && !isFinal)
                {
                    return null;
                }

                _text.Append(element);
                Position++;
                continue;
            }

            byte kind = Bytes[Position + 1];
            if (kind is not ((byte)'u' or (byte)'U'))
            {
                _text.Append('\\');
                _text.Append(kind);
                Position += 2;
                continue;
            }

            int digits = kind == 'u' ? 4 : 8;
            long codePoint = HexadecimalAt(Position + 2, digits, out int end);
            if (codePoint < 0)
            {
                return end == Bytes.Length && !isFinal ? null : new Problem(Position, end, kind == 'u' ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape");
            }

            if (codePoint > 0x10FFFF)
            {
                return new Problem(Position, end, "\\Uxxxxxxxx out of range");
            }

            _text.Append((int)codePoint);
            Position = end;
        }

        return null;
    }

    private Problem? RunEscapes()
    {
        while (Position < Bytes.Length)
        {
            byte element = Bytes[Position];
            if (element != '\\')
            {
                _text.Append(element);
                Position++;
                continue;
            }

            if (Position + 1 >= Bytes.Length)
            {
                return isFinal ? new Problem(Position, Position + 1, "\\ at end of string") : null;
            }

            byte kind = Bytes[Position + 1];
            int simple = kind switch
            {
                (byte)'\\' or (byte)'\'' or (byte)'"' => kind,
                (byte)'a' => 7,
                (byte)'b' => 8,
                (byte)'t' => 9,
                (byte)'n' => 10,
                (byte)'v' => 11,
                (byte)'f' => 12,
                (byte)'r' => 13,
                _ => -1,
            };
            if (simple >= 0 || kind == '\n')
            {
                if (kind != '\n')
                {
                    _text.Append(simple);
                }

                Position += 2;
            }
            else if (kind is >= (byte)'0' and <= (byte)'7')
            {
                int value = 0;
                int end = Position + 1;
                for (; end < Bytes.Length && end < Position + 4 && Bytes[end] is >= (byte)'0' and <= (byte)'7'; end++)
                {
                    value = value * 8 + Bytes[end] - '0';
                }

                if (end == Bytes.Length && end < Position + 4 && !isFinal)
                {
                    return null;
                }

                NoteInvalid(value > 0xFF);
                _text.Append(value);
                Position = end;
            }
            else if (kind is (byte)'x' or (byte)'u' or (byte)'U')
            {
                int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : 8;
                long codePoint = HexadecimalAt(Position + 2, digits, out int end);
                if (codePoint is < 0 or > 0x10FFFF)
                {
                    return end == Bytes.Length && codePoint < 0 && !isFinal ? null : new Problem(
                        Position, end, codePoint >= 0 ? "illegal Unicode character" : kind == 'x' ? "truncated \\xXX escape" : kind == 'u' ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape");
                }

                _text.Append((int)codePoint);
                Position = end;
            }
            else if (kind == 'N')
            {
                if (RunName() is { } problem)
                {
                    return problem.Reason.Length == 0 ? null : problem;
                }
            }
            else
            {
                NoteInvalid(true);
                _text.Append('\\');
                _text.Append(kind);
                Position += 2;
            }
        }

        return null;
    }

    /// <summary>An escape with a name. A problem without a reason: there is more to come.</summary>
    private Problem? RunName()
    {
        int at = Position + 2;
        if (at < Bytes.Length && Bytes[at] == '{')
        {
            int start = ++at;
            while (at < Bytes.Length && Bytes[at] != '}')
            {
                at++;
            }

            if (at < Bytes.Length && at > start)
            {
                string name = System.Text.Encoding.Latin1.GetString(Bytes, start, at - start);
                at++;
                if (CharacterNames.Find(name) is not { } codePoint)
                {
                    return new Problem(Position, at, "unknown Unicode character name");
                }

                _text.Append(codePoint);
                Position = at;
                return null;
            }
        }

        return new Problem(Position, at, at == Bytes.Length && !isFinal ? "" : "malformed \\N character escape");
    }

    private void NoteInvalid(bool isInvalid)
    {
        if (isInvalid && FirstInvalidEscape < 0)
        {
            FirstInvalidEscape = Position;
        }
    }

    /// <summary>So many hexadecimal digits; -1 if there are fewer, and where they end.</summary>
    private long HexadecimalAt(int at, int digits, out int end)
    {
        long value = 0;
        for (end = at; end < at + digits; end++)
        {
            int digit = end < Bytes.Length && Bytes[end] < 0x80 ? NumberReader.DigitOf((char)Bytes[end]) : -1;
            if (digit is < 0 or > 15)
            {
                return -1;
            }

            value = value << 4 | (uint)digit;
        }

        return value;
    }
}
