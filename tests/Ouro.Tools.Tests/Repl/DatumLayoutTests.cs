using Ouro.Scheme.Interactive;
using Ouro.Tools.Repl;

namespace Ouro.Tools.Tests.Repl;

public sealed class DatumLayoutTests
{
    [Theory]
    [InlineData("(1 2 3)", "(1 2 3)")]
    [InlineData("(1 2 3 4 5 6 7 8 9 10 11)", "(1 2 3 4 5 6 7 8 9\n 10 11)")]
    [InlineData("((name \"ann\") (age 20) (x . y))", "((name \"ann\")\n (age 20)\n (x . y))")]
    [InlineData("#(100000 200000 300000)", "#(100000 200000\n  300000)")]
    [InlineData("(define 'quoted-thing ,@(splice it))", "(define\n 'quoted-thing\n ,@(splice it))")]
    [InlineData("\"a long string (with brackets) in it\"", "\"a long string (with brackets) in it\"")]
    [InlineData("(a-very-long-name-indeed \"x y\")", "(a-very-long-name-indeed\n \"x y\")")]
    [InlineData("(1 2 3 4 5 6 7 8 9 10 11...", "(1 2 3 4 5 6 7 8 9\n 10 11...")]
    [InlineData("() () () () () () ())", "()()()()()()())")]
    public void LongValuesAreBroken(string text, string lines) => Assert.Equal(lines, Break(text, 20));

    /// <summary>Only blanks and line ends differ.</summary>
    [Fact]
    public void NothingButBlanksIsPutIn()
    {
        var random = new Random(5);
        for (int i = 0; i < 2_000; i++)
        {
            string text = Datum(random, 5);
            int width = random.Next(4, 60);
            string broken = Break(text, width);
            Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), broken.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void DeepValuesEnd() => Assert.NotEmpty(Break(new string('(', 5_000) + new string(')', 5_000), 20));

    private static string Break(string text, int width) => DatumLayout.Break(text, SchemeScanner.Scan(text, SchemeKeywords.Contains).Tokens, width, 0);

    private static string Datum(Random random, int depth) => random.Next(depth == 0 ? 4 : 7) switch
    {
        0 => random.Next(100_000).ToString(System.Globalization.CultureInfo.InvariantCulture),
        1 => "symbol",
        2 => "\"text(\"",
        3 => "'x",
        4 => "#(" + List(random, depth) + ")",
        _ => "(" + List(random, depth) + ")",
    };

    private static string List(Random random, int depth) => string.Join(' ', Enumerable.Range(0, random.Next(8)).Select(_ => Datum(random, depth - 1)));
}
