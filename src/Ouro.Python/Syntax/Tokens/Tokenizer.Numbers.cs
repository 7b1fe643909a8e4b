namespace Ouro.Python.Syntax.Tokens;

internal sealed partial class Tokenizer
{
    private static bool IsDigit(byte character) => (uint)(character - '0') < 10;

    /// <summary>A number; <see cref="_at"/> is at its first digit or point.</summary>
    private void Number()
    {
        int start = _at;
        byte character = _bytes[_at];
        if (character == '0')
        {
            switch (_bytes[_at + 1] | 0x20)
            {
                case 'x':
                    Radix("hexadecimal", 16);
                    Add(TokenKind.Number, start, _at, _line, _lineStart);
                    return;
                case 'o':
                    Radix("octal", 8);
                    Add(TokenKind.Number, start, _at, _line, _lineStart);
                    return;
                case 'b':
                    Radix("binary", 2);
                    Add(TokenKind.Number, start, _at, _line, _lineStart);
                    return;
            }
        }

        Decimal(start);
        Add(TokenKind.Number, start, _at, _line, _lineStart);
    }

    private void Decimal(int start)
    {
        bool nonzero = false;
        int zerosEnd = 0;
        if (_bytes[_at] == '0')
        {
            while (true)
            {
                if (_bytes[_at] == '_')
                {
                    _at++;
                    if (!IsDigit(_bytes[_at]))
                    {
                        RefuseHere("invalid decimal literal");
                    }
                }

                if (_bytes[_at] != '0')
                {
                    break;
                }

                _at++;
            }

            zerosEnd = _at + 1;
            if (IsDigit(_bytes[_at]))
            {
                nonzero = true;
                Digits();
            }
        }
        else if (_bytes[_at] != '.')
        {
            Digits();
        }

        bool isFloat = false;
        if (_bytes[_at] == '.')
        {
            isFloat = true;
            _at++;
            if (IsDigit(_bytes[_at]))
            {
                Digits();
            }
        }

        if (_bytes[_at] is (byte)'e' or (byte)'E')
        {
            if (_bytes[_at + 1] is (byte)'+' or (byte)'-')
            {
                _at += 2;
                if (!IsDigit(_bytes[_at]))
                {
                    RefuseHere("invalid decimal literal");
                }
            }
            else if (!IsDigit(_bytes[_at + 1]))
            {
                // "1else" is a number and a keyword.
                EndOfNumber("decimal");
                return;
            }
            else
            {
                _at++;
            }

            isFloat = true;
            Digits();
        }

        if (_bytes[_at] is (byte)'j' or (byte)'J')
        {
            _at++;
            EndOfNumber("imaginary");
        }
        else if (nonzero && !isFloat)
        {
            RefuseRange("leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers", start + 1 - _lineStart, zerosEnd - _lineStart);
        }
        else
        {
            EndOfNumber("decimal");
        }
    }

    private void Digits()
    {
        while (true)
        {
            while (IsDigit(_bytes[_at]))
            {
                _at++;
            }

            if (_bytes[_at] != '_')
            {
                return;
            }

            _at++;
            if (!IsDigit(_bytes[_at]))
            {
                RefuseHere("invalid decimal literal");
            }
        }
    }

    private void Radix(string name, int radix)
    {
        _at += 2;
        do
        {
            if (_bytes[_at] == '_')
            {
                _at++;
            }

            if (!IsDigitOf(_bytes[_at], radix))
            {
                WrongDigit(name, radix);
                RefuseHere($"invalid {name} literal");
            }

            while (IsDigitOf(_bytes[_at], radix))
            {
                _at++;
            }
        }
        while (_bytes[_at] == '_');
        WrongDigit(name, radix);
        EndOfNumber(name);
    }

    private void WrongDigit(string name, int radix)
    {
        if (radix < 10 && IsDigit(_bytes[_at]))
        {
            _at++;
            RefuseHere($"invalid digit '{(char)_bytes[_at - 1]}' in {name} literal");
        }
    }

    private static bool IsDigitOf(byte character, int radix) => radix == 16 ? char.IsAsciiHexDigit((char)character) : (uint)(character - '0') < radix;

    /// <summary>A word right after a number is refused, but for keywords that may follow one.</summary>
    private void EndOfNumber(string name)
    {
        byte character = _bytes[_at];
        if (character >= 128 || !IsWordPart(character))
        {
            return;
        }

        var rest = _bytes.AsSpan(_at);
        bool keyword = character switch
        {
            (byte)'a' => rest.StartsWith("and"u8),
            (byte)'e' => rest.StartsWith("else"u8),
            (byte)'f' => rest.StartsWith("for"u8),
            (byte)'i' => rest[1] is (byte)'f' or (byte)'n' or (byte)'s',
            (byte)'n' => _version >= 12 && rest.StartsWith("not"u8),
            (byte)'o' => rest.StartsWith("or"u8),
            _ => false,
        };
        if (!keyword)
        {
            RefuseHere($"invalid {name} literal");
        }
    }
}
