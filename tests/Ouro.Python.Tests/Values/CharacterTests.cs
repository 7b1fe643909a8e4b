// Every code point of the first two planes that the host's Python knows, against the host: properties and case mappings.

namespace Ouro.Python.Tests.Values;

using System.Globalization;
using Ouro.Machine.Values;
using Ouro.Python.Tests.Host;
using Ouro.Python.Values;
using Ouro.Python.Values.Strings;

public sealed class CharacterTests
{
    /// <summary>What changed after Unicode 14, which CPython 3.11 has: a mark of Ahom became spacing, ten ideographs numerals, five modifier letters lower case.</summary>
    private static bool IsNewer(int codePoint) =>
        codePoint is 0x1171E or 0x10FC or (>= 0xA7F2 and <= 0xA7F4) or 0xAB69 or 0x4E24 or 0x4EAC or 0x4FE9 or 0x5006 or 0x62D0 or 0x6D1E or 0x7695 or 0x79ED or 0x920E or 0x94A9;

    [PythonFact]
    public void PropertiesAreThoseOfTheHost()
    {
        using var host = new HostPython();
        var wrong = new List<string>();
        void Property(string name, Func<Text, bool> ours) => Compare(host, wrong, name, $"characters(lambda c: c.{name}())", text => ours(text) ? "1" : "0");
        Property("isalpha", StringPredicates.IsAlpha);
        Property("isalnum", StringPredicates.IsAlnum);
        Property("isdecimal", StringPredicates.IsDecimal);
        Property("isdigit", StringPredicates.IsDigit);
        Property("isnumeric", StringPredicates.IsNumeric);
        Property("isspace", StringPredicates.IsSpace);
        Property("isprintable", StringPredicates.IsPrintable);
        Property("isidentifier", StringPredicates.IsIdentifier);
        Property("islower", StringPredicates.IsLower);
        Property("isupper", StringPredicates.IsUpper);
        Property("istitle", StringPredicates.IsTitle);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [PythonFact]
    public void CaseIsThatOfTheHost()
    {
        using var host = new HostPython();
        var wrong = new List<string>();
        void Mapping(string name, string expression, Func<Text, Text?> ours) =>
            Compare(host, wrong, name, $"characters(lambda c: mapped(c, {expression}))", text => Mapped(text, ours(text)!));
        var meter = Comparison.NewMeter();
        Mapping("upper", "c.upper()", text => StringCase.Upper(meter, text));
        Mapping("lower", "c.lower()", text => StringCase.Lower(meter, text));
        Mapping("title", "c.title()", text => StringCase.Title(meter, text));
        Mapping("casefold", "c.casefold()", text => StringCase.Casefold(meter, text));
        Mapping("swapcase", "c.swapcase()", text => StringCase.Swapcase(meter, text));
        Mapping("capitalize", "(c + c).capitalize()", text => StringCase.Capitalize(meter, Text.Concat(text, text)));
        Mapping("sigma before", "('\\u03a3' + c + 'a').lower()", text => StringCase.Lower(meter, Text.Concat(new Text("\u03A3"), Text.Concat(text, new Text("a")))));
        Mapping("sigma after", "('a' + c + '\\u03a3').lower()", text => StringCase.Lower(meter, Text.Concat(new Text("a"), Text.Concat(text, new Text("\u03A3")))));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static string Mapped(Text text, Text result) =>
        text.Equals(result) ? "" : string.Join(' ', Enumerable.Range(0, result.Length).Select(i => result[i].ToString("x", CultureInfo.InvariantCulture)));

    private static void Compare(HostPython host, List<string> wrong, string name, string expression, Func<Text, string> ours)
    {
        int codePoint = 0;
        int differences = 0;
        string examples = "";
        foreach (string line in host.Ask("text", expression)[1..].Split('\n'))
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            string theirs = line[(space + 1)..];
            for (int count = int.Parse(line.AsSpan(0, space), CultureInfo.InvariantCulture); count > 0; count--, codePoint++)
            {
                if (theirs != "-" && !IsNewer(codePoint) && ours(new Text(1, codePoint)) is var result && result != theirs)
                {
                    differences++;
                    examples += differences < 60 ? $" {codePoint:X}" + (theirs.Length > 1 ? $":{result}/{theirs}" : "") : "";
                }
            }
        }

        if (differences > 0)
        {
            wrong.Add($"{name}: {differences} differ:{examples}");
        }
    }
}
