using System.Globalization;
using System.Reflection;
using System.Text;
using Ouro.Machine.Execution;
using Ouro.Machine.HostTypes;
using Ouro.Scheme.Reader;

namespace Ouro.Scheme.Printer;

internal sealed partial class Printer
{
    private bool PrintAtom(Value value)
    {
        if (value.IsFixnum)
        {
            _output.Append(value.AsFixnum.ToString(CultureInfo.InvariantCulture));
        }
        else if (value.IsFlonum)
        {
            NumberPrinter.Append(_output, value, 10);
        }
        else if (value.IsCharacter)
        {
            AppendCharacter(value.AsCharacter);
        }
        else if (SingletonText(value) is { } text)
        {
            _output.Append(text);
        }
        else
        {
            return PrintObject(value);
        }

        return true;
    }

    private static string? SingletonText(in Value value) =>
        value.IsTrue ? "#t"
        : value.IsFalse ? "#f"
        : value.IsEmptyList ? "()"
        : value.IsUnspecified ? "#<unspecified>"
        : value.IsEndOfFile ? "#<eof>"
        : value.IsAbsent ? "#!default"
        : value.IsUnbound ? "#<unbound>"
        : value.IsSignal ? "#<signal>"
        : null;

    private bool PrintObject(Value value)
    {
        switch (value.AsObject)
        {
            case Symbol symbol:
                return AppendSymbol(symbol.Name);
            case Text text:
                return AppendString(text);
            case Bignum or Ratnum or Compnum:
                return AppendNumber(value);
            case Bytevector bytevector:
                return AppendBytevector(bytevector);
            case Procedure procedure:
                _output.Append("#<procedure");
                if (procedure.DisplayName is { } name)
                {
                    _output.Append(' ').Append(name);
                }

                _output.Append('>');
                return true;
            case RecordType type:
                _output.Append("#<record-type ").Append(NameOf(type)).Append('>');
                return true;
            case Promise promise:
                _output.Append(promise.State.Stage == PromiseStage.Forced ? "#<promise forced>" : "#<promise>");
                return true;
            case Table table:
                _output.Append(CultureInfo.InvariantCulture, $"#<table of {table.Count}>");
                return true;
            case SourceSpan span:
                _output.Append("#<source-span ").Append(span.ToString()).Append('>');
                return true;
            case HostType type:
                _output.Append("#<type ").Append(TypeNames.Show(type.Type)).Append('>');
                return true;
            case Enum named:
                _output.Append("#<").Append(TypeNames.Show(named.GetType())).Append(' ').Append(named.ToString()).Append('>');
                return true;
            case { } other:
                _output.Append("#<").Append(NameOf(other)).Append('>');
                return true;
            default:
                return true;
        }
    }

    /// <summary>What kind of object it is, in words: "source map"; the host class for an object that is no guest type.</summary>
    private static string NameOf(object other)
    {
        var guest = other.GetType().GetCustomAttribute<GuestTypeAttribute>();
        if (guest is null)
        {
            return "object " + TypeNames.Show(other.GetType());
        }

        var space = guest.Name.IndexOf(' ', StringComparison.Ordinal);
        return guest.Name[(space + 1)..];
    }

    private bool AppendNumber(Value number)
    {
        if (_machine is null)
        {
            var length = NumberPrinter.LengthOf(number, 10);
            if (length > 1024 + (4L * _limit))
            {
                _output.Append(CultureInfo.InvariantCulture, $"#<number of about {length} digits>");
                return true;
            }
        }
        else if (!_machine.ChargeTicks(NumberPrinter.WorkOf(number)) || !ChargeText(NumberPrinter.LengthOf(number, 10)))
        {
            return false;
        }

        NumberPrinter.Append(_output, number, 10);
        return true;
    }

    private bool AppendBytevector(Bytevector bytevector)
    {
        if (!ChargeText(4L * bytevector.Bytes.Length))
        {
            return false;
        }

        _output.Append("#u8(");
        for (var i = 0; i < bytevector.Bytes.Length && _output.Length < _limit; i++)
        {
            if (i > 0)
            {
                _output.Append(' ');
            }

            _output.Append((int)bytevector.Bytes[i]);
        }

        _output.Append(')');
        return true;
    }

    // ---- text

    private bool AppendString(Text text)
    {
        if (!ChargeText(text.Length))
        {
            return false;
        }

        if (_style == PrintStyle.Display)
        {
            _output.Append(text.ToString());
            return true;
        }

        // Code point by code point, so that two surrogates that are no pair stay two.
        _output.Append('"');
        var end = _machine is null ? Math.Min(text.Length, _limit) : text.Length;
        for (var i = 0; i < end; i++)
        {
            AppendEscaped(text[i], '"');
        }

        _output.Append('"');
        return true;
    }

    private bool AppendSymbol(string name)
    {
        if (!ChargeText(name.Length))
        {
            return false;
        }

        if (_style == PrintStyle.Display || !NeedsBars(name))
        {
            _output.Append(name);
        }
        else
        {
            AppendText(name, '|');
        }

        return true;
    }

    /// <summary>Whether a symbol of that name would be read as something else without bars.</summary>
    internal static bool NeedsBars(string name)
    {
        if (name.Length == 0 || name == ".")
        {
            return true;
        }

        if (name[0] == '#' && !(name.Length > 2 && name[1] == ':'))
        {
            return true;
        }

        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (SchemeReader.IsDelimiter(c) || char.IsControl(c) || c == '\uFEFF')
            {
                return true;
            }

            if (char.IsSurrogate(c))
            {
                if (char.IsHighSurrogate(c) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]))
                {
                    i++;
                }
                else
                {
                    return true;
                }
            }
        }

        return (char.IsAsciiDigit(name[0]) || name[0] is '+' or '-' or '.')
            && (NumberReader.TryParse(name, 10, out _) || SchemeReader.IsDividedByZero(name));
    }

    /// <summary>Text between quotes, with escapes for what cannot stand there or cannot be seen.</summary>
    private void AppendText(string text, char quote)
    {
        _output.Append(quote);
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            AppendEscaped(isPair ? char.ConvertToUtf32(text[i], text[++i]) : text[i], quote);
        }

        _output.Append(quote);
    }

    private void AppendEscaped(int codePoint, char quote)
    {
        switch (codePoint)
        {
            case '\\':
                _output.Append("\\\\");
                break;
            case '"' or '|' when codePoint == quote:
                _output.Append('\\').Append(quote);
                break;
            case >= ' ' and < 127:
                _output.Append((char)codePoint);
                break;
            case '\n':
                _output.Append("\\n");
                break;
            case '\t':
                _output.Append("\\t");
                break;
            case '\r':
                _output.Append("\\r");
                break;
            case '\a':
                _output.Append("\\a");
                break;
            case '\b':
                _output.Append("\\b");
                break;
            default:
                if (CanBeSeen(codePoint) || CharUnicodeInfo.GetUnicodeCategory(codePoint) == UnicodeCategory.NonSpacingMark)
                {
                    AppendCodePoint(_output, codePoint);
                }
                else
                {
                    _output.Append(CultureInfo.InvariantCulture, $"\\x{codePoint:x};");
                }

                break;
        }
    }

    private void AppendCharacter(int codePoint)
    {
        if (_style == PrintStyle.Display)
        {
            AppendCodePoint(_output, codePoint);
            return;
        }

        _output.Append("#\\");
        if (CharacterNames.NameOf(codePoint) is { } name)
        {
            _output.Append(name);
        }
        else if (CanBeSeen(codePoint))
        {
            AppendCodePoint(_output, codePoint);
        }
        else
        {
            _output.Append(CultureInfo.InvariantCulture, $"x{codePoint:x}");
        }
    }

    /// <summary>Whether the character shows something of its own: not a control, a blank, a mark that joins its neighbour, a surrogate, or unassigned.</summary>
    private static bool CanBeSeen(int codePoint) =>
        codePoint is > ' ' and < 127 || (codePoint > 159 && CharUnicodeInfo.GetUnicodeCategory(codePoint) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.SpacingCombiningMark));

    private static void AppendCodePoint(StringBuilder output, int codePoint)
    {
        if (codePoint > 0xFFFF)
        {
            output.Append((char)(0xD7C0 + (codePoint >> 10))).Append((char)(0xDC00 + (codePoint & 0x3FF)));
        }
        else
        {
            output.Append((char)codePoint);
        }
    }

    private bool ChargeText(long length)
    {
        if (_machine is null)
        {
            return true;
        }

        if (length + _output.Length > LongestText)
        {
            return Refuse();
        }

        return length < 16 || (_machine.ChargeTicks(length >> 4) && _machine.ChargeAllocation(2 * length));
    }
}
