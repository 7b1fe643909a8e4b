// The fields of str.format. The parser yields what is between braces as places in the text; looking things up is for the caller, who also
// parses a specification that has fields of its own (one level deep: "Max string recursion exceeded" is what deeper ones get).

namespace Ouro.Python.Values.Formatting;

/// <summary>Text before a field, and the field, all as places in the format text.</summary>
/// <param name="LiteralStart">Where the text begins.</param>
/// <param name="LiteralEnd">Where it ends.</param>
/// <param name="HasField">Whether a field follows.</param>
/// <param name="NameStart">Where the field's name begins.</param>
/// <param name="NameEnd">Where it ends.</param>
/// <param name="Conversion">The code point after "!", or 0.</param>
/// <param name="SpecificationStart">Where the specification begins.</param>
/// <param name="SpecificationEnd">Where it ends.</param>
/// <param name="IsNested">Whether the specification has braces in it.</param>
internal readonly record struct FormatField(
    int LiteralStart, int LiteralEnd, bool HasField, int NameStart, int NameEnd, int Conversion, int SpecificationStart, int SpecificationEnd, bool IsNested);

/// <summary>Walks over the fields of a format text.</summary>
internal sealed class FormatParser(Text text, int start, int end)
{
    private int _at = start;

    internal FormatParser(Text text)
        : this(text, 0, text.Length)
    {
    }

    /// <summary>The next field; charges what it walks over.</summary>
    /// <returns>Null at the end of the text, on an error and at a limit; <see cref="Failed"/> tells.</returns>
    internal FormatField? Next(Meter meter)
    {
        if (_at >= end)
        {
            return null;
        }

        Failed = true;
        int first = _at;
        bool isMarkup = false;
        int character = 0;
        while (_at < end)
        {
            character = text[_at++];
            if (character is '{' or '}')
            {
                isMarkup = true;
                break;
            }
        }

        bool atEnd = _at >= end;
        int length = _at - first;
        if (!meter.Work(length))
        {
            return null;
        }

        if (character == '}' && (atEnd || text[_at] != '}'))
        {
            return Wrong(meter, "Single '}' encountered in format string");
        }

        if (atEnd && character == '{')
        {
            return Wrong(meter, "Single '{' encountered in format string");
        }

        if (!atEnd && isMarkup)
        {
            if (character == text[_at])
            {
                // A brace that stands for itself.
                _at++;
                isMarkup = false;
            }
            else
            {
                length--;
            }
        }

        if (!isMarkup)
        {
            Failed = false;
            return new FormatField(first, first + length, false, 0, 0, 0, 0, 0, false);
        }

        return Field(meter, first, first + length);
    }

    /// <summary>Whether the last call ended with an error or at a limit.</summary>
    internal bool Failed { get; private set; }

    private FormatField? Field(Meter meter, int literalStart, int literalEnd)
    {
        int nameStart = _at;
        int character = 0;
        bool inBrackets = false;
        bool found = false;
        while (_at < end && !found)
        {
            character = text[_at++];
            switch (character)
            {
                case '{' when !inBrackets:
                    return Wrong(meter, "unexpected '{' in field name");
                case '[':
                    inBrackets = true;
                    break;
                case ']':
                    inBrackets = false;
                    break;
                case '}' or ':' or '!':
                    found = !inBrackets;
                    break;
            }
        }

        int nameEnd = found ? _at - 1 : _at;
        if (!found)
        {
            return Wrong(meter, "expected '}' before end of string");
        }

        int conversion = 0;
        if (character == '!')
        {
            if (_at >= end)
            {
                return Wrong(meter, "end of string while looking for conversion specifier");
            }

            conversion = text[_at++];
            if (_at < end)
            {
                character = text[_at++];
                if (character != '}' && character != ':')
                {
                    return Wrong(meter, "expected ':' after conversion specifier");
                }
            }
        }

        if (character == '}')
        {
            Failed = !meter.Work(_at - nameStart);
            return Failed ? null : new FormatField(literalStart, literalEnd, true, nameStart, nameEnd, conversion, _at - 1, _at - 1, false);
        }

        int specificationStart = _at;
        bool nested = false;
        int depth = 1;
        for (; _at < end; _at++)
        {
            if (text[_at] == '{')
            {
                nested = true;
                depth++;
            }
            else if (text[_at] == '}' && --depth == 0)
            {
                Failed = !meter.Work(_at - nameStart);
                return Failed ? null : new FormatField(literalStart, literalEnd, true, nameStart, nameEnd, conversion, specificationStart, _at++, nested);
            }
        }

        return Wrong(meter, "unmatched '{' in format spec");
    }

    private static FormatField? Wrong(Meter meter, string message)
    {
        meter.ValueError(message);
        return null;
    }
}
