namespace Ouro.Python.Tests;

using System.Text;
using Ouro.Python.Syntax;
using Ouro.Python.Syntax.Parsing;
using Ouro.Python.Syntax.Tree;
using Assert = Xunit.Assert;

/// <summary>What needs no python3 to compare with.</summary>
public sealed class FrontEndTests
{
    [Theory]
    [InlineData("x = 1 + 2*y", "Module(body=[Assign(targets=[Name(id='x', ctx=Store())], value=BinOp(left=Constant(value=1), op=Add(), right=BinOp(left=Constant(value=2), op=Mult(), right=Name(id='y', ctx=Load()))))], type_ignores=[])")]
    [InlineData("f'{x!r:>{w}}'", "Module(body=[Expr(value=JoinedStr(values=[FormattedValue(value=Name(id='x', ctx=Load()), conversion=114, format_spec=JoinedStr(values=[Constant(value='>'), FormattedValue(value=Name(id='w', ctx=Load()), conversion=-1)]))]))], type_ignores=[])")]
    [InlineData("1e400, 1e16, 1e15, .0001, 1e-5, 2.5j", "Module(body=[Expr(value=Tuple(elts=[Constant(value=inf), Constant(value=1e+16), Constant(value=1000000000000000.0), Constant(value=0.0001), Constant(value=1e-05), Constant(value=2.5j)], ctx=Load()))], type_ignores=[])")]
    [InlineData("'\\N{bullet}\\N{HANGUL SYLLABLE GAG}\\N{CJK UNIFIED IDEOGRAPH-4E00}\\ud800\\n'", "Module(body=[Expr(value=Constant(value='\u2022\uac01\u4e00\\ud800\\n'))], type_ignores=[])")]
    [InlineData("ﬁx = 1", "Module(body=[Assign(targets=[Name(id='fix', ctx=Store())], value=Constant(value=1))], type_ignores=[])")]
    public void TreesAreDumped(string source, string dump) => Assert.Equal(dump, TreeDumper.Dump(FrontEnd.Parse(source, 11).Tree!, 11));

    [Fact]
    public void PlacesAreInBytes()
    {
        var module = (Module)FrontEnd.Parse("é = 'é'\nx", 12).Tree!;
        Assert.Equal(new SourceSpan(1, 0, 1, 9), module.Body[0].Span);
        Assert.Equal(new SourceSpan(1, 5, 1, 9), ((Assign)module.Body[0]).Value.Span);
        Assert.Equal(new SourceSpan(2, 0, 2, 1), module.Body[1].Span);
    }

    [Theory]
    [InlineData("# coding: latin-1\nx = '\u00e9'", "iso-8859-1", "'\u00e9'")]
    [InlineData("#!/x\n# -*- coding: cp1252 -*-\nx = '\u20ac'", "windows-1252", "'\u20ac'")]
    [InlineData("x = '\u00e9'", "utf-8", "'\u00e9'")]
    public void FilesAreDecodedAsTheySay(string source, string encoding, string value)
    {
        var codec = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        var tree = FrontEnd.Parse(codec.GetBytes(source), 11).Tree;
        Assert.NotNull(tree);
        Assert.Contains($"value={value}", TreeDumper.Dump(tree, 11)!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# coding: nothing\n", "unknown encoding: nothing")]
    [InlineData("\uFEFF# coding: latin-1\n", "encoding problem: iso-8859-1 with BOM")]
    [InlineData("x = \0", "source code string cannot contain null bytes")]
    public void OtherFilesAreRefused(string source, string message) => Assert.Equal(message, FrontEnd.Parse(Encoding.UTF8.GetBytes(source), 11).Problem?.Message);

    [Fact]
    public void LineEndsAreAllTheSame()
    {
        string expected = TreeDumper.Dump(FrontEnd.Parse("if x:\n  y = '''a\nb'''\nz\n", 12).Tree!, 12, true)!;
        Assert.Equal(expected, TreeDumper.Dump(FrontEnd.Parse("if x:\r\n  y = '''a\r\nb'''\r\nz", 12).Tree!, 12, true));
        Assert.Equal(expected, TreeDumper.Dump(FrontEnd.Parse("if x:\r  y = '''a\rb'''\rz\r", 12).Tree!, 12, true));
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("-", "")]
    [InlineData("not ", "")]
    [InlineData("lambda: ", "")]
    [InlineData("x if y else ", "")]
    [InlineData("f(", ")")]
    [InlineData("a[", "]")]
    [InlineData("2**", "")]
    [InlineData("x.", "")]
    [InlineData("x + ", "")]
    [InlineData("{1: ", "}")]
    [InlineData("await ", "")]
    [InlineData("f'{", "}'")]
    [InlineData("x = ", "")]
    [InlineData("[x for x in ", "]")]
    public void DeepSourcesEndWithAnAnswer(string open, string close)
    {
        foreach (int depth in (int[])[50, 199, 3_000, 100_000])
        {
            foreach (int version in (int[])[11, 13])
            {
                string source = string.Concat(Enumerable.Repeat(open, depth)) + "x" + string.Concat(Enumerable.Repeat(close, depth));
                var result = FrontEnd.Analyse(source, version);
                Assert.True(result.Tree is not null || result.Problem is { Kind: SyntaxProblemKind.SyntaxError or SyntaxProblemKind.MemoryError or SyntaxProblemKind.RecursionError });
            }
        }
    }

    [Fact]
    public void DamagedDeepSourcesAreDiagnosedInTime()
    {
        foreach (string open in (string[])["(", "[", "{", "f(", "lambda: (", "f(x=", "[x for x in (", "{1: ", "(a, ", "x[", "(yield ("])
        {
            var result = FrontEnd.Analyse(string.Concat(Enumerable.Repeat(open, 60)) + " x y", 13);
            Assert.NotNull(result.Problem);
        }
    }

    [Fact]
    public void AnInteractiveStatementIsOne()
    {
        Assert.Equal("Interactive(body=[Expr(value=Name(id='x', ctx=Load()))])", TreeDumper.Dump(FrontEnd.Parse("x\n", 11, SourceMode.Interactive).Tree!, 11));
        Assert.Equal("Expression(body=Name(id='x', ctx=Load()))", TreeDumper.Dump(FrontEnd.Parse(" x\n\n".TrimStart(), 11, SourceMode.Expression).Tree!, 11));
        Assert.NotNull(FrontEnd.Parse("x = 1", 11, SourceMode.Expression).Problem);
    }

    [Fact]
    public void ProblemsAreShownWithCarets() => Assert.Equal(
        "  File \"f.py\", line 2\n    x = (1 2)\n         ^^^\nSyntaxError: invalid syntax. Perhaps you forgot a comma?\n",
        FrontEnd.Parse("if y:\n    x = (1 2)\n", 11).Problem!.Display("f.py"));
}
