using System.Globalization;
using System.Text;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Tests.Library;

public class StringTests(LibraryEvaluator evaluator) : IClassFixture<LibraryEvaluator>
{
    [Theory]
    [InlineData("(make-string 3 #\\x)", "\"xxx\"")]
    [InlineData("(string #\\a #\\λ #\\😀)", "\"aλ😀\"")]
    [InlineData("(string #\\a 5)", "error: string: argument 2 must be a character, got 5")]
    [InlineData("(string-length \"a😀\")", "2")]
    [InlineData("(let ((s (make-string 2 #\\a))) (string-set! s 1 #\\😀) s)", "\"a😀\"")]
    [InlineData("(let ((s (make-string 2 #\\a))) (string-set! s 2 #\\b) s)", "error: string-set!: argument 2 must be an index from 0 to 1, got 2")]
    [InlineData("(string-set! (symbol->string 'abc) 0 #\\x)", "error: string-set!: argument 1 is a constant and cannot be changed: \"abc\"")]
    [InlineData("(substring \"hello\" 1 3)", "\"el\"")]
    [InlineData("(substring \"hello\" 3 1)", "error: substring: argument 2 must be at most 1, the end of the range, got 3")]
    [InlineData("(substring \"hello\" 3 9)", "error: substring: argument 3 must be at most 5, the length, got 9")]
    [InlineData("(string-append \"ab\" \"\" \"cλ\" \"d😀\")", "\"abcλd😀\"")]
    [InlineData("(string-append)", "\"\"")]
    [InlineData("(string-append \"a\" 'b)", "error: string-append: argument 2 must be a string, got b")]
    [InlineData("(let ((s (string-copy \"12345\"))) (string-copy! s 1 s 0 3) s)", "\"11235\"")]
    [InlineData("(let ((s (string-copy \"12345\"))) (string-copy! s 0 s 2) s)", "\"34545\"")]
    [InlineData("(string-copy! (make-string 2) 1 \"abc\")", "error: string-copy!: 3 elements do not fit into a length of 2")]
    [InlineData("(string-copy! (make-string 3) 1 \"abc\")", "error: string-copy!: argument 2 must be at most 0, so that 3 elements fit into a length of 3, got 1")]
    [InlineData("(let ((s (make-string 4 #\\-))) (string-fill! s #\\λ 1 3) s)", "\"-λλ-\"")]
    [InlineData("(string-reverse \"abλ\")", "\"λba\"")]
    [InlineData("(string->list \"abc\" 1)", "(#\\b #\\c)")]
    [InlineData("(list->string '(#\\a #\\b))", "\"ab\"")]
    [InlineData("(list->string '(#\\a b))", "error: list->string: element 1 must be a character, got b")]
    [InlineData("(reverse-list->string '(#\\a #\\b))", "\"ba\"")]
    [InlineData("(string->vector \"abc\" 0 2)", "#(#\\a #\\b)")]
    [InlineData("(vector->string #(#\\a #\\b))", "\"ab\"")]
    [InlineData("(vector->string #(#\\a 1))", "error: vector->string: element 1 of the vector must be a character, got 1")]
    [InlineData("(string->utf8 \"aλ😀\")", "#u8(97 206 187 240 159 152 128)")]
    [InlineData("(utf8->string #u8(97 206 187 240 159 152 128))", "\"aλ😀\"")]
    [InlineData("(utf8->string #u8(97 255 98))", "\"a\uFFFDb\"")]
    [InlineData("(utf8->string (string->utf8 \"xabcx\") 1 4)", "\"abc\"")]
    [InlineData("(string-join '(\"a\" \"b\" \"c\") \", \")", "\"a, b, c\"")]
    [InlineData("(string-join '(\"\" \"\" \"\"))", "\"  \"")]
    [InlineData("(string-join '())", "\"\"")]
    [InlineData("(string-join '(a))", "error: string-join: argument 1 must be a list of strings, got (a)")]
    [InlineData("(string-split \"a,b,,c\" #\\,)", "(\"a\" \"b\" \"\" \"c\")")]
    [InlineData("(string-split \"\" #\\,)", "(\"\")")]
    [InlineData("(string-split \"a::b:c\" \"::\")", "(\"a\" \"b:c\")")]
    [InlineData("(string-search \"lo\" \"hello lo\")", "3")]
    [InlineData("(string-search \"lo\" \"hello lo\" 4)", "6")]
    [InlineData("(string-search \"\" \"abc\")", "0")]
    [InlineData("(string-search \"abcd\" \"abc\")", "#f")]
    [InlineData("(string-contains \"aab\" \"ab\")", "1")]
    [InlineData("(string-prefix? \"he\" \"hello\")", "#t")]
    [InlineData("(string-suffix? \"lo\" \"hello\")", "#t")]
    [InlineData("(string-suffix? \"hello!\" \"hello\")", "#f")]
    [InlineData("(string-trim \" \\t a b\\n\")", "\"a b\"")]
    [InlineData("(string-trim-left \" a \")", "\"a \"")]
    [InlineData("(string-trim-right \" a \")", "\" a\"")]
    [InlineData("(string-pad-left \"42\" 5)", "\"   42\"")]
    [InlineData("(string-pad-left \"12345\" 3 #\\0)", "\"345\"")]
    [InlineData("(string-pad-right \"42\" 4 #\\.)", "\"42..\"")]
    [InlineData("(string-pad-right \"12345\" 3)", "\"123\"")]
    [InlineData("(string-index \"hello\" #\\l)", "2")]
    [InlineData("(string-index \"hello\" #\\l 3)", "3")]
    [InlineData("(string-index \"hello\" #\\l 0 2)", "#f")]
    [InlineData("(string-index \"a1\" char-numeric?)", "1")]
    [InlineData("(string-map char-upcase \"abc\")", "\"ABC\"")]
    [InlineData("(string-map (lambda (a b) (if (char<? a b) a b)) \"adb\" \"bcaz\")", "\"aca\"")]
    [InlineData("(let ((l '())) (string-for-each (lambda (a b) (set! l (cons (list a b) l))) \"ab\" \"cde\") l)", "((#\\b #\\d) (#\\a #\\c))")]
    [InlineData("(string-count \"banana\" #\\a)", "3")]
    [InlineData("(string-count \"banana\" char-alphabetic? 2 4)", "2")]
    [InlineData("(string-any char-numeric? \"ab1\")", "#t")]
    [InlineData("(string-every char-numeric? \"\")", "#t")]
    [InlineData("(string-filter char-numeric? \"a1b2\")", "\"12\"")]
    [InlineData("(string-null? \"\")", "#t")]
    [InlineData("(make-string 2000000000)", "error: make-string: a string of 2000000000 characters is too long; the most is 536870895")]
    [InlineData("(string-pad-left \"\" 2000000000)", "error: string-pad-left: a string of 2000000000 characters is too long; the most is 536870895")]
    public void Strings(string expression, string expected) => Assert.Equal(expected, evaluator.Evaluate(expression));

    [Theory]
    [InlineData("(string=? \"a\" \"a\" \"a\")", "#t")]
    [InlineData("(string=? \"a\" \"b\" 5)", "error: string=?: argument 3 must be a string, got 5")]
    [InlineData("(string<? \"abc\" \"abd\" \"b\")", "#t")]
    [InlineData("(string<? \"a\" \"a\")", "#f")]
    [InlineData("(string<? \"\uFFFD\" \"😀\")", "#t")]
    [InlineData("(string<=? \"a\" \"a\" \"b\")", "#t")]
    [InlineData("(string>? \"b\" \"a\" \"\")", "#t")]
    [InlineData("(string>=? \"a\" \"b\")", "#f")]
    [InlineData("(string-ci=? \"Straße\" \"STRASSE\")", "#t")]
    [InlineData("(string-ci<? \"a\" \"B\" \"c\")", "#t")]
    [InlineData("(string-upcase \"Straße ﬁ\")", "\"STRASSE FI\"")]
    [InlineData("(string-downcase \"ΑΣ ΣΑΣ\")", "\"ας σας\"")]
    [InlineData("(string-downcase \"Σ\")", "\"σ\"")]
    [InlineData("(string-foldcase \"ΑΣ\")", "\"ασ\"")]
    [InlineData("(char-upcase #\\ß)", "#\\ß")]
    [InlineData("(char-upcase #\\ı)", "#\\I")]
    [InlineData("(char-downcase #\\İ)", "#\\i")]
    [InlineData("(char<? #\\a #\\b #\\c)", "#t")]
    [InlineData("(char<? #\\a #\\b #\\b)", "#f")]
    [InlineData("(char=? #\\a 5)", "error: char=?: argument 2 must be a character, got 5")]
    [InlineData("(char-ci=? #\\a #\\A)", "#t")]
    [InlineData("(digit-value #\\7)", "7")]
    [InlineData("(digit-value #\\٣)", "3")]
    [InlineData("(digit-value #\\a)", "#f")]
    [InlineData("(integer->char 955)", "#\\λ")]
    [InlineData("(integer->char #xD800)", "error: integer->char: argument 1 must be the number of a character, 0 to #xD7FF or #xE000 to #x10FFFF, got 55296")]
    [InlineData("(map char-alphabetic? '(#\\a #\\λ #\\1 #\\ⓐ))", "(#t #t #f #t)")]
    [InlineData("(map char-numeric? '(#\\1 #\\٣ #\\½))", "(#t #t #f)")]
    [InlineData("(map char-whitespace? '(#\\space #\\tab #\\x3000 #\\a))", "(#t #t #t #f)")]
    [InlineData("(symbol-append 'a 'b)", "ab")]
    [InlineData("(symbol=? 'a 'a 'b)", "#f")]
    [InlineData("(symbol<? 'a 'b)", "#t")]
    [InlineData("(eq? (gensym) (gensym))", "#f")]
    [InlineData("(eq? 'g (gensym \"g\"))", "#f")]
    [InlineData("(eq? 'abc (string->symbol \"abc\"))", "#t")]
    [InlineData("(boolean=? #t #t #f)", "#f")]
    [InlineData("(boolean=? #t 5)", "error: boolean=?: argument 2 must be a boolean, got 5")]
    public void CharactersAndOrder(string expression, string expected) => Assert.Equal(expected, evaluator.Evaluate(expression));

    /// <summary>Every code point: case conversion round trips, and folding identifies both cases.</summary>
    [Fact]
    public void FoldingIdentifiesCases()
    {
        for (int codePoint = 0; codePoint <= 0x10FFFF; codePoint++)
        {
            int folded = CharacterCase.Fold(codePoint);
            Assert.Equal(folded, CharacterCase.Fold(folded));
            if (codePoint is 0x130 or 0x131 or 0x1E9E)
            {
                continue;
            }

            Assert.Equal(folded, CharacterCase.Fold(CharacterCase.ToUpper(codePoint)));
            Assert.Equal(folded, CharacterCase.Fold(CharacterCase.ToLower(codePoint)));
        }
    }

    /// <summary>Random strings of all widths against UTF-32 arrays.</summary>
    [Fact]
    public void SearchAgreesWithAModel()
    {
        var random = new Random(2);
        string[] alphabet = ["a", "b", "é", "λ", "😀"];
        for (int round = 0; round < 2000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => alphabet[random.Next(1 + (round % 5))]));
            string pattern = string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => alphabet[random.Next(1 + (round % 5))]));
            int at = text.IndexOf(pattern, StringComparison.Ordinal);
            int expected = at < 0 ? -1 : new StringInfo(text[..at]).String.EnumerateRunes().Count();
            var found = TestMachines.Call(evaluator.Machine, "string-search", TestMachines.Text(pattern), TestMachines.Text(text));
            Assert.Equal(expected < 0 ? Value.False : Value.Fixnum(expected), found);
        }
    }

    /// <summary>Work that would be large is refused by the limit before it is done.</summary>
    [Theory]
    [InlineData("make-string", 500_000_000)]
    [InlineData("make-vector", 1_000_000_000)]
    [InlineData("make-list", 1_000_000_000)]
    [InlineData("make-bytevector", 1_000_000_000)]
    public void LargeResultsAreChargedFirst(string primitive, int size)
    {
        var machine = TestMachines.New();
        machine.SetLimits(new MachineLimits { Allocation = 1 << 20 });
        long before = GC.GetTotalAllocatedBytes();
        var result = machine.FindPrimitive(primitive)!.Invoke(machine, Value.Fixnum(size));
        Assert.True(result.IsSignal);
        Assert.Equal(ConditionKind.Limit, ((Condition)machine.PendingValue.AsObject!).Kind);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 10_000_000);
    }
}
