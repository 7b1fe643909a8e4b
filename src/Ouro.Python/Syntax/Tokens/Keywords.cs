namespace Ouro.Python.Syntax.Tokens;

/// <summary>The words that are keywords everywhere.</summary>
internal static class Keywords
{
    /// <summary>The kind of a word in ASCII: the keyword's, or <see cref="TokenKind.Name"/>.</summary>
    internal static TokenKind KindOf(ReadOnlySpan<byte> word)
    {
        switch (word.Length)
        {
            case 2:
                return word[0] switch
                {
                    (byte)'a' when word[1] == 's' => TokenKind.As,
                    (byte)'i' => word[1] switch { (byte)'f' => TokenKind.If, (byte)'n' => TokenKind.In, (byte)'s' => TokenKind.Is, _ => TokenKind.Name },
                    (byte)'o' when word[1] == 'r' => TokenKind.Or,
                    _ => TokenKind.Name,
                };
            case 3:
                return word[0] switch
                {
                    (byte)'a' => Test(word, "and"u8, TokenKind.And),
                    (byte)'d' => word[2] == 'f' ? Test(word, "def"u8, TokenKind.Def) : Test(word, "del"u8, TokenKind.Del),
                    (byte)'f' => Test(word, "for"u8, TokenKind.For),
                    (byte)'n' => Test(word, "not"u8, TokenKind.Not),
                    (byte)'t' => Test(word, "try"u8, TokenKind.Try),
                    _ => TokenKind.Name,
                };
            case 4:
                return word[0] switch
                {
                    (byte)'N' => Test(word, "None"u8, TokenKind.None),
                    (byte)'T' => Test(word, "True"u8, TokenKind.True),
                    (byte)'e' => word[2] == 'i' ? Test(word, "elif"u8, TokenKind.Elif) : Test(word, "else"u8, TokenKind.Else),
                    (byte)'f' => Test(word, "from"u8, TokenKind.From),
                    (byte)'p' => Test(word, "pass"u8, TokenKind.Pass),
                    (byte)'w' => Test(word, "with"u8, TokenKind.With),
                    _ => TokenKind.Name,
                };
            case 5:
                return word[0] switch
                {
                    (byte)'F' => Test(word, "False"u8, TokenKind.False),
                    (byte)'a' => word[1] == 's' ? Test(word, "async"u8, TokenKind.Async) : Test(word, "await"u8, TokenKind.Await),
                    (byte)'b' => Test(word, "break"u8, TokenKind.Break),
                    (byte)'c' => Test(word, "class"u8, TokenKind.Class),
                    (byte)'r' => Test(word, "raise"u8, TokenKind.Raise),
                    (byte)'w' => Test(word, "while"u8, TokenKind.While),
                    (byte)'y' => Test(word, "yield"u8, TokenKind.Yield),
                    _ => TokenKind.Name,
                };
            case 6:
                return word[0] switch
                {
                    (byte)'a' => Test(word, "assert"u8, TokenKind.Assert),
                    (byte)'e' => Test(word, "except"u8, TokenKind.Except),
                    (byte)'g' => Test(word, "global"u8, TokenKind.Global),
                    (byte)'i' => Test(word, "import"u8, TokenKind.Import),
                    (byte)'l' => Test(word, "lambda"u8, TokenKind.Lambda),
                    (byte)'r' => Test(word, "return"u8, TokenKind.Return),
                    _ => TokenKind.Name,
                };
            case 7:
                return Test(word, "finally"u8, TokenKind.Finally);
            case 8:
                return word[0] == 'c' ? Test(word, "continue"u8, TokenKind.Continue) : Test(word, "nonlocal"u8, TokenKind.Nonlocal);
            default:
                return TokenKind.Name;
        }
    }

    private static TokenKind Test(ReadOnlySpan<byte> word, ReadOnlySpan<byte> keyword, TokenKind kind) => word.SequenceEqual(keyword) ? kind : TokenKind.Name;
}
