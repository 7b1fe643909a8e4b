namespace Ouro.Python.Tests.Values;

using System.Globalization;
using System.Numerics;
using Ouro.Machine.Execution;
using Ouro.Machine.Values;
using Ouro.Python.Tests.Host;
using Ouro.Python.Values;
using Ouro.Python.Values.Formatting;
using Ouro.Python.Values.Numbers;
using Ouro.Python.Values.Strings;

public sealed class FormatTests
{
    private readonly Meter _meter = Comparison.NewMeter();

    [Fact]
    public void FixedExpectations()
    {
        Assert.Equal("0,001,234", Formatter.Format(_meter, Value.Fixnum(1234), new Text("08,"))!.ToString());
        Assert.Equal("-0x00ff", Formatter.Format(_meter, Value.Fixnum(-255), new Text("#07x"))!.ToString());
        Assert.Equal("2.67", Formatter.Format(_meter, 2.675, new Text(".2f"))!.ToString());
        Assert.Equal("(1+2j)  ", Formatter.Format(_meter, new ComplexNumber(1, 2), new Text("<8"))!.ToString());
        Assert.Equal("**ab**", Formatter.Format(_meter, new Text("abc"), new Text("*^6.2"))!.ToString());
        Assert.Null(Formatter.Format(_meter, new Text("a"), new Text("=5")));
        Assert.Equal("'=' alignment not allowed in string format specifier", _meter.TakeError()!.Message);
    }

    [PythonFact]
    public void SpecificationsAreThoseOfTheHost()
    {
        var random = new Random(30);
        var all = new Comparison();
        for (int i = 0; i < 5000; i++)
        {
            var spec = new Text(RandomSpecification(random));
            string shown = Comparison.Ascii(spec);
            switch (i % 4)
            {
                case 0:
                    var integer = NumberTests.RandomInteger(random);
                    all.Add($"format({integer}, {shown})", _meter, Formatter.Format(_meter, Value.Integer(integer), spec));
                    break;
                case 1 or 2:
                    double number = NumberTests.AnyDouble(random);
                    all.Add($"format(float.fromhex('{FloatText.ToHexadecimal(number)}'), {shown})", _meter, Formatter.Format(_meter, number, spec));
                    break;
                default:
                    var text = Comparison.RandomText(random, "ab\u00E9", 8);
                    all.Add($"format({Comparison.Ascii(text)}, {shown})", _meter, spec.Length == 0 ? text : Formatter.Format(_meter, text, spec));
                    var complex = new ComplexNumber(NumberTests.RandomPart(random), NumberTests.RandomPart(random));
                    all.Add($"format({NumberTests.Literal(complex)}, {shown})", _meter, spec.Length == 0 ? new Text(ComplexFunctions.Repr(complex)) : Formatter.Format(_meter, complex, spec));
                    break;
            }
        }

        foreach (string odd in (string[])["10.99999999999f", ".", ".f", "99999999999999999999", "1,,", "_,", ",_", "\u0663d", "\u00E9d", "<<5", "0<5", "==5", "z", "0", "00005", "#", "+", " x", "5c", "<5c", "05c", "=+9,.2f", "09_x", "010_b", "013,", "012,.1f", "%%", "\u00E9", ".0", "#.0", "#.0f", ".0e", "#.3g", ".1", ".2", "n", "010n", "5n", "_n"])
        {
            var spec = new Text(odd);
            all.Add($"format(12345, {Comparison.Ascii(spec)})", _meter, Formatter.Format(_meter, Value.Fixnum(12345), spec));
            all.Add($"format(12.5, {Comparison.Ascii(spec)})", _meter, Formatter.Format(_meter, 12.5, spec));
            all.Add($"format(-0.001, {Comparison.Ascii(spec)})", _meter, Formatter.Format(_meter, -0.001, spec));
            all.Add($"format('text', {Comparison.Ascii(spec)})", _meter, Formatter.Format(_meter, new Text("text"), spec));
            all.Add($"format(1.5-2j, {Comparison.Ascii(spec)})", _meter, Formatter.Format(_meter, new ComplexNumber(1.5, -2), spec));
        }

        all.Check();
    }

    [PythonFact]
    public void PercentFormattingIsThatOfTheHost()
    {
        var random = new Random(31);
        var all = new Comparison();
        for (int i = 0; i < 3000; i++)
        {
            string spec = "x%" + string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => "+- #0"[random.Next(5)])) + (random.Next(2) == 0 ? "" : random.Next(20).ToString(CultureInfo.InvariantCulture))
                + random.Next(3) switch { 0 => "", 1 => ".", _ => "." + random.Next(12).ToString(CultureInfo.InvariantCulture) } + (random.Next(9) == 0 ? "l" : "") + "srdioxXeEfFgGuz%"[random.Next(15)];
            var format = new Text(spec);
            int at = 0;
            var field = PercentFormat.Next(_meter, format, ref at);
            if (field is not { } found)
            {
                continue;
            }

            if ("srz".Contains((char)found.Type, StringComparison.Ordinal))
            {
                var text = Comparison.RandomText(random, "ab", 8);
                var shown = found.Type == 'r' ? StringRepr.Repr(_meter, text)! : text;
                Text? ours = null;
                _ = found.Type == 'z' ? PercentFormat.Unsupported(_meter, found) : (ours = PercentFormat.Format(_meter, found, shown)) is null;
                all.Add($"'{spec}' % {Comparison.Ascii(text)}", _meter, ours is null ? null : Text.Concat(new Text("x"), ours));
            }
            else if ("dioxXu".Contains((char)found.Type, StringComparison.Ordinal))
            {
                var integer = NumberTests.RandomInteger(random);
                all.Add($"'{spec}' % ({integer},)", _meter, PercentFormat.Format(_meter, found, Value.Integer(integer)) is { } ours ? Text.Concat(new Text("x"), ours) : null);
            }
            else
            {
                double number = NumberTests.AnyDouble(random);
                all.Add($"'{spec}' % float.fromhex('{FloatText.ToHexadecimal(number)}')", _meter, PercentFormat.Format(_meter, found, number) is { } ours ? Text.Concat(new Text("x"), ours) : null);
            }
        }

        foreach (string wrong in (string[])["%", "%(a", "%(a(b)c", "%5", "%.", "%99999999999999999999d", "%.9999999999d", "%l"])
        {
            int at = 0;
            Assert.Null(PercentFormat.Next(_meter, new Text(wrong), ref at));
            all.Add($"'{wrong}' % {(wrong.Contains('(', StringComparison.Ordinal) ? "{}" : "1")}", Comparison.Shown(_meter));
        }

        all.Check();
    }

    [PythonFact]
    public void FieldsAreThoseOfTheHost()
    {
        var random = new Random(32);
        var all = new Comparison();
        for (int i = 0; i < 2000; i++)
        {
            var text = Comparison.RandomText(random, "{}{}!:[].a0r", 9);
            all.Add($"[x for x in __import__('_string').formatter_parser({Comparison.Ascii(text)})]", _meter, Fields(text), shown => shown);
            var name = Comparison.RandomText(random, "[]..ab01", 7);
            all.Add($"(lambda p: (p[0], list(p[1])))(__import__('_string').formatter_field_name_split({Comparison.Ascii(name)}))", _meter, FieldName.Parse(_meter, name, 0, name.Length), Shown);
        }

        all.Check();
    }

    [Fact]
    public void LimitsHoldBeforeTheWork()
    {
        var machine = new VirtualMachine();
        var meter = new Meter(machine);
        foreach (string spec in (string[])["999999999999", "0999999999,d", ".999999999f", "0999999999.1f"])
        {
            machine.SetLimits(new MachineLimits { Allocation = 1_000_000 });
            Assert.Null(Formatter.Format(meter, 1.5, new Text(spec == "0999999999,d" ? "0999999999,.1f" : spec)));
            Assert.Null(meter.Error);
        }
    }

    private static string Shown(FieldName name)
    {
        static string Part(Text text, long index) => index >= 0 ? index.ToString(CultureInfo.InvariantCulture) : Comparison.Ascii(text);
        return $"({Part(name.Name, name.Index)}, [{string.Join(", ", name.Steps.Select(step => $"({Comparison.Shown(step.IsAttribute)}, {Part(step.Name, step.Index)})"))}])";
    }

    private string? Fields(Text text)
    {
        var fields = new List<string>();
        var parser = new FormatParser(text);
        while (parser.Next(_meter) is { } field)
        {
            string literal = Comparison.Ascii(text.Substring(field.LiteralStart, field.LiteralEnd));
            fields.Add(!field.HasField ? $"({literal}, None, None, None)"
                : $"({literal}, {Comparison.Ascii(text.Substring(field.NameStart, field.NameEnd))}, {Comparison.Ascii(text.Substring(field.SpecificationStart, field.SpecificationEnd))}, {(field.Conversion == 0 ? "None" : Comparison.Ascii(new Text(1, field.Conversion)))})");
        }

        return parser.Failed ? null : $"[{string.Join(", ", fields)}]";
    }

    private static string RandomSpecification(Random random)
    {
        string spec = "";
        spec += random.Next(3) switch { 0 => "", 1 => "<>=^"[random.Next(4)].ToString(), _ => "*" + "<>=^"[random.Next(4)] };
        spec += random.Next(3) == 0 ? "+- "[random.Next(3)].ToString() : "";
        spec += random.Next(6) == 0 ? "z" : "";
        spec += random.Next(4) == 0 ? "#" : "";
        spec += random.Next(3) == 0 ? "0" : "";
        spec += random.Next(2) == 0 ? random.Next(30).ToString(CultureInfo.InvariantCulture) : "";
        spec += random.Next(4) == 0 ? ",_"[random.Next(2)].ToString() : "";
        spec += random.Next(3) == 0 ? "." + random.Next(20).ToString(CultureInfo.InvariantCulture) : "";
        return spec + (random.Next(4) == 0 ? "" : "bcdeEfFgGnosxX%k"[random.Next(16)].ToString());
    }
}
