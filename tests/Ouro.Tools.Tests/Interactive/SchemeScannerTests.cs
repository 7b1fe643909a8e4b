using Ouro.Machine.Languages;
using Ouro.Scheme.Interactive;

namespace Ouro.Tools.Tests.Interactive;

/// <summary>What is known of Scheme texts while they are typed.</summary>
public sealed class SchemeScannerTests
{
    [Theory]
    [InlineData("", InputState.Blank)]
    [InlineData("  ; a comment", InputState.Blank)]
    [InlineData("#| a | # |# #;(skipped)", InputState.Blank)]
    [InlineData("#!fold-case", InputState.Blank)]
    [InlineData("x", InputState.Complete)]
    [InlineData("(f x)", InputState.Complete)]
    [InlineData("(f [g x])", InputState.Complete)]
    [InlineData("(f", InputState.Incomplete)]
    [InlineData("(f \"a)", InputState.Incomplete)]
    [InlineData("(f \"a\\\")\")", InputState.Complete)]
    [InlineData("\"a\\", InputState.Incomplete)]
    [InlineData("|sym bol", InputState.Incomplete)]
    [InlineData("|sym bol|", InputState.Complete)]
    [InlineData("a|b c|d", InputState.Complete)]
    [InlineData("(f ; )", InputState.Incomplete)]
    [InlineData("(f ; )\n)", InputState.Complete)]
    [InlineData("#| #| |#", InputState.Incomplete)]
    [InlineData("#| #| |# |# 1", InputState.Complete)]
    [InlineData("'", InputState.Incomplete)]
    [InlineData("'x", InputState.Complete)]
    [InlineData("`(a ,@", InputState.Incomplete)]
    [InlineData("`(a ,@b)", InputState.Complete)]
    [InlineData("#;", InputState.Incomplete)]
    [InlineData("#; x", InputState.Blank)]
    [InlineData("#; x y", InputState.Complete)]
    [InlineData("#;(a b", InputState.Incomplete)]
    [InlineData("#0=", InputState.Incomplete)]
    [InlineData("#0=(a . #0#)", InputState.Complete)]
    [InlineData("#\\(", InputState.Complete)]
    [InlineData("(#\\( #\\))", InputState.Complete)]
    [InlineData("#(1 2", InputState.Incomplete)]
    [InlineData("#u8(1 2)", InputState.Complete)]
    [InlineData(")", InputState.Complete)]
    [InlineData("(a]", InputState.Complete)]
    [InlineData("(a) (b", InputState.Incomplete)]
    public void WhetherAFormIsWhole(string text, InputState state) => Assert.Equal(state, Scan(text).State);

    [Theory]
    [InlineData("(define (f x)", 2)]
    [InlineData("(let ((a 1)", 6)]
    [InlineData("(let ((a 1)\n      (b 2))", 2)]
    [InlineData("(let loop ((i 0))", 2)]
    [InlineData("(if (a)", 4)]
    [InlineData("(cond (a", 7)]
    [InlineData("(foo", 1)]
    [InlineData("(foo bar", 5)]
    [InlineData("(foo bar\n     (baz qux", 10)]
    [InlineData("(foo\n (bar)", 1)]
    [InlineData("'(1 2", 2)]
    [InlineData("(\"string\" x", 1)]
    [InlineData("((f x) y", 1)]
    [InlineData("#(1", 2)]
    [InlineData("(display \"a", 0)]
    [InlineData("(f x)", 0)]
    public void HowFarTheNextLineIsIndented(string text, int blanks) => Assert.Equal(blanks, Scan(text).Indentation());

    [Fact]
    public void BracketsKnowTheirPartners()
    {
        var brackets = Scan("(a [b] #(c)) )").Tokens.Where(token => token.Kind is TokenKind.Bracket or TokenKind.Error).ToArray();
        Assert.Equal([(0, 11), (3, 5), (5, 3), (7, 10), (10, 8), (11, 0), (13, -1)], brackets.Select(token => (token.Start, token.Partner)));
        Assert.Equal(TokenKind.Error, brackets[^1].Kind);
    }

    [Theory]
    [InlineData("(define x 1.5)", "Bracket:( Keyword:define Plain:x Number:1.5 Bracket:)")]
    [InlineData("(f define)", "Bracket:( Plain:f Plain:define Bracket:)")]
    [InlineData("'(if)", "Plain:' Bracket:( Keyword:if Bracket:)")]
    [InlineData("#t #\\space \"s\" ; c", "Constant:#t Constant:#\\space String:\"s\" Comment:; c")]
    [InlineData("-3/4 +i 1e3 - ...", "Number:-3/4 Number:+i Number:1e3 Plain:- Plain:...")]
    [InlineData("#xff #e1.5", "Number:#xff Number:#e1.5")]
    [InlineData("#|x|#a|b c|", "Comment:#|x|# Plain:a|b c|")]
    public void TokensHaveKinds(string text, string tokens) =>
        Assert.Equal(tokens, string.Join(' ', Scan(text).Tokens.Select(token => $"{token.Kind}:{text.Substring(token.Start, token.Length)}")));

    /// <summary>Any text is scanned to its end, with tokens in order that do not overlap and lie in the text.</summary>
    [Fact]
    public void RandomTextsAreScanned()
    {
        var random = new Random(3);
        string[] pieces = ["(", ")", "[", "]", "'", "`", ",@", "#", "#(", "#;", "#|", "|#", "|", "\"", "\\", "#\\", "#\\x", ";", "\n", " ", "a", "1", "#0=", "#0#", "#u8(", "日", "\uD83D", "{", "#!eof", "#!"];
        for (int i = 0; i < 5_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => pieces[random.Next(pieces.Length)]));
            var scanner = Scan(text);
            int at = 0;
            foreach (var token in scanner.Tokens)
            {
                Assert.True(token.Start >= at && token.Length > 0 && token.Start + token.Length <= text.Length, text);
                Assert.True(token.Partner < text.Length, text);
                at = token.Start + token.Length;
            }

            Assert.InRange(scanner.Indentation(), 0, text.Length + 2);
        }
    }

    private static SchemeScanner Scan(string text) => SchemeScanner.Scan(text, SchemeKeywords.Contains);
}
