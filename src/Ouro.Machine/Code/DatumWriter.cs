using System.Globalization;
using System.Text;

namespace Ouro.Machine.Code;

/// <summary>Writes constants in assembly text and listings. What a reader cannot read back is written as <c>#&lt;class&gt;</c>.</summary>
internal static class DatumWriter
{
    /// <summary>More parts of one datum than this are not written: data may be cyclic.</summary>
    private const int MaximumParts = 20_000;

    internal static void Append(StringBuilder text, Value datum, int maximumParts = MaximumParts)
    {
        var stack = new Stack<(Value Value, string? Text)>();
        stack.Push((datum, null));
        int parts = 0;
        while (stack.TryPop(out var entry))
        {
            if (entry.Text is not null)
            {
                text.Append(entry.Text);
                continue;
            }

            if (++parts > maximumParts)
            {
                text.Append("...");
                return;
            }

            switch (entry.Value.Ref)
            {
                case Pair pair:
                    text.Append('(');
                    PushRest(stack, pair);
                    break;
                case Vector vector:
                    text.Append("#(");
                    stack.Push((Value.Unspecified, ")"));
                    for (int i = Math.Min(vector.Items.Length, maximumParts) - 1; i >= 0; i--)
                    {
                        stack.Push((vector.Items[i], null));
                        if (i > 0)
                        {
                            stack.Push((Value.Unspecified, " "));
                        }
                    }

                    break;
                case ListRest rest:
                    text.Append(rest.Pair is null ? " . " : " ");
                    if (rest.Pair is not null)
                    {
                        PushRest(stack, rest.Pair);
                    }
                    else
                    {
                        stack.Push((Value.Unspecified, ")"));
                        stack.Push((rest.Tail, null));
                    }

                    break;
                default:
                    AppendAtom(text, entry.Value);
                    break;
            }
        }
    }

    /// <summary>A string with its escapes.</summary>
    internal static void AppendString(StringBuilder text, string content)
    {
        AppendText(text, new Text(content), '"');
    }

    private static void AppendText(StringBuilder text, Text content, char quote)
    {
        text.Append(quote);
        for (int i = 0; i < content.Length; i++)
        {
            AppendCharacter(text, content[i], quote);
        }

        text.Append(quote);
    }

    private static void PushRest(Stack<(Value Value, string? Text)> stack, Pair pair)
    {
        if (pair.Cdr.IsEmptyList)
        {
            stack.Push((Value.Unspecified, ")"));
        }
        else
        {
            stack.Push((Value.Object(new ListRest(pair.Cdr.Ref as Pair, pair.Cdr)), null));
        }

        stack.Push((pair.Car, null));
    }

    private static void AppendAtom(StringBuilder text, Value atom)
    {
        if (atom.IsFixnum)
        {
            text.Append(CultureInfo.InvariantCulture, $"{atom.AsFixnum}");
        }
        else if (atom.IsFlonum)
        {
            AppendDouble(text, atom.AsFlonum);
        }
        else if (atom.IsCharacter)
        {
            text.Append(CultureInfo.InvariantCulture, $"#\\x{atom.AsCharacter:x}");
        }
        else if (atom.IsBoolean)
        {
            text.Append(atom.IsTrue ? "#t" : "#f");
        }
        else
        {
            AppendObject(text, atom);
        }
    }

    private static void AppendObject(StringBuilder text, Value atom)
    {
        switch (atom.Ref)
        {
            case Symbol symbol:
                AppendSymbol(text, symbol);
                break;
            case Text content:
                AppendText(text, content, '"');
                break;
            case Bytevector bytes:
                text.Append("#u8(");
                for (int i = 0; i < bytes.Bytes.Length; i++)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? " " : "")}{bytes.Bytes[i]}");
                }

                text.Append(')');
                break;
            case Bignum big:
                text.Append(big.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case Ratnum ratio:
                text.Append(CultureInfo.InvariantCulture, $"{ratio.Numerator}/{ratio.Denominator}");
                break;
            case Compnum complex:
                AppendAtom(text, complex.Real);
                int sign = text.Length;
                AppendAtom(text, complex.Imaginary);
                if (text[sign] is not ('-' or '+'))
                {
                    text.Insert(sign, '+');
                }

                text.Append('i');
                break;
            default:
                text.Append(
                    atom.IsEmptyList ? "()"
                    : atom.IsUnspecified ? "#!unspecified"
                    : atom.IsEndOfFile ? "#!eof"
                    : atom.IsAbsent ? "#!default"
                    : atom.IsUnbound ? "#!unbound"
                    : $"#<{Disassembler.ClassName(atom.Ref!.GetType())}>");
                break;
        }
    }

    private static void AppendDouble(StringBuilder text, double number)
    {
        if (double.IsNaN(number) || double.IsInfinity(number))
        {
            text.Append(double.IsNaN(number) ? "+nan.0" : number > 0 ? "+inf.0" : "-inf.0");
            return;
        }

        string digits = number.ToString("R", CultureInfo.InvariantCulture);
        text.Append(digits).Append(digits.AsSpan().IndexOfAny(".E") < 0 ? ".0" : "");
    }

    private static void AppendSymbol(StringBuilder text, Symbol symbol)
    {
        bool plain = symbol.Name.Length > 0 && !char.IsAsciiDigit(symbol.Name[0]) && symbol.Name[0] is not ('+' or '-' or '.' or '#')
            || symbol.Name is "+" or "-" or "...";
        foreach (char unit in symbol.Name)
        {
            plain &= unit > ' ' && unit < 0x7F && "()[]{}\"';`,|\\".IndexOf(unit) < 0 && !char.IsAsciiLetterUpper(unit);
        }

        if (plain)
        {
            text.Append(symbol.Name);
            return;
        }

        AppendText(text, new Text(symbol.Name), '|');
    }

    private static void AppendCharacter(StringBuilder text, int codePoint, char quote)
    {
        if (codePoint == quote || codePoint == '\\')
        {
            text.Append('\\').Append((char)codePoint);
        }
        else if (codePoint is >= ' ' and < 0x7F)
        {
            text.Append((char)codePoint);
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"\\x{codePoint:x};");
        }
    }

    /// <summary>What is left of a list after an element.</summary>
    private sealed class ListRest(Pair? pair, Value tail)
    {
        internal Pair? Pair { get; } = pair;
        internal Value Tail { get; } = tail;
    }
}
