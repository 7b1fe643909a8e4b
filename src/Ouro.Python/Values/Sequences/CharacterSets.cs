namespace Ouro.Python.Values.Sequences;

/// <summary>What is white space and what ends a line, which differs between text and bytes.</summary>
internal interface ICharacterSet
{
    static abstract bool IsSpace(int character);

    static abstract bool IsLineEnd(int character);
}

/// <summary>As <c>str</c> has it.</summary>
internal readonly struct UnicodeSet : ICharacterSet
{
    public static bool IsSpace(int character) => Strings.CharacterProperties.IsSpace(character);

    public static bool IsLineEnd(int character) => character is (>= '\n' and <= '\r') or (>= 0x1C and <= 0x1E) or 0x85 or 0x2028 or 0x2029;
}

/// <summary>As <c>bytes</c> has it.</summary>
internal readonly struct AsciiSet : ICharacterSet
{
    public static bool IsSpace(int character) => character is ' ' or (>= '\t' and <= '\r');

    public static bool IsLineEnd(int character) => character is '\n' or '\r';
}
