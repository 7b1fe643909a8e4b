using System.Globalization;
using System.Text;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Syntax.Parsing;

namespace Ouro.Python.Modules;

/// <summary>The module _bisect: where values belong in sorted sequences.</summary>
internal static class BisectModule
{
    internal static void Fill(PythonRuntime python, PyModule module) => Registry.Fill(python, module, typeof(BisectModule));

    [PythonFunction("bisect_left", "a, x, lo=0, hi=None, *, key=None")]
    internal static async Work<Value> Left(PythonRuntime python, Value[] a) => await Find(python, a, isRight: false, inserts: false) is >= 0 and var at ? Value.Fixnum(at) : Value.Signal;

    [PythonFunction("bisect_right", "a, x, lo=0, hi=None, *, key=None")]
    internal static async Work<Value> Right(PythonRuntime python, Value[] a) => await Find(python, a, isRight: true, inserts: false) is >= 0 and var at ? Value.Fixnum(at) : Value.Signal;

    [PythonFunction("insort_left", "a, x, lo=0, hi=None, *, key=None")]
    internal static Work<Value> InsertLeft(PythonRuntime python, Value[] a) => Insert(python, a, isRight: false);

    [PythonFunction("insort_right", "a, x, lo=0, hi=None, *, key=None")]
    internal static Work<Value> InsertRight(PythonRuntime python, Value[] a) => Insert(python, a, isRight: true);

    private static async Work<Value> Insert(PythonRuntime python, Value[] a, bool isRight)
    {
        long at = await Find(python, a, isRight, inserts: true);
        Value insert = at < 0 ? Value.Signal : await python.Settle(python.GetAttribute(a[0], "insert"));
        return insert.IsSignal || (await python.Call(insert, Value.Fixnum(at), a[1])).IsSignal ? Value.Signal : Value.Unspecified;
    }

    private static async Work<long> Find(PythonRuntime python, Value[] a, bool isRight, bool inserts)
    {
        if (await python.SizeOf(a[2].IsAbsent ? Value.Fixnum(0) : a[2]) is not { } low)
        {
            return -1;
        }

        if (low < 0)
        {
            _ = python.ValueError("lo must be non-negative");
            return -1;
        }

        Value length = a[3].IsAbsent || a[3].IsUnspecified ? await python.LengthOf(a[0]) : a[3];
        if (length.IsSignal || await python.SizeOf(length) is not { } high)
        {
            return -1;
        }

        bool hasKey = !a[4].IsAbsent && !a[4].IsUnspecified;
        Value wanted = inserts && hasKey ? await python.Call(a[4], a[1]) : a[1];
        while (low < high && !wanted.IsSignal)
        {
            long middle = low + ((high - low) >> 1);
            Value item = python.Machine.ChargeTicks(1) ? await python.Settle(python.GetItem(a[0], Value.Fixnum(middle))) : Value.Signal;
            item = item.IsSignal || !hasKey ? item : await python.Call(a[4], item);
            Value less = item.IsSignal ? item : isRight ? await python.TestWork(CompareKind.Less, wanted, item) : await python.TestWork(CompareKind.Less, item, wanted);
            if (less.IsSignal)
            {
                return -1;
            }

            (low, high) = less.IsTrue == isRight ? (low, middle) : (middle + 1, high);
        }

        return wanted.IsSignal ? -1 : low;
    }
}

/// <summary>The module _string: the parts of formats for the library's string.Formatter.</summary>
internal static class StringModule
{
    internal static void Fill(PythonRuntime python, PyModule module) => Registry.Fill(python, module, typeof(StringModule));

    [PythonFunction("formatter_parser", "string, /")]
    internal static Value Parse(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (PythonRuntime.Inner(a[0]).Ref is not Text text)
        {
            return python.TypeError($"expected str, got {python.TypeName(a[0])}");
        }

        return Value.Object(new FieldIterator(python.Types.Iterator, text));
    }

    private sealed class FieldIterator(PyType type, Text text) : PyIterator(type)
    {
        private readonly Values.Formatting.FormatParser _parser = new(text);

        internal override Value Next(PythonRuntime python)
        {
            if (_parser.Next(python.Meter) is not { } field)
            {
                return _parser.Failed ? python.Failed() : Value.Absent;
            }

            Value literal = Value.Object(text.Substring(field.LiteralStart, field.LiteralEnd));
            return !field.HasField ? python.Tuple(literal, Value.Unspecified, Value.Unspecified, Value.Unspecified)
                : python.Tuple(
                    literal,
                    Value.Object(text.Substring(field.NameStart, field.NameEnd)),
                    Value.Object(text.Substring(field.SpecificationStart, field.SpecificationEnd)),
                    field.Conversion == 0 ? Value.Unspecified : Value.Object(python.Character(field.Conversion)));
        }
    }

    [PythonFunction("formatter_field_name_split", "string, /")]
    internal static Value Split(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (PythonRuntime.Inner(a[0]).Ref is not Text text)
        {
            return python.TypeError($"expected str, got {python.TypeName(a[0])}");
        }

        if (Values.Formatting.FieldName.Parse(python.Meter, text, 0, text.Length) is not { } name)
        {
            return python.Failed();
        }

        var steps = name.Steps.Select(step => python.Tuple(Value.Boolean(step.IsAttribute), step.Index >= 0 ? Value.Fixnum(step.Index) : Value.Object(step.Name))).ToArray();
        return python.Tuple(name.Index >= 0 ? Value.Fixnum(name.Index) : Value.Object(name.Name), Value.Object(new ArrayIterator(python.Types.Iterator, steps)));
    }
}

/// <summary>The module _typing.</summary>
internal static class TypingModule
{
    internal static void Fill(PythonRuntime python, PyModule module) => Registry.Fill(python, module, typeof(TypingModule));

    [PythonFunction("_idfunc", "x, /")]
    internal static Value Identity(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];
}

/// <summary>The module unicodedata, with .NET's version of Unicode.</summary>
internal static class UnicodeDataModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(UnicodeDataModule));
        module.Set("unidata_version", python.Str("14.0.0"));
    }

    /// <summary>The one character of an argument; -1 with a pending raise.</summary>
    private static int Character(PythonRuntime python, in Value value, string function)
    {
        if (PythonRuntime.Inner(value).Ref is Text { Length: 1 } text)
        {
            return text[0];
        }

        _ = python.TypeError($"{function}() argument{(function is "name" or "numeric" or "digit" or "decimal" ? " 1" : "")} must be a unicode character, not {python.TypeName(value)}");
        return -1;
    }

    [PythonFunction("category", "chr, /")]
    internal static Value Category(PythonRuntime python, ReadOnlySpan<Value> a) => Character(python, a[0], "category") is >= 0 and var code ? python.Str(CharUnicodeInfo.GetUnicodeCategory(code) switch
    {
        UnicodeCategory.UppercaseLetter => "Lu", UnicodeCategory.LowercaseLetter => "Ll", UnicodeCategory.TitlecaseLetter => "Lt", UnicodeCategory.ModifierLetter => "Lm", UnicodeCategory.OtherLetter => "Lo",
        UnicodeCategory.NonSpacingMark => "Mn", UnicodeCategory.SpacingCombiningMark => "Mc", UnicodeCategory.EnclosingMark => "Me",
        UnicodeCategory.DecimalDigitNumber => "Nd", UnicodeCategory.LetterNumber => "Nl", UnicodeCategory.OtherNumber => "No",
        UnicodeCategory.SpaceSeparator => "Zs", UnicodeCategory.LineSeparator => "Zl", UnicodeCategory.ParagraphSeparator => "Zp",
        UnicodeCategory.Control => "Cc", UnicodeCategory.Format => "Cf", UnicodeCategory.Surrogate => "Cs", UnicodeCategory.PrivateUse => "Co",
        UnicodeCategory.ConnectorPunctuation => "Pc", UnicodeCategory.DashPunctuation => "Pd", UnicodeCategory.OpenPunctuation => "Ps", UnicodeCategory.ClosePunctuation => "Pe",
        UnicodeCategory.InitialQuotePunctuation => "Pi", UnicodeCategory.FinalQuotePunctuation => "Pf", UnicodeCategory.OtherPunctuation => "Po",
        UnicodeCategory.MathSymbol => "Sm", UnicodeCategory.CurrencySymbol => "Sc", UnicodeCategory.ModifierSymbol => "Sk", UnicodeCategory.OtherSymbol => "So",
        _ => "Cn",
    }) : Value.Signal;

    [PythonFunction("name", "chr, default=None, /")]
    internal static Value Name(PythonRuntime python, ReadOnlySpan<Value> a) => Character(python, a[0], "name") is not (>= 0 and var code) ? Value.Signal
        : CharacterNames.NameOf(code) is { } name ? python.Str(name) : a[1].IsAbsent ? python.ValueError("no such name") : a[1];

    [PythonFunction("lookup", "name, /")]
    internal static Value Lookup(PythonRuntime python, ReadOnlySpan<Value> a) => PythonRuntime.Inner(a[0]).Ref is not Text name ? python.TypeError($"lookup() argument must be str, not {python.TypeName(a[0])}")
        : CharacterNames.Find(name.ToString()) is { } code ? Value.Object(python.Character(code)) : python.Raise("KeyError", $"undefined character name '{name}'");

    private static Value Numeric(PythonRuntime python, ReadOnlySpan<Value> a, string function, Func<string, double> value, bool isInteger, string error)
    {
        if (Character(python, a[0], function) is not (>= 0 and var code))
        {
            return Value.Signal;
        }

        double number = code is >= 0xD800 and <= 0xDFFF ? -1 : value(char.ConvertFromUtf32(code));
        return number < 0 && !(number == -0.5) ? a[1].IsAbsent ? python.ValueError(error) : a[1] : isInteger ? Value.Fixnum((long)number) : Value.Flonum(number);
    }

    [PythonFunction("numeric", "chr, default=None, /")]
    internal static Value NumericValue(PythonRuntime python, ReadOnlySpan<Value> a) => Numeric(python, a, "numeric", static text => CharUnicodeInfo.GetNumericValue(text, 0), false, "not a numeric character");

    [PythonFunction("digit", "chr, default=None, /")]
    internal static Value Digit(PythonRuntime python, ReadOnlySpan<Value> a) => Numeric(python, a, "digit", static text => CharUnicodeInfo.GetDigitValue(text, 0), true, "not a digit");

    [PythonFunction("decimal", "chr, default=None, /")]
    internal static Value Decimal(PythonRuntime python, ReadOnlySpan<Value> a) => Numeric(python, a, "decimal", static text => CharUnicodeInfo.GetDecimalDigitValue(text, 0), true, "not a decimal");

    private static NormalizationForm? Form(PythonRuntime python, in Value form)
    {
        NormalizationForm? found = form.Ref?.ToString() switch
        {
            "NFC" => NormalizationForm.FormC,
            "NFD" => NormalizationForm.FormD,
            "NFKC" => NormalizationForm.FormKC,
            "NFKD" => NormalizationForm.FormKD,
            _ => null,
        };
        if (found is null)
        {
            _ = python.ValueError("invalid normalization form");
        }

        return found;
    }

    /// <summary>Normalises; lone surrogates, which .NET does not, stay between the parts.</summary>
    private static Text Normalised(Text text, NormalizationForm form)
    {
        var result = new TextBuilder();
        var part = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is >= 0xD800 and <= 0xDFFF)
            {
                result.Append(part.ToString().Normalize(form));
                part.Clear();
                result.Append(text[i]);
            }
            else
            {
                part.Append(char.ConvertFromUtf32(text[i]));
            }
        }

        result.Append(part.ToString().Normalize(form));
        return result.ToText();
    }

    [PythonFunction("normalize", "form, unistr, /")]
    internal static Value Normalise(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (PythonRuntime.Inner(a[1]).Ref is not Text text)
        {
            return python.TypeError($"normalize() argument 2 must be str, not {python.TypeName(a[1])}");
        }

        return Form(python, a[0]) is not { } form || !python.Machine.ChargeTicks(text.Length) || !python.Machine.ChargeAllocation(72L * text.Length) ? Value.Signal
            : Values.Strings.StringPredicates.IsAscii(text) ? Value.Object(text) : Value.Object(Normalised(text, form));
    }

    [PythonFunction("is_normalized", "form, unistr, /")]
    internal static Value IsNormalised(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value normal = Normalise(python, a);
        return normal.IsSignal ? normal : Value.Boolean(normal.Ref!.Equals(PythonRuntime.Inner(a[1]).Ref));
    }
}
